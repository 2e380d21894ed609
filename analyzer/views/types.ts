// What the pages of the viewer show beyond the analysis, as plain JSON: settings, tables, profiles, goroutines, metrics.
import type { DocumentKind } from '../packet/layout-types.js'

/** A place in the packet. `line` is 1-based. */
export interface ViewPlace {
  readonly entry: string
  readonly line?: number
}

/** The configuration of all nodes, setting by setting. */
export interface ConfigView {
  readonly nodes: readonly ConfigNode[]
  readonly serverVersion?: string
  /** In the order of the file. */
  readonly settings: readonly ConfigSetting[]
  /** The rules that the settings name, by id. */
  readonly rules: Readonly<Record<string, SettingRule>>
}

export interface ConfigNode {
  /** `''` for a server that stands alone. */
  readonly node: string
  readonly entry: string
}

/** What a rule of the library says of a setting it looks at. */
export interface SettingRule {
  readonly title: string
  readonly why: string
  readonly docs: readonly string[]
}

/**
 * `changed`: differs from the default on a node. `says-nothing`: masked whether it is set or not. `no-default`: every
 * installation has its own, or none is known. `unknown`: no known version has such a setting.
 */
export type SettingStanding = 'default' | 'changed' | 'says-nothing' | 'no-default' | 'unknown'

export interface ConfigSetting {
  /** `['SqlSettings', 'MaxOpenConns']`. */
  readonly path: readonly string[]
  readonly standing: SettingStanding
  /** One a node, in order of `nodes`. */
  readonly values: readonly SettingValue[]
  /** Not there when none is known. */
  readonly default?: unknown
  /** First release that has it, and first one without it again, where known. */
  readonly since?: string
  readonly until?: string
  /** The nodes do not agree. */
  readonly nodesDiffer: boolean
  /** Ids of rules that look at it. */
  readonly rules: readonly string[]
}

/** `masking`: how much of the value is hidden; of `full` nothing is known but that it was written. */
export type SettingValue =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'value'
      readonly value: unknown
      readonly masking: 'none' | 'partial' | 'full'
      readonly line?: number
    }

/** `time` in epoch milliseconds, `duration` in milliseconds, `percent` from 0 to 100; `code` is text as a machine has it. */
export type ColumnKind = 'text' | 'code' | 'number' | 'time' | 'duration' | 'percent'

/** `null`: not in this packet. */
export type Cell = string | number | boolean | null

export interface TableColumn {
  readonly id: string
  readonly title: string
  readonly kind: ColumnKind
  /** Its few values are offered as filters. */
  readonly choices?: true
  /** Stays on narrow screens. */
  readonly main?: true
  /** Only in the panel of a row and in copies. */
  readonly hidden?: true
}

export interface TableRow {
  /** Unique in its table, stable over runs. */
  readonly id: string
  /** As many as columns. */
  readonly cells: readonly Cell[]
  /** Set when a person should look at it. */
  readonly light?: 'error' | 'warning' | 'info'
  readonly place?: ViewPlace
}

export interface TableView {
  readonly id: string
  readonly title: string
  /** What it shows and what it does not, in a sentence. */
  readonly says?: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly TableRow[]
  /** Choices a person starts with, by column. */
  readonly start?: Readonly<Record<string, readonly string[]>>
  /** Said where it has no rows. */
  readonly empty: string
}

/** The tables of one page. */
export interface TablesView {
  readonly tables: readonly TableView[]
  /** Sentences about what could not be told. */
  readonly notes: readonly string[]
}

export type TablePage = 'stats' | 'jobs' | 'plugins' | 'permissions' | 'schema'

/** An entry that a page can show. */
export interface ViewEntry {
  readonly index: number
  readonly name: string
  readonly kind: DocumentKind
  readonly node?: string
}
