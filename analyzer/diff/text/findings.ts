// The findings of a diff: each kind of change with its heading, new ones with their message.
import { visibleControls } from '../../lib/terminal-text.js'
import { hangText, label } from '../../reports/text/wrap.js'
import type { FindingChange, FindingChangeKind, FindingChanges } from '../types.js'
import type { TextLayout } from './layout.js'

const headings: readonly (readonly [FindingChangeKind, string])[] = [
  ['new', 'New findings'],
  ['worse', 'Worse'],
  ['first-judged', 'Found now; before, nobody could tell'],
  ['gone', 'Gone'],
  ['better', 'Better'],
  ['not-judged', 'Found before; now nobody can tell'],
]

const shownOfKind = 15
/** Wide enough for the longest severity. */
const severityColumns = 12

export function findingLines(
  findings: FindingChanges | undefined,
  layout: TextLayout,
): readonly (readonly string[])[] {
  const all = findings?.changes ?? []
  const counted = all.filter(({ suppressed }) => suppressed !== true)
  const suppressed = all.filter(change => change.suppressed === true && change.kind !== 'same')
  return [
    ...headings.map(([kind, heading]) => block(heading, counted.filter(ofKind(kind)), layout, line)),
    block('Suppressed, so they do not count', suppressed, layout, suppressedLine),
  ]
}

const ofKind =
  (kind: FindingChangeKind) =>
  (change: FindingChange): boolean =>
    change.kind === kind

function block(
  heading: string,
  changes: readonly FindingChange[],
  layout: TextLayout,
  toLines: (change: FindingChange, layout: TextLayout) => readonly string[],
): readonly string[] {
  if (changes.length === 0) return []
  const shown = layout.all ? changes : changes.slice(0, shownOfKind)
  const rest = changes.length - shown.length
  return [
    layout.style.strong(`${heading}:`),
    ...shown.flatMap(change => toLines(change, layout)),
    ...(rest > 0 ? [`  and ${rest} more; --all shows them`] : []),
  ]
}

const words: Readonly<Record<FindingChangeKind, string>> = {
  new: 'new',
  worse: 'worse',
  'first-judged': 'not judged before',
  gone: 'gone',
  better: 'better',
  'not-judged': 'not judged now',
  same: 'the same',
}

/** `  new   Mail cannot be sent  [mail-server-unreachable]`: known to somebody, so one line is enough. */
function suppressedLine({ kind, title, ruleId }: FindingChange, { width }: TextLayout): readonly string[] {
  return hangText(label(`  ${words[kind]}`, 20), visibleControls(`${title}  [${ruleId}]`), width)
}

function line(change: FindingChange, { width, style }: TextLayout): readonly string[] {
  const { severity, title, symptom, reason, message, kind, ruleId } = change
  const first = label(`  ${severity.toUpperCase()}`, severityColumns, text => style.severity(severity, text))
  const below = label('', severityColumns)
  const isToldWhole = kind === 'new' || kind === 'first-judged' || kind === 'worse'
  const heading = `${title}${symptom ? ' (follows from another)' : ''}  [${ruleId}]`
  return [
    ...hangText(first, visibleControls(heading), width),
    ...(isToldWhole && !symptom ? hangText(below, visibleControls(message), width) : []),
    ...(reason === undefined ? [] : hangText(below, visibleControls(`${upper(reason)}.`), width)),
  ]
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
