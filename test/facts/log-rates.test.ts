// Facts of how much was logged when.
import { expect, test } from 'vitest'
import { windowsOf } from '../../analyzer/facts/log-windows.js'
import type { Line } from '../documents/log/collect/drive.js'
import { lineAt } from '../documents/log/collect/drive.js'
import { factsOf } from './facts-of.js'
import { summaryOf } from './log-activity.js'

const start = Date.UTC(2026, 10, 21, 8)
const factOf = (id: string, lines: readonly Line[]): unknown =>
  factsOf({}, { logs: summaryOf({ '': lines }) }).get(`logs.${id}`, '')?.value

const infoEvery = (seconds: number, count: number): Line[] =>
  [...Array(count).keys()].map(n => lineAt(n * seconds, { level: 'info' }))

test('the busiest window and the one with most errors are told apart', () => {
  const lines = [...infoEvery(30, 20), ...[600, 601, 602].map(second => lineAt(second, {}))]
  expect(factOf('rates.busiest_window', lines)).toMatchObject({
    count: 3,
    per_minute: 3,
  })
  const worst = factOf('rates.worst_window', lines) as { from_ms: number; until_ms: number; count: number }
  expect(worst.count).toBe(3)
  expect(worst.from_ms).toBeLessThanOrEqual(start + 600_000)
  expect(worst.until_ms).toBeGreaterThan(start + 602_000)
})

test('what is usual counts the silence, and a short log has no usual', () => {
  const burst = [...Array(40).keys()].map(n => lineAt(3_000 + n / 100, {}))
  expect(factOf('rates.usual_errors_per_minute', [...infoEvery(60, 60), ...burst])).toBe(0)
  expect(factOf('rates.usual_records_per_minute', infoEvery(30, 120))).toBeCloseTo(2, 0)
  expect(factOf('rates.usual_records_per_minute', infoEvery(30, 4))).toBeUndefined()
})

test('without errors there is no worst window', () => {
  expect(factOf('rates.worst_window', infoEvery(1, 3))).toBeUndefined()
})

test('a log that was read without a timeline has no rates', () => {
  const { timeline: _, ...file } = summaryOf({ '': infoEvery(1, 3) }).files?.[0] ?? {}
  const facts = factsOf({}, { logs: { files: [file as never] } })
  expect(facts.get('logs.rates.busiest_window', '')).toBeUndefined()
})

test('debug records are counted; none is zero, and no log is unknown', () => {
  expect(
    factOf('debug_records', [lineAt(0, { level: 'debug' }), lineAt(1, { level: 'trace' }), lineAt(2, {})]),
  ).toBe(2)
  expect(factOf('debug_records', infoEvery(1, 2))).toBe(0)
  expect(factsOf({}, {}).get('logs.debug_records', '')).toBeUndefined()
})

test('windows keep every count', () => {
  const buckets = { widthMs: 8_000, startsMs: [0, 8_000, 56_000, 64_000], counts: [1, 2, 3, 4], outside: 0 }
  expect(windowsOf(buckets)).toEqual([
    { from_ms: 0, until_ms: 64_000, count: 6, per_minute: 5.63 },
    { from_ms: 64_000, until_ms: 128_000, count: 4, per_minute: 3.75 },
  ])
})
