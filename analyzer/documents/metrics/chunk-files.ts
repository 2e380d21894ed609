// The chunk files of a block (`chunks/000001`): where a chunk lies, whether it is sound, and its samples.
//
// `85BD40DD | version | padding`, then chunks of `uvarint length | encoding | data | crc u32`.
import { attempt, cursorOver, malformed, readByte, readU32, readUvarint } from './cursor.js'
import { crc32c } from './crc32c.js'
import { decodeHistogramChunk, type HistogramSink } from './histogram-chunk.js'
import { decodeXorChunk, statedSamples, type Columns } from './xor-chunk.js'
import type { ChunkPlace } from './series-table.js'

/** By number of the segment, from 0; a segment that is not in the dump is missing here. */
export type ChunkFiles = ReadonlyMap<number, Uint8Array>

export type ChunkState = 'sound' | 'damaged' | 'missing' | 'unsupported'

/** A sound chunk. */
export interface SampleChunk {
  readonly bytes: Uint8Array
  /** Behind the encoding. */
  readonly start: number
  readonly end: number
  readonly encoding: Encoding
}

/** 1: numbers. 2: native histograms of whole counts. 3: native histograms of floats. */
export type Encoding = 1 | 2 | 3

export const isEncoding = (encoding: number): encoding is Encoding => encoding >= 1 && encoding <= 3

/** 65,535 samples, the most a chunk may have, of 18 bytes. Real ones have 120 of 1 to 10. */
const mostChunkBytes = 2 * 1024 * 1024

export type FoundChunk =
  { readonly kind: 'sound'; readonly chunk: SampleChunk } | { readonly kind: Exclude<ChunkState, 'sound'> }

/** `check` compares the checksum, which takes about as long as decoding. */
export function findChunk(files: ChunkFiles, place: ChunkPlace, check: boolean): FoundChunk {
  const bytes = files.get(place.segment)
  if (bytes === undefined) return { kind: 'missing' }
  const found = attempt(() => soundChunk(bytes, place.offset, check))
  if (found.kind === 'malformed') return { kind: 'damaged' }
  return found.value === undefined ? { kind: 'unsupported' } : { kind: 'sound', chunk: found.value }
}

/** Bytes that checking a chunk reads, without reading them: for bounds. */
export function chunkBytes(files: ChunkFiles, place: ChunkPlace): number {
  const bytes = files.get(place.segment)
  const length = attempt(() =>
    readUvarint(cursorOver(bytes ?? new Uint8Array(), place.offset, bytes?.length ?? 0)),
  )
  return length.kind === 'ok' && length.value <= mostChunkBytes ? length.value + 16 : 16
}

/** `undefined` when its encoding is one that only newer versions know. */
function soundChunk(bytes: Uint8Array, offset: number, check: boolean): SampleChunk | undefined {
  const cursor = cursorOver(bytes, offset, bytes.length)
  const length = readUvarint(cursor)
  const checked = cursor.at
  const encoding = readByte(cursor)
  const start = cursor.at
  const end = start + length
  if (length > mostChunkBytes || end + 4 > bytes.length) throw malformed('a chunk is longer than its file')
  if (check && readU32({ bytes, at: end, end: end + 4 }) !== crc32c(bytes, checked, end)) {
    throw malformed('the checksum of a chunk is wrong')
  }
  return isEncoding(encoding) ? { bytes, start, end, encoding } : undefined
}

/** Samples that are numbers; at most so many. */
export function samplesIn({ bytes, start, encoding }: SampleChunk): number {
  return encoding === 1 ? statedSamples(bytes, start) : 0
}

/** Adds what the chunk holds; of one that is not what it states, what comes before. */
export function addSamples({ bytes, start, end, encoding }: SampleChunk, into: Columns): void {
  if (encoding === 1) attempt(() => decodeXorChunk(bytes, start, end, into))
}

/** Tells the native histograms of the chunk; of one that is not what it states, those that come before. */
export function eachHistogram({ bytes, start, end, encoding }: SampleChunk, tell: HistogramSink): void {
  if (encoding !== 1) attempt(() => decodeHistogramChunk(bytes, start, end, encoding === 3, tell))
}
