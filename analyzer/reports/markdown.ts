// Results as Markdown, for a ticket, a chat or the summary of a CI job: the answer, the first findings in full, the rest as a
// table, what could not be judged, what is wrong with the packet.
import type { Analysis, Check, Finding, PacketInfo, Problem, Validation } from '../analysis.js'
import { otherProblems, problemsOf } from './failed-checks.js'
import { joinBlocks } from './markdown/budget.js'
import { cell, code, plain } from './markdown/escape.js'
import { findingBlock, findingRow } from './markdown/finding.js'
import { placeOf } from './place.js'
import { problemText } from './problem-text.js'
import { coverageText } from './text/coverage.js'
import { endedSuppressions } from './text/ended-suppressions.js'
import { createMoments, type Moments } from './text/moments.js'
import { passportText, productText } from './text/passport.js'
import { worstFirst } from './text/problem-lines.js'
import { foldSymptoms, type Cause } from './text/symptoms.js'
import { unjudgedLines } from './text/unjudged.js'
import { counted, grouped } from './text/words.js'
import type { Report, ReportOptions, Unreadable } from './types.js'

export const markdownReport: Report<Analysis> = {
  name: 'markdown',
  title: 'Markdown for a ticket or the summary of a CI job',
  joins: 'all',
  format: (analyses, options) =>
    joinBlocks([
      ...refusedBlocks(options),
      ...analyses.flatMap(analysis => analysisBlocks(analysis, options)),
    ]),
}

export const markdownValidation: Report<Validation> = {
  name: 'markdown',
  title: 'Markdown for a ticket or the summary of a CI job',
  joins: 'all',
  format: (validations, options) =>
    joinBlocks([...refusedBlocks(options), ...validations.flatMap(validationBlocks)]),
}

/** A person reads three; a ticket has room for some more. */
const inFull = 5
/** With `--all`; more would not fit. */
const mostInFull = 200
const asRows = 50
const problemsShown = 30
const sentencesShown = 30
const problemsOfCheck = 5

function analysisBlocks(analysis: Analysis, { all, quiet }: ReportOptions): readonly string[] {
  const { packet, summary } = analysis
  const heading = [`## ${code(packet.source)}`, strong(summary.verdict)]
  if (quiet) return heading
  const moments = createMoments()
  const known = analysis.findings.filter(({ suppressed }) => suppressed !== undefined)
  const causes = foldSymptoms(analysis.findings.filter(({ suppressed }) => suppressed === undefined))
  return [
    ...heading,
    plain(passportText(packet, moments)),
    ...findingBlocks(causes, moments, { most: all ? mostInFull : inFull, verdict: summary.verdict }),
    ...suppressedBlocks(known),
    ...listBlocks('Suppressions that ended', endedSuppressions(analysis).map(plain), sentencesShown),
    ...listBlocks('Could not be judged', unjudgedItems(analysis), sentencesShown),
    ...listBlocks(
      'Problems with the packet itself',
      worstFirst(analysis.problems).map(problemItem),
      problemsShown,
    ),
    ...listBlocks('Rules that failed (a mistake in the rule, not in the server)', errorItems(analysis), 10),
    plain(coverageText(analysis)),
  ]
}

/** Empty text between its stars would be a line across the page. */
const strong = (text: string): string => (plain(text) === '' ? '' : `**${plain(text)}**`)

interface Shown {
  readonly most: number
  readonly verdict: string
}

function findingBlocks(
  causes: readonly Cause[],
  moments: Moments,
  { most, verdict }: Shown,
): readonly string[] {
  const blocks = causes.slice(0, most).map((cause, index) => findingBlock(cause, index + 1, moments, verdict))
  const rest = causes.slice(blocks.length)
  if (rest.length === 0) return blocks
  const beyond = rest.length - asRows
  return [
    ...blocks,
    `### ${counted(rest.length, 'more finding')}`,
    table(['Severity', 'Finding', 'What is so'], rest.slice(0, asRows).map(findingRow)),
    ...(beyond > 0 ? [`and ${grouped(beyond)} more.`] : []),
  ]
}

