// Records as JSON, one a line:
//   {"timestamp":"2026-11-21 08:36:07.639 Z","level":"audit-api","msg":"","event_name":"login","status":"fail","actor":{…},…}
import type { JsonFormat } from '../config/target-config.js'
import type { FormatInput, Formatter } from './entry.js'
import { fieldsOf } from './entry.js'
import { callerOf } from './stack.js'
import { timeFormat, usualLayout } from './time-layout.js'

export function jsonFormatter(options: JsonFormat, wantsTrace: boolean, offsetMinutes?: number): Formatter {
  const time = timeFormat(options.timestamp_format || usualLayout, offsetMinutes)
  const heads: readonly ((input: FormatInput) => string)[] = [
    ...(options.disable_timestamp ? [] : [keyed(options.key_timestamp, ({ timeMs }) => time(timeMs))]),
    ...(options.disable_level ? [] : [keyed(options.key_level, ({ level }) => level.name)]),
    ...(options.disable_msg ? [] : [keyed(options.key_msg, () => '')]),
    ...(options.enable_caller ? [keyed(options.key_caller, ({ stack }) => callerOf(stack))] : []),
  ]
  const taken: ReadonlySet<string> = new Set([
    options.key_timestamp,
    options.key_level,
    options.key_msg,
    options.key_stacktrace,
  ])

  function format(input: FormatInput): string {
    const parts = heads.map(head => head(input))
    if (!options.disable_fields) parts.push(fieldsText(input))
    if (input.level.stacktrace && !options.disable_stacktrace && input.stack.length > 0)
      parts.push(`${JSON.stringify(options.key_stacktrace)}:${JSON.stringify(input.stack)}`)
    return `{${parts.join(',')}}\n`
  }

  function fieldsText({ record }: FormatInput): string {
    const fields = JSON.stringify(fieldsOf(record, taken))
    return options.key_group_fields === ''
      ? fields.slice(1, -1)
      : `${JSON.stringify(options.key_group_fields)}:${fields}`
  }

  return {
    format,
    end: '\n',
    begins: text => text.startsWith('{'),
    wantsStack: options.enable_caller || (wantsTrace && !options.disable_stacktrace),
  }
}

function keyed(key: string, tell: (input: FormatInput) => string): (input: FormatInput) => string {
  const start = `${JSON.stringify(key)}:`
  return input => start + JSON.stringify(tell(input))
}
