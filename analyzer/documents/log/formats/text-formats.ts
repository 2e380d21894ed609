// Reads the line kinds that are rare in a packet, by way of a string:
// zap's console (2019-11-11T23:59:07.123+0100<TAB>info<TAB>app/server.go:490<TAB>Server is listening<TAB>{"a":1}),
// Teleport's text (2026-01-02T03:04:06.001Z ERRO  [NODE] Join failed. error:[token expired] join/join.go:42),
// and Go panics and goroutine dumps, which have no logger's frame at all.
import { indexWithin, TAB } from '../bytes.js'
import { addField, type FieldTable, RAW } from './field-table.js'
import { type RecordHead, resetHead } from './head.js'
import { readJsonFields } from './json-fields.js'
import { firstLineEnd, trimEnd } from './plain.js'
import type { TimeReader } from './timestamp.js'

/** How much of a line the expressions look at; heads are far shorter. */
const headBytes = 2_048
const longestCaller = 200

export function readZapTabHead(
  bytes: Buffer,
  start: number,
  end: number,
  head: RecordHead,
  readTime: TimeReader,
): boolean {
  if (indexWithin(bytes, TAB, start, Math.min(end, start + 40)) === -1) return false
  const tabs: number[] = []
  for (let at = start; at < end && tabs.length < 4; at++) if (bytes[at] === TAB) tabs.push(at)
  const [first, second, third] = tabs
  if (first === undefined || second === undefined || third === undefined || first - start > 40) return false
  const timeMs = readTime(bytes, start, first)
  if (Number.isNaN(timeMs)) return false
  resetHead(head, 'zap-tab', start, end)
  head.timeStart = start
  head.timeMs = timeMs
  head.levelStart = first + 1
  head.levelEnd = second
  head.callerStart = second + 1
  head.callerEnd = third
  head.msgStart = third + 1
  head.msgEnd = tabs[3] ?? end
  head.fieldsStart = Math.min(head.msgEnd + 1, end)
  return true
}

export function readZapTabFields(bytes: Buffer, from: number, end: number, table: FieldTable): boolean {
  return from >= end || readJsonFields(bytes, from, end, table)
}

