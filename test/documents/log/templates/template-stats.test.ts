// Trend, burst, novelty and silence of messages: found where they were made, and not told of a log too short for them.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rhythmOf, silenceOfAll, silencesOf } from '../../../../analyzer/documents/log/templates/silences.js'
import {
  burstOf,
  kendallTau,
  noveltyOf,
  trendOf,
} from '../../../../analyzer/documents/log/templates/template-stats.js'
import {
  createTimeBuckets,
  type TimeBuckets,
} from '../../../../analyzer/documents/log/templates/time-buckets.js'
import {
  gridOf,
  median,
  quantile,
  type Timeline,
  timelineOf,
} from '../../../../analyzer/documents/log/templates/timeline.js'

/** A multiple of the widest bucket of these tests, so that a shift by it moves all buckets alike. */
const aligned = 2 ** 20 * 1000
const start = 1_700 * aligned
const minute = 60_000
const hour = 60 * minute

function bucketsOf(times: readonly number[], most?: number): TimeBuckets {
  const buckets = createTimeBuckets(most)
  for (const time of times) buckets.add(time)
  return buckets.result()
}

/** Every so often, from one time up to another. */
function every(stepMs: number, fromMs: number, endMs: number): readonly number[] {
  return [...Array(Math.ceil((endMs - fromMs) / stepMs)).keys()].map(i => start + fromMs + i * stepMs)
}

function timelineFor(...times: readonly (readonly number[])[]): Timeline {
  const timeline = timelineOf([bucketsOf(times.flat(), 512)])
  if (timeline === undefined) throw new Error('no times')
  return timeline
}

const busy = every(2_000, 0, 4 * hour)

test('a burst is found where it was, with its rate and the usual one', () => {
  const own = [...every(5 * minute, 0, 4 * hour), ...every(1_000, 2 * hour, 2 * hour + 8 * minute)]
  const burst = burstOf(bucketsOf(own), timelineFor(busy, own))
  expect(burst).toMatchObject({ usualPerMinute: expect.closeTo(0.2, 1) as number })
  if (burst === undefined || burst === 'none') throw new Error('no burst')
  expect(burst.fromMs).toBeLessThanOrEqual(start + 2 * hour)
  expect(burst.fromMs).toBeGreaterThan(start + 2 * hour - 5 * minute)
  expect(burst.endMs).toBeGreaterThanOrEqual(start + 2 * hour + 8 * minute)
  expect(burst.count).toBeGreaterThanOrEqual(480)
  expect(burst.perMinute).toBeGreaterThan(30)
})

test('a burst of two minutes is told in its two minutes, however long the log', () => {
  const own = [...every(hour, 0, 40 * hour), ...every(3_000, 30.5 * hour, 30.5 * hour + 2 * minute)]
  const burst = burstOf(bucketsOf(own), timelineFor(every(30_000, 0, 40 * hour), own))
  if (burst === undefined || burst === 'none') throw new Error('no burst')
  expect(burst.endMs - burst.fromMs).toBeLessThanOrEqual(2 * minute + 2_000)
  expect(burst.fromMs).toBeGreaterThanOrEqual(start + 30.5 * hour - 2_000)
  expect(burst.count).toBeGreaterThanOrEqual(36)
  expect(burst.perMinute).toBeCloseTo(20, -1)
})

test('what comes evenly has no burst', () => {
  expect(burstOf(bucketsOf(busy), timelineFor(busy))).toBe('none')
})

test('what came only in a short stretch usually does not come', () => {
  const own = every(1_000, hour, hour + minute)
  expect(burstOf(bucketsOf(own), timelineFor(busy, own))).toMatchObject({ count: 60, usualPerMinute: 0 })
})

test('a busy hour of all is no burst in what the node was off for', () => {
  // On for an hour, off for a week, on for an hour: too few cells in which the node logged.
  const own = [...every(1_000, 0, hour), ...every(1_000, 168 * hour, 169 * hour)]
  expect(burstOf(bucketsOf(own), timelineFor(own))).toBeUndefined()
})

test('in nine minutes, and of twenty-nine records, no burst can be told', () => {
  const short = [...every(10_000, 0, 9 * minute), ...every(10, minute, minute + 1_000)]
  expect(burstOf(bucketsOf(short), timelineFor(short))).toBeUndefined()
  const few = every(1_000, hour, hour + 29_000)
  expect(burstOf(bucketsOf(few), timelineFor(busy, few))).toBeUndefined()
})

/** The n-th minute has n records, or as many as told. */
function ramp(perMinute: (n: number) => number, minutes = 240): readonly number[] {
  return [...Array(minutes).keys()].flatMap(n =>
    every(minute / Math.max(1, perMinute(n)), n * minute, (n + 1) * minute).slice(0, perMinute(n)),
  )
}

