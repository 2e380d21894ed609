// The files of `chunks_head`: full chunks of series that are not in a block yet.
//
// `0130BC91 | version | padding`, then `series u64 | first time i64 | last time i64 | encoding u8 | uvarint length | data | crc u32`.
// Prometheus makes the files large before it fills them: a series of 0 is the end.
import { isEncoding, type SampleChunk } from './chunk-files.js'
import { attempt, cursorOver, malformed, readByte, readI64, readU32, readU64, readUvarint } from './cursor.js'
import { crc32c } from './crc32c.js'

export interface HeadChunk {
  /** Number of the series in the log that is written ahead. */
  readonly ref: number
  readonly minMs: number
  readonly maxMs: number
  readonly chunk: SampleChunk
}

const magic = 0x0130bc91
const fileHeaderBytes = 8

/** Set where samples did not come in order of time. */
const unorderedFlag = 0x80

export interface HeadChunks {
  readonly chunks: readonly HeadChunk[]
  /** Why a file could not be read to its end; what lies before was used. */
  readonly damage: string | undefined
  /** Chunks of an encoding that only newer versions know. */
  readonly unsupported: number
}

/** At most so many. A wrong length hides where the next chunk begins, so a file is read up to its first damage. */
export function readHeadChunks(bytes: Uint8Array, most: number): HeadChunks {
  const chunks: HeadChunk[] = []
  let unsupported = 0
  const read = attempt(() => {
    const cursor = cursorOver(bytes, 0, bytes.length)
    if (readU32(cursor) !== magic || readByte(cursor) !== 1)
      throw malformed('it does not begin as a file of chunks does')
    for (let at = fileHeaderBytes; at < bytes.length;) {
      const found = chunkAt(bytes, at)
      if (found === undefined) return
      if (chunks.length + unsupported >= most) throw malformed('there are more chunks than are read')
      if (found.chunk === undefined) unsupported++
      else chunks.push({ ...found, chunk: found.chunk })
      at = found.next
    }
  })
  return { chunks, unsupported, damage: read.kind === 'ok' ? undefined : read.reason }
}

/** `undefined` at the end. */
function chunkAt(bytes: Uint8Array, at: number) {
  const cursor = cursorOver(bytes, at, bytes.length)
  const ref = readU64(cursor)
  const minMs = readI64(cursor)
  const maxMs = readI64(cursor)
  if (ref === 0 && minMs === 0 && maxMs === 0) return undefined
  const encoding = readByte(cursor) & ~unorderedFlag
  const length = readUvarint(cursor)
  const start = cursor.at
  const end = start + length
  if (end + 4 > bytes.length) throw malformed('a chunk is longer than its file')
  if (readU32({ bytes, at: end, end: end + 4 }) !== crc32c(bytes, at, end))
    throw malformed('the checksum of a chunk is wrong')
  const chunk = isEncoding(encoding) ? { bytes, start, end, encoding } : undefined
  return { ref, minMs, maxMs, chunk, next: end + 4 }
}