const teleportHead =
  /^(?:(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) +)?(?:\[([^\]\s]+)\] +)?((?:\x1b\[[\d;]{1,8}m)?)(TRAC|DEBU|INFO|WARN|ERRO|FATA)(?:\x1b\[0?m)? +(?:\[([^\]\s]+)\] +)?/

/** What Teleport says when it cannot start: `ESC[31mERROR: ESC[0mfailed parsing the config file: …`, without time or level. */
const teleportFailure = /^((?:\x1b\[[\d;]{1,8}m)?)ERROR: (?:\x1b\[0?m)?/

/** Time, colour, level and component take less. */
const longestStart = 256

/** Whether a line begins a record: what comes after the level makes no difference to that. */
export function beginsTeleport(bytes: Buffer, start: number, end: number): boolean {
  const text = bytes.toString(
    'latin1',
    start,
    Math.min(firstLineEnd(bytes, start, end), start + longestStart),
  )
  return teleportHead.test(text) || teleportFailure.test(text)
}

export function readTeleportHead(
  bytes: Buffer,
  start: number,
  end: number,
  head: RecordHead,
  readTime: TimeReader,
): boolean {
  const lineEnd = firstLineEnd(bytes, start, end)
  const text = bytes.toString('latin1', start, Math.min(lineEnd, start + headBytes))
  const match = teleportHead.exec(text)
  if (!match) return readTeleportFailure(text, start, end, lineEnd, head)
  const [all, time, , color = '', level = ''] = match
  resetHead(head, 'teleport-text', start, end)
  if (time !== undefined) {
    head.timeStart = start
    head.timeMs = readTime(bytes, start, start + time.length)
  }
  head.levelStart = start + text.indexOf(color + level, (time ?? '').length) + color.length
  head.levelEnd = head.levelStart + level.length
  head.msgStart = start + all.length
  head.fieldsStart = head.msgEnd = lineEnd
  splitTeleportMessage(text, all.length, start, head)
  if (head.callerEnd === 0 && lineEnd < end) takeLastCaller(bytes, lineEnd, end, head)
  return true
}

/** An error's report stands before the caller, which then ends the last line. */
function takeLastCaller(bytes: Buffer, from: number, end: number, head: RecordHead): void {
  const last = trimEnd(bytes, from, end)
  const text = bytes.toString('latin1', Math.max(from, last - longestCaller), last)
  const caller = / ([\w.-]+\/[\w.-]+\.go:\d+)$/.exec(text)?.[1]
  if (caller === undefined) return
  head.callerStart = last - caller.length
  head.callerEnd = last
}

function readTeleportFailure(
  text: string,
  start: number,
  end: number,
  lineEnd: number,
  head: RecordHead,
): boolean {
  const match = teleportFailure.exec(text)
  if (!match) return false
  resetHead(head, 'teleport-text', start, end)
  head.levelStart = start + (match[1] ?? '').length
  head.levelEnd = head.levelStart + 'ERROR'.length
  head.msgStart = start + match[0].length
  head.fieldsStart = head.msgEnd = lineEnd
  return true
}

/** Message, then ` key:value` fields (values may hold spaces), then the caller: a best effort, as the format is ambiguous. */
function splitTeleportMessage(text: string, from: number, start: number, head: RecordHead): void {
  const rest = text.slice(0, beforeCaller(text, from))
  if (rest.length < text.length) {
    head.callerStart = start + rest.length + 1
    head.callerEnd = start + text.trimEnd().length
  }
  const field = / [a-z_][a-z_.]*:\S/.exec(rest.slice(from))
  const msgEnd = from + (field ? field.index : rest.length - from)
  head.msgEnd = start + rest.slice(0, msgEnd).trimEnd().length
  if (head.msgEnd < head.msgStart) head.msgEnd = head.msgStart
  head.fieldsStart = start + msgEnd
}

/** Where the space before the caller is, else the end: the caller is the last word, so that only it is looked at. */
function beforeCaller(text: string, from: number): number {
  const trimmed = text.trimEnd()
  const space = trimmed.lastIndexOf(' ')
  if (space < from || !/^[\w.-]+\/[\w.-]+\.go:\d+$/.test(trimmed.slice(space + 1))) return text.length
  return space
}

/** The component stands before the level or after it. */
function addComponent(bytes: Buffer, head: RecordHead, table: FieldTable): void {
  const before = head.timeStart === 0 ? head.start : head.timeStart
  const match = teleportHead.exec(
    bytes.toString('latin1', before, Math.min(head.msgStart, before + headBytes)),
  )
  const component = match?.[2] ?? match?.[5]
  if (!match || component === undefined) return
  const at = before + match[0].lastIndexOf(`[${component}]`) + 1
  addField(table, 0, 0, at, at + component.length, RAW, 'component')
}

export function readTeleportFields(bytes: Buffer, head: RecordHead, table: FieldTable): boolean {
  addComponent(bytes, head, table)
  const lineEnd = firstLineEnd(bytes, head.start, head.end)
  const end = head.callerEnd === 0 || head.callerStart > lineEnd ? lineEnd : head.callerStart - 1
  const from = head.fieldsStart
  if (from < end) {
    const text = bytes.toString('latin1', from, Math.min(end, from + 64 * 1024))
    const keys = outsideBrackets(text, [...text.matchAll(/ ([a-z_][a-z_.]*):/g)])
    keys.forEach((key, i) => {
      const keyAt = from + key.index + 1
      const valueAt = keyAt + (key[1] ?? '').length + 1
      addField(table, keyAt, valueAt - 1, valueAt, from + (keys[i + 1]?.index ?? text.length), RAW)
    })
  }
  const below = firstLineEnd(bytes, head.start, head.end)
  const reportEnd = trimEnd(bytes, below, head.end)
  if (reportEnd > below + 1) addField(table, 0, 0, below + 1, reportEnd, RAW, 'report')
  return true
}

/** Without what only looks like a key: an error stands in brackets, and may say `failed to verify certificate: x509: …`. */
function outsideBrackets(text: string, keys: readonly RegExpExecArray[]): readonly RegExpExecArray[] {
  const close = /\](?= [a-z_][a-z_.]*:|\s*$)/g
  let closed = -1
  return keys.filter(key => {
    if (key.index < closed) return false
    const valueAt = key.index + key[0].length
    close.lastIndex = valueAt
    if (text[valueAt] === '[') closed = close.exec(text)?.index ?? closed
    return true
  })
}

const blockStart =
  /^(?:(panic: |http: panic serving )|fatal error: |goroutine \d+ \[|runtime: |\[signal |SIG[A-Z]+: |unexpected fault address)/
/** What Go ends the process for; the error itself may stand some lines below. */
const fatalStart =
  /^(?:fatal error: |unexpected fault |runtime: (?:goroutine stack exceeds|out of memory|program exceeds|failed to create new OS))/

/** The level that the first line of a panic or dump implies; `undefined` when the line begins none. */
export function blockLevel(bytes: Buffer, start: number, end: number): string | undefined {
  const first = bytes[start] ?? 0
  if (!'pfghrSu['.includes(String.fromCharCode(first))) return undefined
  const text = bytes.toString('latin1', start, Math.min(end, start + 80))
  const match = blockStart.exec(text)
  if (!match) return undefined
  return match[1] !== undefined ? 'panic' : fatalStart.test(text) ? 'fatal' : ''
}

export function readBlockHead(bytes: Buffer, start: number, end: number, head: RecordHead): boolean {
  const level = blockLevel(bytes, start, end)
  if (level === undefined) return false
  resetHead(head, 'block', start, end)
  head.impliedLevel = level
  head.msgStart = start
  head.msgEnd = head.fieldsStart = firstLineEnd(bytes, start, end)
  return true
}

/** All lines after the first. */
export function readBlockFields(bytes: Buffer, from: number, end: number, table: FieldTable): boolean {
  const start = Math.min(from + 1, end)
  const stop = trimEnd(bytes, start, end)
  if (stop > start) addField(table, 0, 0, start, stop, RAW, 'stack')
  return true
}
