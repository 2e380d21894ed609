// Distributions of whole numbers (nanoseconds) in buckets of growing width: small, exact to merge, good for percentiles.

/** Buckets a doubling: each is 9.05 % wider than the one before. */
const PER_DOUBLING = 8
/** The last bucket begins at 2^53, beyond which numbers are not exact. */
const BUCKETS = PER_DOUBLING * 53 + 2

/** Numbers counted by bucket, as plain data. Count, total, smallest and largest are exact. */
export interface Distribution {
  readonly count: number
  readonly total: number
  readonly min: number
  readonly max: number
  /** Number of the first bucket in `counts`. */
  readonly first: number
  readonly counts: readonly number[]
}

export interface Histogram {
  /** A whole number of zero and more. */
  add(value: number): void
  merge(other: Distribution): void
  result(): Distribution
}

/** Keeps the buckets from the first to the last that hold something: most statements take about as long each time. */
export function createHistogram(): Histogram {
  let counts: number[] = []
  let first = 0
  let count = 0
  let total = 0
  let min = Infinity
  let max = 0

  function addTo(bucket: number, more: number): void {
    if (counts.length === 0) first = bucket
    if (bucket < first) {
      counts = [...new Array<number>(first - bucket).fill(0), ...counts]
      first = bucket
    }
    while (counts.length <= bucket - first) counts.push(0)
    ;(counts[bucket - first] as number) += more
  }

  function note(smallest: number, largest: number): void {
    if (smallest < min) min = smallest
    if (largest > max) max = largest
  }

  return {
    add(value) {
      addTo(bucketOf(value), 1)
      count++
      total += value
      note(value, value)
    },
    merge(other) {
      if (other.count === 0) return
      other.counts.forEach((more, i) => addTo(other.first + i, more))
      count += other.count
      total += other.total
      note(other.min, other.max)
    },
    result: () => ({ count, total, min: count === 0 ? 0 : min, max, first, counts: [...counts] }),
  }
}

/** The first bucket is zero's alone. */
function bucketOf(value: number): number {
  return value < 1 ? 0 : Math.min(BUCKETS - 1, 1 + Math.floor(Math.log2(value) * PER_DOUBLING))
}

/**
 * The number that a share of the counted ones (0 to 1) do not exceed: the middle of its bucket, so at most 4.5 % off;
 * the smallest and the largest are exact. `undefined` of nothing.
 */
export function percentile(distribution: Distribution, share: number): number | undefined {
  const { count, counts, first, min, max } = distribution
  if (count === 0) return undefined
  const rank = Math.max(1, Math.ceil(share * count))
  if (rank === 1) return min
  if (rank >= count) return max
  let before = 0
  for (let i = 0; i < counts.length; i++) {
    before += counts[i] ?? 0
    if (before >= rank) return Math.min(max, Math.max(min, middleOf(first + i)))
  }
  return max
}

/** Geometric, so that it is as far off either end of the bucket. */
function middleOf(bucket: number): number {
  return bucket === 0 ? 0 : 2 ** ((bucket - 0.5) / PER_DOUBLING)
}
