// The log messages of a diff: new ones and those that come more often first, most urgent first.
import { visibleControls } from '../../lib/terminal-text.js'
import { grouped } from '../../reports/text/words.js'
import { hangText, label } from '../../reports/text/wrap.js'
import type { LogChanges, TemplateChange, TemplateRate } from '../types.js'
import type { TextLayout } from './layout.js'

const shownChanges = 20
/** Levels that a person wants to read without asking. */
const urgent: ReadonlySet<string> = new Set(['panic', 'fatal', 'critical', 'error', 'warn', 'warning'])

export function logLines(logs: LogChanges | undefined, { width, style, all }: TextLayout): readonly string[] {
  if (logs === undefined || logs.notCompared !== undefined || logs.changes.length === 0) return []
  const wanted = all ? logs.changes : logs.changes.filter(({ level }) => urgent.has(level.toLowerCase()))
  const shown = all ? wanted : wanted.slice(0, shownChanges)
  const rest = logs.changes.length + logs.leftOut - shown.length
  return [
    style.strong(`Log messages: ${logs.changes.length + logs.leftOut} changed${hoursText(logs)}`),
    ...shown.flatMap(change => hangText(label(headOf(change), 14), textOf(change), width)),
    ...(rest > 0
      ? [
          `  ${shown.length === 0 ? '' : 'and '}${rest} more${all ? '' : ', mostly of lower levels'}; ${all ? '--format json' : '--all'} shows them`,
        ]
      : []),
    ...logs.notes.flatMap(note => hangText(label('  Note: ', 8), note, width)),
  ]
}

function hoursText({ hours }: LogChanges): string {
  const { before, after } = hours
  if (before === undefined || after === undefined) return ''
  return ` (${spanText(before)} of log before, ${spanText(after)} after)`
}

const spanText = (hours: number): string =>
  hours >= 1 ? `${Number(hours.toPrecision(2))} h` : `${Math.max(1, Math.round(hours * 60))} min`

const headOf = ({ kind, level }: TemplateChange): string =>
  visibleControls(`  ${kind.padEnd(5)}${level.slice(0, 8)}`)

function textOf({ kind, before, after, template }: TemplateChange): string {
  const text = visibleControls(template)
  if (kind === 'new') return `${times(after)}: ${text}`
  if (kind === 'gone') return `was ${times(before)}: ${text}`
  return `${rate(before)} → ${rate(after)} an hour: ${text}`
}

const times = ({ count }: TemplateRate): string => (count === 1 ? 'once' : `${grouped(count)} times`)

const rate = ({ perHour = 0 }: TemplateRate): string =>
  String(perHour >= 10 ? Math.round(perHour) : Number(perHour.toPrecision(2)))
