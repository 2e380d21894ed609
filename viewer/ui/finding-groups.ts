// Findings as a list of causes, each with the symptoms that it explains, filtered as the address says.
import type { Finding, Severity } from './words.js'

export interface FindingGroup {
  readonly cause: Finding
  readonly symptoms: readonly Finding[]
}

/** Keeps the order of the analysis. A symptom whose cause is not there stands for itself. */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  const known = new Map(findings.map(finding => [finding.fingerprint, finding]))
  const groups = new Map<Finding, Finding[]>()
  for (const finding of findings) {
    const root = rootOf(finding, known)
    const symptoms = groups.get(root) ?? []
    if (root !== finding) symptoms.push(finding)
    groups.set(root, symptoms)
  }
  const rank = new Map(findings.map((finding, position) => [finding, position]))
  return [...groups]
    .map(([cause, symptoms]) => ({ cause, symptoms }))
    .sort((a, b) => (rank.get(a.cause) ?? 0) - (rank.get(b.cause) ?? 0))
}

/** The cause at the end of a chain, as far as it counts; a chain that bites its own tail ends where it began. */
function rootOf(finding: Finding, known: ReadonlyMap<string, Finding>): Finding {
  const seen = new Set<Finding>()
  let at = finding
  while (at.symptomOf !== undefined && !seen.has(at)) {
    seen.add(at)
    const next = known.get(at.symptomOf)
    if (next === undefined) return at
    // What counts is not hidden below what does not.
    if (next.suppressed !== undefined && at.suppressed === undefined) return at
    at = next
  }
  return seen.has(at) ? finding : at
}

/** What findings are narrowed to; an empty list narrows nothing. */
export interface FindingFilter {
  readonly severities: readonly string[]
  readonly areas: readonly string[]
  readonly nodes: readonly string[]
  readonly words: string
  /** Whether marks let a finding be shown. */
  readonly isMarkWanted: (finding: Finding) => boolean
  readonly areaOf: (finding: Finding) => string
}

/** A group stays when its cause or one of its symptoms fits; marks are put on causes. */
export function filterGroups(
  groups: readonly FindingGroup[],
  filter: FindingFilter,
): readonly FindingGroup[] {
  const { severities, areas, nodes, isMarkWanted, areaOf } = filter
  const text = filter.words.trim().toLowerCase()
  const fits = (finding: Finding) =>
    (severities.length === 0 || severities.includes(finding.severity)) &&
    (areas.length === 0 || areas.includes(areaOf(finding))) &&
    (nodes.length === 0 || nodesOf(finding).some(node => nodes.includes(node))) &&
    (text === '' || textOf(finding).includes(text))
  return groups.filter(group => isMarkWanted(group.cause) && (fits(group.cause) || group.symptoms.some(fits)))
}

/** Nodes a finding concerns; a standalone server has no name. */
export function nodesOf({ nodes }: Pick<Finding, 'nodes'>): readonly string[] {
  return (nodes ?? []).filter(node => node !== '')
}

/** Kept: each letter of a search asks for the text of every finding again. */
const texts = new WeakMap<Finding, string>()

function textOf(finding: Finding): string {
  const known = texts.get(finding)
  if (known !== undefined) return known
  const { title, message, ruleId, why = '', fix = '', nodes = [] } = finding
  const evidence = finding.evidence.map(({ entry, excerpt = '' }) => `${entry} ${excerpt}`)
  const text = [title, message, ruleId, why, fix, ...nodes, ...evidence].join('\n').toLowerCase()
  texts.set(finding, text)
  return text
}

/** Causes only: symptoms are not counted again. */
export function countBySeverity(groups: readonly FindingGroup[]): Readonly<Record<Severity, number>> {
  const counts = { critical: 0, error: 0, warning: 0, info: 0 }
  for (const { cause } of groups) counts[cause.severity]++
  return counts
}
