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
  return headings.map(([kind, heading]) => {
    const changes = findings?.changes.filter(change => change.kind === kind) ?? []
    if (changes.length === 0) return []
    const shown = layout.all ? changes : changes.slice(0, shownOfKind)
    const rest = changes.length - shown.length
    return [
      layout.style.strong(`${heading}:`),
      ...shown.flatMap(change => lines(change, layout)),
      ...(rest > 0 ? [`  and ${rest} more; --all shows them`] : []),
    ]
  })
}

function lines(change: FindingChange, { width, style }: TextLayout): readonly string[] {
  const { severity, title, symptom, suppressed, reason, message, kind, ruleId } = change
  const first = label(`  ${severity.toUpperCase()}`, severityColumns, text => style.severity(severity, text))
  const below = label('', severityColumns)
  const isToldWhole = kind === 'new' || kind === 'first-judged' || kind === 'worse'
  const heading = `${title}${symptom ? ' (follows from another)' : ''}${suppressed ? ' (suppressed)' : ''}  [${ruleId}]`
  return [
    ...hangText(first, visibleControls(heading), width),
    ...(isToldWhole && !symptom ? hangText(below, visibleControls(message), width) : []),
    ...(reason === undefined ? [] : hangText(below, visibleControls(`${upper(reason)}.`), width)),
  ]
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
