// Reads the head of a JSON log line by position:
// {"timestamp":"2026-11-21 08:40:34.316 Z","level":"error","msg":"Unable to save the Post.","caller":"web/context.go:122",…}
// {"level":"info","ts":1573516747.123,"caller":"app/server.go:490","msg":"Server is listening on [::]:8065",…}
// {"timestamp":"…","event_name":"login","status":"fail",…}
// and, slower, the same keys in any order and under the names other loggers use (GELF, Teleport, journald, Docker), or an
// administrator chose: then a time and a level are told by their values.
import { BACKSLASH, CLOSE_BRACE, COMMA, indexWithin, QUOTE, startsWithAt } from '../bytes.js'
import { createFieldTable, ESCAPED, fieldKey, fieldText, JSON_TEXT } from './field-table.js'
import { type LineFormat, type RecordHead, resetHead } from './head.js'
import { readJsonFields } from './json-fields.js'
import { epochToMs, type TimeReader } from './timestamp.js'

const keyTimestamp = Buffer.from('timestamp":"')
const keyTs = Buffer.from('ts":')
const keyLevel = Buffer.from('level":"')
const keyMsg = Buffer.from('msg":"')
const keyCaller = Buffer.from('caller":"')
const keyEvent = Buffer.from('event_name":"')
const keyStatus = Buffer.from(',"status":"')

/** Of `readHeadKey`: another key begins here. */
const OTHER_KEY = 0
const BROKEN = -1

/** Reads any JSON line into the head; false when it is none, is cut, or says neither message, level nor event. */
export function readJsonHead(
  bytes: Buffer,
  start: number,
  end: number,
  head: RecordHead,
  readTime: TimeReader,
): boolean {
  if (bytes[end - 1] !== CLOSE_BRACE) return false
  return readUsualOrder(bytes, start, end, head, readTime) || readAnyOrder(bytes, start, end, head, readTime)
}

/** The keys a Mattermost logger writes first, each directly after the other. */
function readUsualOrder(
  bytes: Buffer,
  start: number,
  end: number,
  head: RecordHead,
  readTime: TimeReader,
): boolean {
  resetHead(head, 'json', start, end)
  let fields = start
  while (bytes[fields + 1] === QUOTE) {
    const next = readHeadKey(bytes, fields + 2, end, head, readTime)
    if (next === BROKEN) return false
    if (next === OTHER_KEY) break
    fields = next
    if (bytes[next] !== COMMA) break
  }
  if (head.timeStart === 0) return false
  head.fieldsStart = fields
  if (head.levelEnd !== 0 && head.msgEnd !== 0 && head.msgStart !== head.msgEnd) return true
  return readAuditEvent(bytes, fields, end, head) || (head.levelEnd !== 0 && head.msgEnd !== 0)
}

/** Reads the member whose key begins at `key`; gives the position after its value. */
function readHeadKey(
  bytes: Buffer,
  key: number,
  end: number,
  head: RecordHead,
  readTime: TimeReader,
): number {
  switch (bytes[key]) {
    case 116: // t
      return readTimeKey(bytes, key, end, head, readTime)
    case 108: // l
      if (head.levelEnd !== 0 || !startsWithAt(bytes, key, keyLevel)) return OTHER_KEY
      head.levelStart = key + keyLevel.length
      head.levelEnd = headStringEnd(bytes, head.levelStart, end, head)
      return head.levelEnd + 1 || BROKEN
    case 109: // m
      if (head.msgEnd !== 0 || !startsWithAt(bytes, key, keyMsg)) return OTHER_KEY
      head.msgStart = key + keyMsg.length
      head.msgEnd = headStringEnd(bytes, head.msgStart, end, head)
      return head.msgEnd + 1 || BROKEN
    case 99: // c
      if (head.callerEnd !== 0 || !startsWithAt(bytes, key, keyCaller)) return OTHER_KEY
      head.callerStart = key + keyCaller.length
      head.callerEnd = headStringEnd(bytes, head.callerStart, end, head)
      return head.callerEnd + 1 || BROKEN
    default:
      return OTHER_KEY
  }
}

