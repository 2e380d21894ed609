// Facts of statements and of errors that the database gave.
import { expect, test } from 'vitest'
import type { Line } from '../documents/log/collect/drive.js'
import { lineAt } from '../documents/log/collect/drive.js'
import { factsOf } from './facts-of.js'
import { summaryOf } from './log-activity.js'

const start = Date.UTC(2026, 10, 21, 8)
const trace = (second: number, msg: string, duration?: string): Line =>
  lineAt(second, {
    level: 'debug',
    msg,
    caller: 'sqlstore/sqlx_wrapper.go:357',
    ...(duration ? { duration } : {}),
  })

const factsOfLines = (lines: readonly Line[]) => factsOf({}, { logs: summaryOf({ '': lines }) })
const factOf = (id: string, lines: readonly Line[]): unknown => factsOfLines(lines).get(id, '')?.value

test('a server that does not trace SQL tells nothing of its statements', () => {
  const lines = [lineAt(0, { level: 'info' })]
  for (const id of ['statements.count', 'statements.slowest', 'statements.latency', 'statements.by_time']) {
    expect(factOf(id, lines)).toBeUndefined()
  }
})

test('slow statements are those of 100 ms and more, the slowest first', () => {
  const lines = [
    trace(0, 'SELECT 1', '99ms'),
    trace(1, 'SELECT a', '100ms'),
    trace(2, 'SELECT b', '2s'),
    trace(3, 'SELECT a', '1ms'),
  ]
  expect(factOf('statements.slowest', lines)).toMatchObject([
    { statement: 'SELECT b', count: 1, max_ms: 2000 },
    {
      statement: 'SELECT a',
      count: 2,
      max_ms: 100,
      total_ms: 101,
      first_seen_ms: start + 1000,
      last_seen_ms: start + 3000,
    },
  ])
  expect(factsOfLines(lines).get('statements.slowest', '')?.from).toEqual([
    { entry: 'mattermost.log', line: 3 },
    { entry: 'mattermost.log', line: 2 },
  ])
})

test('fast statements are none that is slow', () => {
  expect(factOf('statements.slowest', [trace(0, 'SELECT 1', '1ms')])).toEqual([])
})

test('statements without a duration are counted and not timed', () => {
  const lines = [trace(0, 'SELECT 1')]
  expect(factOf('statements.count', lines)).toBe(1)
  expect(factOf('statements.latency', lines)).toBeUndefined()
})

test('most time may go to a fast statement', () => {
  const lines = [...Array(30).keys()]
    .map(n => trace(n, 'SELECT a', '10ms'))
    .concat(trace(40, 'SELECT b', '200ms'))
  expect(factOf('statements.by_time', lines)).toMatchObject([
    { statement: 'SELECT a', total_ms: 300 },
    { statement: 'SELECT b', total_ms: 200 },
  ])
  expect(factOf('statements.latency', lines)).toMatchObject({ count: 31, max_ms: 200, total_ms: 500 })
})

test('errors of the database are told by reason; none is an empty list', () => {
  const lines = [
    lineAt(0, { error: 'pq: deadlock detected' }),
    lineAt(1, { error: 'x: driver: bad connection' }),
  ]
  expect(factOf('database.logged_errors', lines)).toEqual([
    { reason: 'deadlock', sql_state: '40P01', count: 1, first_seen_ms: start, last_seen_ms: start },
    { reason: 'connection-lost', count: 1, first_seen_ms: start + 1000, last_seen_ms: start + 1000 },
  ])
  expect(factOf('database.logged_errors', [lineAt(0, {})])).toEqual([])
  expect(factsOf({}, { logs: { files: [] } }).get('database.logged_errors', '')).toBeUndefined()
})
