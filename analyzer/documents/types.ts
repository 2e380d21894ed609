// What a parser gives back: a value, where every part of it stands, and the problems on the way. Pure: bytes in, data out.
import type { Problem } from '../packet/problem.js'
import type { DocumentKind } from '../packet/layout-types.js'

/** Keys and array indexes from the document's root, as read by rules: `['SqlSettings', 'DataSourceReplicas', 0]`. */
export type ValuePath = readonly (string | number)[]

/** A place in an entry, 1-based; `column` in UTF-16 units. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Partial success is `ok` with problems; every field of the value is then still what its type says. */
export type Parsed<T> =
  | { readonly kind: 'ok'; readonly value: T; readonly locate: Locate; readonly problems: readonly Problem[] }
  | { readonly kind: 'unreadable'; readonly problem: Problem }

/**
 * Finds where a value stands: the place of its key (or item). Falls back to the nearest parent that exists, and to
 * `undefined` when the root itself has none. Positions are worked out on the first call, not while parsing.
 */
export type Locate = (path: ValuePath) => Place | undefined

/** A parsed entry. */
export interface Document<T = unknown> {
  readonly kind: DocumentKind
  readonly entry: string
  /** As in `InventoryItem.node`. */
  readonly node: string | undefined
  readonly plugin: string | undefined
  readonly value: T
  readonly locate: Locate
  /** Text of one 1-based line, for excerpts; `undefined` beyond the end. */
  readonly lineText: (line: number) => string | undefined
}
