// An entry with its meaning by name alone: what layout.ts says of it before anything was read.
import type { DocumentKind } from './layout-types.js'
import type { PacketEntry } from './types.js'

export interface ClassifiedEntry {
  readonly entry: PacketEntry
  readonly kind: DocumentKind
  /** Node directory in a cluster; `''` for a standalone server's per-node entry; `undefined` when cluster-wide. */
  readonly node: string | undefined
  readonly plugin: string | undefined
  /** Where the layout would have put it, when it lies elsewhere; the entry is used all the same. */
  readonly misplacedFrom: string | undefined
}
