// What became of the findings: matched by fingerprint, and honest about rules that could judge one of the packets only.
import type { Analysis, Finding, Skipped } from '../analysis.js'
import { severities } from '../severities.js'
import type { FindingChange, FindingChangeKind, FindingChanges, SeenFinding } from './types.js'

/** In the order a person reads them. */
const kinds: readonly FindingChangeKind[] = [
  'new',
  'worse',
  'first-judged',
  'gone',
  'better',
  'not-judged',
  'same',
]

export interface JudgedPacket {
  readonly analysis: Analysis
  /** Hours of log, for how often a thing was seen; `undefined` when not known. */
  readonly logHours: number | undefined
  /** Names and titles of nodes that the other packet does not have: a finding there is neither better nor worse. */
  readonly strangers: ReadonlySet<string>
}

export function compareFindings(before: JudgedPacket, after: JudgedPacket): FindingChanges {
  const earlier = new Map(before.analysis.findings.map(finding => [finding.fingerprint, finding]))
  const later = new Map(after.analysis.findings.map(finding => [finding.fingerprint, finding]))
  const changes = [
    ...[...later.values()].map(finding => {
      const old = earlier.get(finding.fingerprint)
      return old === undefined
        ? appeared(finding, before.analysis, after.analysis)
        : stayed(old, finding, before, after)
    }),
    ...[...earlier.values()]
      .filter(({ fingerprint }) => !later.has(fingerprint))
      .map(old => vanished(old, before.analysis, after.analysis)),
  ]
  const counted = changes.filter(({ suppressed }) => suppressed !== true)
  const counts = Object.fromEntries(
    kinds.map(kind => [kind, counted.filter(change => change.kind === kind).length]),
  ) as Record<FindingChangeKind, number>
  return {
    changes: kinds.flatMap(kind => ofKind(changes, kind)),
    counts,
    suppressed: changes.length - counted.length,
  }
}

/** Causes before symptoms, worst first; else in the order of their analysis. */
function ofKind(changes: readonly FindingChange[], kind: FindingChangeKind): readonly FindingChange[] {
  const rank = ({ symptom, severity }: FindingChange) => Number(symptom) * 10 + severities.indexOf(severity)
  return changes.filter(change => change.kind === kind).sort((a, b) => rank(a) - rank(b))
}

function appeared(after: Finding, earlier: Analysis, later: Analysis): FindingChange {
  const unjudged = whyUnjudged(after.ruleId, earlier, later)
  return {
    ...head(after, unjudged === undefined ? 'new' : 'first-judged'),
    ...(unjudged === undefined ? {} : { reason: `in the first packet ${unjudged}` }),
    after: seen(after),
  }
}

function vanished(before: Finding, earlier: Analysis, later: Analysis): FindingChange {
  const unjudged = whyUnjudged(before.ruleId, later, earlier)
  return {
    ...head(before, unjudged === undefined ? 'gone' : 'not-judged'),
    ...(unjudged === undefined ? {} : { reason: `in the second packet ${unjudged}` }),
    before: seen(before),
  }
}

/** Why a rule says nothing of a packet; `undefined` when it judged it. */
function whyUnjudged(ruleId: string, analysis: Analysis, other: Analysis): string | undefined {
  if (analysis.packet.product !== other.packet.product)
    return 'the rule does not apply: it is of another product'
  const found = analysis.findings.some(finding => finding.ruleId === ruleId)
  const skipped = analysis.skipped.find(skip => skip.ruleId === ruleId && skip.node === undefined)
  if (skipped !== undefined && !found) return `the rule could not tell; not known: ${missingOf(skipped)}`
  if (analysis.errors.some(error => error.ruleId === ruleId)) return 'the rule failed'
  if (found || analysis.passed.includes(ruleId)) return undefined
  if (analysis.skipped.some(skip => skip.ruleId === ruleId)) return 'the rule could not tell for a node'
  return 'the rule does not apply to its version, or was left out'
}

/** What it is called, and the names of those facts that are called nothing. */
const missingOf = ({ missing, titles }: Skipped): string =>
  missing
    .slice(0, 2)
    .map(id => titles?.[id] ?? id)
    .join('; ')

function stayed(before: Finding, after: Finding, first: JudgedPacket, second: JudgedPacket): FindingChange {
  const changed =
    bySeverity(before, after) ??
    byNodes(nodesOf(before, first), nodesOf(after, second)) ??
    byRate(before, after, first, second)
  return {
    ...head(after, changed?.kind ?? 'same'),
    ...(changed === undefined ? {} : { reason: changed.reason }),
    before: seen(before),
    after: seen(after),
  }
}

interface Judgement {
  readonly kind: 'worse' | 'better'
  readonly reason: string
}

function bySeverity(before: Finding, after: Finding): Judgement | undefined {
  const step = severities.indexOf(before.severity) - severities.indexOf(after.severity)
  if (step === 0) return undefined
  return { kind: step > 0 ? 'worse' : 'better', reason: `${before.severity} before, ${after.severity} now` }
}

const nodesOf = ({ nodes = [] }: Finding, { strangers }: JudgedPacket): number =>
  nodes.filter(node => !strangers.has(node)).length

function byNodes(earlier: number, later: number): Judgement | undefined {
  if (earlier === 0 || later === 0 || earlier === later) return undefined
  return { kind: later > earlier ? 'worse' : 'better', reason: `on ${later} nodes, before on ${earlier}` }
}

/** Chance doubles small counts, and logs are of different length: what counts is how often it was seen in an hour of log. */
const factor = 2
const leastMore = 10

function byRate(
  before: Finding,
  after: Finding,
  { logHours: first }: JudgedPacket,
  { logHours: second }: JudgedPacket,
): Judgement | undefined {
  if (!before.observed || !after.observed || first === undefined || second === undefined) return undefined
  const [earlier, later] = [before.count / first, after.count / second]
  const rates = `${rateText(later)} an hour of log, before ${rateText(earlier)}`
  if (later >= earlier * factor && after.count - before.count >= leastMore)
    return { kind: 'worse', reason: rates }
  if (later * factor <= earlier && before.count - after.count >= leastMore)
    return { kind: 'better', reason: rates }
  return undefined
}

const rateText = (perHour: number): string =>
  perHour >= 10 ? String(Math.round(perHour)) : perHour.toPrecision(2)

function head(finding: Finding, kind: FindingChangeKind): Omit<FindingChange, 'before' | 'after'> {
  const { ruleId, fingerprint, title, severity, message, symptomOf, suppressed } = finding
  return {
    kind,
    ruleId,
    fingerprint,
    title,
    severity,
    message,
    symptom: symptomOf !== undefined,
    ...(suppressed === undefined ? {} : { suppressed: true as const }),
  }
}

function seen({ severity, message, count, firstSeen, lastSeen, nodes }: Finding): SeenFinding {
  return {
    severity,
    message,
    count,
    ...(firstSeen === undefined ? {} : { firstSeen }),
    ...(lastSeen === undefined ? {} : { lastSeen }),
    ...(nodes === undefined ? {} : { nodes }),
  }
}
