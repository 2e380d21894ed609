// Snappy's block format, by which Prometheus compresses the log that it writes ahead: literals, and copies of what came before.
import { cursorOver, malformed, readByte, readUvarint, type Cursor } from './cursor.js'

/** A copy of 64 bytes takes three. */
const mostExpansion = 64

/** The bytes as they were; throws malformed when they are no such block, or state more than `most`. */
export function unpackSnappy(packed: Uint8Array, most: number): Uint8Array {
  const cursor = cursorOver(packed, 0, packed.length)
  const length = readUvarint(cursor)
  if (length > most || length > packed.length * mostExpansion)
    throw malformed('it states more than it can hold')
  const out = new Uint8Array(length)
  let at = 0
  while (cursor.at < cursor.end) {
    const tag = readByte(cursor)
    const { size, back } = (tag & 3) === 0 ? { size: literalSize(cursor, tag), back: 0 } : copyOf(cursor, tag)
    if (at + size > length) throw malformed('it holds more than it states')
    if (back === 0) copyLiteral(cursor, size, out, at)
    else copyBack(out, at, back, size)
    at += size
  }
  if (at !== length) throw malformed('it ends early')
  return out
}

/** Up to 60 in the tag itself, else in the one to four bytes behind it. */
function literalSize(cursor: Cursor, tag: number): number {
  const size = tag >>> 2
  return (size < 60 ? size : littleEndian(cursor, size - 59)) + 1
}

function copyOf(cursor: Cursor, tag: number): { readonly size: number; readonly back: number } {
  if ((tag & 3) === 1) return { size: ((tag >>> 2) & 7) + 4, back: ((tag >>> 5) << 8) | readByte(cursor) }
  return { size: (tag >>> 2) + 1, back: littleEndian(cursor, (tag & 3) === 2 ? 2 : 4) }
}

function littleEndian(cursor: Cursor, bytes: number): number {
  let value = 0
  for (let at = 0; at < bytes; at++) value += readByte(cursor) * 256 ** at
  return value
}

function copyLiteral(cursor: Cursor, size: number, out: Uint8Array, at: number): void {
  if (cursor.at + size > cursor.end) throw malformed('it ends early')
  out.set(cursor.bytes.subarray(cursor.at, cursor.at + size), at)
  cursor.at += size
}

/** Byte for byte: a copy may reach into itself, which repeats. */
function copyBack(out: Uint8Array, at: number, back: number, size: number): void {
  if (back > at) throw malformed('it copies from before its start')
  for (let step = 0; step < size; step++) out[at + step] = out[at + step - back] as number
}
