// Reads the numbers that Prometheus writes: big endian, varints as Go's encoding/binary has them. No read leaves the bytes.

/** A place in bytes that moves as they are read, up to `end`. */
export interface Cursor {
  readonly bytes: Uint8Array
  at: number
  readonly end: number
}

/** Thrown while decoding, caught at the part (section, series, chunk) that cannot be read. */
interface Malformed extends Error {
  readonly code: typeof malformedCode
}

const malformedCode = 'MALFORMED_METRICS'

export function malformed(reason: string): Malformed {
  return Object.assign(new Error(reason), { code: malformedCode } as const)
}

/** The value, or why the bytes do not hold one. Any other error is a mistake of ours and goes on. */
export function attempt<T>(
  decode: () => T,
): { readonly kind: 'ok'; readonly value: T } | { readonly kind: 'malformed'; readonly reason: string } {
  try {
    return { kind: 'ok', value: decode() }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === malformedCode) {
      return { kind: 'malformed', reason: error.message }
    }
    throw error
  }
}

export function cursorOver(bytes: Uint8Array, start: number, end: number): Cursor {
  if (!(start >= 0 && start <= end && end <= bytes.length))
    throw malformed('a place lies outside of the file')
  return { bytes, at: start, end }
}

/** A section with its length in four bytes in front: the cursor over its content, whose checksum was right. */
export function checkedSection(bytes: Uint8Array, at: number, checksum: Checksum): Cursor {
  const header = cursorOver(bytes, at, bytes.length)
  const start = at + 4
  const end = start + readU32(header)
  if (end + 4 > bytes.length) throw malformed('it ends early, or a length in it is wrong')
  if (readU32({ bytes, at: end, end: end + 4 }) !== checksum(bytes, start, end)) {
    throw malformed('its checksum is wrong')
  }
  return { bytes, at: start, end }
}

export type Checksum = (bytes: Uint8Array, start: number, end: number) => number

export function readByte(cursor: Cursor): number {
  if (cursor.at >= cursor.end) throw ended()
  return cursor.bytes[cursor.at++] ?? 0
}

export function readU32(cursor: Cursor): number {
  const { bytes, at } = cursor
  if (at + 4 > cursor.end) throw ended()
  cursor.at = at + 4
  return (
    (((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0)) >>>
    0
  )
}

/** 64 bits; numbers beyond 2^53 are no place in any file, and lose their last digits. */
export function readU64(cursor: Cursor): number {
  return readU32(cursor) * 0x1_0000_0000 + readU32(cursor)
}

/** 64 bits with a sign. */
export function readI64(cursor: Cursor): number {
  return (readU32(cursor) | 0) * 0x1_0000_0000 + readU32(cursor)
}

const floatBits = new DataView(new ArrayBuffer(8))

/** A float by its bits. */
export function readF64(cursor: Cursor): number {
  floatBits.setUint32(0, readU32(cursor))
  floatBits.setUint32(4, readU32(cursor))
  return floatBits.getFloat64(0)
}

/** Go's uvarint, exact up to 2^53. */
export function readUvarint(cursor: Cursor): number {
  let value = 0
  let scale = 1
  for (let count = 0; count < 10; count++) {
    const byte = readByte(cursor)
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return value
    scale *= 128
  }
  throw malformed('a number has more than ten bytes')
}

/** Go's varint: zigzag, so that -1 is 1 and 1 is 2. */
export function readVarint(cursor: Cursor): number {
  const value = readUvarint(cursor)
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}

function ended() {
  return malformed('it ends early')
}
