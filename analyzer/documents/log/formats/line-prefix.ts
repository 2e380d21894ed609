// What stands before a record where something else wrote the line down: syslog, journald's text, a container runtime.
//   Nov 21 09:08:08 host mattermost[812]: …                    RFC 3164, journalctl -o short, short-precise
//   <30>1 2026-11-21T09:08:08.123456Z host mattermost 812 - - …  RFC 5424
//   2026-11-21T09:08:08+0000 host teleport[81]: …              journalctl -o short-iso, rsyslog's own format
//   Sat 2026-11-21 09:08:08 UTC host teleport.service[81]: …   journalctl -o short-full, with-unit
//   2026-11-21T09:08:08.123456789Z stdout F …                  a container's log on disk (CRI)
//   2026-11-21T09:08:08.123456789Z …                           docker logs -t, kubectl logs --timestamps
//   mattermost-1  | …                                          docker compose logs
import { COLON, CLOSE_BRACKET, isDigit, isWordByte, OPEN_BRACKET, SPACE } from '../bytes.js'
import { addField, type FieldTable, RAW } from './field-table.js'
import { dateEnd, monthDayEnd } from './time-shapes.js'
import type { TimeReader } from './timestamp.js'

export type Range = readonly [start: number, end: number]

/** What stands before a record; ranges into the bytes, an empty one is absent. */
export interface LinePrefix {
  /** Where the prefix ends. */
  readonly inner: number
  readonly time: Range
  /** `<30>`, with its brackets. */
  readonly priority: Range
  readonly host: Range
  readonly ident: Range
  readonly pid: Range
  readonly stream: Range
  /** The line goes on in the next one (CRI cuts lines at 16 KiB). */
  readonly isPartial: boolean
  /** Enough to make a record of any text behind it; a container's name alone is not. */
  readonly isCertain: boolean
}

type Source = Pick<LinePrefix, 'inner' | 'host' | 'ident' | 'pid'>

const none: Range = [0, 0]
const longestWord = 256
const empty = { time: none, priority: none, host: none, ident: none, pid: none, stream: none }

/** The prefix of a line, or `undefined` when it has none. */
export function readLinePrefix(bytes: Buffer, start: number, end: number): LinePrefix | undefined {
  const first = bytes[start]
  if (first === undefined || first < 48 || first === 123 || first === 125) return undefined
  if (first === LESS) return readPriority(bytes, start, end)
  if (first === OPEN_BRACKET) return readMonotonic(bytes, start, end)
  if (isDigit(first)) return readDated(bytes, start, end, none) ?? readUnix(bytes, start, end)
  return (
    readMonthDay(bytes, start, end, none) ??
    readWeekday(bytes, start, end) ??
    readSourceOnly(bytes, start, end) ??
    readContainer(bytes, start, end)
  )
}

const LESS = 60
const GREATER = 62
const BAR = 124

/** `<30>Nov 21 …`, `<30>2026-11-21T…`, `<30>1 2026-11-21T…` */
function readPriority(bytes: Buffer, start: number, end: number): LinePrefix | undefined {
  let at = start + 1
  while (isDigit(bytes[at]) && at - start <= 3) at++
  if (bytes[at] !== GREATER || at === start + 1) return undefined
  const priority: Range = [start, at + 1]
  if (bytes[at + 1] === 49 && bytes[at + 2] === SPACE) return readRfc5424(bytes, at + 3, end, priority)
  return readDated(bytes, at + 1, end, priority) ?? readMonthDay(bytes, at + 1, end, priority)
}

/** `TIMESTAMP HOST APP PROCID MSGID STRUCTURED-DATA MSG`. rsyslog leaves the sender's space before the message. */
function readRfc5424(bytes: Buffer, from: number, end: number, priority: Range): LinePrefix | undefined {
  const words: Range[] = []
  let at = from
  while (words.length < 5) {
    const stop = wordEnd(bytes, at, end)
    if (stop === at || bytes[stop] !== SPACE) return undefined
    words.push([at, stop])
    at = stop + 1
  }
  at = structuredEnd(bytes, at, end)
  if (at === -1) return undefined
  for (let spaces = 0; spaces < 2 && bytes[at] === SPACE; spaces++) at++
  const [time = none, host = none, ident = none, pid = none] = words
  const mark = bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf ? 3 : 0
  return {
    ...empty,
    time,
    priority,
    host,
    ident,
    pid,
    inner: Math.min(at + mark, end),
    isPartial: false,
    isCertain: true,
  }
}

