// Silences: stretches without a message that otherwise comes regularly, such as that of a periodic job. Users sleep and nights are
// quiet, so only what comes like a clock tells that a server hung or a job stopped.
import type { TimeBuckets } from './time-buckets.js'
import { median, quantile, sum, type Timeline } from './timeline.js'

/** How often a regular message comes. */
export interface Rhythm {
  /** Usual time from one record to the next, or of a dense message from one bucket to the next. */
  readonly periodMs: number
  /** Usual time between two records. */
  readonly perRecordMs: number
}

/** A stretch without a regular message; nothing came between the two times. */
export interface Silence {
  readonly fromMs: number
  readonly endMs: number
  /** Records that would have come. */
  readonly expected: number
  /** Whether it lasts to the end of the log: the message stopped. */
  readonly untilEnd: boolean
}

/** A log of a few minutes is too short for anything in it to be missed. */
const LEAST_WINDOW_MS = 10 * 60_000
/** Buckets in use, that a rhythm is read from. */
const LEAST_BUCKETS = 10
/** How far steps and counts may be from the median, and how many of them have to be that near. */
const REGULAR_WITHIN = 0.25
const REGULAR_SHARE = 0.9
/** A silence has room for so many records, and is so much longer than any other gap. */
const LEAST_EXPECTED = 3
const LEAST_MS = 60_000
const STANDS_OUT = 2

/** The rhythm of a message; `undefined` when it has none, or came too rarely to tell. */
export function rhythmOf(buckets: TimeBuckets, timeline: Timeline): Rhythm | undefined {
  const { startsMs, counts } = within(buckets, timeline)
  if (startsMs.length < LEAST_BUCKETS || timeline.endMs - timeline.fromMs < LEAST_WINDOW_MS) return undefined
  const steps = stepsOf(startsMs)
  const periodMs = median(steps)
  // A bucket starts up to its width before the record in it; side by side they leave no room for that.
  const isDense = periodMs === buckets.widthMs
  if (!areNear(steps, periodMs, isDense ? 0 : Math.max(periodMs * REGULAR_WITHIN, buckets.widthMs)))
    return undefined
  // The buckets at both ends are cut.
  const inner = counts.slice(1, -1)
  const perBucket = median(inner)
  const spread = Math.max(1, perBucket * REGULAR_WITHIN)
  if (!areNear(inner, perBucket, spread)) return undefined
  const usual = inner.filter(count => Math.abs(count - perBucket) <= spread)
  return { periodMs, perRecordMs: (periodMs * usual.length) / sum(usual) }
}

/**
 * Where a regular message did not come; at most two, because more of them are a habit, and none longer than it came for:
 * retries end when they succeed. `undefined` when it has no rhythm.
 */
export function silencesOf(buckets: TimeBuckets, timeline: Timeline): readonly Silence[] | undefined {
  const rhythm = rhythmOf(buckets, timeline)
  if (rhythm === undefined) return undefined
  const own = within(buckets, timeline)
  const gaps = gapsOf(own, timeline).sort((a, b) => lengthOf(b) - lengthOf(a))
  const standOut = [1, 2].find(
    count => lengthOf(gaps[count - 1]) >= STANDS_OUT * Math.max(lengthOf(gaps[count]), rhythm.periodMs),
  )
  const silent = gaps.slice(0, standOut ?? 0)
  const cameForMs = timeline.endMs - (own.startsMs[0] ?? 0) - sum(silent.map(lengthOf))
  return silent
    .map(gap => ({ ...gap, expected: Math.floor(lengthOf(gap) / rhythm.perRecordMs) }))
    .filter(gap => gap.expected >= LEAST_EXPECTED && lengthOf(gap) >= LEAST_MS && lengthOf(gap) <= cameForMs)
    .sort((a, b) => a.fromMs - b.fromMs)
}

type Gap = Omit<Silence, 'expected'>

function lengthOf(gap: Gap | undefined): number {
  return gap === undefined ? 0 : gap.endMs - gap.fromMs
}

/** Between the buckets, and from the last one to the end of the log. */
function gapsOf({ startsMs, widthMs }: TimeBuckets, { endMs }: Timeline): Gap[] {
  const gaps = startsMs.slice(1).map((startMs, i) => {
    return { fromMs: (startsMs[i] ?? 0) + widthMs, endMs: startMs, untilEnd: false }
  })
  const lastEndMs = (startsMs.at(-1) ?? 0) + widthMs
  return lastEndMs < endMs ? [...gaps, { fromMs: lastEndMs, endMs, untilEnd: true }] : gaps
}

/**
 * The stretch in which the node logged nothing at all, where a message's silence is part of one: then not the message
 * stopped but the server. Long enough for the message to have come, as the silence itself.
 */
export function silenceOfAll(
  silence: Silence,
  rhythm: Rhythm,
  timeline: Timeline,
): { readonly fromMs: number; readonly endMs: number } | undefined {
  const overlap = (gap: Gap) => Math.min(gap.endMs, silence.endMs) - Math.max(gap.fromMs, silence.fromMs)
  const gaps = gapsOf(timeline.buckets, timeline).filter(gap => overlap(gap) > 0)
  const longest = gaps.sort((a, b) => overlap(b) - overlap(a))[0]
  return longest && overlap(longest) >= LEAST_EXPECTED * rhythm.perRecordMs ? longest : undefined
}

function within({ startsMs, counts, ...rest }: TimeBuckets, { fromMs, endMs }: Timeline): TimeBuckets {
  const from = startsMs.findIndex(startMs => startMs + rest.widthMs > fromMs)
  const end = startsMs.findLastIndex(startMs => startMs < endMs) + 1
  const first = from === -1 ? end : from
  return { ...rest, startsMs: startsMs.slice(first, end), counts: counts.slice(first, end) }
}

function stepsOf(startsMs: readonly number[]): readonly number[] {
  return startsMs.slice(1).map((startMs, i) => startMs - (startsMs[i] ?? 0))
}

/** Nine in ten are as near to the middle as that. */
function areNear(numbers: readonly number[], middle: number, distance: number): boolean {
  const distances = numbers.map(number => Math.abs(number - middle))
  return quantile(distances, REGULAR_SHARE) <= distance
}
