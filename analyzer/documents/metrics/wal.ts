// The log that Prometheus writes ahead (`wal/00000000`, `wal/checkpoint.00000003/00000000`): what is not in a block yet.
//
// Pages of 32 KiB with pieces of records: `type and compression u8 | length u16 | crc u32 | data`; a type of 0 fills the page.
import { attempt, malformed } from './cursor.js'
import { crc32c } from './crc32c.js'
import { metricsLimits } from './limits.js'
import { unpackSnappy } from './snappy.js'

const pageBytes = 32 * 1024
const headerBytes = 7

const snappyFlag = 8
const zstdFlag = 16

/** Of a record: whole, or its first, a middle, its last piece. */
const pieceOf = { whole: 1, first: 2, middle: 3, last: 4 } as const

export interface WalReading {
  /** Pages, of which what follows the damage was lost. */
  damaged: number
  /** Records compressed as only newer Prometheus does by request. */
  unsupported: number
  /** Records beyond the limit. */
  left: number
  /** Of records, unpacked. */
  bytes: number
}

/** Tells the records in order; after damage goes on with the next page. */
export function readWal(segments: readonly Uint8Array[], tell: (record: Uint8Array) => void): WalReading {
  const reading: WalReading = { damaged: 0, unsupported: 0, left: 0, bytes: 0 }
  let pieces: Uint8Array[] = []
  let size = 0
  const drop = (): void => {
    pieces = []
    size = 0
  }
  const take = (piece: Piece): void => {
    // A piece whose start was lost belongs to no record.
    if (piece.kind === pieceOf.whole || piece.kind === pieceOf.first) drop()
    else if (pieces.length === 0) return
    pieces.push(piece.data)
    size += piece.data.length
    if (size > metricsLimits.recordBytes) drop()
    if (piece.kind !== pieceOf.whole && piece.kind !== pieceOf.last) return
    finish(pieces, piece.flags, reading, tell)
    drop()
  }
  for (const segment of segments) {
    for (let page = 0; page < segment.length; page += pageBytes) {
      const read = attempt(() => readPage(segment, page, take))
      if (read.kind === 'ok') continue
      reading.damaged++
      drop()
    }
  }
  return reading
}

interface Piece {
  readonly kind: number
  readonly flags: number
  readonly data: Uint8Array
}

function readPage(segment: Uint8Array, page: number, take: (piece: Piece) => void): void {
  const end = Math.min(page + pageBytes, segment.length)
  for (let at = page; at < end;) {
    const flags = segment[at] ?? 0
    if (flags === 0) return
    const kind = flags & 7
    if (at + headerBytes > end || kind > pieceOf.last) throw malformed('it ends early')
    const view = new DataView(segment.buffer, segment.byteOffset + at, headerBytes)
    const start = at + headerBytes
    at = start + view.getUint16(1)
    if (at > end || crc32c(segment, start, at) !== view.getUint32(3)) throw malformed('its checksum is wrong')
    take({ kind, flags, data: segment.subarray(start, at) })
  }
}

function finish(
  pieces: readonly Uint8Array[],
  flags: number,
  reading: WalReading,
  tell: (record: Uint8Array) => void,
): void {
  if ((flags & zstdFlag) !== 0) {
    reading.unsupported++
    return
  }
  if (reading.bytes >= metricsLimits.recordBytesOfLog) {
    reading.left++
    return
  }
  const joined = pieces.length === 1 ? (pieces[0] ?? new Uint8Array()) : Buffer.concat(pieces)
  const record = attempt(() =>
    (flags & snappyFlag) === 0 ? joined : unpackSnappy(joined, metricsLimits.recordBytes),
  )
  if (record.kind === 'malformed') {
    reading.damaged++
    return
  }
  reading.bytes += record.value.length
  tell(record.value)
}
