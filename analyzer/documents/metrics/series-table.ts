// The series of an index: labels as symbols, and where the chunks lie. Walked from first to last; the postings are not needed.
import { cursorOver, malformed, readU32, readUvarint, readVarint, type Cursor } from './cursor.js'
import { crc32c } from './crc32c.js'
import { metricsLimits } from './limits.js'

/** Each entry begins at such a place; its number is the place divided by this. */
const alignment = 16

export interface SeriesTable {
  /** Where the sound entries begin, behind their length. */
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** Numbers by which tombstones name them. */
  readonly refs: Uint32Array
  /** Entries whose checksum is wrong or that end early; at least so many. */
  readonly damaged: number
}

/** `uvarint length | labels and chunks | crc u32`, padded. After damage the next sound entry is looked for. */
export function walkSeries(bytes: Uint8Array, from: number, to: number): SeriesTable {
  const starts: number[] = []
  const ends: number[] = []
  const refs: number[] = []
  let damaged = 0
  let searching = false
  // What searching may cost: hostile lengths could have every place read up to the end.
  let searchBytes = 4 * (to - from)
  for (let at = aligned(from); at < to && starts.length < metricsLimits.series;) {
    const entry = entryAt(bytes, at, to, searching ? searchBytes : Infinity)
    if (entry.kind === 'sound') {
      starts.push(entry.start)
      ends.push(entry.end)
      refs.push(at / alignment)
      searching = false
      at = aligned(entry.end + 4)
      continue
    }
    if (entry.kind === 'padding') {
      at += alignment
      continue
    }
    if (!searching) damaged++
    searching = true
    searchBytes -= entry.readBytes
    if (searchBytes <= 0) break
    at += alignment
  }
  return {
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(ends),
    refs: Uint32Array.from(refs),
    damaged,
  }
}

function aligned(place: number): number {
  return Math.ceil(place / alignment) * alignment
}

type Entry =
  | { readonly kind: 'sound'; readonly start: number; readonly end: number }
  | { readonly kind: 'padding' }
  | { readonly kind: 'damaged'; readonly readBytes: number }

function entryAt(bytes: Uint8Array, at: number, to: number, mostBytes: number): Entry {
  // A length has at most five bytes here: sections are shorter than 4 GiB.
  let length = 0
  let start = at
  for (let scale = 1; start < to && scale <= 128 ** 4; scale *= 128) {
    const byte = bytes[start++] ?? 0
    length += (byte & 0x7f) * scale
    if (byte < 0x80) break
  }
  if (length === 0) return { kind: 'padding' }
  const end = start + length
  if (end + 4 > to || length > mostBytes) return { kind: 'damaged', readBytes: alignment }
  const isSound = readU32({ bytes, at: end, end: end + 4 }) === crc32c(bytes, start, end)
  return isSound ? { kind: 'sound', start, end } : { kind: 'damaged', readBytes: length }
}

/** Numbers of the symbols of a series: name, value, name, value. */
export function labelsOf(bytes: Uint8Array, start: number, end: number): { symbols: number[]; rest: Cursor } {
  const cursor = cursorOver(bytes, start, end)
  const count = readUvarint(cursor)
  if (count > metricsLimits.labelsOfSeries) throw malformed('a series has too many labels')
  const symbols: number[] = []
  for (let index = 0; index < count * 2; index++) symbols.push(readUvarint(cursor))
  return { symbols, rest: cursor }
}

/** Where a chunk lies and which times it covers. */
export interface ChunkPlace {
  readonly minMs: number
  readonly maxMs: number
  /** 0 is the file `000001`. */
  readonly segment: number
  readonly offset: number
}

/** The chunks of a series; times and places are written as differences to the chunk before. */
export function chunksOf(rest: Cursor): readonly ChunkPlace[] {
  const count = readUvarint(rest)
  // Three numbers of at least a byte each.
  if (count * 3 > rest.end - rest.at) throw malformed('a series states more chunks than it can hold')
  const chunks: ChunkPlace[] = []
  let maxMs = 0
  let segment = 0
  let offset = 0
  for (let index = 0; index < count; index++) {
    const minMs = index === 0 ? readVarint(rest) : maxMs + readUvarint(rest)
    maxMs = minMs + readUvarint(rest)
    const step = index === 0 ? readUvarint(rest) : readVarint(rest)
    // The upper half of a place is the segment; both halves stay exact in a double.
    const place = segment * 0x1_0000_0000 + offset + step
    segment = Math.floor(place / 0x1_0000_0000)
    offset = place - segment * 0x1_0000_0000
    chunks.push({ minMs, maxMs, segment, offset })
  }
  return chunks
}