function readTimeKey(
  bytes: Buffer,
  key: number,
  end: number,
  head: RecordHead,
  readTime: TimeReader,
): number {
  if (head.timeStart !== 0) return OTHER_KEY
  if (startsWithAt(bytes, key, keyTimestamp)) {
    head.timeStart = key + keyTimestamp.length
    const close = timeEnd(bytes, head.timeStart, end)
    if (close === -1) return BROKEN
    head.timeMs = readTime(bytes, head.timeStart, close)
    return close + 1
  }
  if (!startsWithAt(bytes, key, keyTs)) return OTHER_KEY
  head.timeStart = key + keyTs.length
  head.format = 'zap-json'
  const close = indexWithin(bytes, COMMA, head.timeStart, end)
  if (close === -1) return BROKEN
  head.timeMs = epochToMs(bytes.toString('latin1', head.timeStart, close))
  return close
}

/** `2026-11-21 08:40:25.997 Z` and `… +01:00` are looked for first: nearly every line has one of the two lengths. */
function timeEnd(bytes: Buffer, from: number, end: number): number {
  if (bytes[from + 25] === QUOTE && bytes[from + 24] === 90) return from + 25
  if (bytes[from + 30] === QUOTE && bytes[from + 27] === 58) return from + 30
  return indexWithin(bytes, QUOTE, from, end)
}

/** Position of the closing quote, or -1; notes that the head has escapes. */
function headStringEnd(bytes: Buffer, from: number, end: number, head: RecordHead): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) return at
    if (byte !== BACKSLASH) continue
    head.escaped = true
    at++
  }
  return -1
}

/** `,"event_name":"login","status":"fail"`: what an audit record has in the place of a message. */
function readAuditEvent(bytes: Buffer, comma: number, end: number, head: RecordHead): boolean {
  if (bytes[comma + 1] !== QUOTE || !startsWithAt(bytes, comma + 2, keyEvent)) return false
  head.extraStart = comma + 2 + keyEvent.length
  const eventEnd = headStringEnd(bytes, head.extraStart, end, head)
  if (eventEnd === -1) return false
  head.extraEnd = eventEnd
  if (startsWithAt(bytes, eventEnd + 1, keyStatus)) {
    const statusEnd = headStringEnd(bytes, eventEnd + 1 + keyStatus.length, end, head)
    if (statusEnd !== -1) head.extraEnd = statusEnd
  }
  head.format = 'audit'
  return true
}

type HeadPart = 'time' | 'level' | 'priority' | 'msg' | 'gelf' | 'journal' | 'container' | 'caller' | 'event'

const aliases: Readonly<Record<string, HeadPart>> = {
  timestamp: 'time',
  ts: 'time',
  time: 'time',
  '@timestamp': 'time',
  datetime: 'time',
  __REALTIME_TIMESTAMP: 'time',
  level: 'level',
  severity: 'level',
  level_name: 'level',
  lvl: 'level',
  loglevel: 'level',
  'log.level': 'level',
  PRIORITY: 'priority',
  msg: 'msg',
  message: 'msg',
  short_message: 'gelf',
  MESSAGE: 'journal',
  log: 'container',
  caller: 'caller',
  _caller: 'caller',
  event_name: 'event',
}
const longestAlias = 20

const table = createFieldTable()

/** Walks all members of the line for the keys of the head; of repeated ones the first counts. */
function readAnyOrder(
  bytes: Buffer,
  start: number,
  end: number,
  head: RecordHead,
  readTime: TimeReader,
): boolean {
  table.count = 0
  if (!readJsonFields(bytes, start, end, table)) return false
  resetHead(head, 'json', start, end)
  head.fieldsStart = start
  head.headInFields = true
  for (let i = 0; i < table.count; i++) {
    if ((table.keyEnd[i] ?? 0) - (table.keyStart[i] ?? 0) > longestAlias) continue
    const key = fieldKey(bytes, table, i)
    const part = Object.hasOwn(aliases, key) ? aliases[key] : undefined
    if (part !== undefined) takePart(bytes, head, part, i, readTime)
  }
  if (head.msgEnd === 0 && head.extraEnd === 0) takeByValue(bytes, head, readTime)
  if (head.extraEnd !== 0 && head.msgStart === head.msgEnd) head.format = 'audit'
  return head.extraEnd !== 0 || head.msgEnd !== 0 || (head.levelEnd !== 0 && head.timeStart !== 0)
}

