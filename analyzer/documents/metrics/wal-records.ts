// The records of the log that is written ahead: series with their labels, samples, native histograms, deleted ranges.
//
// Samples stand as `type u8 | first series u64 | first time i64`, then each as differences to those: `varint, varint, value`.
import {
  cursorOver,
  malformed,
  readByte,
  readF64,
  readI64,
  readU64,
  readUvarint,
  readVarint,
  type Cursor,
} from './cursor.js'
import { metricsLimits } from './limits.js'
import { isKnownSchema, ownBounds, type NativeHistogram, type Span } from './native-histogram.js'
import type { TimeRange } from './types.js'

/** What a record tells; series are known by number. */
export interface RecordSink {
  /** Label and value in turn. */
  series(ref: number, labels: readonly string[]): void
  sample(ref: number, timeMs: number, value: number): void
  histogram(ref: number, timeMs: number, histogram: NativeHistogram): void
  deleted(ref: number, range: TimeRange): void
}

/** Types that tell nothing of samples: examples, markers of places, help and units. */
const besides: ReadonlySet<number> = new Set([4, 5, 6, 14])

/** `unknown` is a type that newer versions write. Throws malformed after what could be read. */
export function readRecord(bytes: Uint8Array, sink: RecordSink): 'read' | 'unknown' {
  const cursor = cursorOver(bytes, 0, bytes.length)
  const type = readByte(cursor)
  if (besides.has(type)) return 'read'
  if (type === 1) return repeated(cursor, () => readSeries(cursor, sink))
  if (type === 3) return repeated(cursor, () => readDeleted(cursor, sink))
  if (type === 2) return samples(cursor, (ref, timeMs) => sink.sample(ref, timeMs, readF64(cursor)))
  const isFloat = type === 8 || type === 10
  if (!isFloat && type !== 7 && type !== 9) return 'unknown'
  return samples(cursor, (ref, timeMs) => sink.histogram(ref, timeMs, readHistogram(cursor, isFloat)))
}

function repeated(cursor: Cursor, read: () => void): 'read' {
  while (cursor.at < cursor.end) read()
  return 'read'
}

function samples(cursor: Cursor, read: (ref: number, timeMs: number) => void): 'read' {
  if (cursor.at === cursor.end) return 'read'
  const firstRef = readU64(cursor)
  const firstTime = readI64(cursor)
  return repeated(cursor, () => {
    const ref = firstRef + readVarint(cursor)
    read(ref, firstTime + readVarint(cursor))
  })
}

const decoder = new TextDecoder()

function readSeries(cursor: Cursor, sink: RecordSink): void {
  const ref = readU64(cursor)
  const count = readUvarint(cursor)
  if (count > metricsLimits.labelsOfSeries) throw malformed('a series has too many labels')
  const labels = Array.from({ length: count * 2 }, () => readText(cursor))
  sink.series(ref, labels)
}

function readText(cursor: Cursor): string {
  const length = readUvarint(cursor)
  const start = cursor.at
  if (start + length > cursor.end) throw malformed('it ends early')
  cursor.at += length
  return decoder.decode(cursor.bytes.subarray(start, cursor.at))
}

function readDeleted(cursor: Cursor, sink: RecordSink): void {
  const ref = readU64(cursor)
  const fromMs = readVarint(cursor)
  sink.deleted(ref, { fromMs, toMs: readVarint(cursor) })
}

function readHistogram(cursor: Cursor, isFloat: boolean): NativeHistogram {
  const whole = isFloat ? readF64 : readUvarint
  // Whether it begins anew: told by the counts as well.
  readByte(cursor)
  const schema = readVarint(cursor)
  if (!isKnownSchema(schema)) throw malformed('its buckets are of an unknown schema')
  const zeroThreshold = readF64(cursor)
  const zeroCount = whole(cursor)
  const count = whole(cursor)
  const sum = readF64(cursor)
  const positive = readSpans(cursor)
  const negative = readSpans(cursor)
  const positiveCounts = readCounts(cursor, isFloat)
  const negativeCounts = readCounts(cursor, isFloat)
  const bounds = schema === ownBounds ? [...readFloats(cursor)] : []
  const layout = { schema, zeroThreshold, positive, negative, bounds }
  return { layout, count, sum, zeroCount, positiveCounts, negativeCounts }
}

function readSpans(cursor: Cursor): readonly Span[] {
  return Array.from({ length: buckets(cursor) }, () => {
    const offset = readVarint(cursor)
    return { offset, length: buckets(cursor) }
  })
}

function buckets(cursor: Cursor): number {
  const count = readUvarint(cursor)
  if (count > metricsLimits.bucketsOfHistogram) throw malformed('a histogram has too many buckets')
  return count
}

/** Whole counts are written as differences to the bucket before. */
function readCounts(cursor: Cursor, isFloat: boolean): Float64Array {
  if (isFloat) return readFloats(cursor)
  let count = 0
  return Float64Array.from({ length: buckets(cursor) }, () => (count += readVarint(cursor)))
}

function readFloats(cursor: Cursor): Float64Array {
  return Float64Array.from({ length: buckets(cursor) }, () => readF64(cursor))
}
