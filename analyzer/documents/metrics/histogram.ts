// Quantiles of a histogram as PromQL's `histogram_quantile` has them: linear inside the bucket that holds the rank.

/** Observations up to and with an upper bound. */
export interface Bucket {
  readonly le: number
  readonly count: number
}

/**
 * The value below which the share `q` (0 to 1) of the observations lies; `undefined` without observations or without a
 * bucket for all of them (`+Inf`). What lies in that last bucket is told as the highest bound there is.
 */
export function quantile(q: number, buckets: readonly Bucket[]): number | undefined {
  const sorted = monotonic(buckets)
  const all = sorted.at(-1)
  if (all?.le !== Infinity || sorted.length < 2 || !(all.count > 0) || !(q >= 0 && q <= 1)) return undefined
  const rank = q * all.count
  const at = sorted.findIndex(({ count }) => count >= rank)
  const found = sorted[at]
  if (found === undefined) return undefined
  const value = inside(found, sorted[at - 1], rank)
  // Bounds at the very ends of what a number can hold have no numbers between them.
  return Number.isFinite(value) ? value : undefined
}

/** The rank's place between the bound below and the bound of its bucket; the lowest bucket begins at 0. */
function inside(found: Bucket, below: Bucket | undefined, rank: number): number {
  if (found.le === Infinity) return below?.le ?? NaN
  if (below === undefined && found.le <= 0) return found.le
  const [start, before] = [below?.le ?? 0, below?.count ?? 0]
  return start + (found.le - start) * ((rank - before) / (found.count - before))
}

/** By bound, equal bounds added up, and counts that never fall: a scrape may catch buckets at different moments. */
function monotonic(buckets: readonly Bucket[]): readonly Bucket[] {
  const byBound = new Map<number, number>()
  for (const { le, count } of buckets) {
    if (!Number.isNaN(le) && !Number.isNaN(count)) byBound.set(le, (byBound.get(le) ?? 0) + count)
  }
  let highest = 0
  return [...byBound]
    .sort(([a], [b]) => a - b)
    .map(([le, count]) => ({ le, count: (highest = Math.max(highest, count)) }))
}

/** The bound of a bucket as its label has it: `0.25`, `+Inf`. NaN for anything else. */
export function boundOf(label: string | undefined): number {
  if (label === '+Inf' || label === 'Inf') return Infinity
  return label === undefined || label.trim() === '' ? NaN : Number(label)
}
