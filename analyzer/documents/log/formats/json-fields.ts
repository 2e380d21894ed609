// Walks the members of one JSON log line by bytes and notes where they stand. Reads as far as the line is sound.
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  startsWithAt,
} from '../bytes.js'
import { addField, ESCAPED, type FieldTable, JSON_TEXT, RAW } from './field-table.js'

/** Adds the members from `from` (the opening brace or a comma between members) on; false when the line is broken. */
export function readJsonFields(bytes: Buffer, from: number, end: number, table: FieldTable): boolean {
  let at = skipBlank(bytes, from, end)
  if (bytes[at] === CLOSE_BRACE) return true
  while (at < end && (bytes[at] === COMMA || bytes[at] === OPEN_BRACE)) {
    at = skipBlank(bytes, at + 1, end)
    if (bytes[at] === CLOSE_BRACE) return true
    at = readMember(bytes, at, end, table)
    if (at === -1) return false
    at = skipBlank(bytes, at, end)
  }
  return bytes[at] === CLOSE_BRACE
}

/** One `"key":value`; gives the position after it, or -1. */
function readMember(bytes: Buffer, at: number, end: number, table: FieldTable): number {
  if (bytes[at] !== QUOTE) return -1
  const keyEnd = stringEnd(bytes, at + 1, end)
  if (keyEnd === -1) return -1
  const colon = skipBlank(bytes, keyEnd + 1, end)
  if (bytes[colon] !== COLON) return -1
  const value = skipBlank(bytes, colon + 1, end)
  if (bytes[value] === QUOTE) {
    const close = stringEnd(bytes, value + 1, end)
    if (close === -1) return -1
    addField(table, at + 1, keyEnd, value + 1, close, hasEscape(bytes, value + 1, close) ? ESCAPED : RAW)
    return close + 1
  }
  const after = valueEnd(bytes, value, end)
  if (after === -1 || after === value) return -1
  addField(table, at + 1, keyEnd, value, after, JSON_TEXT)
  return after
}

/**
 * Finds one top-level member by its name; of a repeated one the last. Gives the position of its value, `ABSENT`, or
 * `UNSURE` for a line that must be read whole (an escaped key, a broken line).
 */
export function findMember(bytes: Buffer, from: number, end: number, name: Uint8Array): number {
  let at = from
  let found = ABSENT
  while (bytes[at] === COMMA && bytes[at + 1] === QUOTE) {
    const key = at + 2
    const keyEnd = stringEnd(bytes, key, end)
    if (keyEnd === -1 || bytes[keyEnd + 1] !== COLON) return UNSURE
    if (keyEnd - key === name.length && startsWithAt(bytes, key, name)) found = keyEnd + 2
    else if (hasEscape(bytes, key, keyEnd)) return UNSURE
    const value = keyEnd + 2
    at = bytes[value] === QUOTE ? stringEnd(bytes, value + 1, end) + 1 : valueEnd(bytes, value, end)
    if (at <= 0) return UNSURE
  }
  return bytes[at] === CLOSE_BRACE ? found : UNSURE
}

export const ABSENT = -1
export const UNSURE = -2

export function hasEscape(bytes: Buffer, from: number, end: number): boolean {
  for (let at = from; at < end; at++) if (bytes[at] === BACKSLASH) return true
  return false
}

/** Position of the quote that ends a string, or -1. */
export function stringEnd(bytes: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) return at
    if (byte === BACKSLASH) at++
  }
  return -1
}

/** End of a number, literal, array or object, or -1. */
export function valueEnd(bytes: Buffer, from: number, end: number): number {
  let depth = 0
  for (let at = from; at < end; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) {
      at = stringEnd(bytes, at + 1, end)
      if (at === -1) return -1
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (depth === 0) return at
      if (--depth === 0) return at + 1
    } else if (byte === COMMA && depth === 0) return at
  }
  return -1
}

function skipBlank(bytes: Buffer, from: number, end: number): number {
  let at = from
  while (at < end && (bytes[at] === 32 || bytes[at] === 9 || bytes[at] === 13)) at++
  return at
}
