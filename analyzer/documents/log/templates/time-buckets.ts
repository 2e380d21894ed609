// When something was logged: counts over time in a bounded number of buckets, which widen as the times spread. What they
// hold depends on the times alone, not on their order or on how a log was cut into parts.

/** Counts over time, as plain data. Only buckets that hold something are listed: a gap costs nothing. */
export interface TimeBuckets {
  /** A power of two of seconds; each bucket starts at a multiple of it since 1970. */
  readonly widthMs: number
  /** Start of each bucket, ascending. */
  readonly startsMs: readonly number[]
  /** Times in each bucket. */
  readonly counts: readonly number[]
  /** Times that are none: not a number, before 1970 or after 2106. */
  readonly outside: number
}

export interface TimeBucketCounter {
  add(timeMs: number): void
  /** Adds counts that were made elsewhere. With the same bound for both, the order of merging makes no difference. */
  merge(other: TimeBuckets): void
  result(): TimeBuckets
  /** The result; then it begins anew. */
  take(): TimeBuckets
}

/**
 * Buckets in use at most. Because empty ones are not kept, a single clock that says 2001 takes one bucket and leaves the
 * others as narrow as they were: it takes as many wild times as there are buckets to blur a log.
 */
const MOST_BUCKETS = 128
const FINEST_MS = 1_000
/** 2^32 seconds: beyond lies no date that a server has written. */
const END_MS = 2 ** 32 * 1_000

/**
 * The width is the smallest at which the times fit into `most` buckets. A wider bucket is two narrow ones put together, so
 * counts stay exact; and more times never need a smaller width, so counting in parts and merging gives the same.
 */
export function createTimeBuckets(most: number = MOST_BUCKETS): TimeBucketCounter {
  let widthMs = FINEST_MS
  let starts: number[] = []
  let counts: number[] = []
  let outside = 0
  /** Bucket that was added to last: logs go on in the same second. Numbers change in an object without making new ones. */
  const last = { at: -1, fromMs: Infinity, endMs: -Infinity }

  function add(timeMs: number): void {
    if (timeMs >= last.fromMs && timeMs < last.endMs) (counts[last.at] as number)++
    else addTimes(timeMs, 1)
  }

  function addTimes(timeMs: number, count: number): void {
    if (!(timeMs >= 0 && timeMs < END_MS)) {
      outside += count
      return
    }
    const start = bucketStart(timeMs, widthMs)
    const at = indexOfStart(starts, start)
    if (starts[at] === start) {
      ;(counts[at] as number) += count
      remember(at)
    } else insert(at, start, count)
  }

  function insert(at: number, start: number, count: number): void {
    if (at === starts.length) {
      starts.push(start)
      counts.push(count)
    } else {
      starts.splice(at, 0, start)
      counts.splice(at, 0, count)
    }
    if (starts.length > most) widen(starts.length)
    else remember(at)
  }

  function remember(at: number): void {
    last.at = at
    last.fromMs = starts[at] as number
    last.endMs = last.fromMs + widthMs
  }

  function forget(): void {
    last.fromMs = Infinity
    last.endMs = -Infinity
  }

  /** Doubles the width until the buckets fit. */
  function widen(tooMany: number): void {
    for (let length = tooMany; length > most; length = starts.length) setWidth(widthMs * 2)
  }

  function setWidth(newWidthMs: number): void {
    const joined: { starts: number[]; counts: number[] } = { starts: [], counts: [] }
    for (let i = 0; i < starts.length; i++) {
      const start = bucketStart(starts[i] as number, newWidthMs)
      if (joined.starts.at(-1) !== start) joined.counts[joined.starts.push(start) - 1] = 0
      ;(joined.counts[joined.counts.length - 1] as number) += counts[i] as number
    }
    ;({ starts, counts } = joined)
    widthMs = newWidthMs
    forget()
  }

  function merge(other: TimeBuckets): void {
    outside += other.outside
    if (other.widthMs > widthMs) setWidth(other.widthMs)
    for (let i = 0; i < other.startsMs.length; i++) {
      const start = other.startsMs[i] as number
      if (start >= last.fromMs && start < last.endMs) (counts[last.at] as number) += other.counts[i] as number
      else addTimes(start, other.counts[i] as number)
    }
  }

  function take(): TimeBuckets {
    const taken = { widthMs, startsMs: starts, counts, outside }
    widthMs = FINEST_MS
    starts = []
    counts = []
    outside = 0
    forget()
    return taken
  }

  const result = () => ({ widthMs, startsMs: [...starts], counts: [...counts], outside })
  return { add, merge, result, take }
}

/** The last multiple of a width up to a time. A remainder of numbers this large would take ten times as long. */
function bucketStart(timeMs: number, widthMs: number): number {
  const start = Math.floor(timeMs / widthMs) * widthMs
  // The quotient of a time just before a multiple may be rounded up to it.
  return start > timeMs ? start - widthMs : start
}

/** Place of a start in the ascending list, or where it belongs; times mostly ascend, so the end is looked at first. */
function indexOfStart(starts: readonly number[], start: number): number {
  let low = 0
  let high = starts.length
  if (high === 0 || (starts[high - 1] as number) < start) return high
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] as number) < start) low = middle + 1
    else high = middle
  }
  return low
}

/** All of these put together, with room for more buckets than each has. */
export function mergeTimeBuckets(parts: Iterable<TimeBuckets>, most: number = MOST_BUCKETS): TimeBuckets {
  const sum = createTimeBuckets(most)
  for (const part of parts) sum.merge(part)
  return sum.result()
}