test('trends are told apart', () => {
  const kindOf = (own: readonly number[], others: readonly number[]) =>
    trendOf(bucketsOf(own), timelineFor(others, own))?.kind
  expect(
    kindOf(
      ramp(n => Math.ceil(n / 10)),
      busy,
    ),
  ).toBe('rising')
  expect(
    kindOf(
      ramp(n => Math.ceil((240 - n) / 10)),
      busy,
    ),
  ).toBe('falling')
  expect(
    kindOf(
      ramp(() => 3),
      busy,
    ),
  ).toBe('steady')
  // Up and down again.
  expect(
    kindOf(
      ramp(n => 12 - Math.abs(Math.round((n - 120) / 10))),
      busy,
    ),
  ).not.toBe('rising')
})

test('a trend has its rates', () => {
  const own = ramp(n => (n < 80 ? 1 : n < 160 ? 2 : 4))
  const trend = trendOf(bucketsOf(own), timelineFor(busy, own))
  expect(trend).toMatchObject({ kind: 'rising' })
  expect(trend?.firstPerMinute).toBeCloseTo(1, 0)
  expect(trend?.lastPerMinute).toBeCloseTo(4, 0)
})

test('what rises with everything else is no trend of its own', () => {
  const own = ramp(n => Math.ceil(n / 10))
  const others = ramp(n => n)
  expect(trendOf(bucketsOf(own), timelineFor(others, own))?.kind).toBe('unclear')
})

test('of half an hour less a minute no trend can be told', () => {
  const own = ramp(n => n, 29)
  expect(trendOf(bucketsOf(own), timelineFor(own))).toBeUndefined()
})

test('new is what came in the last tenth only', () => {
  const noveltyFrom = (fromMs: number) => {
    const own = every(minute, fromMs, 4 * hour)
    return noveltyOf(bucketsOf(own), timelineFor(busy, own))
  }
  expect(noveltyFrom(3.75 * hour)).toEqual({ kind: 'new', sinceMs: start + 3.75 * hour })
  expect(noveltyFrom(3 * hour)).toEqual({ kind: 'known' })
  const twice = every(minute, 3.9 * hour, 3.9 * hour + 2 * minute)
  expect(noveltyOf(bucketsOf(twice), timelineFor(busy, twice))).toBeUndefined()
  const short = every(1_000, 0, 0.9 * hour)
  expect(noveltyOf(bucketsOf(short.slice(-10)), timelineFor(short))).toBeUndefined()
})

test('a few records of a clock gone wrong change nothing', () => {
  const own = [...every(5 * minute, 0, 4 * hour), ...every(1_000, 2 * hour, 2 * hour + 8 * minute)]
  const wild = [...own, 0, 86_400_000, start + 5_000 * hour]
  expect(burstOf(bucketsOf(wild), timelineFor(busy, wild))).toEqual(
    burstOf(bucketsOf(own), timelineFor(busy, own)),
  )
})

test('a periodic message that did not come while others did', () => {
  const own = [...every(10 * minute, 0, 2 * hour), ...every(10 * minute, 3 * hour, 4 * hour)]
  const timeline = timelineFor(busy, own)
  const rhythm = rhythmOf(bucketsOf(own), timeline)
  expect(rhythm).toEqual({ periodMs: 10 * minute, perRecordMs: 10 * minute })
  const [silence, ...more] = silencesOf(bucketsOf(own), timeline) ?? []
  expect(more).toEqual([])
  // Nothing between these two: the bucket of the last record before is over, the next one has not begun.
  expect(silence).toEqual({
    fromMs: start + 110 * minute + 1000,
    endMs: start + 3 * hour - ((start + 3 * hour) % 1000),
    expected: 6,
    untilEnd: false,
  })
  if (rhythm && silence) expect(silenceOfAll(silence, rhythm, timeline)).toBeUndefined()
})

test('when nothing else came either, the server was silent', () => {
  const own = [...every(10 * minute, 0, 2 * hour), ...every(10 * minute, 3 * hour, 4 * hour)]
  const others = [...every(2_000, 0, 2 * hour), ...every(2_000, 3 * hour, 4 * hour)]
  const timeline = timelineFor(others, own)
  const rhythm = rhythmOf(bucketsOf(own), timeline)
  const [silence] = silencesOf(bucketsOf(own), timeline) ?? []
  const all = rhythm && silence && silenceOfAll(silence, rhythm, timeline)
  expect(all?.fromMs).toBeGreaterThanOrEqual(start + 2 * hour - minute)
  expect(all?.endMs).toBeLessThanOrEqual(start + 3 * hour)
})

test('a periodic message that stopped is silent to the end', () => {
  const own = every(5 * minute, 0, 3 * hour)
  expect(silencesOf(bucketsOf(own), timelineFor(busy, own))).toMatchObject([{ untilEnd: true, expected: 12 }])
})

