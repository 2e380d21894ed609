// Counts over time: what they hold depends on the times alone, however they come and are put together.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createTimeBuckets,
  mergeTimeBuckets,
  type TimeBuckets,
} from '../../../../analyzer/documents/log/templates/time-buckets.js'

const start = Date.UTC(2026, 10, 21, 8)

function bucketsOf(times: readonly number[], most?: number): TimeBuckets {
  const buckets = createTimeBuckets(most)
  for (const time of times) buckets.add(time)
  return buckets.result()
}

/** The slow, obvious way: try each width until the times fit. */
function slowBuckets(times: readonly number[], most: number): TimeBuckets {
  const known = times.filter(time => time >= 0 && time < 2 ** 32 * 1000)
  for (let widthMs = 1000; ; widthMs *= 2) {
    const counts = new Map<number, number>()
    for (const time of known) {
      const from = Math.floor(time / widthMs) * widthMs
      counts.set(from, (counts.get(from) ?? 0) + 1)
    }
    if (counts.size > most) continue
    const sorted = [...counts].sort((a, b) => a[0] - b[0])
    return {
      widthMs,
      startsMs: sorted.map(([from]) => from),
      counts: sorted.map(([, count]) => count),
      outside: times.length - known.length,
    }
  }
}

const near = fc.integer({ min: start, max: start + 3_600_000 })
const wild = fc.oneof(
  fc.constantFrom(NaN, Infinity, -Infinity, -1, 0, 1, 2 ** 32 * 1000, 8.64e15),
  fc.integer({ min: 0, max: 2 ** 45 }),
  fc.double(),
)
const someTimes = fc.array(fc.oneof({ weight: 8, arbitrary: near }, { weight: 1, arbitrary: wild }), {
  maxLength: 200,
})

test('any times give the narrowest buckets they fit into', () => {
  fc.assert(
    fc.property(someTimes, fc.integer({ min: 1, max: 20 }), (times, most) => {
      expect(bucketsOf(times, most)).toEqual(slowBuckets(times, most))
    }),
  )
})

test('the order of the times makes no difference', () => {
  fc.assert(
    fc.property(someTimes, times => {
      expect(bucketsOf([...times].reverse(), 8)).toEqual(bucketsOf(times, 8))
    }),
  )
})

test('parts put together are as if all had been counted at once, whichever parts are put together first', () => {
  fc.assert(
    fc.property(someTimes, someTimes, someTimes, (a, b, c) => {
      const [ofA, ofB, ofC] = [bucketsOf(a, 8), bucketsOf(b, 8), bucketsOf(c, 8)]
      const all = bucketsOf([...a, ...b, ...c], 8)
      expect(mergeTimeBuckets([ofA, ofB, ofC], 8)).toEqual(all)
      expect(mergeTimeBuckets([ofC, mergeTimeBuckets([ofB, ofA], 8)], 8)).toEqual(all)
      expect(mergeTimeBuckets([mergeTimeBuckets([ofA, ofC], 8), ofB], 8)).toEqual(all)
    }),
  )
})

test('a time goes on being counted after counts of another part were added', () => {
  const buckets = createTimeBuckets(2)
  buckets.add(start)
  buckets.merge(bucketsOf([start, start + 60_000], 2))
  buckets.add(start)
  expect(buckets.result()).toEqual(bucketsOf([start, start, start, start + 60_000], 2))
})

test('no more buckets than allowed, and no time is lost', () => {
  fc.assert(
    fc.property(someTimes, fc.integer({ min: 1, max: 64 }), (times, most) => {
      const { startsMs, counts, outside } = bucketsOf(times, most)
      expect(startsMs.length).toBeLessThanOrEqual(most)
      expect(counts.reduce((sum, count) => sum + count, outside)).toBe(times.length)
    }),
  )
})

test('one clock that says 1970 and one that says 2099 leave a minute of records as sharp as it was', () => {
  const minute = [...Array(60).keys()].map(second => start + second * 1000)
  const { widthMs, startsMs } = bucketsOf([0, ...minute, Date.UTC(2099, 0)])
  expect(widthMs).toBe(1000)
  expect(startsMs).toHaveLength(62)
})

test('a day of a record a second fits, in buckets of a quarter of an hour', () => {
  const day = [...Array(86_400).keys()].map(second => start + second * 1000)
  expect(bucketsOf(day)).toMatchObject({ widthMs: 1_024_000, outside: 0 })
})

test('nothing counted is no bucket', () => {
  expect(bucketsOf([])).toEqual({ widthMs: 1000, startsMs: [], counts: [], outside: 0 })
  expect(bucketsOf([NaN, -5])).toEqual({ widthMs: 1000, startsMs: [], counts: [], outside: 2 })
})
