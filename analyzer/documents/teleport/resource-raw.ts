// Objects of an entry before anything is checked, and how they are packed: alone, in a list, in a `List` of Kubernetes.
import type { Problem } from '../../packet/problem.js'
import { isMap } from '../shape.js'
import type { Locate, ValuePath } from '../types.js'

/** Objects kept of one entry; every further one is counted. A large cluster has 10,000 nodes, the largest some 50,000. */
export const maxObjects = 100_000

/** What was read of an entry. `locate` finds `[index, …path]`. */
export interface RawObjects {
  readonly objects: readonly unknown[]
  /** Objects in the entry; more than `objects` beyond the bound. */
  readonly count: number
  readonly locate: Locate
  readonly problems: readonly Problem[]
}

/** Objects that one value holds. `above`: path to their list; `undefined` when the value is the object itself. */
export interface Unwrapped {
  readonly objects: readonly unknown[]
  readonly above: ValuePath | undefined
}

export function unwrapped(value: unknown): Unwrapped {
  if (value === null || value === undefined) return { objects: [], above: [] }
  if (Array.isArray(value)) return { objects: value as readonly unknown[], above: [] }
  if (!isMap(value) || !isList(value)) return { objects: [value], above: undefined }
  return { objects: Array.isArray(value.items) ? (value.items as unknown[]) : [], above: ['items'] }
}

/** `kind: List`, `PodList` and so on; Go writes an empty one as null. A list that was cut may have lost its kind. */
function isList({ kind, items }: Readonly<Record<string, unknown>>): boolean {
  if (typeof kind === 'string') return kind.endsWith('List')
  return kind === undefined && Array.isArray(items)
}
