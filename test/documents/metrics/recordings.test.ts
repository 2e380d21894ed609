// Metrics read here are those that Prometheus' own tools read, sample for sample, and queries have the same answers.
import { describe, expect, test } from 'vitest'
import { between, increase, resets } from '../../../analyzer/documents/metrics/counters.js'
import { summarise } from '../../../analyzer/documents/metrics/gauges.js'
import { boundOf, quantile } from '../../../analyzer/documents/metrics/histogram.js'
import { named } from '../../../analyzer/documents/metrics/matchers.js'
import type { Matcher } from '../../../analyzer/documents/metrics/types.js'
import {
  dumpedBy,
  dumpOfSample,
  goNumber,
  oddDump,
  openBytes,
  recordedAnswers,
  recordedDump,
} from './recorded.js'

test('a dump of the metrics plugin has the samples that promtool finds', async () => {
  const { dump, notes } = await openBytes(await dumpOfSample('metrics-db-stall'))
  expect(notes).toEqual([])
  expect(dump.seriesCount).toBe(1445)
  const dumped = dumpedBy(dump)
  expect(dumped.length).toBe(20_877)
  expect(dumped.join('\n') === recordedDump('metrics-db-stall').join('\n')).toBe(true)
})

test('odd numbers, odd times, odd labels and deleted samples over two blocks are as promtool finds them', async () => {
  const { dump, notes } = await openBytes(oddDump())
  expect(notes).toEqual([])
  expect(dumpedBy(dump)).toEqual(recordedDump('odd'))
})

test('samples that were deleted are not there, those beside them are', async () => {
  const { dump } = await openBytes(oddDump())
  const [still] = dump.select(named('odd_requests_total', { kind: 'still' }))
  const start = 1_795_219_200_000
  const gap = [...(still?.times ?? [])].filter(time => time >= start + 600_000 && time <= start + 1_500_000)
  expect(gap).toEqual([])
  expect(still?.times.length).toBe(400 - 31)
})

describe('Prometheus gives the same answer:', async () => {
  const { dump } = await openBytes(oddDump())
  const lastMs = 1_795_219_200_000 + 399 * 30_000
  /** Values at the last scrape, as an instant query sees them. */
  const bucketsAtEnd = (matchers: readonly Matcher[]) =>
    dump.select([...named('odd_latency_seconds_bucket'), ...matchers]).map(({ labels, values, times }) => {
      expect(times.at(-1)).toBe(lastMs)
      return { le: boundOf(labels.get('le')), count: values.at(-1) ?? NaN }
    })
  const untilEnd = (name: string) => dump.select(named(name)).map(one => between(one, -Infinity, lastMs))
  const inRoute = (value: string): Matcher => ({ label: 'route', kind: 'is', value })
  const sum = 'sum by (le) (odd_latency_seconds_bucket'
  const ours: Record<string, () => readonly (number | undefined)[]> = {
    [`histogram_quantile(0.5, ${sum}))`]: () => [quantile(0.5, bucketsAtEnd([]))],
    [`histogram_quantile(0.95, ${sum}))`]: () => [quantile(0.95, bucketsAtEnd([]))],
    [`histogram_quantile(0.99, ${sum}))`]: () => [quantile(0.99, bucketsAtEnd([]))],
    [`histogram_quantile(0.5, ${sum}{route="quick"}))`]: () => [
      quantile(0.5, bucketsAtEnd([inRoute('quick')])),
    ],
    [`histogram_quantile(1, ${sum}{route="slow"}))`]: () => [quantile(1, bucketsAtEnd([inRoute('slow')]))],
    [`histogram_quantile(0, ${sum}))`]: () => [quantile(0, bucketsAtEnd([]))],
    'resets(odd_requests_total{kind="restarted"}[4h])': () =>
      dump.select(named('odd_requests_total', { kind: 'restarted' })).map(resets),
    'max_over_time(odd_steps[4h])': () => untilEnd('odd_steps').map(one => summarise(one)?.max),
    'avg_over_time(odd_steps[4h])': () => untilEnd('odd_steps').map(one => summarise(one)?.avg),
    'count({__name__=~"odd_.*", kind!=""})': () => [
      dump
        .select([
          { label: '__name__', kind: 'matches', pattern: 'odd_.*' },
          { label: 'kind', kind: 'is-not', value: '' },
        ])
        .filter(atEnd).length,
    ],
    'count({__name__=~"odd_.*", kind!~"re.*|"})': () => [
      dump
        .select([
          { label: '__name__', kind: 'matches', pattern: 'odd_.*' },
          { label: 'kind', kind: 'matches-not', pattern: 're.*|' },
        ])
        .filter(atEnd).length,
    ],
  }
  /** An instant query looks back five minutes. */
  const atEnd = ({ times }: { times: Float64Array }) => (times.at(-1) ?? 0) > lastMs - 300_000

  const answers = Object.entries(recordedAnswers())
  test('every recorded query is asked here', () => {
    expect(Object.keys(ours).sort()).toEqual(answers.map(([query]) => query).sort())
  })
  test.each(answers)('%s', (query, recorded) => {
    const mine = ours[query]?.() ?? []
    const theirs = recorded.map(([, value]) => goNumber(value)).sort((a, b) => a - b)
    expect(mine.length).toBe(theirs.length)
    mine
      .map(value => value ?? NaN)
      .sort((a, b) => a - b)
      .forEach((value, at) => expect(value).toBeCloseTo(theirs[at] ?? NaN, 9))
  })
})

test('a counter that began again at zero has risen by what came before and after', async () => {
  const { dump } = await openBytes(oddDump())
  const [restarted] = dump.select(named('odd_requests_total', { kind: 'restarted' }))
  if (restarted === undefined) throw new Error('no such series')
  let expected = 0
  let before = restarted.values[0] ?? 0
  for (const value of restarted.values.subarray(1)) {
    expected += value < before ? value : value - before
    before = value
  }
  expect(resets(restarted)).toBeGreaterThan(2)
  expect(increase(restarted)).toBe(expected)
})
