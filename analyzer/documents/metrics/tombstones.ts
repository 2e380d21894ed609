// Deleted ranges of a block: `0130BA30 | version | (series uvarint, from varint, to varint)… | crc u32`. Their samples stay in the chunks.
import { cursorOver, malformed, readByte, readU32, readUvarint, readVarint } from './cursor.js'
import { crc32c } from './crc32c.js'
import { metricsLimits } from './limits.js'
import type { TimeRange } from './types.js'

/** By number of the series; both ends are deleted. */
export type Tombstones = ReadonlyMap<number, readonly TimeRange[]>

const magic = 0x0130ba30
const headerBytes = 5

export function readTombstones(bytes: Uint8Array): Tombstones {
  const header = cursorOver(bytes, 0, bytes.length)
  if (readU32(header) !== magic || readByte(header) !== 1)
    throw malformed('it does not begin as tombstones do')
  const end = bytes.length - 4
  if (end < headerBytes || readU32({ bytes, at: end, end: end + 4 }) !== crc32c(bytes, headerBytes, end)) {
    throw malformed('its checksum is wrong')
  }
  const ranges = new Map<number, TimeRange[]>()
  const cursor = cursorOver(bytes, headerBytes, end)
  for (let count = 0; cursor.at < end; count++) {
    if (count >= metricsLimits.tombstones) throw malformed('it has too many ranges')
    const series = readUvarint(cursor)
    const range = { fromMs: readVarint(cursor), toMs: readVarint(cursor) }
    const known = ranges.get(series)
    if (known === undefined) ranges.set(series, [range])
    else known.push(range)
  }
  return ranges
}
