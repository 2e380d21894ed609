// Facts: derived values with provenance, for what one document alone does not say. They know nothing of rules.
import type { Document, ValuePath } from '../documents/types.js'
import type { Documents } from '../documents/index.js'
import type { Inventory } from '../packet/layout-types.js'
import type { LogSummary } from '../documents/log/types.js'

/** Where a value was read: enough to show a person the line. */
export interface Source {
  readonly entry: string
  readonly node?: string
  /** Path inside the document, for structured entries. */
  readonly path?: ValuePath
  /** 1-based. Worked out when asked for: positions of a document cost a second look at its text. */
  readonly line?: number | undefined
  readonly excerpt?: string | undefined
}

/** A derived value and where it comes from. */
export interface Derived<T> {
  readonly value: T
  readonly from: readonly Source[]
}

/** What a derivation may look at. `node` is the node in question; packet-wide facts get the first node that answers. */
export interface FactInput {
  readonly node: string
  readonly nodes: readonly string[]
  readonly documents: Documents
  readonly inventory: Inventory
  /** `undefined` when the packet has no logs, or when nobody asked for a fact that `reads: ['logs']`. */
  readonly logs: LogSummary | undefined
  /** Epoch milliseconds of the packet: metadata, else the newest entry time; `undefined` when unknown. */
  readonly generatedAtMs: number | undefined
  /** Source of a path in a document. */
  at(document: Document, path: ValuePath): Source
  /** Another fact, for this node unless another is named. Derived once, however many ask. */
  fact<T>(definition: FactDefinition<T>, node?: string): Derived<T> | undefined
}

/** What the packet gives; `deriveFacts` adds the rest of `FactInput`. */
export type FactSources = Omit<FactInput, 'node' | 'at' | 'fact'>

/**
 * A named value. `derive` returns `undefined` when the packet does not say: missing is never zero.
 * Ids are dotted and lower case (`database.pool.in_use`); rules read them as `facts.database.pool.in_use`.
 */
export interface FactDefinition<T = unknown> {
  readonly id: string
  /** One sentence with the unit. */
  readonly title: string
  /** `node`: one value a node. `packet`: one value for all. */
  readonly scope: 'node' | 'packet'
  /** `logs` makes the log pass run when a rule reads the fact. */
  readonly reads?: readonly ('logs' | 'schema')[]
  derive(input: FactInput): Derived<T> | undefined
}

export function defineFact<T>(definition: FactDefinition<T>): FactDefinition<T> {
  return definition
}

/** The facts of one packet, each derived when first asked for. */
export interface Facts {
  /** `undefined` when the packet does not say, and for an id that is not a fact. */
  get(id: string, node: string): Derived<unknown> | undefined
  /** Every id that `get` knows, whether the packet says it or not. */
  ids(): readonly string[]
}
