// Reads plain records: `error [2026-11-21 08:40:34.257 Z] Unable to save the Post.   caller="web/context.go:122" key=value error="…"`,
// with quoted values over several lines and stack lines (two or six spaces before them) under the record. What options of a
// target change in it is read by plain-options.ts.
import {
  BACKSLASH,
  CLOSE_BRACKET,
  EQUALS,
  indexWithin,
  isDigit,
  isWordByte,
  NEWLINE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
} from '../bytes.js'
import { addField, ESCAPED, type FieldTable, RAW } from './field-table.js'
import { type RecordHead, resetHead } from './head.js'
import type { TimeReader } from './timestamp.js'

const longestLevel = 40
const longestTime = 40
/** Begins a colour. */
const ESCAPE = 27
const callerKey = Buffer.from(' caller="')

/** Position of the `[` that opens the time, when a record begins here; else -1. */
export function plainTimeAt(bytes: Buffer, start: number, end: number): number {
  let at = start
  while (at < end && at - start < longestLevel && (isWordByte(bytes[at]) || bytes[at] === 45)) at++
  if (at === start || bytes[at] !== SPACE) return -1
  while (at < end && bytes[at] === SPACE && at - start < longestLevel) at++
  if (bytes[at] !== OPEN_BRACKET || !isDigit(bytes[at + 1]) || !isDigit(bytes[at + 4])) return -1
  return at
}

/** Reads a record of one or more lines. */
export function readPlainHead(
  bytes: Buffer,
  start: number,
  end: number,
  head: RecordHead,
  readTime: TimeReader,
): boolean {
  const open = plainTimeAt(bytes, start, end)
  if (open === -1) return false
  const close = indexWithin(bytes, CLOSE_BRACKET, open, Math.min(end, open + longestTime))
  if (close === -1) return false
  resetHead(head, 'plain', start, end)
  head.levelStart = start
  head.levelEnd = trimEnd(bytes, start, open)
  head.timeStart = open + 1
  head.timeMs = readTime(bytes, open + 1, close)
  head.msgStart = bytes[close + 1] === SPACE ? close + 2 : close + 1
  readMessage(bytes, head)
  return true
}

/** The message ends at ` caller="`, or where the first ` key=` of the first line begins. */
function readMessage(bytes: Buffer, head: RecordHead): void {
  const lineEnd = firstLineEnd(bytes, head.msgStart, head.end)
  const caller = indexWithin(bytes, callerKey, head.msgStart, lineEnd)
  if (caller !== -1) {
    head.msgEnd = trimEnd(bytes, head.msgStart, caller)
    head.callerStart = caller + callerKey.length
    const close = indexWithin(bytes, QUOTE, head.callerStart, lineEnd)
    head.callerEnd = close === -1 ? lineEnd : close
    head.fieldsStart = Math.min(head.callerEnd + 1, head.end)
    return
  }
  head.fieldsStart = firstKeyAt(bytes, head.msgStart, lineEnd)
  head.msgEnd = trimEnd(bytes, head.msgStart, head.fieldsStart)
}

/** Position of the space before the first `key=`, else the end. The key may be coloured. */
export function firstKeyAt(bytes: Buffer, from: number, end: number): number {
  let keyAt = from
  for (let at = from; at < end; at++) {
    const byte = bytes[at]
    if (byte === SPACE) keyAt = at + 1
    else if (byte === ESCAPE) at = colorEnd(bytes, at, end) - 1
    else if (byte === EQUALS && at > keyAt && keyAt > from) return keyAt - 1
    else if (!isKeyByte(byte)) keyAt = end
  }
  return end
}

/** Position after `ESC[31m`, at most eight bytes on. */
function colorEnd(bytes: Buffer, from: number, end: number): number {
  let at = from + 1
  while (at < end && at - from < 8 && bytes[at - 1] !== 109) at++
  return at
}

function isKeyByte(byte: number | undefined): boolean {
  return isWordByte(byte) || byte === 95 || byte === 46 || byte === 45
}

/** `key=value key2="quoted"`; what stands on the lines below is the stack. Keys may hold spaces (`for locale=en`). */
export function readPlainFields(bytes: Buffer, from: number, end: number, table: FieldTable): boolean {
  let at = from
  for (;;) {
    while (at < end && (bytes[at] === SPACE || bytes[at] === 13)) at++
    if (at >= end) return true
    if (bytes[at] === NEWLINE) return addStack(bytes, at + 1, end, table)
    if (bytes[at] === ESCAPE) at = colorEnd(bytes, at, end)
    const equals = keyEnd(bytes, at, end)
    if (equals === -1) return false
    at = readValue(bytes, at, equals, end, table)
  }
}

function keyEnd(bytes: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if (bytes[at] === EQUALS) return at
    if (bytes[at] === NEWLINE) return -1
  }
  return -1
}

function readValue(bytes: Buffer, key: number, equals: number, end: number, table: FieldTable): number {
  const value = equals + 1
  const nameEnd = indexWithin(bytes, ESCAPE, key, equals)
  const keyStop = nameEnd === -1 ? equals : nameEnd
  if (bytes[value] === QUOTE) {
    let escaped = false
    let at = value + 1
    for (; at < end && bytes[at] !== QUOTE; at++) {
      if (bytes[at] !== BACKSLASH) continue
      escaped = true
      at++
    }
    const close = Math.min(at, end)
    addField(table, key, keyStop, value + 1, close, escaped ? ESCAPED : RAW)
    return close + 1
  }
  let at = value
  while (at < end && bytes[at] !== SPACE && bytes[at] !== NEWLINE && bytes[at] !== 13) at++
  addField(table, key, keyStop, value, at, RAW)
  return at
}

function addStack(bytes: Buffer, from: number, end: number, table: FieldTable): boolean {
  const stop = trimEnd(bytes, from, end)
  if (stop > from) addField(table, 0, 0, from, stop, RAW, 'stacktrace')
  return true
}

export function firstLineEnd(bytes: Buffer, from: number, end: number): number {
  const at = bytes.indexOf(NEWLINE, from)
  const stop = at === -1 || at > end ? end : at
  return stop > from && bytes[stop - 1] === 13 ? stop - 1 : stop
}

export function trimEnd(bytes: Buffer, from: number, end: number): number {
  let at = end
  while (at > from && (bytes[at - 1] === SPACE || bytes[at - 1] === NEWLINE || bytes[at - 1] === 13)) at--
  return at
}
