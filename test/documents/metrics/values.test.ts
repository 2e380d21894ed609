// What counters, gauges and histograms say, on columns made by hand.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { between, increase, rate, resets } from '../../../analyzer/documents/metrics/counters.js'
import { growthOf, summarise } from '../../../analyzer/documents/metrics/gauges.js'
import { quantile } from '../../../analyzer/documents/metrics/histogram.js'
import type { Series } from '../../../analyzer/documents/metrics/types.js'

function series(values: readonly number[], stepMs = 60_000, fromMs = 0): Series {
  const times = Float64Array.from(values, (_, at) => fromMs + at * stepMs)
  return { labels: new Map(), times, values: Float64Array.from(values) }
}

describe('counters', () => {
  test('a restart counts from zero', () => {
    expect(increase(series([10, 15, 2, 5]))).toBe(10)
    expect(resets(series([10, 15, 2, 5]))).toBe(1)
  })
  test('a series that appears while its server is scraped already counts from zero', () => {
    expect(increase(series([3, 4], 60_000, 600_000), 0)).toBe(4)
    expect(increase(series([3, 4], 60_000, 0), 0)).toBe(1)
  })
  test('a rate needs two samples', () => {
    expect(rate(series([5]))).toBeUndefined()
    expect(rate(series([5, 65]))).toBe(1)
  })
  test('both ends of a time range belong to it', () => {
    expect([...between(series([1, 2, 3, 4]), 60_000, 120_000).values]).toEqual([2, 3])
    expect(between(series([1, 2]), 5_000, 6_000).times.length).toBe(0)
  })
  test('what rose before a time and after it is what rose in all', () => {
    const counts = fc.array(fc.nat(1000), { minLength: 2, maxLength: 40 })
    fc.assert(
      fc.property(counts, fc.nat(39), (values, at) => {
        const all = series(values)
        const ms = Math.min(at, values.length - 1) * 60_000
        const parts = increase(between(all, -Infinity, ms)) + increase(between(all, ms, Infinity))
        expect(parts).toBe(increase(all))
      }),
    )
  })
})

describe('gauges', () => {
  test('samples that are no number are not counted', () => {
    expect(summarise(series([1, NaN, 5, 3]))).toEqual({ last: 3, min: 1, max: 5, avg: 3, maxAtMs: 120_000 })
    expect(summarise(series([NaN]))).toBeUndefined()
    expect(summarise(series([]))).toBeUndefined()
  })
  test('what rises through two hours grows steadily', () => {
    const growth = growthOf(series(Array.from({ length: 121 }, (_, at) => 100 + at + (at % 5))))
    expect(growth?.steady).toBe(true)
    expect(growth?.perHour).toBeCloseTo(60, -1)
  })
  test('a saw, a step and a flat line do not', () => {
    const saw = series(Array.from({ length: 121 }, (_, at) => 100 + (at % 20)))
    const step = series(Array.from({ length: 121 }, (_, at) => (at < 60 ? 100 : 200) + at / 100))
    expect(growthOf(saw)?.steady).toBe(false)
    expect(growthOf(step)?.steady).toBe(false)
    expect(growthOf(series(new Array<number>(121).fill(5)))?.steady).toBe(false)
  })
  test('half an hour, or a few samples, tell nothing', () => {
    expect(growthOf(series(Array.from({ length: 31 }, (_, at) => at)))).toBeUndefined()
    expect(
      growthOf(
        series(
          Array.from({ length: 10 }, (_, at) => at),
          3_600_000,
        ),
      ),
    ).toBeUndefined()
  })
})

describe('quantiles', () => {
  const buckets = [
    { le: 0.1, count: 50 },
    { le: 1, count: 90 },
    { le: Infinity, count: 100 },
  ]
  test('they are linear inside a bucket, and no more than the highest bound', () => {
    expect(quantile(0.25, buckets)).toBeCloseTo(0.05)
    expect(quantile(0.7, buckets)).toBeCloseTo(0.55)
    expect(quantile(0.99, buckets)).toBe(1)
  })
  test('without observations or without the last bucket there are none', () => {
    expect(quantile(0.5, [])).toBeUndefined()
    expect(
      quantile(
        0.5,
        buckets.map(({ le }) => ({ le, count: 0 })),
      ),
    ).toBeUndefined()
    expect(quantile(0.5, buckets.slice(0, 2))).toBeUndefined()
  })
  test('they rise with what is asked, whatever the buckets', () => {
    const bucket = fc.record({ le: fc.double({ noNaN: true }), count: fc.nat(1000) })
    fc.assert(
      fc.property(fc.array(bucket), fc.nat(1000), (some, all) => {
        const whole = [...some, { le: Infinity, count: all + 1 }]
        const [low, high] = [quantile(0.2, whole), quantile(0.9, whole)]
        if (low !== undefined && high !== undefined) expect(low).toBeLessThanOrEqual(high)
      }),
      { numRuns: 1000 },
    )
  })
})
