// The subject of a rule's example: variables as given, facts nested or dotted, log lines through the real reader.
import type { Evidence } from '../analysis.js'
import type { LogSummary } from '../documents/log/types.js'
import type { ValuePath } from '../documents/types.js'
import { valueAt } from '../documents/shape.js'
import { excerptOf, pointerOf } from './excerpt.js'
import { logMatchOf } from './log-match.js'
import type { Rule, RuleExampleInput } from './rule.js'
import type { Subject, Variable } from './subject.js'
import { ruleVariables, variableNames } from './variables.js'
import { versionInside } from './versions.js'

/** Keys of `given` that are no variables. */
export const givenKeys: readonly string[] = ['logs', 'version', 'nodes']

export function exampleSubject(
  rule: Pick<Rule, 'product' | 'versions'>,
  given: RuleExampleInput,
  logs: LogSummary | undefined,
): Subject {
  const nodes = exampleNodes(given)
  const names = Object.keys(nodes)
  const perNode = (name: string): boolean =>
    names.length > 1 && names.some(node => nodes[node]?.[name] !== undefined)
  return {
    product: rule.product,
    serverVersion: given.version ?? (rule.versions === undefined ? undefined : versionInside(rule.versions)),
    nodes: names,
    variableNames: variableNames(),
    variable(name, node) {
      const value = nodes[node]?.[name] ?? given[name]
      if (value === undefined) return undefined
      return variable(name, name === 'facts' ? nestDotted(value) : value, node, perNode(name))
    },
    logs,
    logMatch: (ruleId, node, kinds) => logMatchOf(logs, ruleId, node, kinds),
    kindOf: entry =>
      ruleVariables.find(({ name }) => name === entry)?.kind ??
      (entry === 'facts' ? 'diagnostics' : undefined),
  }
}

/** One standalone server, unless the example has `nodes`. */
export function exampleNodes(given: RuleExampleInput): Readonly<Record<string, RuleExampleInput>> {
  const { nodes } = given
  return nodes === undefined || Object.keys(nodes).length === 0 ? { '': given } : nodes
}

function variable(name: string, value: unknown, node: string, perNode: boolean): Variable {
  return { value, perNode, source: path => [placeIn(name, value, path, node)] }
}

/** Examples have no entries: the variable's name stands for it. */
function placeIn(name: string, value: unknown, path: ValuePath, node: string): Evidence {
  const excerpt = excerptOf(path, valueAt(value, path))
  return {
    entry: name,
    pointer: pointerOf(path),
    ...(excerpt === undefined ? {} : { excerpt }),
    ...(node === '' ? {} : { node }),
  }
}

/** `{ 'database.pool': { in_use: 3 } }` → `{ database: { pool: { in_use: 3 } } }`. */
export function nestDotted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const nested: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) place(nested, key.split('.'), nestDotted(item))
  return nested
}

function place(into: Record<string, unknown>, names: readonly string[], value: unknown): void {
  const [first = '', ...rest] = names
  const existing = into[first]
  if (rest.length > 0) {
    const below = isMap(existing) ? existing : {}
    into[first] = below
    place(below, rest, value)
  } else {
    into[first] = isMap(existing) && isMap(value) ? { ...existing, ...value } : value
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
