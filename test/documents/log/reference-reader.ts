// The slow, obvious reader of JSON logs that the fast one is held against: one string a line, JSON.parse, and a regular expression.
import { RE2JS } from 're2js'
import type { RecordMatcher } from '../../../analyzer/documents/log/types.js'

export interface ReferenceRecord {
  readonly line: number
  readonly offset: number
  readonly level: string
  readonly msg: string
  readonly caller: string | undefined
  readonly fields: ReadonlyMap<string, string>
  readonly timeMs: number | undefined
}

export interface ReferenceLog {
  readonly lines: number
  readonly records: readonly ReferenceRecord[]
  readonly bad: number
  readonly endsInsideLine: boolean
}

/** Lines of the form {"timestamp":…,"level":…,"msg":…,"caller":…,fields}; anything else is bad, empty lines are neither. */
export function readReference(text: string): ReferenceLog {
  // Old tools end lines with a return alone; where there is any line feed, a return is no end.
  const lines = (text.includes('\n') ? text : text.replaceAll('\r', '\n')).split('\n')
  const last = lines.pop() ?? ''
  const endsInsideLine = last !== ''
  if (endsInsideLine) lines.push(last)
  const records: ReferenceRecord[] = []
  let bad = 0
  let offset = 0
  lines.forEach((raw, index) => {
    const record = parseLine(raw.endsWith('\r') ? raw.slice(0, -1) : raw, index + 1, offset)
    if (record) records.push(record)
    else if (raw !== '' && raw !== '\r') bad++
    offset += Buffer.byteLength(raw) + 1
  })
  return { lines: lines.length, records, bad, endsInsideLine }
}

function parseLine(line: string, number: number, offset: number): ReferenceRecord | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch {
    return undefined
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined
  const { timestamp, level, msg, caller, ...rest } = parsed as Record<string, unknown>
  if (typeof timestamp !== 'string' || typeof level !== 'string' || typeof msg !== 'string') return undefined
  return {
    line: number,
    offset,
    level,
    msg,
    caller: typeof caller === 'string' ? caller : undefined,
    fields: new Map(Object.entries(rest).map(([key, value]) => [key, textOf(value)])),
    timeMs: timeOf(timestamp),
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** `2026-01-20 10:00:00.123 Z`, `2022-08-17 20:37:52.846 +01:00` */
function timeOf(timestamp: string): number | undefined {
  const [date = '', time = '', zone = ''] = timestamp.split(' ')
  const ms = Date.parse(`${date}T${time}${zone}`)
  return Number.isNaN(ms) ? undefined : ms
}

export function matchesReference(record: ReferenceRecord, matcher: RecordMatcher): boolean {
  const found = (pattern: string, text: string) => RE2JS.compile(pattern).test(text)
  const { level, message, caller, text, textInMessageAt, fields } = matcher
  if (level && !level.includes(record.level)) return false
  if (message !== undefined && !found(message, record.msg)) return false
  if (caller !== undefined && !found(caller, record.caller ?? '')) return false
  const texts = textInMessageAt?.includes(record.level) ? [] : record.fields.values()
  if (text !== undefined && ![record.msg, ...texts].some(value => found(text, value))) return false
  return Object.entries(fields ?? {}).every(([name, pattern]) => {
    const value = record.fields.get(name) ?? nested(record.fields, name)
    return value !== undefined && found(pattern, value)
  })
}

function nested(fields: ReadonlyMap<string, string>, name: string): string | undefined {
  const [first = '', ...path] = name.split('.')
  const text = fields.get(first)
  if (text === undefined || path.length === 0) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return textOf(value)
}
