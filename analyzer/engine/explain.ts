// Shows how a rule came to its outcome: every part of its expressions with its value, on every node.
import type { LogMatch } from '../documents/log/types.js'
import type { ASTNode, Compiled } from './cel.js'
import { compileExpression, failureOf, sourceOf } from './cel.js'
import { applicability } from './applies.js'
import { formatValue } from './format-value.js'
import { judge } from './judge.js'
import { boundsVerdict } from './log-bounds.js'
import type { BoundVerdict } from './log-bounds.js'
import { missingNames, walk } from './missing.js'
import { prepareRule } from './prepare.js'
import type { Outcome, Rule } from './rule.js'
import { namedLogs } from './rule-logs.js'
import { createScope } from './scope.js'
import type { Scope } from './scope.js'
import type { Subject } from './subject.js'
import { newReads, plain, recording } from './watch.js'

/** A part of an expression and what it gave. */
export interface ExplainedPart {
  readonly source: string
  /** 0 for the whole expression. */
  readonly depth: number
  /** Value as text; `undefined` when there was none. */
  readonly value: string | undefined
  /** Why there is no value. */
  readonly failure: string | undefined
}

export interface ExplainedNode {
  readonly node: string
  /** Of the `logs:` block: how many records; `undefined` without one, or without logs. */
  readonly logCount: number | undefined
  /** Whether they are as many, as frequent and on as many nodes as the block asks. */
  readonly logBounds: BoundVerdict | undefined
  readonly each: readonly ExplainedPart[]
  /** Of `when`; with `each`, parts that read the item cannot be told and are left out. */
  readonly when: readonly ExplainedPart[]
  readonly outcomes: readonly Outcome[]
}

export interface Explanation {
  readonly ruleId: string
  readonly applies: 'yes' | 'no' | 'unknown'
  readonly nodes: readonly ExplainedNode[]
}

export function explainRule(rule: Rule, subject: Subject): Explanation {
  return {
    ruleId: rule.id,
    applies: applicability(rule, subject),
    nodes: subject.nodes.map(node => explainNode(rule, subject, createScope(subject, node))),
  }
}

function explainNode(rule: Rule, subject: Subject, scope: Scope): ExplainedNode {
  const { each, when } = prepareRule(rule)
  const match = rule.logs === undefined ? undefined : subject.logMatch(rule.id, scope.node, namedLogs(rule))
  return {
    node: scope.node,
    logCount: match?.count,
    logBounds: boundsOf(rule, match),
    each: each === undefined ? [] : explainExpression(each.list, scope, []),
    when: when === undefined ? [] : explainExpression(when, scope, each === undefined ? [] : [each.name]),
    outcomes: judge(rule, subject, scope).outcomes,
  }
}

/** `undefined` without `logs:`, and where nothing matched that could be bounded. */
function boundsOf({ logs }: Rule, match: LogMatch | undefined): BoundVerdict | undefined {
  return logs === undefined || match === undefined || match.count === 0
    ? undefined
    : boundsVerdict(logs, match)
}

/** Runs every part on its own. Parts below a macro depend on its item, and are left out. */
function explainExpression(
  expression: Compiled,
  scope: Scope,
  local: readonly string[],
): readonly ExplainedPart[] {
  const parts: ExplainedPart[] = []
  explainPart(expression.ast, 0, { scope, local: new Set(local), parts })
  return parts
}

interface Explaining {
  readonly scope: Scope
  /** Names that have no value outside a macro or an item. */
  readonly local: ReadonlySet<string>
  readonly parts: ExplainedPart[]
}

function explainPart(node: ASTNode, depth: number, around: Explaining): void {
  if (node.op === 'value') return
  if (!readsLocal(node, around.local)) around.parts.push(runPart(sourceOf(node), depth, around))
  if (isPath(node) || hasOwnNames(node)) return
  for (const child of childrenOf(node)) explainPart(child, depth + 1, around)
}

function runPart(source: string, depth: number, { scope }: Explaining): ExplainedPart {
  const reads = newReads()
  const expression = compileExpression(source)
  try {
    const value = plain(recording(reads, () => expression.run(scope.variables())))
    return { source, depth, value: formatValue(value), failure: undefined }
  } catch (error) {
    const failure = failureOf(error)
    const reason =
      failure.kind === 'missing'
        ? `not in this packet: ${missingNames(reads, [expression]).join(', ')}`
        : failure.message
    return { source, depth, value: undefined, failure: reason }
  }
}

function readsLocal(node: ASTNode, local: ReadonlySet<string>): boolean {
  let found = false
  walk(node, inner => {
    found ||= inner.op === 'id' && local.has(inner.args)
    return !found
  })
  return found
}

const isPath = (node: ASTNode): boolean => node.op === '.' || node.op === 'id' || node.op === '[]'

/** Macros name an item of their own: `exists(x, …)`, `has(…)`, `cel.bind(x, …)`. */
function hasOwnNames(node: ASTNode): boolean {
  if (node.op === 'call') return node.args[0] === 'HAS'
  return node.op === 'rcall' && node.args[2][0]?.op === 'id' && node.args[2].length > 1
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  const children: ASTNode[] = []
  walk(node, inner => {
    if (inner === node) return true
    children.push(inner)
    return false
  })
  return children
}
