// Judges one rule on one node: every item's outcome, and whether the outcome is this node's alone.
import type { LogMatch } from '../documents/log/types.js'
import { failureOf } from './cel.js'
import { gatherEvidence, isObserved } from './evidence.js'
import { itemKey } from './fingerprint.js'
import { listItems } from './items.js'
import type { Item } from './items.js'
import { matchVariable } from './match-variable.js'
import { prepareRule } from './prepare.js'
import type { PreparedRule } from './prepare.js'
import type { FoundItem, Outcome, Rule } from './rule.js'
import { logsVerdict, matchExtra, missingLogs, namedLogs } from './rule-logs.js'
import type { LogsVerdict } from './rule-logs.js'
import { runCondition } from './run-expression.js'
import type { Scope } from './scope.js'
import type { Subject } from './subject.js'
import { fillTemplate } from './template.js'
import { newReads, plain, recording } from './watch.js'
import type { Reads } from './watch.js'

/** Outcomes in the order of the items; a rule without `each` has one. */
export interface Judgement {
  readonly outcomes: readonly Outcome[]
  /** True when something was read that differs by node: then the other nodes have to be judged too. Found out when asked. */
  readonly perNode: boolean
}

/** A rule that cannot be judged is an outcome as well; nothing is thrown. */
export function judge(rule: Rule, subject: Subject, scope: Scope): Judgement {
  const match = rule.logs === undefined ? undefined : subject.logMatch(rule.id, scope.node, namedLogs(rule))
  const logs = logsVerdict(rule, match)
  // Most log rules end here, unparsed: nothing of the kind was logged, whatever the rest of the condition says.
  if (logs === 'not seen') return notSeen
  try {
    return judgePrepared({ rule, parts: prepareRule(rule), subject, scope, match, logs, list: newReads() })
  } catch (error) {
    return { outcomes: [{ kind: 'error', message: describe(error) }], perNode: false }
  }
}

const notSeen: Judgement = { outcomes: [{ kind: 'pass' }], perNode: true }

function judgePrepared(around: Circumstances): Judgement {
  const { rule, parts, scope, match, list } = around
  const items = listItems(parts, scope, matchExtra(match), list)
  const judged = items.kind === 'value' ? items.value.items.map(item => judgeItem(around, item)) : []
  const reads = [list, ...judged.flatMap(item => item.reads)]
  return {
    outcomes: items.kind === 'value' ? outcomesOf(judged, items.value.leftOut) : [items],
    get perNode() {
      return rule.logs !== undefined || reads.some(read => differs(read, scope))
    },
  }
}

/** Nothing to judge is nothing found; what was left out was not judged. */
function outcomesOf(judged: readonly JudgedItem[], leftOut: number): readonly Outcome[] {
  const outcomes = judged.map(({ outcome }) => outcome)
  if (leftOut > 0)
    return [...outcomes, { kind: 'skip', missing: [`${leftOut} items beyond the first ${judged.length}`] }]
  return outcomes.length === 0 ? [{ kind: 'pass' }] : outcomes
}

interface Circumstances {
  readonly rule: Rule
  readonly parts: PreparedRule
  readonly subject: Subject
  readonly scope: Scope
  readonly match: LogMatch | undefined
  readonly logs: LogsVerdict
  /** What the list of `each` read. */
  readonly list: Reads
}

interface JudgedItem {
  readonly outcome: Outcome
  readonly reads: readonly Reads[]
}

function judgeItem(around: Circumstances, item: Item): JudgedItem {
  const { rule, parts, scope, logs, match } = around
  const reads = newReads()
  const condition = runCondition(parts.when, scope.variables(item.extras), reads)
  const unknown = logs === 'unknown' ? missingLogs(rule, match) : []
  if (condition.kind === 'error') return { outcome: condition, reads: [reads] }
  if (condition.kind === 'skip') {
    // Where there are no logs, `match` is missing for the same reason.
    const missing = [
      ...unknown,
      ...condition.missing.filter(name => unknown.length === 0 || name !== 'match'),
    ]
    return { outcome: { kind: 'skip', missing: [...new Set(missing)] }, reads: [reads] }
  }
  if (!condition.value) return { outcome: { kind: 'pass' }, reads: [reads] }
  if (unknown.length > 0) return { outcome: { kind: 'skip', missing: unknown }, reads: [reads] }
  return found(around, item, reads)
}

function found(around: Circumstances, item: Item, condition: Reads): JudgedItem {
  const message = newReads()
  const reads = [condition, message]
  try {
    return { outcome: foundItem(around, item, condition, message), reads }
  } catch (error) {
    return { outcome: { kind: 'error', message: `message or key: ${describe(error)}` }, reads }
  }
}

function foundItem(around: Circumstances, item: Item, when: Reads, message: Reads): Outcome {
  const { rule, parts, scope, match, list } = around
  const variables = scope.variables(item.extras)
  const condition = mergeReads(when, list)
  const text = recording(message, () => fillTemplate(parts.message(), variables))
  const key = parts.key()
  return {
    kind: 'finding',
    finding: {
      key: itemKey(key === undefined ? (item.value ?? '') : plain(key.run(variables))),
      message: text,
      evidence: gatherEvidence(match, condition, message, scope),
      observed: rule.observed ?? (match !== undefined || wasSeen(around, condition)),
      ...sightingsOf(match, item.value),
      ...(match === undefined ? {} : { match: matchVariable(match) }),
    },
  }
}

type Sightings = Pick<FoundItem, 'count' | 'counted' | 'firstSeenMs' | 'lastSeenMs'>

/** How often and when: as the log block saw it, or as an item of `each` tells that has a count and its times. */
function sightingsOf(match: LogMatch | undefined, item: unknown): Sightings {
  if (match !== undefined)
    return { count: match.count, firstSeenMs: match.firstSeenMs, lastSeenMs: match.lastSeenMs }
  const {
    count,
    first_seen_ms: first,
    last_seen_ms: last,
  } = (item ?? {}) as Readonly<Record<string, unknown>>
  return typeof count === 'number' && typeof first === 'number' && typeof last === 'number'
    ? { count, counted: true, firstSeenMs: first, lastSeenMs: last }
    : { count: 1, firstSeenMs: undefined, lastSeenMs: undefined }
}

/** What only the message names is no ground for the finding. */
function wasSeen({ subject, scope }: Circumstances, condition: Reads): boolean {
  const grounds = gatherEvidence(undefined, condition, newReads(), scope)
  return isObserved(grounds, entry => subject.kindOf(entry))
}

function describe(error: unknown): string {
  const failure = failureOf(error)
  return failure.kind === 'missing' ? 'reads a value that does not exist' : failure.message
}

function mergeReads(first: Reads, second: Reads): Reads {
  return {
    found: new Map([...first.found, ...second.found]),
    absent: new Map([...first.absent, ...second.absent]),
    asked: new Map([...first.asked, ...second.asked]),
  }
}

function differs(reads: Reads, scope: Scope): boolean {
  return [reads.found, reads.absent, reads.asked].some(paths =>
    [...paths.values()].some(path => scope.perNode(path)),
  )
}
