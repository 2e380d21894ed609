// A test case for each rule that was judged. It fails as the exit code does: by findings from the asked severity on that no
// other finding explains and nobody suppressed.
import type { Analysis, Evidence, Finding, Severity, Skipped } from '../../analysis.js'
import { severities } from '../../severities.js'
import { excerptText } from '../text/excerpt.js'
import { placeOf } from '../place.js'
import type { ReportOptions } from '../types.js'
import type { TestCase, TestOutcome } from './test-case.js'

const mostFindings = 20
const mostEvidence = 5

/** In the order of the library; rules of no library by their id. */
export function ruleCases(
  analysis: Analysis,
  { rules = [], failOn = 'error' }: ReportOptions,
): readonly TestCase[] {
  const areas = new Map(rules.map(({ id, area }) => [id, area]))
  const outcomes = groupOutcomes(analysis)
  const group = analysis.packet.product ?? 'packet'
  return [...outcomes.keys()].sort().map(id => {
    const area = areas.get(id)
    const judged = judge(outcomes.get(id) ?? nothing, analysis.findings, failOn)
    return { group: area === undefined ? group : `${group}.${area}`, name: id, ...judged }
  })
}

/** What came of one rule: on several nodes or items it may be several things. */
interface RuleOutcomes {
  readonly findings: readonly Finding[]
  readonly skipped: readonly Skipped[]
  readonly errors: readonly string[]
}

const nothing: RuleOutcomes = { findings: [], skipped: [], errors: [] }

function groupOutcomes(analysis: Analysis): ReadonlyMap<string, RuleOutcomes> {
  const byRule = new Map<string, { findings: Finding[]; skipped: Skipped[]; errors: string[] }>()
  const of = (id: string) => {
    const known = byRule.get(id) ?? { findings: [], skipped: [], errors: [] }
    byRule.set(id, known)
    return known
  }
  for (const id of analysis.passed) of(id)
  for (const finding of analysis.findings) of(finding.ruleId).findings.push(finding)
  for (const skipped of analysis.skipped) of(skipped.ruleId).skipped.push(skipped)
  for (const { ruleId, message } of analysis.errors) of(ruleId).errors.push(message)
  return byRule
}

type Judged = Pick<TestCase, 'outcome' | 'note'>

/** The worst of what came of a rule decides; what is unknown on a node is never "passed". */
function judge(
  { findings, skipped, errors }: RuleOutcomes,
  all: readonly Finding[],
  failOn: Severity | 'never',
): Judged {
  const counting = findings.filter(finding => counts(finding, failOn))
  const [first] = counting
  if (first !== undefined) return { outcome: failureOf(first, counting) }
  const [error] = errors
  if (error !== undefined) return { outcome: { kind: 'broken', type: 'rule-failed', message: error } }
  if (findings.length > 0) return uncounted(findings, all)
  if (skipped.length > 0) return { outcome: { kind: 'skipped', reason: missingText(skipped) } }
  return { outcome: { kind: 'passed' } }
}

function counts({ severity, symptomOf, suppressed }: Finding, failOn: Severity | 'never'): boolean {
  if (failOn === 'never' || symptomOf !== undefined || suppressed !== undefined) return false
  return severities.indexOf(severity) <= severities.indexOf(failOn)
}

function failureOf(first: Finding, findings: readonly Finding[]): TestOutcome {
  const beyond = findings.length - mostFindings
  const more = beyond > 0 ? [`and ${beyond} more findings of this rule`] : []
  return {
    kind: 'failed',
    type: first.severity,
    message: `${first.title}: ${first.message}`,
    text: [...findings.slice(0, mostFindings).map(findingText), ...more].join('\n\n'),
  }
}

/** Something was found and does not fail: a suppressed or explained one is left out, a lesser one passes with a note. */
function uncounted(findings: readonly Finding[], all: readonly Finding[]): Judged {
  const lesser = findings.filter(
    ({ symptomOf, suppressed }) => symptomOf === undefined && suppressed === undefined,
  )
  const note = findings.slice(0, mostFindings).map(findingText).join('\n\n')
  const [first] = findings
  if (lesser.length > 0 || first === undefined) return { outcome: { kind: 'passed' }, note }
  return { outcome: { kind: 'skipped', reason: setAsideText(first, all) }, note }
}

function setAsideText({ suppressed, symptomOf, message }: Finding, all: readonly Finding[]): string {
  if (suppressed !== undefined) {
    const until = suppressed.until === undefined ? '' : ` until ${suppressed.until}`
    return `Suppressed${until}: ${suppressed.reason}. ${message}`
  }
  const cause = all.find(({ fingerprint }) => fingerprint === symptomOf)
  return `Explained by ${cause === undefined ? 'another finding' : `${cause.ruleId} (${cause.title})`}: ${message}`
}

function findingText(finding: Finding): string {
  const { severity, message, nodes = [], why, fix, docs, evidence } = finding
  const named = nodes.filter(node => node !== '')
  return [
    `${severity}: ${message}`,
    ...(named.length === 0 ? [] : [`Nodes: ${named.join(', ')}`]),
    ...evidence.slice(0, mostEvidence).map(evidenceText),
    ...(evidence.length > mostEvidence ? [`and ${evidence.length - mostEvidence} more places`] : []),
    ...(why === undefined ? [] : [`Why: ${why.trim()}`]),
    ...(fix === undefined ? [] : [`Fix: ${fix.trim()}`]),
    ...docs.map(link => `See: ${link}`),
  ].join('\n')
}

const evidenceText = (piece: Evidence): string =>
  piece.excerpt === undefined ? placeOf(piece) : `${placeOf(piece)}  ${excerptText(piece.excerpt)}`

/** `Not in this packet: diagnostics, config.SqlSettings.DataSource`. */
function missingText(skipped: readonly Skipped[]): string {
  const names = skipped.flatMap(({ missing, node, titles }) =>
    missing.map(path => `${titles?.[path] ?? path}${node === undefined || node === '' ? '' : ` (${node})`}`),
  )
  const distinct = [...new Set(names)]
  const shown = distinct.slice(0, 5).join(', ')
  if (shown === '') return 'Could not tell, and did not say why'
  return `Not in this packet: ${shown}${distinct.length > 5 ? ` and ${distinct.length - 5} more` : ''}`
}