function takePart(bytes: Buffer, head: RecordHead, part: HeadPart, i: number, readTime: TimeReader): void {
  const from = table.valueStart[i] ?? 0
  const to = table.valueEnd[i] ?? 0
  if (table.kind[i] === ESCAPED && part !== 'time') head.escaped = true
  if (part === 'time') {
    if (head.timeStart === 0) takeTime(bytes, head, i, readTime)
  } else if (part === 'level' || part === 'priority') {
    if (head.levelEnd !== 0) return
    // With its quotes a priority cannot be taken for the number of a Mattermost level.
    const quote = part === 'priority' && bytes[from - 1] === QUOTE ? 1 : 0
    head.levelStart = from - quote
    head.levelEnd = to + quote
  } else if (part === 'caller') {
    if (head.callerEnd !== 0) return
    head.callerStart = from
    head.callerEnd = to
  } else if (part === 'event') {
    if (head.extraEnd !== 0) return
    head.extraStart = from
    head.extraEnd = to
  } else if (head.msgEnd === 0) takeMessage(bytes, head, part, i)
}

function takeTime(bytes: Buffer, head: RecordHead, i: number, readTime: TimeReader): void {
  const text = fieldText(bytes, table, i, 40)
  head.timeStart = table.valueStart[i] ?? 0
  const isEpoch = /^\d+(?:\.\d+)?(?:e\+?\d+)?$/i.test(text)
  head.timeMs = isEpoch ? epochToMs(text) : readTime(bytes, head.timeStart, table.valueEnd[i] ?? 0)
}

function takeMessage(bytes: Buffer, head: RecordHead, part: HeadPart, i: number): void {
  const isWrapped = part === 'container'
  // `log` is what Docker wrapped, a string; elsewhere it may be an object.
  if (isWrapped && table.kind[i] === JSON_TEXT) return
  head.msgStart = table.valueStart[i] ?? 0
  head.msgEnd = table.valueEnd[i] ?? 0
  if (part !== 'msg') head.format = part as LineFormat
  const endsLine = bytes[head.msgEnd - 2] === BACKSLASH && bytes[head.msgEnd - 1] === 110
  if (isWrapped && endsLine && head.msgEnd - 2 >= head.msgStart) head.msgEnd -= 2
}

const levelWord =
  /^(?:panic|fatal|critical|error|err|warn|warning|info|debug|trace|(?:LDAP|Notification|audit-)\w+)$/i
/** Members that are looked at for a time and a level under other names; the logger writes them first. */
const headMembers = 4

/** Keys that an administrator named: time, level and message come first, in this order. */
function takeByValue(bytes: Buffer, head: RecordHead, readTime: TimeReader): void {
  for (let i = 0; i < Math.min(table.count, headMembers); i++) {
    if (table.kind[i] === JSON_TEXT || isTaken(head, i)) continue
    const text = fieldText(bytes, table, i, 64)
    if (head.levelEnd === 0 && levelWord.test(text)) takePart(bytes, head, 'level', i, readTime)
    else if (head.timeStart === 0 && /^\d{4}-\d\d-\d\d[T ]\d\d:/.test(text))
      takePart(bytes, head, 'time', i, readTime)
    else if (head.levelEnd !== 0 && head.timeStart !== 0) return takePart(bytes, head, 'msg', i, readTime)
  }
}

function isTaken(head: RecordHead, i: number): boolean {
  const from = table.valueStart[i] ?? 0
  return from === head.timeStart || from === head.levelStart || from === head.callerStart
}
