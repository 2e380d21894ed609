// Rules × subject → findings, most important first, and what could not be told. The door to this stage.
import type { Finding, RuleError, Skipped } from '../analysis.js'
import { applicability } from './applies.js'
import { judge } from './judge.js'
import type { Judgement } from './judge.js'
import { mergeNodes } from './merge-nodes.js'
import type { Found, FoundOnNode } from './merge-nodes.js'
import { rankFindings } from './rank.js'
import type { Suppress } from './rank.js'
import type { Outcome, Rule } from './rule.js'
import { createScope } from './scope.js'
import type { Scope } from './scope.js'
import type { Subject } from './subject.js'
import { inRounds, withUnexplained } from './unexplained.js'

/** What came of all rules. Rules for another product or version are in none of the lists. */
export interface Evaluation {
  /** Causes in order of importance, then symptoms. */
  readonly findings: readonly Finding[]
  readonly skipped: readonly Skipped[]
  readonly errors: readonly RuleError[]
  readonly passed: readonly string[]
  /** Rules that concern this server. */
  readonly evaluated: number
}

/** `suppress` says which findings are known; they are in the list, and mark nothing as worse than it is. */
export function evaluateRules(rules: readonly Rule[], subject: Subject, suppress?: Suppress): Evaluation {
  const scopes = scopesOf(subject)
  const [first, last] = inRounds(rules.filter(rule => applicability(rule, subject) !== 'no'))
  const known = first.map(rule => evaluateRule(rule, subject, scopes))
  const tallies = [...known, ...evaluateRest(last, subject, known)]
  return {
    findings: rankFindings(
      tallies.flatMap(({ found }) => found),
      suppress,
    ),
    skipped: tallies.flatMap(({ skipped }) => skipped),
    errors: tallies.flatMap(({ errors }) => errors),
    passed: tallies.flatMap(({ passed }) => passed),
    evaluated: tallies.length,
  }
}

/** Rules about what the others left unexplained. */
function evaluateRest(rules: readonly Rule[], subject: Subject, known: readonly Tally[]): readonly Tally[] {
  if (rules.length === 0) return []
  const rest = withUnexplained(
    subject,
    known.flatMap(({ found }) => found),
  )
  const scopes = scopesOf(rest)
  return rules.map(rule => evaluateRule(rule, rest, scopes))
}

/** The subject as rules see it that are judged after the others: for who looks at one of them alone. */
export function subjectAfter(rules: readonly Rule[], subject: Subject): Subject {
  const [first] = inRounds(rules.filter(rule => applicability(rule, subject) !== 'no'))
  const scopes = scopesOf(subject)
  return withUnexplained(
    subject,
    first.flatMap(rule => evaluateRule(rule, subject, scopes).found),
  )
}

const scopesOf = (subject: Subject): ReadonlyMap<string, Scope> =>
  new Map(nodesOf(subject).map(node => [node, createScope(subject, node)]))

const nodesOf = (subject: Subject): readonly string[] => (subject.nodes.length > 0 ? subject.nodes : [''])

/** What came of one rule over all nodes. */
export interface Tally {
  readonly found: readonly Found[]
  readonly skipped: readonly Skipped[]
  readonly errors: readonly RuleError[]
  readonly passed: readonly string[]
}

function evaluateRule(rule: Rule, subject: Subject, scopes: ReadonlyMap<string, Scope>): Tally {
  if (applicability(rule, subject) === 'unknown') {
    return { ...nothing, skipped: [{ ruleId: rule.id, missing: ['server version'] }] }
  }
  return tally(rule, judgeNodes(rule, subject, scopes), subject)
}

const nothing: Tally = { found: [], skipped: [], errors: [], passed: [] }

/** Judges the first node, and the others only when something was read that differs by node. */
function judgeNodes(
  rule: Rule,
  subject: Subject,
  scopes: ReadonlyMap<string, Scope>,
): ReadonlyMap<string | undefined, Judgement> {
  const judged = new Map<string | undefined, Judgement>()
  for (const [node, scope] of scopes) {
    const judgement = judge(rule, subject, scope)
    if (!judgement.perNode && judged.size === 0) return new Map([[undefined, judgement]])
    judged.set(node, judgement)
  }
  return judged
}

function tally(
  rule: Rule,
  judged: ReadonlyMap<string | undefined, Judgement>,
  { titleOf }: Pick<Subject, 'titleOf'>,
): Tally {
  if (allPass(judged)) return { ...nothing, passed: [rule.id] }
  const all = [...judged].flatMap(([node, { outcomes }]) => outcomes.map(outcome => ({ node, outcome })))
  const found = all.flatMap(({ node, outcome }) =>
    outcome.kind === 'finding' ? [{ node, item: outcome.finding }] : [],
  )
  return {
    found: mergeNodes(rule, found satisfies FoundOnNode[], titleOf),
    skipped: skipsOf(rule, judged),
    errors: [
      ...new Set(all.flatMap(({ outcome }) => (outcome.kind === 'error' ? [outcome.message] : []))),
    ].map(message => ({ ruleId: rule.id, message })),
    passed: [],
  }
}

function allPass(judged: ReadonlyMap<string | undefined, Judgement>): boolean {
  for (const { outcomes } of judged.values()) {
    if (outcomes.some(({ kind }) => kind !== 'pass')) return false
  }
  return true
}

/** Nodes that miss the same are told of together when that is every node, else each by its name. */
function skipsOf(rule: Rule, judged: ReadonlyMap<string | undefined, Judgement>): readonly Skipped[] {
  const missing = [...judged]
    .map(([node, { outcomes }]) => ({ node, missing: missingOf(outcomes) }))
    .filter(skip => skip.missing.length > 0)
  const distinct = new Set(missing.map(skip => skip.missing.join('\u0000')))
  const [first] = missing
  if (first === undefined) return []
  if (missing.length === judged.size && distinct.size === 1)
    return [{ ruleId: rule.id, missing: first.missing }]
  return missing.map(skip => ({
    ruleId: rule.id,
    missing: skip.missing,
    ...(skip.node === undefined || skip.node === '' ? {} : { node: skip.node }),
  }))
}

const missingOf = (outcomes: readonly Outcome[]): readonly string[] => [
  ...new Set(outcomes.flatMap(outcome => (outcome.kind === 'skip' ? outcome.missing : []))),
]
