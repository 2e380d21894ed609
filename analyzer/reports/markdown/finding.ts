// A finding as Markdown: in full (what, when, where, why, what to do), or as a row of a table.
import type { Evidence, Finding } from '../../analysis.js'
import { placeOf } from '../place.js'
import { excerptText } from '../text/excerpt.js'
import type { Moments } from '../text/moments.js'
import { whenText } from '../text/seen.js'
import type { Cause } from '../text/symptoms.js'
import { counted, grouped } from '../text/words.js'
import { cell, code, link, plain, ruleText } from './escape.js'

const evidenceShown = 3
const symptomsShown = 10
/** Enough of a log line for a ticket. */
const longestExcerpt = 300

/** `verdict` stands above already; a finding with this message need not repeat it. */
export function findingBlock(
  { finding, symptoms }: Cause,
  position: number,
  moments: Moments,
  verdict: string,
): string {
  const { severity, title, message, evidence, why, fix, docs } = finding
  const rest = evidence.length - evidenceShown
  const items = [
    ...labelled('When', plain(whenText(finding, moments))),
    ...labelled('Nodes', nodesText(finding)),
    ...evidence.slice(0, evidenceShown).map(evidenceItem),
    ...(rest > 0 ? [`- and ${counted(rest, 'more place')}`] : []),
    ...labelled('Why', paragraphs(why)),
    ...labelled('Fix', paragraphs(fix)),
    ...labelled('See', docs.map(link).join(' · ')),
    ...labelled('Explains', symptomsText(symptoms)),
  ]
  const heading = `### ${position}. ${severity.toUpperCase()}: ${plain(title)}`
  return [heading, message === verdict ? '' : plain(message), items.join('\n')]
    .filter(part => part !== '')
    .join('\n\n')
}

/** `| error | Title | Message |`. */
export function findingRow({ finding, symptoms }: Cause): string {
  const folded = symptoms.length === 0 ? '' : ` (explains ${grouped(symptoms.length)} more)`
  return `| ${finding.severity} | ${cell(finding.title)} | ${cell(`${finding.message}${folded}`)} |`
}

const labelled = (name: string, text: string): readonly string[] =>
  text === '' ? [] : [`- **${name}:** ${text}`]

function nodesText({ nodes = [] }: Finding): string {
  const named = nodes.filter(node => node !== '')
  const beyond = named.length - 10
  const shown = named.slice(0, 10).map(code).join(', ')
  return beyond > 0 ? `${shown} and ${beyond} more` : shown
}

function evidenceItem(piece: Evidence): string {
  const place = code(placeOf(piece))
  if (piece.excerpt === undefined) return `- ${place}`
  const text = excerptText(piece.excerpt)
  return `- ${place} ${code(text.length > longestExcerpt ? `${text.slice(0, longestExcerpt)}…` : text)}`
}

/** Lines of a rule's text stay lines of the same item. */
function paragraphs(text: string | undefined): string {
  const lines = (text ?? '').trim().split('\n').map(ruleText)
  return lines.filter(line => line !== '').join('  \n  ')
}

function symptomsText(symptoms: readonly Finding[]): string {
  if (symptoms.length === 0) return ''
  const names = symptoms.slice(0, symptomsShown).map(({ title }) => plain(title))
  const beyond = symptoms.length - names.length
  const more = beyond > 0 ? `; and ${grouped(beyond)} more` : ''
  return `${grouped(symptoms.length)} more: ${names.join('; ')}${more}`
}
