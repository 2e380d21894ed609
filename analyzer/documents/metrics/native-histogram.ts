// Native histograms: one sample holds all its buckets, whose bounds follow from a schema. What they mean, without how they are stored.

import { metricsLimits } from './limits.js'

/** Buckets in a row; `offset` is the distance to the end of the span before, of the first one its index. */
export interface Span {
  readonly offset: number
  readonly length: number
}

/** How the buckets lie; the same for all samples of a chunk. */
export interface HistogramLayout {
  /** Bounds grow by 2^(2^-schema): 0 doubles, 3 has eight steps for it. */
  readonly schema: number
  /** Values no farther from zero than this are in the bucket of zero. */
  readonly zeroThreshold: number
  readonly positive: readonly Span[]
  readonly negative: readonly Span[]
  /** Upper bounds of a histogram with bounds of its own (schema -53). */
  readonly bounds: readonly number[]
}

export interface NativeHistogram {
  readonly layout: HistogramLayout
  readonly count: number
  readonly sum: number
  readonly zeroCount: number
  /** Observations of each bucket alone, in the order of the spans. */
  readonly positiveCounts: Float64Array
  readonly negativeCounts: Float64Array
}

/** A series of them. Times rise strictly. */
export interface HistogramSeries {
  readonly labels: ReadonlyMap<string, string>
  /** Epoch milliseconds. */
  readonly times: Float64Array
  readonly histograms: readonly NativeHistogram[]
}

/** What it counts for where memory is bounded: its buckets, and the histogram itself. */
export function numbersIn({ positiveCounts, negativeCounts }: NativeHistogram): number {
  return positiveCounts.length + negativeCounts.length + metricsLimits.numbersOfHistogram
}

export interface NativeBucket {
  readonly lower: number
  readonly upper: number
  readonly count: number
}

export const ownBounds = -53

/** Schemas that there are: the others have bounds that nothing tells. */
export function isKnownSchema(schema: number): boolean {
  return schema === ownBounds || (schema >= -4 && schema <= 8)
}

/** Buckets that are not empty, from the lowest bound to the highest. */
export function bucketsOfNative(histogram: NativeHistogram): readonly NativeBucket[] {
  const { layout, zeroCount, positiveCounts, negativeCounts } = histogram
  const negative = filled(layout.negative, negativeCounts).map(({ index, count }) => ({
    lower: -upperBound(layout, index),
    upper: -upperBound(layout, index - 1),
    count,
  }))
  const positive = filled(layout.positive, positiveCounts).map(({ index, count }) => ({
    lower: upperBound(layout, index - 1),
    upper: upperBound(layout, index),
    count,
  }))
  const { zeroThreshold } = layout
  const zero = zeroCount === 0 ? [] : [{ lower: -zeroThreshold, upper: zeroThreshold, count: zeroCount }]
  return [...negative.reverse(), ...zero, ...positive]
}

function filled(
  spans: readonly Span[],
  counts: Float64Array,
): { readonly index: number; readonly count: number }[] {
  const found: { index: number; count: number }[] = []
  let index = 0
  let at = 0
  for (const { offset, length } of spans) {
    index += offset
    for (let step = 0; step < length; step++, index++) {
      const count = counts[at++] ?? 0
      if (count !== 0) found.push({ index, count })
    }
  }
  return found
}

/** Of bucket `index`: 2^(index · 2^-schema), and never beyond what a number can hold. */
function upperBound({ schema, bounds }: HistogramLayout, index: number): number {
  if (schema === ownBounds) {
    if (index < 0) return -Infinity
    return bounds[index] ?? Infinity
  }
  const steps = 2 ** schema
  const whole = Math.floor(index / steps)
  const bound = 2 ** whole * 2 ** ((index - whole * steps) / steps)
  return bound === Infinity && whole <= 1024 ? Number.MAX_VALUE : bound
}
