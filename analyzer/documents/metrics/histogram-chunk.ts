// Decodes the native histograms of a chunk: whole counts (encoding 2) or floats (encoding 3).
//
// `count u16 | flags u8 | layout | samples`: the layout is the same for all samples. Of the first one everything stands there; of later
// ones the change: of times and whole counts the change of the change, of floats the bits that differ.
import { bitReader, changingFloat, type BitReader, type ChangingFloat } from './bits.js'
import { malformed } from './cursor.js'
import { metricsLimits } from './limits.js'
import {
  isKnownSchema,
  ownBounds,
  type HistogramLayout,
  type NativeHistogram,
  type Span,
} from './native-histogram.js'

const headerBytes = 3

export type HistogramSink = (timeMs: number, histogram: NativeHistogram) => void

/** Tells each histogram from `start` (behind the encoding) up to `end`; throws malformed after what could be read. */
export function decodeHistogramChunk(
  bytes: Uint8Array,
  start: number,
  end: number,
  isFloat: boolean,
  tell: HistogramSink,
): void {
  const total = ((bytes[start] ?? 0) << 8) | (bytes[start + 1] ?? 0)
  if (total === 0) return
  if (start + headerBytes > end) throw malformed('it ends early')
  const bits = bitReader(bytes, start + headerBytes, end)
  const layout = readLayout(bits)
  const read = isFloat ? floatSamples(bits, layout) : countSamples(bits, layout)
  for (let sample = 0; sample < total; sample++) {
    const { timeMs, histogram } = read(sample)
    tell(timeMs, histogram)
  }
}

interface Sample {
  readonly timeMs: number
  readonly histogram: NativeHistogram
}

function readLayout(bits: BitReader): HistogramLayout {
  const zeroThreshold = readThreshold(bits)
  const schema = bits.signed()
  if (!isKnownSchema(schema)) throw malformed('its buckets are of an unknown schema')
  const positive = readSpans(bits)
  const negative = readSpans(bits)
  const bounds = schema === ownBounds ? readBounds(bits) : []
  // Each bucket of each sample has a bit at least.
  const most = Math.min(bits.left(), metricsLimits.bucketsOfHistogram)
  if (bucketCount(positive) + bucketCount(negative) > most)
    throw malformed('it states more buckets than it can hold')
  return { schema, zeroThreshold, positive, negative, bounds }
}

/** One byte for zero and for powers of two, else the float behind it. */
function readThreshold(bits: BitReader): number {
  const byte = bits.take(8)
  if (byte === 0) return 0
  return byte === 255 ? bits.float() : 0.5 * 2 ** (byte - 243)
}

function readSpans(bits: BitReader): readonly Span[] {
  const count = bits.unsigned()
  if (count > metricsLimits.bucketsOfHistogram) throw malformed('it states more buckets than it can hold')
  return Array.from({ length: count }, () => {
    const length = bits.unsigned()
    return { length, offset: bits.signed() }
  })
}

/** Thousandths where they are enough, else floats. */
function readBounds(bits: BitReader): readonly number[] {
  const count = bits.unsigned()
  if (count > metricsLimits.bucketsOfHistogram) throw malformed('it states more bounds than it can hold')
  return Array.from({ length: count }, () => {
    const thousandths = bits.unsigned()
    return thousandths === 0 ? bits.float() : (thousandths - 1) / 1000
  })
}

function bucketCount(spans: readonly Span[]): number {
  return spans.reduce((sum, { length }) => sum + length, 0)
}

/** Whole counts; each number with the change it last had. */
function countSamples(bits: BitReader, layout: HistogramLayout): (sample: number) => Sample {
  const positive = changingCounts(bucketCount(layout.positive))
  const negative = changingCounts(bucketCount(layout.negative))
  // Time, count, count of zero.
  const head = changingCounts(3)
  let sum: ChangingFloat | undefined
  return sample => {
    head.step(0, sample, bits.signed())
    head.step(1, sample, sample === 0 ? bits.unsigned() : bits.signed())
    head.step(2, sample, sample === 0 ? bits.unsigned() : bits.signed())
    const total = sum === undefined ? bits.float() : sum.next(bits)
    sum ??= changingFloat(total)
    const [timeMs = 0, count = 0, zeroCount = 0] = head.values
    if (endsSeries(total, sample)) return { timeMs, histogram: empty(layout, total) }
    positive.stepAll(sample, bits)
    negative.stepAll(sample, bits)
    const histogram = {
      layout,
      count,
      sum: total,
      zeroCount,
      positiveCounts: summedUp(positive.values),
      negativeCounts: summedUp(negative.values),
    }
    return { timeMs, histogram }
  }
}

/** Prometheus ends a series with a sum that is no number; its buckets are not written then. */
const endsSeries = (sum: number, sample: number): boolean => sample > 0 && Number.isNaN(sum)

const none = new Float64Array()

const empty = (layout: HistogramLayout, sum: number): NativeHistogram => ({
  layout,
  count: NaN,
  sum,
  zeroCount: NaN,
  positiveCounts: none,
  negativeCounts: none,
})

interface ChangingCounts {
  readonly values: Float64Array
  step(at: number, sample: number, read: number): void
  stepAll(sample: number, bits: BitReader): void
}

function changingCounts(size: number): ChangingCounts {
  const values = new Float64Array(size)
  const changes = new Float64Array(size)
  function step(at: number, sample: number, read: number): void {
    if (sample === 0) values[at] = read
    else {
      const change = sample === 1 ? read : (changes[at] ?? 0) + read
      changes[at] = change
      values[at] = (values[at] ?? 0) + change
    }
  }
  return {
    values,
    step,
    stepAll(sample, bits) {
      for (let at = 0; at < size; at++) step(at, sample, bits.signed())
    },
  }
}

/** A bucket of whole counts is written as its difference to the one before. */
function summedUp(differences: Float64Array): Float64Array {
  let count = 0
  return differences.map(difference => (count += difference))
}

/** Floats, each with the bits that changed last. */
function floatSamples(bits: BitReader, layout: HistogramLayout): (sample: number) => Sample {
  const sizes = [bucketCount(layout.positive), bucketCount(layout.negative)] as const
  const time = changingCounts(1)
  let head: readonly ChangingFloat[] = []
  let buckets: readonly ChangingFloat[] = []
  return sample => {
    time.step(0, sample, bits.signed())
    const timeMs = time.values[0] ?? 0
    if (sample === 0) head = Array.from({ length: 3 }, () => changingFloat(bits.float()))
    else for (const one of head) one.next(bits)
    const [count = NaN, zeroCount = NaN, sum = NaN] = head.map(({ value }) => value())
    if (endsSeries(sum, sample)) return { timeMs, histogram: empty(layout, sum) }
    if (sample === 0) buckets = Array.from({ length: sizes[0] + sizes[1] }, () => changingFloat(bits.float()))
    else for (const one of buckets) one.next(bits)
    const counts = Float64Array.from(buckets, ({ value }) => value())
    const histogram = {
      layout,
      count,
      sum,
      zeroCount,
      positiveCounts: counts.subarray(0, sizes[0]),
      negativeCounts: counts.subarray(sizes[0]),
    }
    return { timeMs, histogram }
  }
}