/** After `-` or `[id name="value"]…`; -1 when it is neither. */
function structuredEnd(bytes: Buffer, from: number, end: number): number {
  if (bytes[from] === 45) return from + 1
  let at = from
  while (at < end && bytes[at] === OPEN_BRACKET) {
    while (at < end && bytes[at] !== CLOSE_BRACKET) at += bytes[at] === 92 ? 2 : 1
    if (at >= end) return -1
    at++
  }
  return at === from ? -1 : at
}

/** A date and time in digits, then a container's stream, a source, or in a container's log nothing more. */
function readDated(bytes: Buffer, start: number, end: number, priority: Range): LinePrefix | undefined {
  const stop = dateEnd(bytes, start, end)
  if (stop === -1 || bytes[stop] !== SPACE) return undefined
  const time: Range = [start, stop]
  const stream = readStream(bytes, stop + 1, end)
  if (stream) return { ...empty, ...stream, time, priority, isCertain: true }
  // Of a time in local zones with whole or six digits of seconds it is sure that no container wrote it.
  const isUtc = bytes[stop - 1] === 90
  const source = readSource(bytes, stop + 1, end, isUtc || priority !== none)
  if (source) return datedPrefix(source, time, priority)
  const isZoned = bytes[start + 10] === 84 && (isUtc || bytes[stop - 3] === COLON)
  if (!isZoned || priority !== none) return undefined
  return { ...empty, time, inner: stop + 1, isPartial: false, isCertain: true }
}

/** Every line of a journal's text has one: written out, since spreading objects takes thirty times as long. */
function datedPrefix({ inner, host, ident, pid }: Source, time: Range, priority: Range): LinePrefix {
  return { inner, time, priority, host, ident, pid, stream: none, isPartial: false, isCertain: true }
}

const stdout = Buffer.from('stdout ')
const stderr = Buffer.from('stderr ')

/** `stdout F `, `stderr P ` */
function readStream(
  bytes: Buffer,
  from: number,
  end: number,
): Pick<LinePrefix, 'stream' | 'inner' | 'isPartial'> | undefined {
  const tag = from + stdout.length
  if (tag >= end || bytes[from] !== 115) return undefined
  const name = bytes.subarray(from, tag)
  if (!name.equals(stdout) && !name.equals(stderr)) return undefined
  const isPartial = bytes[tag] === 80
  if (!isPartial && bytes[tag] !== 70) return undefined
  const stop = wordEnd(bytes, tag, end)
  return { stream: [from, tag - 1], inner: Math.min(stop + 1, end), isPartial }
}

/** `Nov 21 09:08:08 host ident[pid]: ` */
function readMonthDay(bytes: Buffer, start: number, end: number, priority: Range): LinePrefix | undefined {
  const stop = monthDayEnd(bytes, start, end)
  if (stop === -1 || bytes[stop] !== SPACE) return undefined
  const source = readSource(bytes, stop + 1, end, false)
  return source && datedPrefix(source, [start, stop], priority)
}

/** `Sat 2026-11-21 09:08:08 UTC host ident[pid]: ` */
function readWeekday(bytes: Buffer, start: number, end: number): LinePrefix | undefined {
  const date = wordEnd(bytes, start, Math.min(end, start + 8)) + 1
  if (!isDigit(bytes[date]) || bytes[date - 1] !== SPACE) return undefined
  const stop = dateEnd(bytes, date, end)
  if (stop === -1 || bytes[stop] !== SPACE) return undefined
  const source = readSource(bytes, stop + 1, end, false)
  return source && datedPrefix(source, [date, stop], none)
}

/** `1795225163.873161 host ident[pid]: ` */
function readUnix(bytes: Buffer, start: number, end: number): LinePrefix | undefined {
  const stop = wordEnd(bytes, start, Math.min(end, start + 18))
  const dot = stop - 7
  if (dot < start + 9 || bytes[dot] !== 46 || bytes[stop] !== SPACE) return undefined
  for (let at = start; at < stop; at++) if (at !== dot && !isDigit(bytes[at])) return undefined
  const source = readSource(bytes, stop + 1, end, false)
  return source && datedPrefix(source, [start, stop], none)
}

