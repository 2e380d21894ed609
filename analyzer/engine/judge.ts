// Judges one rule on one node: every item's outcome, and whether the outcome is this node's alone.
import type { LogMatch } from '../documents/log/types.js'
import type { ValuePath } from '../documents/types.js'
import type { DocumentKind } from '../packet/layout-types.js'
import type { Compiled } from './cel.js'
import { failureOf } from './cel.js'
import { gatherEvidence, isObserved } from './evidence.js'
import { itemKey } from './fingerprint.js'
import { matchVariable } from './match-variable.js'
import { missingNames, unexpectedValue } from './missing.js'
import { prepareRule } from './prepare.js'
import type { PreparedRule } from './prepare.js'
import type { Outcome, Rule } from './rule.js'
import type { Extra, Scope } from './scope.js'
import type { Subject } from './subject.js'
import { fillTemplate } from './template.js'
import { createWatcher, newReads, pathOf, pathText, plain, recording } from './watch.js'
import type { Reads } from './watch.js'

/** Outcomes in the order of the items; a rule without `each` has one. */
export interface Judgement {
  readonly outcomes: readonly Outcome[]
  /** True when something was read that differs by node: then the other nodes have to be judged too. */
  readonly perNode: boolean
}

interface Item {
  readonly extras: ReadonlyMap<string, Extra>
  readonly value: unknown
}

type Value<T> = { readonly kind: 'value'; readonly value: T } | Exclude<Outcome, { kind: 'finding' }>

/** A rule that cannot be judged is an outcome as well; nothing is thrown. */
export function judge(rule: Rule, subject: Subject, scope: Scope): Judgement {
  try {
    return judgePrepared(rule, prepareRule(rule), subject, scope)
  } catch (error) {
    return { outcomes: [asOutcome(error, newReads(), [])], perNode: false }
  }
}

function judgePrepared(rule: Rule, parts: PreparedRule, subject: Subject, scope: Scope): Judgement {
  const match = rule.logs === undefined ? undefined : subject.logMatch(rule.id, scope.node, namedLogs(rule))
  const logs = logsVerdict(rule, match)
  // Most log rules end here: nothing of the kind was logged, whatever the rest of the condition says.
  if (logs === 'no') return { outcomes: [{ kind: 'pass' }], perNode: true }

  const shared = matchExtras(match)
  const listReads = newReads()
  const items = listItems(parts, scope, shared, listReads)
  if (items.kind !== 'value') {
    return { outcomes: [items], perNode: rule.logs !== undefined || differs(listReads, scope) }
  }
  const judged = items.value.map(item =>
    judgeItem({ rule, parts, subject, scope, match, logs }, item, listReads),
  )
  return {
    outcomes: judged.length === 0 ? [{ kind: 'pass' }] : judged.map(({ outcome }) => outcome),
    perNode:
      rule.logs !== undefined ||
      differs(listReads, scope) ||
      judged.some(({ reads }) => differs(reads, scope)),
  }
}

type LogsVerdict = 'yes' | 'no' | 'unknown' | 'not asked'

function logsVerdict(rule: Rule, match: LogMatch | undefined): LogsVerdict {
  if (rule.logs === undefined) return 'not asked'
  if (match === undefined) return 'unknown'
  return match.count > 0 ? 'yes' : 'no'
}

const watchMatch = createWatcher()

function matchExtras(match: LogMatch | undefined): ReadonlyMap<string, Extra> {
  if (match === undefined) return new Map()
  return new Map([['match', { value: watchMatch(matchVariable(match), ['match']), path: ['match'] }]])
}

/** Without `each`, one item without a name. */
function listItems(
  parts: PreparedRule,
  scope: Scope,
  shared: ReadonlyMap<string, Extra>,
  reads: Reads,
): Value<readonly Item[]> {
  if (parts.each === undefined) return { kind: 'value', value: [{ extras: shared, value: undefined }] }
  const { list, name } = parts.each
  const result = evaluate(list, scope.variables(shared), reads)
  if (result.kind !== 'value') return result
  const entries = entriesOf(result.value)
  if (entries === undefined) return { kind: 'skip', missing: [unexpectedValue(list.source, 'a list')] }
  return {
    kind: 'value',
    value: entries.map(extra => ({ extras: new Map([...shared, [name, extra]]), value: plain(extra.value) })),
  }
}

/** Items of a list, keys of a map (as in CEL's own macros). Go writes an empty list as null. */
function entriesOf(value: unknown): readonly Extra[] | undefined {
  if (value === null) return []
  const base = pathOf(value)
  const place = (item: unknown, step: string | number): ValuePath | undefined =>
    pathOf(item) ?? (base && [...base, step])
  if (Array.isArray(value))
    return value.map((item: unknown, index) => ({ value: item, path: place(item, index) }))
  if (typeof value !== 'object') return undefined
  return Object.keys(value).map(key => ({ value: key, path: place(key, key) }))
}

