// What metrics are once read: series of samples in columns, whether a Prometheus block or a scraped text held them.

import type { HistogramSeries } from './native-histogram.js'

/** Label → value; `__name__` is the name of the metric. */
export type Labels = ReadonlyMap<string, string>

/** One series. Times rise strictly. */
export interface Series {
  readonly labels: Labels
  /** Epoch milliseconds. */
  readonly times: Float64Array
  readonly values: Float64Array
}

/** What a label has to be; a label that a series lacks is empty text. Patterns match the whole value. */
export type Matcher =
  | { readonly label: string; readonly kind: 'is' | 'is-not'; readonly value: string }
  | { readonly label: string; readonly kind: 'matches' | 'matches-not'; readonly pattern: string }

/** All blocks of a dump, and what was in none yet; samples are decoded when they are asked for. */
export interface MetricsDump {
  /** Epoch milliseconds of first and last sample, as the blocks state them; `undefined` without a block. */
  readonly window: TimeRange | undefined
  /** Of all blocks; a series of two blocks counts twice. */
  readonly seriesCount: number
  /** The labels of every series, in order; decodes no sample. */
  labels(): readonly Labels[]
  /**
   * Series of numbers that match all of them, each whole over all blocks, in order of their labels. A native histogram answers to the
   * names of a classic one: `x_count`, `x_sum`, `x_bucket`.
   */
  select(matchers: readonly Matcher[]): readonly Series[]
  /** Native histograms that match. */
  histograms(matchers: readonly Matcher[]): readonly HistogramSeries[]
}

export interface TimeRange {
  readonly fromMs: number
  readonly toMs: number
}
