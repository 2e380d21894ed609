// Log records as `logs` prints them: one line each for people, one JSON object each for programs, or their lines as they were.
import { visibleControls } from '../analyzer/lib/terminal-text.js'
import type { RecordCount, RecordCounts, ShownRecord } from '../analyzer/log-records.js'
import { styleFor } from '../analyzer/reports/text/style.js'
import type { Severity } from '../analyzer/analysis.js'
import { type TimeText, timeText, utc } from './log-zone.js'

export const recordFormats = ['text', 'json', 'ndjson'] as const
export type RecordFormat = (typeof recordFormats)[number]

export interface LineLook {
  readonly colour: boolean
  /** Records of several nodes are told apart. */
  readonly withNode: boolean
  readonly timeText: TimeText
}

const severities: Readonly<Record<string, Severity>> = {
  panic: 'critical',
  fatal: 'critical',
  critical: 'critical',
  error: 'error',
  warn: 'warning',
  info: 'info',
}

/** `2026-11-21T08:40:25.997Z error mm-app-1 web/context.go:122 Unable to save the Post. status_code=500`. */
export function recordLine(record: ShownRecord, { colour, withNode, timeText }: LineLook): string {
  const words: string[] = []
  if (withNode) words.push(record.node === undefined || record.node === '' ? '-' : record.node)
  if (record.caller !== undefined) words.push(record.caller)
  words.push(...(record.msg === '' ? auditWords(record) : [record.msg]))
  for (const { name, text } of shownFields(record)) words.push(`${fieldName(name)}=${fieldValue(text)}`)
  const time = shownTime(record.timeMs, timeText) ?? '-'.padEnd(timeText(0).length)
  return `${time} ${levelText(record.level, colour)} ${visibleControls(words.join(' '))}\n`
}

function levelText(level: string, colour: boolean): string {
  const shown = visibleControls(level === 'unknown' ? '-' : level).padEnd(5)
  const severity = Object.hasOwn(severities, level) ? severities[level] : undefined
  return severity === undefined ? shown : styleFor(colour).severity(severity, shown)
}

/** An audit record has no message; its event and status stand for it. */
function auditWords({ fields }: ShownRecord): readonly string[] {
  return fields.filter(({ name }) => isAuditWord(name)).map(({ text }) => text)
}

/** Audit records are full of empty objects; they are left out. */
function shownFields(record: ShownRecord): ShownRecord['fields'] {
  const named = record.msg === '' ? record.fields.filter(({ name }) => !isAuditWord(name)) : record.fields
  return named.filter(({ text }) => text !== '{}')
}

const isAuditWord = (name: string): boolean => name === 'event_name' || name === 'status'

const fieldName = (name: string): string => (/[\s="]/.test(name) ? JSON.stringify(name) : name)

/** Quoted where it would not be one word; nested JSON stays as it is. */
function fieldValue(text: string): string {
  if (/^[{[]/.test(text)) return text
  return text === '' || /[\s"=]/.test(text) ? JSON.stringify(text) : text
}

function shownTime(ms: number | undefined, text: TimeText): string | undefined {
  return ms === undefined || Math.abs(ms) > 8.6e15 ? undefined : text(ms)
}

const utcText = timeText(utc)

const isoTime = (ms: number | undefined): string | undefined => shownTime(ms, utcText)

/** The record as one JSON object without a newline. Control characters are escaped. */
export function recordJson(record: ShownRecord): string {
  const { entry, line, timeMs, level, msg, caller, node, raw } = record
  const head = {
    entry,
    line,
    time: isoTime(timeMs) ?? null,
    level,
    msg,
    caller: caller ?? null,
    node: node === '' ? null : (node ?? null),
  }
  const fields = [...new Map(record.fields.map(field => [field.name, field])).values()]
  const members = fields.map(
    ({ name, text, isJson }) => `${safeJson(name)}:${isJson ? jsonValue(text) : safeJson(text)}`,
  )
  const rest = raw === undefined ? '' : `,"raw":${safeJson(raw.toString('utf8'))}`
  return `${safeJson(head).slice(0, -1)},"fields":{${members.join(',')}}${rest}}`
}

/** JSON of the log as it was written: numbers keep all their digits. */
function jsonValue(text: string): string {
  try {
    JSON.parse(text)
    return escaped(text)
  } catch {
    return safeJson(text)
  }
}

const safeJson = (value: unknown): string => escaped(JSON.stringify(value))

const hiddenCharacters = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** What JSON allows as it is, and could steer a terminal all the same. */
const escaped = (json: string): string =>
  json
    .toWellFormed()
    .replace(hiddenCharacters, found => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A table with the count first; `most` rows of it. */
export function countsText({ counts, total, uncounted }: RecordCounts, most: number): string {
  const shown = counts.slice(0, most)
  const columns = String(Math.max(0, ...shown.map(({ count }) => count), uncounted)).length
  const names = alignedValues(shown)
  const rows = shown.map(({ count, template }, at) =>
    [String(count).padStart(columns), names[at], ...(template ? [templateText(template)] : [])].join('  '),
  )
  const hidden = counts.length - shown.length
  if (hidden > 0) rows.push(`… and ${hidden} more values; ${total} records in all`)
  if (uncounted > 0) rows.push(`${String(uncounted).padStart(columns)}  (other values)`)
  return rows.map(row => `${row}\n`).join('')
}

/** Longer values push what stands behind them to the right. */
const widestColumn = 40

/** The values of each row, those of all but the last key in columns. */
function alignedValues(rows: readonly RecordCount[]): readonly string[] {
  const table = rows.map(({ values }) =>
    values.map(value => (value === undefined ? '(none)' : visibleControls(value))),
  )
  const widths = (table[0] ?? []).map((_, at) =>
    table.reduce((widest, row) => Math.max(widest, Math.min(row[at]?.length ?? 0, widestColumn)), 0),
  )
  return table.map(row =>
    row.map((text, at) => (at === row.length - 1 ? text : text.padEnd(widths[at] ?? 0))).join('  '),
  )
}

function templateText({ level, text, caller }: { level: string; text: string; caller: string }): string {
  const parts = [level === 'unknown' ? '-' : level.padEnd(5), text, ...(caller === '' ? [] : [`(${caller})`])]
  return visibleControls(parts.join(' '))
}

/** With several keys, a row has `values` by key in place of `value`. */
export function countsJson(by: string, counts: RecordCounts, most: number): string {
  const { total, uncounted } = counts
  const result = { by, total, values: counts.counts.length, uncounted, counts: countRows(by, counts, most) }
  return `${escaped(JSON.stringify(result, undefined, 2))}\n`
}

/** A row a line, as records are; what was not counted apart is the last, without a value. */
export function countsNdjson(by: string, counts: RecordCounts, most: number): string {
  const { uncounted } = counts
  const rest = uncounted > 0 ? [{ uncounted }] : []
  const rows = [...countRows(by, counts, most), ...rest]
  return rows.map(row => `${escaped(JSON.stringify(row))}\n`).join('')
}

function countRows(by: string, { counts }: RecordCounts, most: number): readonly object[] {
  const keys = by.split(',')
  return counts.slice(0, most).map(({ values, count, firstSeenMs, lastSeenMs, template }) => ({
    ...(keys.length === 1
      ? { value: values[0] ?? null }
      : { values: Object.fromEntries(keys.map((key, at) => [key, values[at] ?? null])) }),
    count,
    firstSeen: isoTime(firstSeenMs) ?? null,
    lastSeen: isoTime(lastSeenMs) ?? null,
    ...(template ?? {}),
  }))
}
