// All parsed documents of a packet by kind and node: what facts and rules read. The parser of each kind is named in parsers.ts.
import type { Problem } from '../packet/problem.js'
import type { Document } from './types.js'
import type { DocumentKind } from '../packet/layout-types.js'

/** The parsed documents. Lookups give `undefined` for what the packet does not have or could not be read. */
export interface Documents {
  /** Every parsed document, in inventory order. */
  readonly all: readonly Document[]
  /** The document of a kind for a node: the node's own, else the cluster-wide one, else the one at the root. */
  get(kind: DocumentKind, node?: string): Document | undefined
  /** All documents of a kind, over nodes and plugins. */
  of(kind: DocumentKind): readonly Document[]
  /** Problems of parsing. */
  readonly problems: readonly Problem[]
}
