// The shape of a product definition: what layout.ts knows of one product, as data. A new product is one more such value.
import type { ClassifiedEntry } from './classified.js'
import type { DocumentKind, Expectation, Product } from './layout-types.js'
import type { PacketEntry } from './types.js'

/** Everything shared code needs to know of a product's packets. */
export interface ProductDefinition {
  readonly product: Product
  /** Words for files of the product that are no packet, such as a folder of logs. */
  readonly partTitle: string
  /** Oldest first, without gaps; the last one has no end. */
  readonly generations: readonly Generation[]
  /** Entries of all generations, in the order a reader wants them listed. */
  readonly entries: readonly EntrySpec[]
  /** What stands at the root of its packets besides entries of scope `cluster`: folders with a trailing `/`, and files. */
  readonly otherRootNames: readonly string[]
  /** Kinds of entries without a fixed name; they may be there. */
  readonly optionalKinds: readonly DocumentKind[]
  /** Kinds of the server's own logs, where rules look for records unless they say otherwise; default: Mattermost's. */
  readonly ownLogs?: readonly DocumentKind[]
  /** How strongly the names speak for this product; 0 = not at all. The product with the most wins. */
  signature(names: readonly string[]): number
  /** Kind, node and plugin of each entry, by name alone. */
  classify(entries: readonly PacketEntry[]): ClassifiedEntry[]
  /** Where a node states the name that people know it by, when that is not the name of its folder. */
  readonly nodeTitle?: DocumentValue
  /** Where a node states how many nodes the cluster has. */
  readonly nodeCount?: DocumentValue
  /** Where documents state the server's version, best first. */
  readonly versionSources: readonly DocumentValue[]
  /** Where documents state when they were made; the newest counts. */
  readonly timeSources?: readonly DocumentValue[]
  /** Values that tell the oldest possible version when no document states it. */
  readonly versionHints: readonly VersionHint[]
  /** Settings that name further entries, such as the files of advanced log targets. */
  readonly namedEntries: readonly NamedEntries[]
}

/** One generation: a span of server versions that write the same list of entries. */
export interface Generation {
  /** Stable id, such as `mattermost-10.11`. */
  readonly id: string
  readonly title: string
  /** First version of the span. */
  readonly from: string
  /** First version after the span; `undefined` for the newest. */
  readonly until: string | undefined
  /** In a cluster, per-node entries of all nodes lie in a folder a node. */
  readonly nodeFolders: boolean
}

/** An entry the product writes. */
export interface EntrySpec {
  /** Name below its folder. */
  readonly name: string
  /** Further names of the same thing. */
  readonly otherNames?: readonly string[]
  readonly kind: DocumentKind
  readonly scope: 'cluster' | 'node'
  readonly expectation: Exclude<Expectation, 'none'>
  /** First version that writes it. */
  readonly from: string
  /** First version that does not any more. */
  readonly until?: string
  /** When it is written, for `conditional` ones. */
  readonly condition?: Condition
  /** Entries that a person may leave out as a group when making the packet. */
  readonly group?: EntryGroup
  /** True when a healthy server may lack it: the file comes into being with its first line. */
  readonly createdLate?: boolean
  /** Recognises the points of warning.txt that speak of this entry; its names are recognised anyway. */
  readonly failure?: RegExp
}

/** Entries that are left out together. */
export type EntryGroup = 'logs'

/** A setting that decides whether an entry is written. */
export interface Condition {
  /** Path in the node's configuration. */
  readonly setting: readonly string[]
  /** Value that makes the server write the entry. */
  readonly equals: unknown
  /** Words for an entry that is not written: `file logging is off (LogSettings.EnableFile)`. */
  readonly otherwise: string
}

/** A setting that names files which become entries under their base name. */
export interface NamedEntries {
  /** Path in the configuration to an object of targets. */
  readonly setting: readonly string[]
  /** Property that selects targets which are files. */
  readonly when: { readonly path: readonly string[]; readonly equals: string }
  /** Path inside a target to the file name. */
  readonly file: readonly string[]
  readonly group: EntryGroup
  /** Words for the target: `a log target of LogSettings.AdvancedLoggingJSON`. */
  readonly title: string
  readonly from: string
  readonly until?: string
  kind(baseName: string): DocumentKind
}

/** A value in a document, and what to call it. */
export interface DocumentValue {
  readonly kind: DocumentKind
  readonly path: readonly string[]
  readonly title: string
}

/** Evidence that a packet is at least of this version. Every one that holds counts; the newest wins. */
export interface VersionHint {
  readonly atLeast: string
  /** An entry of this kind is in the packet … */
  readonly kind?: DocumentKind
  /** … or a per-node entry lies in a node's folder … */
  readonly inNodeFolder?: boolean
  /** … or a document has this value. */
  readonly value?: DocumentValue & { readonly equals: unknown }
  readonly title: string
}
