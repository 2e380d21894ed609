// Whether one record, already read, is what a pattern of a rule looks for; the log pass decides the same for millions at once.
import type { LogRecord } from '../documents/log/types.js'
import { compilePattern } from './pattern.js'
import type { RecordPattern } from './rule.js'

export function matchesRecord(pattern: RecordPattern, record: LogRecord): boolean {
  const { level, message, caller, text, fields, file } = pattern
  return (
    (level === undefined || [level].flat().includes(record.level)) &&
    (file === undefined || [file].flat().includes(record.kind)) &&
    has(message, record.msg) &&
    has(caller, record.caller) &&
    (text === undefined || [record.msg, ...Object.values(record.fields)].some(value => has(text, value))) &&
    Object.entries(fields ?? {}).every(([name, wanted]) => has(wanted, record.fields[name]))
  )
}

const has = (pattern: string | undefined, text: string | undefined): boolean =>
  pattern === undefined || (text !== undefined && compilePattern(pattern).matcher(text).find())
