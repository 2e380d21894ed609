// The top-level members of one JSON line in the usual order, found in one walk: collectors ask a record for several fields.
import { BACKSLASH, CLOSE_BRACE, COLON, COMMA, QUOTE } from '../bytes.js'
import { valueEnd } from '../formats/json-fields.js'

export interface Members {
  /** Walks the line; false for one that must be read with care (an escaped key, blanks, a broken line). */
  read(bytes: Buffer, from: number, end: number): boolean
  /** Number of the last member of this name, or -1. */
  find(bytes: Buffer, name: Uint8Array): number
  readonly valueStart: Int32Array
  readonly valueEnd: Int32Array
  /** 0 for JSON that is no string, 1 for a string, 2 for one with escapes. */
  readonly kind: Uint8Array
}

export const STRING_VALUE = 1
export const ESCAPED_VALUE = 2

/** Lines with more members are read with care. */
const most = 64

export function createMembers(): Members {
  const keyStart = new Int32Array(most)
  const keyEnd = new Int32Array(most)
  const valueStart = new Int32Array(most)
  const valueStop = new Int32Array(most)
  const kind = new Uint8Array(most)
  let count = 0

  function read(bytes: Buffer, from: number, end: number): boolean {
    let at = from
    count = 0
    while (bytes[at] === COMMA && bytes[at + 1] === QUOTE) {
      if (count === most) return false
      const key = at + 2
      at = key
      while (at < end && bytes[at] !== QUOTE && bytes[at] !== BACKSLASH) at++
      if (bytes[at] !== QUOTE || bytes[at + 1] !== COLON) return false
      keyStart[count] = key
      keyEnd[count] = at
      at = readValue(bytes, at + 2, end)
      if (at === -1) return false
      count++
    }
    return bytes[at] === CLOSE_BRACE
  }

  /** Position after the value, or -1. */
  function readValue(bytes: Buffer, from: number, end: number): number {
    if (bytes[from] !== QUOTE) {
      const after = valueEnd(bytes, from, end)
      kind[count] = 0
      valueStart[count] = from
      valueStop[count] = after
      return after > from ? after : -1
    }
    let at = from + 1
    let escaped = false
    while (at < end && bytes[at] !== QUOTE) {
      if (bytes[at] === BACKSLASH) {
        escaped = true
        at++
      }
      at++
    }
    if (at >= end) return -1
    kind[count] = escaped ? ESCAPED_VALUE : STRING_VALUE
    valueStart[count] = from + 1
    valueStop[count] = at
    return at + 1
  }

  function find(bytes: Buffer, name: Uint8Array): number {
    for (let i = count - 1; i >= 0; i--) {
      const start = keyStart[i] as number
      if ((keyEnd[i] as number) - start !== name.length) continue
      let same = 0
      while (same < name.length && bytes[start + same] === name[same]) same++
      if (same === name.length) return i
    }
    return -1
  }

  return { read, find, valueStart, valueEnd: valueStop, kind }
}
