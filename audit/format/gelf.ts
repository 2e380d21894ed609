// Records as GELF 1.1, for Graylog. The level is Mattermost's number, as servers write it, not the severity of syslog. Fields that
// are objects are JSON in a text, because GELF knows only texts and numbers.
import { hostname } from 'node:os'
import type { GelfFormat } from '../config/target-config.js'
import type { FormatInput, Formatter } from './entry.js'
import { fieldsOf } from './entry.js'
import { callerOf, type StackFrame } from './stack.js'

/** `end`: a NUL byte ends a record on a TCP connection, a line end everywhere else. */
export function gelfFormatter(options: GelfFormat, wantsTrace: boolean, end: '\0' | '\n'): Formatter {
  const host = options.hostname || hostname()

  function format({ record, level, timeMs, stack }: FormatInput): string {
    const text = JSON.stringify({
      version: '1.1',
      host,
      // GELF wants a text that is not empty; audit records have no message.
      short_message: '-',
      ...(level.stacktrace && stack.length > 0 ? { full_message: stack.map(frameText).join('') } : {}),
      timestamp: timeMs / 1000,
      level: level.id,
      ...(options.enable_caller ? { _caller: callerOf(stack) } : {}),
      ...Object.fromEntries(
        Object.entries(fieldsOf(record)).map(([key, value]) => [`_${key}`, plainValue(value)]),
      ),
    })
    return text + end
  }

  return {
    format,
    end,
    begins: text => text.startsWith('{'),
    wantsStack: options.enable_caller || wantsTrace,
  }
}

function plainValue(value: unknown): string | number {
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value)
}

function frameText({ Function: name, File, Line }: StackFrame): string {
  return `${name}\n  ${File}:${Line}\n`
}
