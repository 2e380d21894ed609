// The chunk files of a block (`chunks/000001`): where a chunk lies, whether it is sound, and its samples.
//
// `85BD40DD | version | padding`, then chunks of `uvarint length | encoding | data | crc u32`.
import { attempt, cursorOver, malformed, readByte, readU32, readUvarint } from './cursor.js'
import { crc32c } from './crc32c.js'
import { decodeXorChunk, statedSamples, type Columns } from './xor-chunk.js'
import type { ChunkPlace } from './series-table.js'

/** By number of the segment, from 0; a segment that is not in the dump is missing here. */
export type ChunkFiles = ReadonlyMap<number, Uint8Array>

export type ChunkState = 'sound' | 'damaged' | 'missing' | 'unsupported'

/** A sound chunk of samples; native histograms are of another encoding. */
export interface SampleChunk {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

/** 65,535 samples, the most a chunk may have, of 18 bytes. Real ones have 120 of 1 to 10. */
const mostChunkBytes = 2 * 1024 * 1024

const xorEncoding = 1
const histogramEncodings: ReadonlySet<number> = new Set([2, 3])

export type FoundChunk =
  { readonly kind: 'sound'; readonly chunk: SampleChunk } | { readonly kind: Exclude<ChunkState, 'sound'> }

/** `check` compares the checksum, which takes about as long as decoding. */
export function findChunk(files: ChunkFiles, place: ChunkPlace, check: boolean): FoundChunk {
  const bytes = files.get(place.segment)
  if (bytes === undefined) return { kind: 'missing' }
  const found = attempt(() => soundChunk(bytes, place.offset, check))
  if (found.kind === 'malformed') return { kind: 'damaged' }
  const { encoding, chunk } = found.value
  if (encoding === xorEncoding) return { kind: 'sound', chunk }
  return { kind: histogramEncodings.has(encoding) ? 'unsupported' : 'damaged' }
}

/** Bytes that checking a chunk reads, without reading them: for bounds. */
export function chunkBytes(files: ChunkFiles, place: ChunkPlace): number {
  const bytes = files.get(place.segment)
  const length = attempt(() =>
    readUvarint(cursorOver(bytes ?? new Uint8Array(), place.offset, bytes?.length ?? 0)),
  )
  return length.kind === 'ok' && length.value <= mostChunkBytes ? length.value + 16 : 16
}

function soundChunk(
  bytes: Uint8Array,
  offset: number,
  check: boolean,
): { encoding: number; chunk: SampleChunk } {
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
  return { encoding, chunk: { bytes, start, end } }
}

export function samplesIn({ bytes, start }: SampleChunk): number {
  return statedSamples(bytes, start)
}

/** Adds what the chunk holds; of one that is not what it states, what comes before. */
export function addSamples({ bytes, start, end }: SampleChunk, into: Columns): void {
  attempt(() => decodeXorChunk(bytes, start, end, into))
}
