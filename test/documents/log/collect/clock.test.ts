// Steps back of a clock, and events that nodes share.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clock } from '../../../../analyzer/documents/log/collect/clock.js'
import { collect, lineAt } from './drive.js'

const start = Date.UTC(2026, 10, 21, 8)
const at = (...seconds: readonly number[]) => seconds.map(second => lineAt(second, {}))

test('a step back of more than a second is one, whoever has the older record', () => {
  expect(collect(clock, at(10, 11, 4, 5, 4.5, 3))).toEqual({
    steps: 2,
    largest: { backMs: 7000, timeMs: start + 4000, entry: 'mattermost.log', line: 3 },
    leaderChangesMs: [],
    requests: [],
  })
  expect(collect(clock, at(1, 2, 3))).toMatchObject({ steps: 0, largest: undefined })
})

test('records without a time and those at debug level say nothing', () => {
  expect(collect(clock, [lineAt(0, { timestamp: undefined }), lineAt(1, { level: 'debug' })])).toBeUndefined()
})

test('the clock of another log is another matter', () => {
  const fold = clock.startFold()
  for (const [entry, firstMs] of [
    ['mattermost.log', 9_000],
    ['mattermost-2.log', 1_000],
  ] as const) {
    fold.add(
      {
        firstMs,
        firstLine: 0,
        lastMs: firstMs,
        steps: 0,
        largest: undefined,
        leaderChangesMs: [],
        requests: [],
      },
      { entry, firstLine: 1 },
    )
  }
  expect(fold.result()).toMatchObject({ steps: 0 })
})

test('changes of the leader and failed requests are told with their times', () => {
  const id = 'nwxyby5ej3gtxg4fodmk3bsdbh'
  const lines = [
    lineAt(0, {
      level: 'info',
      msg: 'Cluster leader changed. Determining if job schedulers should be running:',
    }),
    lineAt(1, { request_id: id }),
    lineAt(2, { request_id: id, level: 'info' }),
    lineAt(3, { request_id: 'x' }),
  ]
  expect(collect(clock, lines)).toMatchObject({
    leaderChangesMs: [start],
    requests: [{ id, timeMs: start + 1000 }],
  })
})

test('the sums are the same however the log is cut, and events are bounded', () => {
  const line = fc
    .tuple(fc.nat(100), fc.boolean())
    .map(([second, failed]) => lineAt(second, failed ? { request_id: 'a'.repeat(26) } : { level: 'info' }))
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), fc.array(fc.nat(40)), (lines, cuts) => {
      expect(collect(clock, lines, cuts)).toEqual(collect(clock, lines))
    }),
  )
  const many = [...Array(1_200).keys()].map(second => lineAt(second, { request_id: 'b'.repeat(26) }))
  expect(collect(clock, many, [400, 800])?.requests).toHaveLength(500)
})
