// A finding as Markdown for a ticket: what is so, since when, why, what to do, and the lines that prove it.
import type { Mark } from '../shared/marks.js'
import { spanWords, timesWords, type Evidence, type Finding } from './words.js'

/** `mark`: what a person noted of it. */
export function findingMarkdown(finding: Finding, mark?: Mark): string {
  const span = spanWords(finding.firstSeen, finding.lastSeen, 'utc')
  const facts = [
    `- Rule: \`${finding.ruleId}\``,
    ...(finding.count > 1 ? [`- Seen: ${timesWords(finding)}`] : []),
    ...(span === '' ? [] : [`- When: ${span}`]),
    ...(finding.nodes === undefined || finding.nodes.length === 0
      ? []
      : [`- Nodes: ${finding.nodes.map(plain).join(', ')}`]),
    ...(finding.why === undefined ? [] : [`- Why: ${plain(finding.why)}`]),
    ...(finding.fix === undefined ? [] : [`- Fix: ${plain(finding.fix)}`]),
    ...finding.docs.map(link => `- See: <${link}>`),
    ...(mark === undefined || mark.note === '' ? [] : [`- Note: ${plain(mark.note)}`]),
  ]
  const evidence = finding.evidence.map(evidenceMarkdown)
  const heading = `**${finding.severity}: ${plain(finding.title)}**`
  return [heading, plain(finding.message), facts.join('\n'), ...evidence].join('\n\n') + '\n'
}

function evidenceMarkdown(evidence: Evidence): string {
  const place = `\`${placeWords(evidence).replaceAll('`', "'")}\``
  return evidence.excerpt === undefined ? place : `${place}\n\n${fenced(evidence.excerpt)}`
}

/** `mm-app-1/mattermost.log:123`, or an entry and the path in it. */
export function placeWords({ entry, line, pointer }: Evidence): string {
  if (line !== undefined) return `${entry}:${line}`
  return pointer === undefined || pointer === '' ? entry : `${entry} ${pointer}`
}

/** The line as it was, inside a fence longer than any it may hold. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${text}\n${fence}`
}

/** Text of a packet must not become markup of the ticket. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|~]/g, '\\$&').replace(/\s*\n\s*/g, ' ')
}
