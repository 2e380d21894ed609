// The vocabulary of layouts: products, document kinds, and what an inventory row says. The lists are in layout.ts.
import type { PacketEntry } from './types.js'
import type { Problem } from './problem.js'

/** The kinds of documents of each product. A product that lives elsewhere adds itself by declaring this interface again. */
export interface ProductKinds {
  readonly mattermost: MattermostKind
  readonly teleport: TeleportKind
}

export type Product = keyof ProductKinds

/** What an entry is, whatever its generation calls it. One word for one thing, used in rules, reports and the viewer. */
export type DocumentKind = ProductKinds[Product] | 'unknown'

export type MattermostKind =
  | 'metadata'
  | 'support-packet'
  | 'stats'
  | 'jobs'
  | 'permissions'
  | 'plugins'
  | 'diagnostics'
  | 'config'
  | 'database-schema'
  | 'database-schema-sql'
  | 'plugin-diagnostics'
  | 'warning'
  | 'mattermost-log'
  | 'notifications-log'
  | 'ldap-log'
  | 'audit-log'
  | 'advanced-log'
  | 'cpu-profile'
  | 'heap-profile'
  | 'goroutines'
  | 'tsdb-dump'
  | 'host'

export type TeleportKind =
  | 'teleport-config'
  | 'teleport-role'
  | 'teleport-identity'
  | 'teleport-command'
  | 'teleport-http'
  | 'teleport-health'
  | 'teleport-metrics'
  | 'teleport-sockets'
  | 'teleport-disk'
  | 'teleport-limits'
  | 'teleport-process'
  | 'teleport-descriptors'
  | 'teleport-unit'
  | 'teleport-node-error'
  | 'teleport-data-dir'
  | 'teleport-keys'
  | 'teleport-log'
  | 'teleport-log-copy'
  | 'teleport-resource'
  | 'teleport-resource-error'
  | 'teleport-listing'
  | 'kubernetes-list'
  | 'teleport-node-file'
  | 'teleport-cluster-file'

/** The traffic light of one entry. `unknown` is an entry no layout knows; it is kept and shown, never dropped. */
export type EntryStatus =
  'present' | 'absent' | 'failed' | 'empty' | 'truncated' | 'damaged' | 'masked' | 'misplaced' | 'unknown'

/** `expected`: its absence needs a reason. `conditional`: expected only under `condition`. `optional`: may be there. */
export type Expectation = 'expected' | 'conditional' | 'optional' | 'none'

/** A line of the inventory: an entry that is there, or one that should be. */
export interface InventoryItem {
  /** Entry name; for an absent one, the name it would have. */
  readonly name: string
  readonly kind: DocumentKind
  /** Node directory in a cluster; `''` for a standalone server's per-node entry; `undefined` when cluster-wide. */
  readonly node: string | undefined
  /** Plugin id, for plugin entries. */
  readonly plugin: string | undefined
  readonly expectation: Expectation
  readonly status: EntryStatus
  /** Why the status is what it is, in words; always set unless `present`. */
  readonly reason: string | undefined
  /** `undefined` for an absent entry. */
  readonly entry: PacketEntry | undefined
}

/** One generation of a product's format, as recognised in a packet. */
export interface Layout {
  readonly product: Product
  /** Stable id such as `mattermost-10.11` or `teleport-rfd77`. */
  readonly id: string
  /** Words for people, such as `Mattermost 10.11 and later`. */
  readonly title: string
  /** `metadata`, or which other evidence told the generation. */
  readonly recognisedBy: string
  /** Server version as the packet states it; `undefined` when no entry says. */
  readonly serverVersion: string | undefined
  /** Node names; `['']` for a standalone server. */
  readonly nodes: readonly string[]
  readonly clustered: boolean
}

/** Layout and inventory of a packet: what it is, what is in it, what is missing. */
export interface Inventory {
  /** `undefined`: no known product; entries then all have kind by name or `unknown`. */
  readonly layout: Layout | undefined
  readonly items: readonly InventoryItem[]
  readonly problems: readonly Problem[]
}
