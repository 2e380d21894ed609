// Distributions, against sorting all the numbers.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHistogram, percentile } from '../../../../analyzer/documents/log/collect/histogram.js'

const numbers = fc.array(fc.oneof(fc.nat(20), fc.nat(1_000_000), fc.maxSafeNat()), {
  minLength: 1,
  maxLength: 200,
})

function distributionOf(values: readonly number[]) {
  const histogram = createHistogram()
  for (const value of values) histogram.add(value)
  return histogram.result()
}

test('of nothing there is no percentile', () => {
  const nothing = createHistogram().result()
  expect(nothing).toEqual({ count: 0, total: 0, min: 0, max: 0, first: 0, counts: [] })
  expect(percentile(nothing, 0.5)).toBeUndefined()
})

test('a percentile is at most 4.5 % off the number that stands there', () => {
  fc.assert(
    fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
      const sorted = [...values].sort((a, b) => a - b)
      const exact = sorted[Math.max(1, Math.ceil(share * values.length)) - 1] ?? NaN
      const found = percentile(distributionOf(values), share) ?? NaN
      expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.045)
    }),
  )
})

test('count, smallest and largest are exact', () => {
  fc.assert(
    fc.property(numbers, values => {
      const { count, min, max, counts } = distributionOf(values)
      expect([count, min, max]).toEqual([values.length, Math.min(...values), Math.max(...values)])
      expect(counts.reduce((sum, n) => sum + n, 0)).toBe(values.length)
    }),
  )
})

test('counted in parts and merged is counted at once', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(1e9)), { maxLength: 5 }), parts => {
      const merged = createHistogram()
      for (const part of parts) merged.merge(distributionOf(part))
      expect(merged.result()).toEqual(distributionOf(parts.flat()))
    }),
  )
})