/** `[ 5831.907226] host ident[pid]: `: since the machine's start, so no time of day. */
function readMonotonic(bytes: Buffer, start: number, end: number): LinePrefix | undefined {
  let at = start + 1
  while (bytes[at] === SPACE) at++
  const digits = at
  while (isDigit(bytes[at]) || bytes[at] === 46) at++
  if (at === digits || bytes[at] !== CLOSE_BRACKET || bytes[at + 1] !== SPACE) return undefined
  const source = readSource(bytes, at + 2, end, true)
  return source && datedPrefix(source, none, none)
}

/** `mattermost[812]: `, as systemctl status shows lines. */
function readSourceOnly(bytes: Buffer, start: number, end: number): LinePrefix | undefined {
  const ident = readIdent(bytes, start, end, true)
  return ident && bytes[ident.inner - 1] === SPACE
    ? { ...empty, ...ident, isPartial: false, isCertain: true }
    : undefined
}

/** `mattermost-1  | `, a time may follow. */
function readContainer(bytes: Buffer, start: number, end: number): LinePrefix | undefined {
  let at = start
  while (at < end && (isWordByte(bytes[at]) || bytes[at] === 95 || bytes[at] === 45 || bytes[at] === 46)) at++
  const nameEnd = at
  while (at < end && bytes[at] === SPACE) at++
  if (at === nameEnd || bytes[at] !== BAR || bytes[at + 1] !== SPACE) return undefined
  const inner = at + 2
  const stop = dateEnd(bytes, inner, end)
  const isTimed = stop !== -1 && bytes[stop] === SPACE && bytes[inner + 10] === 84
  return {
    ...empty,
    time: isTimed ? [inner, stop] : none,
    inner: isTimed ? stop + 1 : inner,
    isPartial: false,
    isCertain: false,
  }
}

/** `host ident[pid]: `, or without the host. */
function readSource(bytes: Buffer, from: number, end: number, needsPid: boolean): Source | undefined {
  const hostEnd = wordEnd(bytes, from, end)
  if (hostEnd > from && bytes[hostEnd - 1] !== COLON && bytes[hostEnd] === SPACE) {
    const ident = readIdent(bytes, hostEnd + 1, end, needsPid)
    if (ident) return { inner: ident.inner, host: [from, hostEnd], ident: ident.ident, pid: ident.pid }
  }
  return readIdent(bytes, from, end, needsPid)
}

/** `ident[pid]: ` */
function readIdent(bytes: Buffer, from: number, end: number, needsPid: boolean): Source | undefined {
  let at = from
  while (at < end && at - from < longestWord && isIdentByte(bytes[at])) at++
  if (at === from) return undefined
  const ident: Range = [from, at]
  let pid: Range = none
  if (bytes[at] === OPEN_BRACKET) {
    const digits = at + 1
    at = digits
    while (isDigit(bytes[at])) at++
    if (at === digits || bytes[at] !== CLOSE_BRACKET) return undefined
    pid = [digits, at++]
  } else if (needsPid) return undefined
  if (bytes[at] !== COLON || at >= end) return undefined
  return { host: none, ident, pid, inner: bytes[at + 1] === SPACE && at + 1 < end ? at + 2 : at + 1 }
}

function isIdentByte(byte: number | undefined): boolean {
  return (
    byte !== undefined && byte > SPACE && byte !== COLON && byte !== OPEN_BRACKET && byte !== CLOSE_BRACKET
  )
}

/** Where a word ends: at a space, the end or the bound. */
function wordEnd(bytes: Buffer, from: number, end: number): number {
  const bound = Math.min(end, from + longestWord)
  let at = from
  while (at < bound && bytes[at] !== SPACE) at++
  return at
}

/** NaN when the prefix has no time, or one that cannot be told. `1795225163.873161` is journalctl's short-unix. */
export function prefixTime(bytes: Buffer, { time: [from, end] }: LinePrefix, readTime: TimeReader): number {
  if (from === end) return NaN
  const isUnix = bytes[from + 9] === 46 || bytes[from + 10] === 46
  if (!isUnix) return readTime(bytes, from, end)
  return Math.floor(Number(bytes.toString('latin1', from, end)) * 1000 + 1e-3)
}

/** Fields of a prefix under the names that journald has for them. */
export function addPrefixFields({ host, ident, pid, stream }: LinePrefix, table: FieldTable): void {
  const named: readonly (readonly [string, Range])[] = [
    ['_HOSTNAME', host],
    ['SYSLOG_IDENTIFIER', ident],
    ['_PID', pid],
    ['stream', stream],
  ]
  for (const [name, [from, end]] of named) if (end > from) addField(table, 0, 0, from, end, RAW, name)
}
