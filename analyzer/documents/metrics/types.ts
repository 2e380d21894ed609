// What metrics are once read: series of samples in columns, whether a Prometheus block or a scraped text held them.

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

/** All blocks of a dump; samples are decoded when they are asked for. */
export interface MetricsDump {
  /** Epoch milliseconds of first and last sample, as the blocks state them; `undefined` without a block. */
  readonly window: TimeRange | undefined
  /** Of all blocks; a series of two blocks counts twice. */
  readonly seriesCount: number
  /** Series that match all of them, each whole over all blocks, in order of their labels. */
  select(matchers: readonly Matcher[]): readonly Series[]
}

export interface TimeRange {
  readonly fromMs: number
  readonly toMs: number
}
