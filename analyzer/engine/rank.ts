// Puts the cause first: folds symptoms under what explains them, and orders what remains. The order is total and repeatable.
import type { Finding, Severity } from '../analysis.js'
import { explains } from './correlate.js'
import { fingerprintOf } from './fingerprint.js'
import type { Found } from './merge-nodes.js'

const urgency: Readonly<Record<Severity, number>> = { critical: 0, error: 1, warning: 2, info: 3 }

/** A finding with its place in the order and its cause, while they are worked out. */
interface Entry {
  readonly found: Found
  readonly fingerprint: string
  /** What directly explains it; roots have none. */
  cause: Entry | undefined
  /** Findings below it, at any depth. */
  below: Entry[]
}

/** Roots by importance, then the symptoms in the order of their roots. */
export function rankFindings(found: readonly Found[]): readonly Finding[] {
  const entries = found
    .map((one): Entry => ({
      found: one,
      fingerprint: fingerprintOf(one.rule.id, one.key),
      cause: undefined,
      below: [],
    }))
    .sort(byOwnImportance)
  linkCauses(entries)
  for (const entry of entries) if (entry.cause !== undefined) rootOf(entry).below.push(entry)
  const roots = entries.filter(({ cause }) => cause === undefined).sort(byImportance)
  return [...roots, ...roots.flatMap(root => root.below)].map(toFinding)
}

/**
 * Gives every finding the most important of its causes. The least important choose first, so that of two findings that explain
 * each other the more important one remains a root.
 */
function linkCauses(entries: readonly Entry[]): void {
  for (const symptom of [...entries].reverse()) {
    symptom.cause = entries.find(cause => explains(cause.found, symptom.found) && rootOf(cause) !== symptom)
  }
}

/** Ends: a cause is never taken whose root is the symptom itself. */
function rootOf(entry: Entry): Entry {
  let root = entry
  while (root.cause !== undefined) root = root.cause
  return root
}

/** A cause is as bad as the worst that follows from it, and was seen when a symptom was. */
const severityOf = ({ found, below }: Entry): Severity =>
  below.reduce<Severity>(
    (worst, symptom) =>
      urgency[symptom.found.rule.severity] < urgency[worst] ? symptom.found.rule.severity : worst,
    found.rule.severity,
  )
const observedOf = ({ found, below }: Entry): boolean =>
  found.observed || below.some(symptom => symptom.found.observed)

/** What was so all along stands behind what is new, unless something follows from it. */
const isStanding = ({ found, below }: Entry): boolean => found.rule.standing === true && below.length === 0

function byImportance(a: Entry, b: Entry): number {
  return (
    urgency[severityOf(a)] - urgency[severityOf(b)] ||
    Number(isStanding(a)) - Number(isStanding(b)) ||
    Number(observedOf(b)) - Number(observedOf(a)) ||
    b.below.length - a.below.length ||
    byOwnImportance(a, b)
  )
}

function byOwnImportance(a: Entry, b: Entry): number {
  return (
    urgency[a.found.rule.severity] - urgency[b.found.rule.severity] ||
    Number(b.found.observed) - Number(a.found.observed) ||
    b.found.count - a.found.count ||
    (b.found.lastSeenMs ?? -Infinity) - (a.found.lastSeenMs ?? -Infinity) ||
    compareText(a.found.rule.id, b.found.rule.id) ||
    compareText(a.found.key, b.found.key)
  )
}

/** By code unit: the same on every machine, whatever its language. */
function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function toFinding(entry: Entry): Finding {
  const { found, fingerprint } = entry
  const { rule, firstSeenMs, lastSeenMs } = found
  return {
    ruleId: rule.id,
    title: rule.title,
    severity: severityOf(entry),
    message: found.message,
    why: rule.why,
    fix: rule.fix,
    docs: rule.docs,
    fingerprint,
    evidence: found.evidence,
    observed: found.observed,
    count: found.count,
    ...(found.atLeast === true ? { countIsLeast: true as const } : {}),
    ...timeField('firstSeen', firstSeenMs),
    ...timeField('lastSeen', lastSeenMs),
    ...(entry.cause === undefined ? {} : { symptomOf: rootOf(entry).fingerprint }),
    ...(found.nodes.length === 0 ? {} : { nodes: found.nodes }),
  }
}

/** A time that no calendar has (a damaged log line) is left out. */
function timeField<K extends string>(name: K, ms: number | undefined): { [name in K]?: string } {
  if (ms === undefined || !(Math.abs(ms) <= 8.64e15)) return {}
  return { [name]: new Date(ms).toISOString() } as { [name in K]?: string }
}
