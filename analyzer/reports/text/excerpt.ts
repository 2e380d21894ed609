// A line of evidence in short. A record of a JSON log, such as
//   {"timestamp":"2026-01-20 10:00:00.123 Z","level":"error","msg":"Failed to ping DB","caller":"app/db.go:9","error":"EOF"}
// reads `10:00:00.123 error Failed to ping DB  error=EOF`; every other line is shown as it is.
import { visibleControls } from '../../lib/terminal-text.js'

/** What the first columns say already, or what is rarely the point. The whole line is in the entry, one `cat` away. */
const leftOut = new Set(['timestamp', 'ts', 'level', 'msg', 'caller', 'stacktrace'])

/** Fields that say why come first. */
const firstFields = ['error', 'err', 'wrapped_extras', 'plugin_id']

export function excerptText(excerpt: string): string {
  const record = recordOf(excerpt)
  if (record === undefined) return visibleControls(excerpt.trimEnd())
  const head = [timeOf(record), text(record.level), text(record.msg)].filter(part => part !== '').join(' ')
  const fields = fieldsOf(record)
  return visibleControls(fields === '' ? head : `${head}  ${fields}`)
}

type LogFields = Readonly<Record<string, unknown>>

function recordOf(excerpt: string): LogFields | undefined {
  if (!excerpt.startsWith('{')) return undefined
  const value = parsedOrCut(excerpt)
  return isRecord(value) ? value : undefined
}

/** Long lines are cut: then the fields before the cut are taken, and the one that was cut as far as it goes. */
function parsedOrCut(excerpt: string): unknown {
  try {
    return JSON.parse(excerpt)
  } catch {
    const fields = [...excerpt.matchAll(flatField)].map(
      ([, name = '', value = '']) => [name, cutValue(value)] as const,
    )
    return Object.fromEntries(fields)
  }
}

const flatField = /"((?:[^"\\]|\\.){1,80})":("(?:[^"\\]|\\.)*(?:"|$)|[^",{}[\]]+)/g

function cutValue(value: string): string {
  if (!value.startsWith('"')) return value
  const closed = value.length > 1 && value.endsWith('"')
  try {
    return JSON.parse(closed ? value : `${value}"`) as string
  } catch {
    return value.slice(1)
  }
}

const isRecord = (value: unknown): value is LogFields =>
  typeof value === 'object' && value !== null && 'msg' in value && 'level' in value

/** The time of day as written, with the zone where it is not UTC. */
function timeOf(record: LogFields): string {
  const [, time, zone] = /^\S+ (\d\d:\d\d:\d\d(?:\.\d+)?) ?(\S*)$/.exec(text(record.timestamp)) ?? []
  if (time === undefined) return text(record.timestamp)
  return zone === 'Z' || zone === '' || zone === undefined ? time : `${time} ${zone}`
}

function fieldsOf(record: LogFields): string {
  const names = Object.keys(record).filter(name => !leftOut.has(name))
  const first = firstFields.filter(name => names.includes(name))
  const rest = names.filter(name => !first.includes(name))
  return [...first, ...rest].map(name => `${name}=${quoted(text(record[name]))}`).join(' ')
}

function text(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const quoted = (value: string): string => (/^[^\s"]+$/.test(value) ? value : JSON.stringify(value))
