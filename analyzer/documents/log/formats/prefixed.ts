// Records behind a prefix (line-prefix.ts): the record that stands in the line, else the text as a record with the prefix's time.
import { OPEN_BRACE } from '../bytes.js'
import { addField, type FieldTable, RAW } from './field-table.js'
import { type RecordHead, resetHead } from './head.js'
import { readJsonHead } from './json-head.js'
import { addPrefixFields, type LinePrefix, prefixTime, readLinePrefix } from './line-prefix.js'
import { firstLineEnd, trimEnd } from './plain.js'
import type { TimeReader } from './timestamp.js'

type ReadHead = (bytes: Buffer, start: number, end: number, head: RecordHead, readTime: TimeReader) => boolean

/** A JSON record behind a prefix. */
export function readPrefixedJsonHead(
  bytes: Buffer,
  start: number,
  end: number,
  head: RecordHead,
  readTime: TimeReader,
): boolean {
  const prefix = bytes[end - 1] === 125 ? readLinePrefix(bytes, start, end) : undefined
  if (!prefix || bytes[prefix.inner] !== OPEN_BRACE) return false
  if (!readJsonHead(bytes, prefix.inner, end, head, readTime)) return false
  return behind(bytes, prefix, start, head, readTime)
}

/** Reads a record of one of the formats behind a prefix. */
export function createPrefixedReader(readers: readonly ReadHead[]): ReadHead {
  return (bytes, start, end, head, readTime) => {
    const prefix = readLinePrefix(bytes, start, firstLineEnd(bytes, start, end))
    return prefix !== undefined && readInner(readers, bytes, end, head, readTime, prefix, start)
  }
}

/** The same, and text of no format as a record of its own. */
export function createPrefixedTextReader(readers: readonly ReadHead[]): ReadHead {
  return (bytes, start, end, head, readTime) => {
    const prefix = readLinePrefix(bytes, start, firstLineEnd(bytes, start, end))
    if (!prefix) return false
    if (readInner(readers, bytes, end, head, readTime, prefix, start)) return true
    if (!prefix.isCertain) return false
    readOwnText(bytes, start, end, head, prefix)
    return behind(bytes, prefix, start, head, readTime)
  }
}

function readInner(
  readers: readonly ReadHead[],
  bytes: Buffer,
  end: number,
  head: RecordHead,
  readTime: TimeReader,
  prefix: LinePrefix,
  start: number,
): boolean {
  const isRead = readers.some(read => read(bytes, prefix.inner, end, head, readTime))
  return isRead && behind(bytes, prefix, start, head, readTime)
}

/** The record begins where its line does, and has the prefix's time where it has none of its own. */
function behind(
  bytes: Buffer,
  prefix: LinePrefix,
  start: number,
  head: RecordHead,
  readTime: TimeReader,
): true {
  head.start = start
  if (Number.isNaN(head.timeMs)) head.timeMs = prefixTime(bytes, prefix, readTime)
  return true
}

function readOwnText(bytes: Buffer, start: number, end: number, head: RecordHead, prefix: LinePrefix): void {
  resetHead(head, 'syslog', start, end)
  ;[head.levelStart, head.levelEnd] = prefix.priority
  head.msgStart = prefix.inner
  head.msgEnd = head.fieldsStart = Math.max(prefix.inner, firstLineEnd(bytes, start, end))
}

/** Who wrote the text, and the lines below it. */
export function readPrefixedFields(bytes: Buffer, head: RecordHead, table: FieldTable): boolean {
  const lineEnd = firstLineEnd(bytes, head.start, head.end)
  const prefix = readLinePrefix(bytes, head.start, lineEnd)
  if (prefix) addPrefixFields(prefix, table)
  const end = trimEnd(bytes, lineEnd, head.end)
  if (end > lineEnd + 1) addField(table, 0, 0, lineEnd + 1, end, RAW, 'lines')
  return true
}

/** Where the text behind a prefix begins, or -1. `any`: text of any kind, not only what a reader knows. */
export function innerAt(bytes: Buffer, start: number, end: number, any: boolean): number {
  const prefix = readLinePrefix(bytes, start, end)
  return prefix && (!any || prefix.isCertain) ? prefix.inner : -1
}
