// Puts the cause first: folds symptoms under what explains them, and orders what remains. The order is total and repeatable.
// What is suppressed comes last, raises nothing, and hides nothing that is not suppressed itself.
import type { Finding, Severity, Suppressed } from '../analysis.js'
import { explains } from './correlate.js'
import { fingerprintOf } from './fingerprint.js'
import type { Found } from './merge-nodes.js'

const urgency: Readonly<Record<Severity, number>> = { critical: 0, error: 1, warning: 2, info: 3 }

/** What a suppression is asked about. */
export interface Suppressible {
  readonly ruleId: string
  readonly fingerprint: string
  /** Empty when it is not a matter of nodes. */
  readonly nodes: readonly string[]
}

/** `symptoms`: what the finding explains is suppressed with it. */
export type AppliedSuppression = Suppressed & { readonly symptoms?: true }

/** Says why a finding does not count, or `undefined` when it does. Asked once for each finding. */
export type Suppress = (finding: Suppressible) => AppliedSuppression | undefined

/** A finding with its place in the order and its cause, while they are worked out. */
interface Entry {
  readonly found: Found
  readonly fingerprint: string
  suppressed: AppliedSuppression | undefined
  /** What directly explains it; roots have none. */
  cause: Entry | undefined
  /** Findings below it, at any depth. */
  below: Entry[]
}

/** Roots by importance, then the symptoms in the order of their roots; then what is suppressed, in the same order. */
export function rankFindings(found: readonly Found[], suppress?: Suppress): readonly Finding[] {
  const entries = found.map(one => entryOf(one, suppress)).sort(byOwnImportance)
  linkCauses(entries)
  for (const entry of entries) inheritSuppression(entry)
  for (const entry of entries) if (entry.cause !== undefined) rootOf(entry).below.push(entry)
  const roots = entries.filter(({ cause }) => cause === undefined).sort(byImportance)
  const ranked = [...roots, ...roots.flatMap(root => root.below)]
  const counting = ranked.filter(({ suppressed }) => suppressed === undefined)
  const rest = ranked.filter(({ suppressed }) => suppressed !== undefined)
  return [...counting, ...rest].map(toFinding)
}

function entryOf(found: Found, suppress: Suppress | undefined): Entry {
  const { rule, key, nodes } = found
  const fingerprint = fingerprintOf(rule.id, key)
  const suppressed = suppress?.({ ruleId: rule.id, fingerprint, nodes })
  return { found, fingerprint, suppressed, cause: undefined, below: [] }
}

/**
 * Gives every finding the most important of its causes. The least important choose first, so that of two findings that explain
 * each other the more important one remains a root.
 */
function linkCauses(entries: readonly Entry[]): void {
  const counting = entries.filter(({ suppressed }) => suppressed === undefined)
  const rest = entries.filter(({ suppressed }) => suppressed !== undefined)
  for (const symptom of [...entries].reverse()) {
    const fits = (cause: Entry): boolean =>
      explains(cause.found, symptom.found) && mayHide(cause, symptom) && rootOf(cause) !== symptom
    symptom.cause = counting.find(fits) ?? rest.find(fits)
  }
}

/**
 * A known cause may have new consequences: they are not put away with it, unless they are suppressed themselves or the
 * suppression says that it means them too.
 */
function mayHide(cause: Entry, symptom: Entry): boolean {
  return (
    cause.suppressed === undefined || symptom.suppressed !== undefined || cause.suppressed.symptoms === true
  )
}

/** What lies below a suppression of symptoms is suppressed for the same reason. */
function inheritSuppression(entry: Entry): void {
  for (let above = entry.cause; above !== undefined && entry.suppressed === undefined; above = above.cause)
    if (above.suppressed?.symptoms === true) entry.suppressed = above.suppressed
}

/** Ends: a cause is never taken whose root is the symptom itself. */
function rootOf(entry: Entry): Entry {
  let root = entry
  while (root.cause !== undefined) root = root.cause
  return root
}

/** What follows from a cause and counts as it does. */
const weighing = ({ suppressed, below }: Entry): readonly Entry[] =>
  suppressed === undefined ? below.filter(symptom => symptom.suppressed === undefined) : below

/** A cause is as bad as the worst that follows from it, and was seen when a symptom was. */
const severityOf = (entry: Entry): Severity =>
  weighing(entry).reduce<Severity>(
    (worst, symptom) =>
      urgency[symptom.found.rule.severity] < urgency[worst] ? symptom.found.rule.severity : worst,
    entry.found.rule.severity,
  )
const observedOf = (entry: Entry): boolean =>
  entry.found.observed || weighing(entry).some(symptom => symptom.found.observed)

/** What was so all along stands behind what is new, unless something follows from it. */
const isStanding = (entry: Entry): boolean =>
  entry.found.rule.standing === true && weighing(entry).length === 0

function byImportance(a: Entry, b: Entry): number {
  return (
    urgency[severityOf(a)] - urgency[severityOf(b)] ||
    Number(isStanding(a)) - Number(isStanding(b)) ||
    Number(observedOf(b)) - Number(observedOf(a)) ||
    weighing(b).length - weighing(a).length ||
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
    ...(entry.suppressed === undefined ? {} : { suppressed: told(entry.suppressed) }),
  }
}

const told = ({ kind, reason, until }: AppliedSuppression): Suppressed => ({
  kind,
  reason,
  ...(until === undefined ? {} : { until }),
})

/** A time that no calendar has (a damaged log line) is left out. */
function timeField<K extends string>(name: K, ms: number | undefined): { [name in K]?: string } {
  if (ms === undefined || !(Math.abs(ms) <= 8.64e15)) return {}
  return { [name]: new Date(ms).toISOString() } as { [name in K]?: string }
}
