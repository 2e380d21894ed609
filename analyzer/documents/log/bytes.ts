// Names for the bytes that log lines are made of, and the few byte tests that several readers share.

export const NEWLINE = 10
export const RETURN = 13
export const TAB = 9
export const SPACE = 32
export const QUOTE = 34
export const COMMA = 44
export const COLON = 58
export const EQUALS = 61
export const OPEN_BRACKET = 91
export const BACKSLASH = 92
export const CLOSE_BRACKET = 93
export const OPEN_BRACE = 123
export const CLOSE_BRACE = 125

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57
}

/** ASCII letter or digit. */
export function isWordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false
  return (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90)
}

/** True when the ASCII text stands at the position. */
export function startsWithAt(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false
  return true
}

/** First index of a byte or text in a range, else -1. Never looks beyond the range: what is rare may be a megabyte away. */
export function indexWithin(bytes: Buffer, needle: number | Buffer, from: number, end: number): number {
  if (typeof needle !== 'number') {
    const at = bytes.subarray(from, end).indexOf(needle)
    return at === -1 ? -1 : from + at
  }
  for (let at = from; at < end; at++) if (bytes[at] === needle) return at
  return -1
}

/** True when an odd number of unescaped quotes stands between `start` and `end`: a quoted value goes on in the next line. */
export function endsInsideQuote(bytes: Buffer, start: number, end: number): boolean {
  let inside = false
  for (let at = start; at < end; at++) {
    if (bytes[at] === BACKSLASH) at++
    else if (bytes[at] === QUOTE) inside = !inside
  }
  return inside
}