interface Circumstances {
  readonly rule: Rule
  readonly parts: PreparedRule
  readonly subject: Subject
  readonly scope: Scope
  readonly match: LogMatch | undefined
  readonly logs: LogsVerdict
}

interface JudgedItem {
  readonly outcome: Outcome
  readonly reads: Reads
}

function judgeItem(around: Circumstances, item: Item, listReads: Reads): JudgedItem {
  const reads = newReads()
  const variables = around.scope.variables(item.extras)
  const outcome = conclude(around, item, variables, reads, listReads)
  return { outcome, reads }
}

function conclude(
  around: Circumstances,
  item: Item,
  variables: object,
  reads: Reads,
  listReads: Reads,
): Outcome {
  const { rule, parts, logs } = around
  const condition = holds(parts.when, variables, reads)
  const logsMissing = logs === 'unknown' ? missingLogs(rule) : []
  switch (condition.kind) {
    case 'value':
      if (!condition.value) return { kind: 'pass' }
      if (logsMissing.length > 0) return { kind: 'skip', missing: logsMissing }
      return found(around, item, variables, mergeReads(reads, listReads))
    case 'skip':
      return {
        kind: 'skip',
        missing: [...new Set([...logsMissing, ...condition.missing.filter(isNotMatch)])],
      }
    case 'pass':
    case 'error':
      return condition
  }
}

/** Where there are no logs, `match` is missing for the same reason. */
const isNotMatch = (name: string): boolean => name !== 'match'

/** What a rule wanted to look into: `logs` for the server's own, else the kinds it names. */
const missingLogs = (rule: Rule): readonly string[] => namedLogs(rule) ?? ['logs']

/** `undefined` when the block leaves the choice to the product. */
function namedLogs({ logs }: Rule): readonly DocumentKind[] | undefined {
  const kinds = logs === undefined ? [] : [logs.match].flat().map(({ file }) => file)
  return kinds.includes(undefined) ? undefined : [...new Set(kinds.flatMap(file => file ?? []))]
}

function holds(when: Compiled | undefined, variables: object, reads: Reads): Value<boolean> {
  if (when === undefined) return { kind: 'value', value: true }
  const result = evaluate(when, variables, reads)
  if (result.kind !== 'value') return result
  if (typeof result.value === 'boolean') return { kind: 'value', value: result.value }
  return { kind: 'error', message: `when: gives ${typeName(result.value)} instead of true or false` }
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  return typeof value === 'string' ? 'text' : 'a number'
}

function evaluate(expression: Compiled, variables: object, reads: Reads): Value<unknown> {
  try {
    return { kind: 'value', value: recording(reads, () => expression.run(variables)) }
  } catch (error) {
    return asOutcome(error, reads, [expression])
  }
}

/** Unknown is never a pass: what is missing, or of another type than the rule expects, makes the rule skip. */
function asOutcome(
  error: unknown,
  reads: Reads,
  expressions: readonly Compiled[],
): Extract<Outcome, { kind: 'skip' | 'error' }> {
  const failure = failureOf(error)
  switch (failure.kind) {
    case 'missing':
      return { kind: 'skip', missing: missingNames(reads, expressions) }
    case 'data':
      return { kind: 'skip', missing: [unexpectedValue(unfitting(reads, expressions), failure.message)] }
    case 'bug':
      return { kind: 'error', message: failure.message }
  }
}

/** The value read last is the one that did not fit. */
function unfitting(reads: Reads, expressions: readonly Compiled[]): string {
  const last = [...reads.found.values()].at(-1)
  return last === undefined ? (expressions[0]?.source ?? 'a value') : pathText(last)
}

function found(around: Circumstances, item: Item, variables: object, condition: Reads): Outcome {
  const { rule, parts, subject, scope, match } = around
  const messageReads = newReads()
  try {
    const key = parts.key === undefined ? itemKey(item.value ?? '') : itemKey(plain(parts.key.run(variables)))
    const message = recording(messageReads, () => fillTemplate(parts.message, variables))
    const evidence = gatherEvidence(match, condition, messageReads, scope)
    const grounds = gatherEvidence(match, condition, newReads(), scope)
    return {
      kind: 'finding',
      finding: {
        key,
        message,
        evidence,
        observed: rule.observed ?? isObserved(grounds, entry => subject.kindOf(entry)),
        count: match?.count ?? 1,
        firstSeenMs: match?.firstSeenMs,
        lastSeenMs: match?.lastSeenMs,
        ...(match === undefined ? {} : { match: matchVariable(match) }),
      },
    }
  } catch (error) {
    return { kind: 'error', message: `message or key: ${describe(error)}` }
  }
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
  for (const part of [reads.found, reads.absent, reads.asked]) {
    for (const path of part.values()) if (scope.perNode(path)) return true
  }
  return false
}
