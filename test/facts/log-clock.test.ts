// Facts of clocks: what can be told, and what cannot.
import { expect, test } from 'vitest'
import type { Line } from '../documents/log/collect/drive.js'
import { lineAt } from '../documents/log/collect/drive.js'
import { factOf as valueOf, factsOf } from './facts-of.js'
import { summaryOf } from './log-activity.js'

const start = Date.UTC(2026, 10, 21, 8)
const id = (letter: string) => letter.repeat(26)
const failed = (second: number, letter: string): Line => lineAt(second, { request_id: id(letter) })
const leader = (second: number): Line =>
  lineAt(second, {
    level: 'info',
    msg: 'Cluster leader changed. Determining if job schedulers should be running:',
  })

const differences = (a: readonly Line[], b: readonly Line[]): unknown =>
  factsOf({}, { nodes: ['a', 'b'], logs: summaryOf({ a, b }) }).get('clock.differences', 'a')?.value

test('a clock that went back is told with the largest step', () => {
  const lines = [0, 10, 4, 5].map(second => lineAt(second, {}))
  const facts = factsOf({}, { logs: summaryOf({ '': lines }) })
  expect(facts.get('clock.steps_back', '')).toEqual({
    value: 1,
    from: [{ entry: 'mattermost.log', line: 3 }],
  })
  expect(facts.get('clock.largest_step_back_seconds', '')?.value).toBe(6)
})

test('a clock that did not go back has zero steps; a log of debug records alone says nothing', () => {
  const steps = (lines: readonly Line[]) =>
    factsOf({}, { logs: summaryOf({ '': lines }) }).get('clock.steps_back', '')
  expect(steps([lineAt(0, {}), lineAt(1, {})])?.value).toBe(0)
  expect(steps([lineAt(0, { level: 'debug' })])).toBeUndefined()
})

test('records from after the packet tell that a clock is ahead, by the packet’s own time', () => {
  const after = (made: unknown) =>
    valueOf('clock.seconds_after_packet', made === undefined ? {} : { metadata: { generated_at: made } }, {
      logs: summaryOf({ '': [lineAt(0, {}), lineAt(100, {})] }),
      generatedAtMs: start,
    })
  expect(after(start + 40_000)).toBe(60)
  expect(after(start + 140_000)).toBe(0)
  // Times of entries in an archive have no zone.
  expect(after(undefined)).toBeUndefined()
})

test('events that two nodes logged tell how far their clocks are apart', () => {
  expect(
    differences([failed(0, 'a'), failed(5, 'b'), failed(9, 'c')], [failed(30, 'a'), failed(35.5, 'b')]),
  ).toEqual([{ nodes: ['a', 'b'], seconds: 30.5, spread_seconds: 0.5, events: 2 }])
  expect(differences([leader(0), leader(500)], [leader(-7), leader(493)])).toEqual([
    { nodes: ['a', 'b'], seconds: -7, spread_seconds: 0, events: 2 },
  ])
})

test.each<[string, Line[], Line[]]>([
  ['one event', [failed(0, 'a')], [failed(30, 'a')]],
  ['no common event', [failed(0, 'a'), failed(1, 'b')], [failed(0, 'c'), failed(1, 'd')]],
  ['events that disagree', [failed(0, 'a'), failed(1, 'b')], [failed(30, 'a'), failed(60, 'b')]],
  ['another number of leaders', [leader(0), leader(5)], [leader(0), leader(5), leader(10)]],
])('with %s nobody can tell', (_what, a, b) => {
  expect(differences(a, b)).toBeUndefined()
})

test('clocks of nodes with nothing to compare are not held against each other, however many there are', () => {
  const names = Array.from({ length: 3_000 }, (_, i) => `n${i}`)
  const logs = summaryOf({ n7: [leader(0), leader(500)], n2999: [leader(-7), leader(493)] })
  const value = factsOf({}, { nodes: names, logs }).get('clock.differences', 'n0')?.value
  expect(value).toMatchObject([{ nodes: ['n7', 'n2999'], events: 2 }])
})

test('a single server has no other clock to differ from', () => {
  expect(valueOf('clock.differences', {}, { logs: summaryOf({ '': [failed(0, 'a')] }) })).toEqual([])
})

test('a job that started before it was made tells of two clocks', () => {
  const inversion = (create_at: unknown, start_at: unknown) =>
    valueOf('clock.job_inversion_seconds', { jobs: { ldap_sync_jobs: [{ create_at, start_at }] } })
  expect(inversion('2026-11-21T07:49:43.566Z', '2026-11-21T07:49:13.566Z')).toBe(30)
  expect(inversion('2026-11-21T07:49:43.566Z', '2026-11-21T07:49:50.066Z')).toBe(0)
  // Not started yet.
  expect(inversion('2026-11-21T07:49:43.566Z', 0)).toBeUndefined()
})

test('a job or a role from after the packet tells that the clock was ahead', () => {
  const ahead = (updated: string | undefined): unknown =>
    valueOf('clock.note_after_packet_seconds', {
      metadata: { generated_at: Date.UTC(2026, 10, 21, 8) },
      jobs: { ldap_sync_jobs: [{ create_at: '2026-11-21T07:49:43Z', start_at: '1970-01-01T00:00:00Z' }] },
      permissions: { roles: updated === undefined ? [] : [{ update_at: updated }] },
    })
  expect(ahead('2026-11-21T09:00:00Z')).toBe(3600)
  expect(ahead('2026-11-21T07:00:00Z')).toBe(0)
  expect(ahead(undefined)).toBe(0)
  expect(valueOf('clock.note_after_packet_seconds', { metadata: { generated_at: 5 } })).toBeUndefined()
})
