// Windows of time: when most of something was logged, and how much that is against the usual.
import type { TimeBuckets } from '../documents/log/templates/time-buckets.js'
import { mergeTimeBuckets } from '../documents/log/templates/time-buckets.js'

/** A stretch of time and what fell into it. */
export interface TimeWindow {
  readonly from_ms: number
  readonly until_ms: number
  readonly count: number
  readonly per_minute: number
}

/** Windows are no shorter, for a rate over a second says nothing. */
const SHORTEST_MS = 60_000

/** Counts of several kinds together. */
export function joinedBuckets(parts: readonly TimeBuckets[]): TimeBuckets {
  return mergeTimeBuckets(parts)
}

/** The window with the largest count; `undefined` when there is none. */
export function busiestOf(buckets: TimeBuckets): TimeWindow | undefined {
  const windows = windowsOf(buckets)
  return windows.reduce<TimeWindow | undefined>(
    (best, window) => (best === undefined || window.count > best.count ? window : best),
    undefined,
  )
}

/** Windows that hold something, of a minute at least, ascending. */
export function windowsOf({ widthMs, startsMs, counts }: TimeBuckets): readonly TimeWindow[] {
  const lengthMs = Math.max(widthMs, Math.ceil(SHORTEST_MS / widthMs) * widthMs)
  const windows = new Map<number, number>()
  startsMs.forEach((start, i) => {
    const from = start - (start % lengthMs)
    windows.set(from, (windows.get(from) ?? 0) + (counts[i] ?? 0))
  })
  return [...windows].map(([from_ms, count]) => ({
    from_ms,
    until_ms: from_ms + lengthMs,
    count,
    per_minute: Math.round((count / (lengthMs / 60_000)) * 100) / 100,
  }))
}
