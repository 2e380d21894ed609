// Reads plain records as the options of an advanced target may change them; plain.ts has the usual form.
//   delim " | "          error | [2026-11-21 08:40:34.257 Z] | Unable to save the Post. | path=/api/v4/posts
//   enable_color         ESC[31merrorESC[0m [2026-11-21 08:40:34.257 Z] Unable to save … ESC[31mpathESC[0m=/api/v4/posts
//   timestamp_format     error [Sat Nov 21 08:40:34 UTC 2026] Unable to save the Post.
//   disable_level        [2026-11-21 08:40:34.257 Z] Unable to save the Post. path=/api/v4/posts
//   disable_timestamp    error Unable to save the Post. path=/api/v4/posts
// A line with neither level nor time is told by nothing and stays unread.
import { isDigit, isWordByte, OPEN_BRACKET } from '../bytes.js'
import { type RecordHead, resetHead } from './head.js'
import { firstKeyAt, firstLineEnd, trimEnd } from './plain.js'
import type { TimeReader } from './timestamp.js'

const longestHead = 256
const longestDelim = 10

const color = String.raw`(?:\x1b\[[\d;]{0,8}m)?`
const level = String.raw`${color}(?<level>[A-Za-z][\w-]{0,39})${color}`
const timed = new RegExp(
  `^(?:${level}(?<between>[^\\w\\[\\x1b]{1,${longestDelim + 10}}))?\\[(?<time>[^\\]\\[]{10,40})\\]`,
  'd',
)
const untimed =
  /^(?:\x1b\[[\d;]{0,8}m)?(?<level>(?:panic|fatal|critical|error|warn|info|debug|trace|stdlog|logerror|(?:LDAP|Notification|audit-)\w{1,30}))(?:\x1b\[[\d;]{0,8}m)?(?<between>[^\w[]{1,20})/d

/** A record with a time in brackets; the level may be missing. */
export function readTimedPlainHead(
  bytes: Buffer,
  start: number,
  end: number,
  head: RecordHead,
  readTime: TimeReader,
): boolean {
  if (!mayBegin(bytes, start)) return false
  const text = bytes.toString('latin1', start, Math.min(end, start + longestHead))
  const match = timed.exec(text)
  const { time, level: written } = match?.indices?.groups ?? {}
  if (!match || !time) return false
  const timeMs = readTime(bytes, start + time[0], start + time[1])
  if (Number.isNaN(timeMs)) return false
  resetHead(head, 'plain', start, end)
  if (written) takeLevel(head, start, written)
  head.timeStart = start + time[0]
  head.timeMs = timeMs
  const after = text.slice(match[0].length, match[0].length + longestDelim)
  const delim = written ? sharedDelim(match.groups?.between ?? '', after) : firstDelim(after)
  readRest(bytes, head, start + match[0].length, delim)
  return true
}

/** A level and no time: the line must have a field as well, or any text that begins with `error` would be a record. */
export function readUntimedPlainHead(bytes: Buffer, start: number, end: number, head: RecordHead): boolean {
  if (!mayBegin(bytes, start) || bytes[start] === OPEN_BRACKET) return false
  const match = untimed.exec(bytes.toString('latin1', start, Math.min(end, start + longestHead)))
  const written = match?.indices?.groups?.level
  if (!match || !written) return false
  resetHead(head, 'plain', start, end)
  takeLevel(head, start, written)
  const between = match.groups?.between ?? ''
  readRest(bytes, head, start + match[0].length, between.trim() === '' ? ' ' : between.trimStart())
  return head.fieldsStart < firstLineEnd(bytes, start, end)
}

function takeLevel(head: RecordHead, start: number, [from, to]: readonly [number, number]): void {
  head.levelStart = start + from
  head.levelEnd = start + to
}

/** An escape, a bracket and a digit, or a letter. */
function mayBegin(bytes: Buffer, start: number): boolean {
  const first = bytes[start]
  if (first === OPEN_BRACKET) return true
  return first === 0x1b || (isWordByte(first) && !isDigit(first))
}

/** What stands between level and time is the level's padding and the delimiter; after the time the delimiter comes at once. */
function sharedDelim(between: string, after: string): string {
  for (let length = Math.min(between.length, after.length); length > 0; length--) {
    const delim = between.slice(-length)
    if (after.startsWith(delim)) return delim
  }
  return ''
}

/** Where no level tells it: the signs before the first word. */
function firstDelim(after: string): string {
  return /^[^\w"'`/([{<]+/.exec(after)?.[0] ?? ''
}

/** Message and fields, from the delimiter before the message on. */
function readRest(bytes: Buffer, head: RecordHead, from: number, delim: string): void {
  const lineEnd = firstLineEnd(bytes, from, head.end)
  const begins = bytes.toString('latin1', from, from + delim.length) === delim
  head.msgStart = Math.min(from + (begins ? delim.length : 0), lineEnd)
  head.fieldsStart = fieldsAt(bytes, head.msgStart, lineEnd, delim)
  const messageEnd = head.fieldsStart - (isSpaced(delim) ? 0 : delim.length)
  head.msgEnd = trimEnd(bytes, head.msgStart, Math.max(head.msgStart, messageEnd))
  readCaller(bytes, head, lineEnd)
}

function isSpaced(delim: string): boolean {
  return /^ *$/.test(delim)
}

/** Where the fields begin: after the delimiter that has a key behind it, or at the end of the line. */
function fieldsAt(bytes: Buffer, from: number, lineEnd: number, delim: string): number {
  if (isSpaced(delim)) return firstKeyAt(bytes, from, lineEnd)
  const needle = Buffer.from(delim, 'latin1')
  const text = bytes.subarray(from, lineEnd)
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
    const key = from + at + delim.length
    if (
      key >= lineEnd ||
      /^(?:\x1b\[[\d;]{0,8}m)?[\w.-]+(?:\x1b\[[\d;]{0,8}m)?=/.test(
        bytes.toString('latin1', key, Math.min(lineEnd, key + 200)),
      )
    ) {
      return Math.min(key, lineEnd)
    }
  }
  return lineEnd
}

const callerField = /^ ?(?:\x1b\[[\d;]{0,8}m)?caller(?:\x1b\[[\d;]{0,8}m)?="(?<caller>[^"]{1,300})"/d

/** The caller is the first of the fields. */
function readCaller(bytes: Buffer, head: RecordHead, lineEnd: number): void {
  const from = head.fieldsStart
  const match = callerField.exec(bytes.toString('latin1', from, Math.min(lineEnd, from + 400)))
  const caller = match?.indices?.groups?.caller
  if (!match || !caller) return
  head.callerStart = from + caller[0]
  head.callerEnd = from + caller[1]
  head.fieldsStart = from + match[0].length
}
