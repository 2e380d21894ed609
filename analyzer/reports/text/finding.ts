// One finding as text: in full (what, when, where, why, what to do) or as a line.
import type { Evidence, Finding } from '../../analysis.js'
import { visibleControls } from '../../lib/terminal-text.js'
import { excerptText } from './excerpt.js'
import type { Moments } from './moments.js'
import { spanText, timesText } from './seen.js'
import type { Style } from './style.js'
import type { Cause } from './symptoms.js'
import { counted, grouped, listed } from './words.js'
import { fold, hang, hangText, label, wrap } from './wrap.js'

export interface FindingLayout {
  readonly width: number
  readonly style: Style
  readonly moments: Moments
  readonly all: boolean
  /** Nodes of the packet. */
  readonly nodeCount: number
  /** Said above already; a finding with this message need not repeat it. */
  readonly verdict: string
}

const indent = '   '
const evidenceShown = 3

export function findingBlock(cause: Cause, position: number, layout: FindingLayout): readonly string[] {
  const { finding } = cause
  const { width, style } = layout
  const body = width - indent.length
  const number = `${position}.`.padEnd(indent.length)
  const word = finding.severity.toUpperCase()
  const heading = label(`${number}${word}  `, 0, text => style.severity(finding.severity, text))
  const title = wrap(visibleControls(finding.title), width - heading.columns).map(line => style.strong(line))
  const lines = [
    ...(finding.message === layout.verdict ? [] : wrap(visibleControls(finding.message), body)),
    ...seenLines(finding, layout, body),
    ...evidenceLines(finding.evidence, layout, body),
    ...labelled('Why', finding.why, body),
    ...labelled('Fix', finding.fix, body),
    ...finding.docs.flatMap((link, index) => labelled(index === 0 ? 'See' : '', link, body)),
    ...labelled('Explains', explainsText(cause, layout.all), body),
    // What a suppression is written with.
    ...(layout.all ? labelled('Rule', `${finding.ruleId}, fingerprint ${finding.fingerprint}`, body) : []),
  ]
  return [...hang(heading, title), ...lines.map(line => indent + line)]
}

/** `error    Title: message  [node]`, for the findings that are not shown in full. */
export function findingLine(cause: Cause, layout: FindingLayout): readonly string[] {
  const { finding, symptoms } = cause
  const word = label(`  ${finding.severity}`, 12, text => layout.style.severity(finding.severity, text))
  const folded = symptoms.length === 0 ? '' : ` (explains ${grouped(symptoms.length)} more)`
  const nodes = finding.nodes === undefined ? '' : ` [${nodesText(finding.nodes, layout)}]`
  return hangText(
    word,
    visibleControls(`${finding.title}: ${finding.message}${nodes}${folded}`),
    layout.width,
  )
}

/** How often, when and on which nodes; labelled by what is known best. */
function seenLines(finding: Finding, layout: FindingLayout, width: number): readonly string[] {
  const often = finding.count > 1 ? timesText(finding) : ''
  const span = spanText(finding, layout.moments)
  const nodes = finding.nodes === undefined ? '' : nodesText(finding.nodes, layout)
  if (span !== '') return labelled('When', joined([often, span, nodes === '' ? '' : `on ${nodes}`]), width)
  return labelled(nodes === '' ? 'Seen' : 'Where', joined([nodes, often]), width)
}

const joined = (parts: readonly string[]): string => parts.filter(part => part !== '').join(', ')

function nodesText(nodes: readonly string[], { nodeCount }: FindingLayout): string {
  if (nodes.length > 1 && nodes.length === nodeCount) return nodes.length === 2 ? 'both nodes' : 'every node'
  const names = nodes.map(node => (node === '' ? 'the unnamed node' : node))
  return names.length <= 4
    ? listed(names)
    : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more nodes`
}

function evidenceLines(
  evidence: readonly Evidence[],
  layout: FindingLayout,
  width: number,
): readonly string[] {
  const shown = layout.all ? evidence : evidence.slice(0, evidenceShown)
  const rest = evidence.length - shown.length
  const lines = shown.flatMap(piece => evidencePiece(piece, width, layout.all))
  return rest === 0 ? lines : [...lines, `and ${counted(rest, 'more place')}`]
}

function evidencePiece(piece: Evidence, width: number, all: boolean): readonly string[] {
  const place = placeText(piece)
  if (piece.excerpt === undefined) return [place]
  const text = excerptText(piece.excerpt)
  const beside = width - place.length - 2
  if (beside >= text.length) return [`${place}  ${text}`]
  return [place, ...fold(text, width - 2, all ? 8 : 2).map(line => `  ${line}`)]
}

/** `node-1/mattermost.log:1204`. Without a line, the pointer tells the place. */
function placeText({ entry, line, pointer }: Evidence): string {
  if (line !== undefined) return visibleControls(`${entry}:${line}`)
  return visibleControls(pointer === undefined || pointer === '' ? entry : `${entry} ${pointer}`)
}

/** A label and its text. Texts of rules may have several paragraphs or a list. */
function labelled(name: string, text: string | undefined, width: number, other?: string): readonly string[] {
  if (text === undefined || text === '') return []
  const first = label(other ?? name, 10)
  const paragraphs = text.trim().split('\n')
  return hang(
    first,
    paragraphs.flatMap(line => wrap(visibleControls(line), width - first.columns)),
  )
}

/** `3 more: Jobs fail (12 times); Posts are not saved (3 times)`. */
function explainsText({ symptoms }: Cause, all: boolean): string | undefined {
  if (symptoms.length === 0) return undefined
  const shown = all ? symptoms : symptoms.slice(0, 4)
  const names = shown.map(symptom =>
    symptom.count > 1 ? `${symptom.title} (${timesText(symptom)})` : symptom.title,
  )
  const rest = symptoms.length - shown.length
  if (rest > 0) names.push(`and ${grouped(rest)} more`)
  return visibleControls(`${grouped(symptoms.length)} more: ${names.join('; ')}`)
}
