// Records as plain text. Level, time in brackets, message (audit records have none), then the fields:
//   audit-api [2026-11-21 08:36:07.639 Z]  event_name=login status=fail actor="{\"user_id\":\"\",…}" …
// Quotes and line ends inside a value are escaped, so that no value can look like a record of its own.
import type { PlainFormat } from '../config/target-config.js'
import type { FormatInput, Formatter } from './entry.js'
import { fieldsOf } from './entry.js'
import { callerOf, type StackFrame } from './stack.js'
import { timeFormat, usualLayout } from './time-layout.js'

export interface PlainSurroundings {
  readonly wantsTrace: boolean
  /** Whether the target shows colours. */
  readonly colours: boolean
  /** Names of the levels that the target writes. */
  readonly levelNames: readonly string[]
  readonly offsetMinutes?: number
}

export function plainFormatter(options: PlainFormat, around: PlainSurroundings): Formatter {
  const { delim } = options
  const time = timeFormat(options.timestamp_format || usualLayout, around.offsetMinutes)
  const colours = options.enable_color && around.colours

  function format(input: FormatInput): string {
    return head(input) + fields(input) + trace(input) + options.line_end
  }

  function head({ level, timeMs }: FormatInput): string {
    const name = coloured(level.name, colours ? level.color : undefined)
    const padding = ' '.repeat(Math.max(0, options.min_level_len - level.name.length))
    return (
      (options.disable_level ? '' : name + padding + delim) +
      (options.disable_timestamp ? '' : `[${time(timeMs)}]${delim}`) +
      (options.disable_msg ? '' : ' '.repeat(options.min_msg_len) + delim)
    )
  }

  function fields({ record, level, stack }: FormatInput): string {
    const all = [
      ...(options.enable_caller ? [['caller', callerOf(stack)] as const] : []),
      ...(options.disable_fields ? [] : Object.entries(fieldsOf(record))),
    ]
    const color = colours ? level.color : undefined
    return all.map(([key, value]) => `${coloured(key, color)}=${valueText(value)}`).join(' ')
  }

  function trace({ level, stack }: FormatInput): string {
    if (level.stacktrace !== true || options.disable_stacktrace || stack.length === 0) return ''
    return `\n${stack.map(frameText).join('')}`
  }

  return {
    format,
    end: options.line_end,
    begins: text => beginsRecord(text, options, around.levelNames),
    wantsStack: options.enable_caller || (around.wantsTrace && !options.disable_stacktrace),
  }
}

/** Known by its level or, without one, by the bracket of its time; a record with neither cannot be told. */
function beginsRecord(text: string, options: PlainFormat, levelNames: readonly string[]): boolean {
  if (!options.disable_level) return levelNames.some(name => text.startsWith(name) || name.startsWith(text))
  return !options.disable_timestamp && text.startsWith('[')
}

function coloured(text: string, color: number | undefined): string {
  return color === undefined ? text : `\u001b[${color}m${text}\u001b[0m`
}

/** As the server's logger: quoted when there is anything but letters, digits and a few signs. */
const harmless = /^[0-9A-Za-z\-._/@^+]*$/

function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return harmless.test(text) ? text : JSON.stringify(text)
}

function frameText({ Function: name, File, Line }: StackFrame): string {
  return `${name === '' ? '' : `  ${name}\n`}      ${File}:${Line}\n`
}
