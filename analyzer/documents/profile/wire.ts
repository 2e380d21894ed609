// Reads the protobuf wire format: https://protobuf.dev/programming-guides/encoding. Bytes in, numbers and ranges out.

/** A place in bytes that moves as they are read. Lengths are checked against the whole: no read leaves the bytes. */
export interface Wire {
  readonly bytes: Uint8Array
  at: number
}

/** Thrown inside the decoder, caught at its door: the bytes are no sound profile. */
export interface Malformed extends Error {
  readonly code: typeof malformedCode
}

const malformedCode = 'MALFORMED_PROFILE'

export function malformed(reason: string): Malformed {
  return Object.assign(new Error(reason), { code: malformedCode } as const)
}

export function isMalformed(error: unknown): error is Malformed {
  return error instanceof Error && 'code' in error && error.code === malformedCode
}

/** Wire types, the lowest three bits of a tag. */
export const varintType = 0
export const bytesType = 2

/** Tag of a field: its number and wire type, as it stands in front of each value. */
export function tagOf(field: number, wireType: number): number {
  return field * 8 + wireType
}

/** An unsigned number; exact up to 2^53. */
export function readUnsigned(wire: Wire): number {
  const value = readInteger(wire)
  return value < 0 ? value + 2 ** 64 : value
}

/** A signed 64-bit number; exact within 2^53 of zero. */
export function readInteger(wire: Wire): number {
  const { bytes } = wire
  let at = wire.at
  let byte = bytes[at++] ?? ended()
  if (byte < 0x80) {
    wire.at = at
    return byte
  }
  // The lower 28 bits, then 32 of low and 32 of high: bit operations are exact and fast, doubles are not.
  let low = byte & 0x7f
  for (let shift = 7; shift < 28; shift += 7) {
    byte = bytes[at++] ?? ended()
    low |= (byte & 0x7f) << shift
    if (byte < 0x80) {
      wire.at = at
      return low
    }
  }
  byte = bytes[at++] ?? ended()
  low |= (byte & 0x0f) << 28
  let high = (byte & 0x7f) >> 4
  for (let shift = 3; byte >= 0x80; shift += 7) {
    if (shift > 31) throw malformed('a number has more than ten bytes')
    byte = bytes[at++] ?? ended()
    high |= (byte & 0x7f) << shift
  }
  wire.at = at
  return high * 0x1_0000_0000 + (low >>> 0)
}

function ended(): never {
  throw malformed('it ends inside a number')
}

/** The end of a value with a length in front of it; `wire` stands at its start afterwards. */
export function readEnd(wire: Wire, limit: number): number {
  const length = readUnsigned(wire)
  const end = wire.at + length
  if (end > limit) throw malformed('it ends early, or a length in it is wrong')
  return end
}

/** Leaves out a value that nobody asked for. */
export function skipValue(wire: Wire, tag: number, limit: number): void {
  const wireType = tag % 8
  if (wireType === varintType) readInteger(wire)
  else if (wireType === 1) wire.at += 8
  else if (wireType === bytesType) wire.at = readEnd(wire, limit)
  else if (wireType === 5) wire.at += 4
  else throw malformed('it holds a value of unknown form')
  if (wire.at > limit) throw malformed('it ends inside a value')
}

/** Reads the fields of a message up to its end; `field` reads the value of a tag, or gives false to have it skipped. */
export function readFields(wire: Wire, end: number, field: (tag: number) => boolean): void {
  while (wire.at < end) {
    const tag = readUnsigned(wire)
    if (!field(tag)) skipValue(wire, tag, end)
  }
  if (wire.at !== end) throw malformed('parts of it overlap')
}
