// Reads what Go's own logger writes, for libraries that know no other: `2026/11/21 08:00:01 http: TLS handshake error from 10.0.0.7:4412: EOF`,
// with the place in the code where it was asked for: `2026/11/21 08:00:01.000412 server.go:3212: http: …`. It has no levels.
import { isDigit } from '../bytes.js'
import { type RecordHead, resetHead } from './head.js'
import { firstLineEnd } from './plain.js'
import type { TimeReader } from './timestamp.js'

const longestHead = 512
const SLASH = 47

const layout =
  /^(?<time>\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?) (?:(?<caller>[\w./@-]{1,300}\.go:\d{1,6}): )?/d

/** What it says of a handler that crashed; the stack follows in the next lines. */
const crash = Buffer.from('http: panic serving ')

export function readGoLogHead(
  bytes: Buffer,
  start: number,
  end: number,
  head: RecordHead,
  readTime: TimeReader,
): boolean {
  if (!isDigit(bytes[start]) || bytes[start + 4] !== SLASH || bytes[start + 7] !== SLASH) return false
  const match = layout.exec(bytes.toString('latin1', start, Math.min(end, start + longestHead)))
  const { time, caller } = match?.indices?.groups ?? {}
  if (!match || !time) return false
  resetHead(head, 'go-log', start, end)
  head.timeStart = start + time[0]
  head.timeMs = readTime(bytes, start + time[0], start + time[1])
  if (caller) {
    head.callerStart = start + caller[0]
    head.callerEnd = start + caller[1]
  }
  head.msgStart = start + match[0].length
  head.msgEnd = head.fieldsStart = firstLineEnd(bytes, head.msgStart, end)
  head.impliedLevel = bytes.subarray(head.msgStart, head.msgStart + crash.length).equals(crash)
    ? 'error'
    : 'info'
  return true
}