function suppressedBlocks(findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return []
  const rows = findings.slice(0, asRows).map(({ severity, title, suppressed }) => {
    const until = suppressed?.until === undefined ? '' : ` (until ${suppressed.until})`
    return `| ${severity} | ${cell(title)} | ${cell(`${suppressed?.reason ?? ''}${until}`)} |`
  })
  return [
    `### ${counted(findings.length, 'suppressed finding')}, not counted`,
    table(['Severity', 'Finding', 'Reason'], rows),
    ...(findings.length > asRows ? [`and ${grouped(findings.length - asRows)} more.`] : []),
  ]
}

function table(titles: readonly string[], rows: readonly string[]): string {
  return [`| ${titles.join(' | ')} |`, `|${titles.map(() => ' --- |').join('')}`, ...rows].join('\n')
}

function listBlocks(title: string, items: readonly string[], most: number): readonly string[] {
  if (items.length === 0) return []
  const beyond = items.length - most
  const more = beyond > 0 ? [`- and ${grouped(beyond)} more`] : []
  return [`### ${title}`, [...items.slice(0, most).map(item => `- ${item}`), ...more].join('\n')]
}

/** No line is that long: each sentence stays one. */
const unjudgedItems = (analysis: Analysis): readonly string[] =>
  unjudgedLines(analysis, Number.MAX_SAFE_INTEGER).map(line => plain(line.trim()))

const errorItems = ({ errors }: Analysis): readonly string[] =>
  errors.map(({ ruleId, message }) => `${code(ruleId)}: ${plain(message)}`)

function problemItem(problem: Problem): string {
  const place = placeOf(problem)
  const where = place === '' ? '' : `${code(place)}: `
  return `**${problem.severity}** ${code(problem.code)} ${where}${plain(problemText(problem))}`
}

function validationBlocks(validation: Validation): readonly string[] {
  const { packet, problems, checks, valid } = validation
  const of = (outcome: Check['outcome']): readonly Check[] =>
    checks.filter(check => check.outcome === outcome)
  const [passed, failed, skipped] = [of('passed'), of('failed'), of('skipped')]
  return [
    `## ${code(packet.source)}: ${valid ? 'valid' : 'invalid'}`,
    plain(validationLine(packet, passed.length, failed.length, skipped.length)),
    ...listBlocks(
      'Failed',
      failed.map(check => failedItem(check, problems)),
      problemsShown,
    ),
    ...listBlocks('Other problems', worstFirst(otherProblems(validation)).map(problemItem), problemsShown),
    ...listBlocks('Could not be checked', skipped.map(checkItem), sentencesShown),
  ]
}

const validationLine = (packet: PacketInfo, passed: number, failed: number, skipped: number): string =>
  `${productText(packet)} · ${counted(passed, 'check')} passed, ${grouped(failed)} failed, ${grouped(skipped)} skipped`

/** With its problems below; what the first of them says is the reason as well. */
function failedItem(check: Check, all: readonly Problem[]): string {
  const own = problemsOf(check, all)
  if (own.length === 0) return checkItem(check)
  const beyond = own.length - problemsOfCheck
  const more = beyond > 0 ? [`and ${grouped(beyond)} more`] : []
  const items = [...own.slice(0, problemsOfCheck).map(problemItem), ...more]
  return [plain(check.title), ...items.map(item => `  - ${item}`)].join('\n')
}

const checkItem = ({ title, reason }: Check): string =>
  reason === undefined ? plain(title) : `${plain(title)}: ${plain(reason)}`

function refusedBlocks({ unreadable = [] }: ReportOptions): readonly string[] {
  return unreadable.map(
    ({ source, message }: Unreadable) => `## ${code(source)}: could not be read\n\n${plain(message)}`,
  )
}
