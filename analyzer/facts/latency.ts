// How long things took, as facts say it: milliseconds at the percentiles people ask for.
import type { Distribution } from '../documents/log/collect/histogram.js'
import { createHistogram, percentile } from '../documents/log/collect/histogram.js'

/** Percentiles are at most 4.5 % off; count, largest and total are exact. */
export interface Latency {
  readonly count: number
  readonly p50_ms: number
  readonly p95_ms: number
  readonly p99_ms: number
  readonly max_ms: number
  readonly total_ms: number
}

/** `undefined` when nothing was measured. */
export function latencyOf(distributions: readonly Distribution[]): Latency | undefined {
  const all = createHistogram()
  for (const distribution of distributions) all.merge(distribution)
  const times = all.result()
  if (times.count === 0) return undefined
  const at = (share: number): number => toMs(percentile(times, share) ?? 0)
  return {
    count: times.count,
    p50_ms: at(0.5),
    p95_ms: at(0.95),
    p99_ms: at(0.99),
    max_ms: toMs(times.max),
    total_ms: toMs(times.total),
  }
}

/** To the microsecond. */
function toMs(ns: number): number {
  return Math.round(ns / 1000) / 1000
}
