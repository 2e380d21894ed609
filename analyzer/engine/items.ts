// What a rule is judged on: one item for each entry of its `each` list, else a single one without a name.
import type { ValuePath } from '../documents/types.js'
import { unexpectedValue } from './missing.js'
import type { PreparedRule } from './prepare.js'
import { runExpression } from './run-expression.js'
import type { Value } from './run-expression.js'
import type { Extra, Scope } from './scope.js'
import { pathOf, plain } from './watch.js'
import type { Reads } from './watch.js'

export interface Item {
  /** Variables that only this item's expressions have. */
  readonly extras: ReadonlyMap<string, Extra>
  /** Free of proxies; `undefined` without `each`. */
  readonly value: unknown
}

/** A damaged or hostile packet may hold a list without end; a report with more findings of one rule helps nobody. */
const itemsLimit = 1000

/** The items that are judged, and how many are left out. */
export interface Items {
  readonly items: readonly Item[]
  readonly leftOut: number
}

export function listItems(
  { each }: PreparedRule,
  scope: Scope,
  shared: ReadonlyMap<string, Extra>,
  reads: Reads,
): Value<Items> {
  if (each === undefined) {
    return { kind: 'value', value: { items: [{ extras: shared, value: undefined }], leftOut: 0 } }
  }
  const result = runExpression(each.list, scope.variables(shared), reads)
  if (result.kind !== 'value') return result
  const entries = entriesOf(result.value)
  if (entries === undefined)
    return { kind: 'skip', missing: [unexpectedValue(each.list.source, 'not a list')] }
  const items = entries.slice(0, itemsLimit).map(extra => ({
    extras: new Map([...shared, [each.name, extra]]),
    value: plain(extra.value),
  }))
  return { kind: 'value', value: { items, leftOut: entries.length - items.length } }
}

/** Items of a list, keys of a map (as in CEL's own macros). Go writes an empty list as null. */
function entriesOf(value: unknown): readonly Extra[] | undefined {
  if (value === null) return []
  const base = pathOf(value)
  const place = (item: unknown, step: string | number): ValuePath | undefined =>
    pathOf(item) ?? (base && [...base, step])
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => ({ value: item, path: place(item, index) }))
  }
  if (typeof value !== 'object') return undefined
  return Object.keys(value).map(key => ({ value: key, path: place(key, key) }))
}
