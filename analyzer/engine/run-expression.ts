// Runs one expression for a judgement: a value, or the outcome that takes its place.
import { failureOf } from './cel.js'
import type { Compiled } from './cel.js'
import { missingNames, unexpectedValue } from './missing.js'
import type { Outcome } from './rule.js'
import { pathText, recording } from './watch.js'
import type { Reads } from './watch.js'

export type Value<T> = { readonly kind: 'value'; readonly value: T } | NoValue

/** Unknown is never a pass: what is missing, or of another type than the rule expects, makes the rule skip. */
export type NoValue = Extract<Outcome, { kind: 'skip' | 'error' }>

export function runExpression(expression: Compiled, variables: object, reads: Reads): Value<unknown> {
  try {
    return { kind: 'value', value: recording(reads, () => expression.run(variables)) }
  } catch (error) {
    return withoutValue(error, expression, reads)
  }
}

/** A condition must be true or false; no condition holds. */
export function runCondition(when: Compiled | undefined, variables: object, reads: Reads): Value<boolean> {
  if (when === undefined) return { kind: 'value', value: true }
  const result = runExpression(when, variables, reads)
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

function withoutValue(error: unknown, expression: Compiled, reads: Reads): NoValue {
  const failure = failureOf(error)
  switch (failure.kind) {
    case 'missing':
      return { kind: 'skip', missing: missingNames(reads, [expression]) }
    case 'data':
      return { kind: 'skip', missing: [unexpectedValue(unfitting(reads, expression), failure.message)] }
    case 'bug':
      return { kind: 'error', message: failure.message }
  }
}

/** The value read last is the one that did not fit. */
function unfitting(reads: Reads, expression: Compiled): string {
  const last = [...reads.found.values()].at(-1)
  return last === undefined ? expression.source : pathText(last)
}