test('retries that ended are no silence: they came for a shorter time than they have been gone', () => {
  const own = every(10_000, 0, 3 * minute)
  const timeline = timelineFor(busy, own)
  expect(rhythmOf(bucketsOf(own), timeline)?.periodMs).toBe(10_000)
  expect(silencesOf(bucketsOf(own), timeline)).toEqual([])
})

test('a message every second has a rhythm though its buckets are wide', () => {
  const own = [...every(1_000, 0, 10 * hour), ...every(1_000, 13 * hour, 24 * hour)]
  const timeline = timelineFor(every(1_000, 0, 24 * hour))
  expect(rhythmOf(bucketsOf(own), timeline)?.perRecordMs).toBeCloseTo(1_000)
  expect(silencesOf(bucketsOf(own), timeline)).toMatchObject([{ untilEnd: false }])
})

test('every night is no silence, and neither is what users do', () => {
  const days = [0, 1, 2, 3, 4, 5].flatMap(day => every(10 * minute, day * 24 * hour, (day * 24 + 14) * hour))
  expect(silencesOf(bucketsOf(days), timelineFor(days)) ?? []).toEqual([])
  const gaps = [3, 50, 7, 120, 1, 66, 14, 5, 200, 31, 9, 2, 80, 45, 17]
  const users = gaps.map((_, i) => start + gaps.slice(0, i).reduce((sum, gap) => sum + gap, 0) * 10_000)
  expect(silencesOf(bucketsOf(users), timelineFor(busy, users))).toBeUndefined()
})

const times = fc
  .array(fc.integer({ min: 0, max: 6 * 3600 }), { minLength: 1, maxLength: 400 })
  .map(seconds => seconds.map(second => start + second * 1000))

/** Everything that is said of a message. */
function judge(own: TimeBuckets, timeline: Timeline) {
  return {
    burst: burstOf(own, timeline),
    trend: trendOf(own, timeline),
    novelty: noveltyOf(own, timeline),
    silences: silencesOf(own, timeline),
  }
}

/** The same with every time later by that much. */
function shifted<T>(value: T, byMs: number): T {
  const move = (key: string, part: unknown): unknown =>
    typeof part === 'number' && /Ms$/.test(key) && part >= start ? part + byMs : part
  return JSON.parse(JSON.stringify(value, move)) as T
}

test('what is said does not depend on when it was', () => {
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: 20 }), (own, steps) => {
      const late = own.map(time => time + steps * aligned)
      const early = judge(bucketsOf(own), timelineFor(own))
      expect(shifted(judge(bucketsOf(late), timelineFor(late)), 0)).toEqual(shifted(early, steps * aligned))
    }),
  )
})

test('ten times as many records of everything are the same trend and at least as clear a burst', () => {
  fc.assert(
    fc.property(times, own => {
      const tenfold = Array.from({ length: 10 }, () => own).flat()
      const [once, often] = [own, tenfold].map(list => judge(bucketsOf(list), timelineFor(list)))
      if (once?.trend !== undefined) expect(often?.trend?.kind).toBe(once.trend.kind)
      if (once?.burst !== undefined && once.burst !== 'none') {
        expect(often?.burst).toMatchObject({ fromMs: once.burst.fromMs, endMs: once.burst.endMs })
      }
    }),
  )
})

test('any times can be judged, and what is said lies within them', () => {
  const wild = fc.array(
    fc.oneof(
      fc.integer({ min: 0, max: 2 ** 41 }),
      times.map(([time]) => time ?? 0),
    ),
    {
      minLength: 1,
      maxLength: 300,
    },
  )
  fc.assert(
    fc.property(wild, own => {
      const timeline = timelineFor(own)
      const { burst, silences } = judge(bucketsOf(own), timeline)
      const { widthMs } = gridOf(bucketsOf(own), timeline)
      if (burst !== undefined && burst !== 'none') {
        expect(burst.fromMs).toBeGreaterThan(timeline.fromMs - widthMs)
        expect(burst.endMs).toBeLessThan(timeline.endMs + widthMs)
        expect(burst.perMinute).toBeGreaterThanOrEqual(burst.usualPerMinute * 10)
      }
      for (const silence of silences ?? []) expect(silence.endMs).toBeGreaterThan(silence.fromMs)
    }),
  )
})

test("Kendall's tau: 1 when all rises, -1 when all falls, 0 when nothing moves, and ties count for neither", () => {
  expect(kendallTau([1, 2, 3, 4])).toBe(1)
  expect(kendallTau([4, 3, 2, 1])).toBe(-1)
  expect(kendallTau([5, 5, 5])).toBe(0)
  expect(kendallTau([])).toBe(0)
  // Of six pairs four rise and two are tied.
  expect(kendallTau([0, 0, 1, 1])).toBeCloseTo(4 / Math.sqrt(4 * 6))
})

test('quantiles are values of the list', () => {
  expect([median([3, 1, 2]), median([]), quantile([4, 1, 3, 2], 0.75), quantile([1, 2], 1)]).toEqual([
    2, 0, 3, 2,
  ])
})
