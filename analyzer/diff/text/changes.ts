// The changes of a section as lines: what came with +, what went with -, what changed with both values.
import { visibleControls } from '../../lib/terminal-text.js'
import { displayWidth } from '../../reports/text/display-width.js'
import { counted, firstOf } from '../../reports/text/words.js'
import { fold, hang, hangText, label } from '../../reports/text/wrap.js'
import type { DiffChange, DiffSection, DiffValue } from '../types.js'
import type { TextLayout } from './layout.js'

const shownOfSection = 25
/** Names are aligned up to this width; values of longer ones stand below them. */
const mostNameColumns = 48
/** Lines of a value that stands below its name. */
const mostLines = 3

export function changeLines(section: DiffSection, layout: TextLayout): readonly string[] {
  const { changes, leftOut, unknown } = section
  const { all, width } = layout
  const byPeople = all ? changes : changes.filter(({ ofRelease }) => ofRelease !== true)
  const shown = all ? byPeople : byPeople.slice(0, shownOfSection)
  const names = shown
    .map(change => displayWidth(nameOf(change)))
    .filter(columns => columns <= mostNameColumns)
  const columns = Math.max(0, ...names) + 2
  const beyond = byPeople.length - shown.length + leftOut
  const ofRelease = changes.length - byPeople.length
  return [
    ...shown.flatMap(change => linesOf(change, columns, layout)),
    ...(beyond > 0 ? [`  and ${beyond} more; ${all ? '--format json' : '--all'} shows them`] : []),
    ...(ofRelease > 0
      ? hangText(
          label('  ', 2),
          `${counted(ofRelease, 'more follows', 'more follow')} from the release, which has other settings and defaults; --all shows them`,
          width,
        )
      : []),
    ...(all && unknown.length > 0
      ? hangText(label('  masked: ', 10), visibleControls(unknown.join(', ')), width)
      : []),
  ]
}

/** Nodes that are named where a change is not on all of them. */
const mostNodes = 6

const marks = { added: '+', removed: '-', changed: ' ' } as const

function nameOf({ kind, name, property }: DiffChange): string {
  return visibleControls(`  ${marks[kind]} ${name}${property === undefined ? '' : `, ${property}`}`)
}

/** On one line where it fits; else each value on lines of its own, below the name. */
function linesOf(change: DiffChange, columns: number, { width, all }: TextLayout): readonly string[] {
  const name = nameOf(change)
  const nodes = change.nodes === undefined ? '' : `  (${visibleControls(firstOf(change.nodes, mostNodes))})`
  const [only = '', ...others] = valuesOf(change).map(text => visibleControls(text))
  const line = `${[only, ...others].join(' → ')}${timesOf(change)}${nodes}`
  const nameColumns = Math.max(columns, displayWidth(name) + 2)
  if (nameColumns + displayWidth(line) <= width) return hang(label(name, nameColumns), [line])
  const below = label('', 6)
  const heading = `${name}${nodes}`
  if (others.length === 0) return [heading, ...hang(below, fold(only, width - 6, all ? 1000 : mostLines))]
  return [
    heading,
    ...[only, ...others].flatMap((value, index) =>
      hang(label(`      ${index === 0 ? '-' : '+'} `, 8), fold(value, width - 8, all ? 1000 : mostLines)),
    ),
  ]
}

/** One text, or two for a value that changed. */
function valuesOf({ kind, before, after, gained, lost, hidden }: DiffChange): readonly string[] {
  if (hidden === true) return ['changed, in a part that is secret or too long to show']
  if (kind === 'added') return after === undefined ? [] : [shownText(after)]
  if (kind === 'removed') return before === undefined ? [] : [`was ${shownText(before)}`]
  if (gained !== undefined && lost !== undefined && gained.length + lost.length > 0)
    return [[...gained.map(item => `+${item}`), ...lost.map(item => `-${item}`)].join(', ')]
  return [
    before === undefined ? 'not there' : shownText(before),
    after === undefined ? 'not there' : shownText(after),
  ]
}

function shownText(value: DiffValue): string {
  if (value === null) return 'none'
  if (value === '') return '(empty)'
  if (typeof value !== 'object') return String(value)
  return value.length === 0 ? '(empty list)' : value.join(', ')
}

function timesOf({ ratio }: DiffChange): string {
  if (ratio === undefined || (ratio < 1.1 && ratio > 0.9)) return ''
  return `  (×${ratio >= 10 ? Math.round(ratio) : Number(ratio.toPrecision(2))})`
}
