// Facts of failed connections.
import { expect, test } from 'vitest'
import type { Line } from '../documents/log/collect/drive.js'
import { lineAt } from '../documents/log/collect/drive.js'
import { factsOf } from './facts-of.js'
import { summaryOf } from './log-activity.js'

const start = Date.UTC(2026, 10, 21, 8)
const factOf = (id: string, lines: readonly Line[]): unknown =>
  factsOf({}, { logs: summaryOf({ '': lines }) }).get(`connections.${id}`, '')?.value

const refused = (second: number, address: string, caller: string): Line =>
  lineAt(second, { caller, error: `dial tcp ${address}: connect: connection refused` })

test('failures to one address are one, with all who asked', () => {
  const lines = [
    refused(0, '10.0.0.1:25', 'app/email.go:1'),
    refused(1, '10.0.0.1:25', 'app/server.go:1'),
    refused(2, '10.0.0.2:9200', 'app/server.go:1'),
    lineAt(3, { caller: 'app/server.go:1', error: 'dial tcp 10.0.0.1:25: i/o timeout' }),
  ]
  expect(factOf('failed', lines)).toEqual([
    {
      target: '10.0.0.1:25',
      kind: 'refused',
      count: 2,
      asked_by: ['app/email.go', 'app/server.go'],
      first_seen_ms: start,
      last_seen_ms: start + 1000,
    },
    {
      target: '10.0.0.2:9200',
      kind: 'refused',
      count: 1,
      asked_by: ['app/server.go'],
      first_seen_ms: start + 2000,
      last_seen_ms: start + 2000,
    },
    {
      target: '10.0.0.1:25',
      kind: 'timeout',
      count: 1,
      asked_by: ['app/server.go'],
      first_seen_ms: start + 3000,
      last_seen_ms: start + 3000,
    },
  ])
  expect(factOf('failed_targets', lines)).toBe(2)
})

test('clients that were lost are no failed services', () => {
  const lines = [lineAt(0, { level: 'warn', error: 'read tcp 10.0.0.7:8065->10.0.0.99:51234: i/o timeout' })]
  expect(factOf('lost_clients', lines)).toBe(1)
  expect(factOf('failed', lines)).toEqual([])
})

test('a log without failures says so; no log says nothing', () => {
  expect(factOf('failed', [lineAt(0, {})])).toEqual([])
  expect(factsOf({}, {}).get('connections.failed', '')).toBeUndefined()
})

test('an error without an address is listed as such', () => {
  expect(factOf('failed', [lineAt(0, { error: 'x509: certificate has expired' })])).toMatchObject([
    { target: 'not named', kind: 'certificate' },
  ])
})
