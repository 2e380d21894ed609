// When a node logged at all: the window that its times lie in and how much there was over it. What single messages do is
// judged against this, because a server that is off or idle says nothing of them.
import { mergeTimeBuckets, type TimeBuckets } from './time-buckets.js'

/** When one node logged, whatever it said. */
export interface Timeline {
  /** Start of the first and end of the last bucket, wild times left out. */
  readonly fromMs: number
  readonly endMs: number
  readonly buckets: TimeBuckets
}

/** Counts side by side over a window, for comparing one stretch with another. */
export interface Grid {
  readonly fromMs: number
  readonly widthMs: number
  /** Of what is judged. */
  readonly counts: readonly number[]
  /** Of everything that the node logged. */
  readonly all: readonly number[]
}

/** A timeline is looked at more closely than a single message: gaps of it are silences of the server. */
export const TIMELINE_BUCKETS = 512

/** Cells of a grid at most; with the widths being powers of two there are more than half as many. */
const GRID_CELLS = 64

/** Share of the records that a clock gone wrong may have. */
const WILD_SHARE = 0.01

/** The timeline of all these counts together; `undefined` when no record has a time. */
export function timelineOf(parts: Iterable<TimeBuckets>): Timeline | undefined {
  const all = mergeTimeBuckets(parts, TIMELINE_BUCKETS)
  const { from, end } = withoutWildEnds(all)
  const fromMs = all.startsMs[from]
  const lastMs = all.startsMs[end - 1]
  if (fromMs === undefined || lastMs === undefined) return undefined
  const buckets = {
    ...all,
    startsMs: all.startsMs.slice(from, end),
    counts: all.counts.slice(from, end),
  }
  return { fromMs, endMs: lastMs + all.widthMs, buckets }
}

/**
 * Leaves out the few records of a clock gone wrong: those on one side of the longest gap, when they are at most one in a
 * hundred (or a single one) and the gap is longer than everything on its other side.
 */
function withoutWildEnds({ startsMs, counts }: TimeBuckets): { from: number; end: number } {
  const total = sum(counts)
  let from = 0
  let end = startsMs.length
  while (end - from > 1) {
    const gap = longestGap(startsMs, from, end)
    const isFew = (records: number) => records <= Math.max(1, total * WILD_SHARE)
    const gapMs = timeAt(startsMs, gap) - timeAt(startsMs, gap - 1)
    const before = timeAt(startsMs, gap - 1) - timeAt(startsMs, from)
    const after = timeAt(startsMs, end - 1) - timeAt(startsMs, gap)
    if (gapMs > after && isFew(sum(counts.slice(from, gap)))) from = gap
    else if (gapMs > before && isFew(sum(counts.slice(gap, end)))) end = gap
    else break
  }
  return { from, end }
}

/** Index of the bucket after the longest gap. */
function longestGap(startsMs: readonly number[], from: number, end: number): number {
  let longest = from + 1
  for (let at = from + 2; at < end; at++) {
    const isLonger =
      timeAt(startsMs, at) - timeAt(startsMs, at - 1) >
      timeAt(startsMs, longest) - timeAt(startsMs, longest - 1)
    if (isLonger) longest = at
  }
  return longest
}

/** Lays counts out over the window of a timeline, as finely as they and 64 cells allow. */
export function gridOf(buckets: TimeBuckets, timeline: Timeline): Grid {
  let widthMs = Math.max(buckets.widthMs, timeline.buckets.widthMs)
  while (cellsBetween(timeline, widthMs) > GRID_CELLS) widthMs *= 2
  const fromMs = timeline.fromMs - (timeline.fromMs % widthMs)
  const cells = cellsBetween(timeline, widthMs)
  const lay = (laid: TimeBuckets) => layOut(laid, fromMs, widthMs, cells)
  return { fromMs, widthMs, counts: lay(buckets), all: lay(timeline.buckets) }
}

function cellsBetween({ fromMs, endMs }: Timeline, widthMs: number): number {
  return Math.ceil(endMs / widthMs) - Math.floor(fromMs / widthMs)
}

/** Buckets outside of the window are those of wild times. */
function layOut(
  { startsMs, counts }: TimeBuckets,
  fromMs: number,
  widthMs: number,
  cells: number,
): readonly number[] {
  const laid = new Array<number>(cells).fill(0)
  startsMs.forEach((startMs, i) => {
    const cell = Math.floor((startMs - fromMs) / widthMs)
    if (cell >= 0 && cell < cells) laid[cell] = (laid[cell] ?? 0) + (counts[i] ?? 0)
  })
  return laid
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** The value that a share of the numbers does not exceed; 0 of none. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5)

function timeAt(startsMs: readonly number[], at: number): number {
  return startsMs[at] ?? 0
}
