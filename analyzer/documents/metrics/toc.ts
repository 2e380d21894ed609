// The table of contents that ends an index: six places of eight bytes, of which two are read here, and a checksum.
import { cursorOver, malformed, readU32, readU64 } from './cursor.js'
import { crc32c } from './crc32c.js'

export interface Toc {
  readonly symbols: number
  readonly series: number
  /** Where what follows the series begins. */
  readonly seriesEnd: number
}

/** `symbols, series, label indices, label offsets, postings, postings offsets`, then the checksum. */
const places = 6
const tocBytes = places * 8 + 4

export function readToc(bytes: Uint8Array): Toc {
  const start = bytes.length - tocBytes
  const cursor = cursorOver(bytes, start, bytes.length)
  const [symbols = 0, series = 0, ...later] = Array.from({ length: places }, () => readU64(cursor))
  if (readU32(cursor) !== crc32c(bytes, start, bytes.length - 4)) throw malformed('its checksum is wrong')
  const seriesEnd = Math.min(start, ...later.filter(place => place > series))
  if (symbols >= bytes.length || series > seriesEnd) throw malformed('it names places outside of the file')
  return { symbols, series, seriesEnd }
}
