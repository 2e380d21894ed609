// Records behind a prefix (line-prefix.ts): the record that stands in the line, else the text as a record with the prefix's time.
import { OPEN_BRACE } from './bytes.js'
import { addField, type FieldTable, RAW } from './field-table.js'
import { type RecordHead, resetHead } from './head.js'
import { readJsonHead } from './json-head.js'
import { addPrefixFields, type LinePrefix, readLinePrefix } from './line-prefix.js'
import { firstLineEnd, trimEnd } from './plain.js'
import { createTimeReader, type TimeReader } from './timestamp.js'

type ReadHead = (bytes: Buffer, start: number, end: number, head: RecordHead, readTime: TimeReader) => boolean

/** A JSON record behind a prefix. */
export function readPrefixedJsonHead(
  bytes: Buffer,
  start: number,
  end: number,
  head: RecordHead,
  readTime: TimeReader,
): boolean {
  const prefix = bytes[end - 1] === 125 ? readLinePrefix(bytes, start, end, readTime) : undefined
  if (!prefix || bytes[prefix.inner] !== OPEN_BRACE) return false
  if (!readJsonHead(bytes, prefix.inner, end, head, readTime)) return false
  return behind(prefix, start, head)
}

/** Reads any other record behind a prefix; `readers` are those of the text formats. */
export function createPrefixedTextReader(readers: readonly ReadHead[]): ReadHead {
  return (bytes, start, end, head, readTime) => {
    const prefix = readLinePrefix(bytes, start, firstLineEnd(bytes, start, end), readTime)
    if (!prefix) return false
    for (const read of readers) {
      if (read(bytes, prefix.inner, end, head, readTime)) return behind(prefix, start, head)
    }
    return prefix.isCertain && readOwnText(bytes, start, end, head, prefix)
  }
}

/** The record begins where its line does, and has the prefix's time where it has none of its own. */
function behind(prefix: LinePrefix, start: number, head: RecordHead): true {
  head.start = start
  if (Number.isNaN(head.timeMs)) head.timeMs = prefix.timeMs
  return true
}

function readOwnText(bytes: Buffer, start: number, end: number, head: RecordHead, prefix: LinePrefix): true {
  resetHead(head, 'syslog', start, end)
  ;[head.levelStart, head.levelEnd] = prefix.priority
  head.timeMs = prefix.timeMs
  head.msgStart = prefix.inner
  head.msgEnd = head.fieldsStart = Math.max(prefix.inner, firstLineEnd(bytes, start, end))
  return true
}

const readAnyTime = createTimeReader()

/** Who wrote the text, and the lines below it. */
export function readPrefixedFields(bytes: Buffer, head: RecordHead, table: FieldTable): boolean {
  const lineEnd = firstLineEnd(bytes, head.start, head.end)
  const prefix = readLinePrefix(bytes, head.start, lineEnd, readAnyTime)
  if (prefix) addPrefixFields(prefix, table)
  const end = trimEnd(bytes, lineEnd, head.end)
  if (end > lineEnd + 1) addField(table, 0, 0, lineEnd + 1, end, RAW, 'lines')
  return true
}
