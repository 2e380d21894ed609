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

/** `time` in epoch milliseconds, `duration` in milliseconds, `minutes` in whole minutes that passed, `percent` from 0 to 100; `code` is text as a machine has it. */
export type ColumnKind = 'text' | 'code' | 'number' | 'bytes' | 'time' | 'duration' | 'minutes' | 'percent'

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
  /** Set for a table of locks: who waits for whom. */
  readonly blocked?: readonly BlockedLock[]
  /** Set for a table that is shown as a map too: its columns for the group, the name, the state and what is said beside it. */
  readonly map?: TableMap
}

/** A lock, those who wait for it, and those who may have it. */
export interface BlockedLock {
  /** Its row in the table. */
  readonly row: string
  /** Address in memory, where it is known. */
  readonly address?: string
  readonly node?: string
  /** Goroutines, where they ask for it, and how long the longest waits. */
  readonly waiters: number
  readonly askedIn: string
  readonly longestWaitMinutes: number
  readonly holders: readonly BlockedHolder[]
  /** Others that may have it and are not told. */
  readonly moreHolders: number
  /** None is named, but there are some who may have it. */
  readonly isUnclear: boolean
}

export interface BlockedHolder {
  readonly goroutine: number
  readonly function: string
  /** Row of the lock that it waits for itself. */
  readonly waitsFor?: string
}

/** Ids of columns. */
export interface TableMap {
  readonly lane: string
  readonly name: string
  readonly state: string
  readonly detail: string
}

/** The tables of one page. */
export interface TablesView {
  readonly tables: readonly TableView[]
  /** Sentences about what could not be told. */
  readonly notes: readonly string[]
}

export type TablePage =
  'stats' | 'jobs' | 'plugins' | 'permissions' | 'schema' | 'goroutines' | 'cluster' | 'resources'

/** One line of what a server is. */
export interface PassportRow {
  readonly name: string
  /** Absent when the packet does not tell. */
  readonly says?: string
  /** Set when a person should look at it. */
  readonly light?: 'warning'
}

/** A node whose folder says less than its name. */
export interface ViewNode {
  readonly node: string
  /** Unique in the packet. */
  readonly name: string
}

/** An entry that a page can show. */
export interface ViewEntry {
  readonly index: number
  readonly name: string
  readonly kind: DocumentKind
  readonly node?: string
}

/** One profile: what it is of, and which of its values are shown. Values are in `unit`, as the profile has them. */
export interface ProfileView {
  readonly kind: 'cpu' | 'heap' | 'goroutine' | 'block' | 'threadcreate' | 'other'
  /** Names of all values the profile has: `inuse_space`, `alloc_objects`, … */
  readonly types: readonly string[]
  readonly type: string
  /** `nanoseconds`, `bytes`, `count`, … */
  readonly unit: string
  /** Epoch milliseconds of its start. */
  readonly timeMs?: number
  readonly durationMs?: number
  readonly samples: number
  readonly total: number
  /** Most expensive first; the numbers are those of `go tool pprof`. */
  readonly functions: readonly ProfileFunction[]
  readonly functionCount: number
  readonly tree: ProfileTree
}

export interface ProfileFunction {
  readonly name: string
  /** Spent in it itself. */
  readonly flat: number
  /** Spent in it and in what it called. */
  readonly cum: number
}

/** A tree of calls in columns; node 0 is the whole, each node stands after its parent, the largest of siblings first. */
export interface ProfileTree {
  readonly names: readonly string[]
  readonly name: readonly number[]
  readonly parent: readonly number[]
  readonly total: readonly number[]
  /** Calls too small to be sent. */
  readonly leftOut: number
}

/** What changed from an earlier profile, the base, to this one. */
export interface ProfileChanges {
  readonly unit: string
  readonly before: number
  readonly after: number
  readonly rows: readonly (ProfileFunction & {
    readonly before: { readonly flat: number; readonly cum: number }
    readonly after: { readonly flat: number; readonly cum: number }
  })[]
}

/** `counter`: only rises, and is read as a rate. `buckets`: counts of a histogram up to a bound. */
export type MetricKind = 'counter' | 'gauge' | 'buckets'

export interface MetricInfo {
  readonly name: string
  readonly kind: MetricKind
  /** As its name tells; absent for plain numbers. */
  readonly unit?: 'seconds' | 'bytes'
  readonly series: number
  /** Names of its labels. */
  readonly labels: readonly string[]
}

export interface MetricsList {
  readonly entry: ViewEntry
  /** Epoch milliseconds. */
  readonly fromMs?: number
  readonly toMs?: number
  readonly metrics: readonly MetricInfo[]
  readonly problems: readonly string[]
}

export interface MetricSeries extends MetricInfo {
  /** The first ones, where there are many. */
  readonly shown: readonly {
    readonly labels: Readonly<Record<string, string>>
    /** Epoch milliseconds; rising. */
    readonly times: readonly number[]
    /** `null` where it is no number. */
    readonly values: readonly (number | null)[]
    /** How many there were before they were thinned out; peaks stay. */
    readonly samples: number
  }[]
}

/** A part of the packet that rules asked for in vain. */
export interface MissingPart {
  /** How many could not tell for want of it. */
  readonly rules: number
  /** A sentence, and how to get it where that is known. */
  readonly says: string
  readonly canBeAskedFor: boolean
}

/** A structured entry as rows in the order of the file; a row's children follow it, one deeper. */
export interface StructureView {
  readonly rows: readonly StructureRow[]
  /** False when there are more values than rows. */
  readonly isWhole: boolean
  readonly problems: readonly string[]
}

export interface StructureRow {
  readonly depth: number
  /** Key of a map, position in a list. */
  readonly key: string | number
  readonly kind: 'map' | 'list' | 'text' | 'number' | 'boolean' | 'null'
  /** The value; of a map or a list, how many it has. */
  readonly text: string
  /** Characters of the whole value, when `text` is its beginning. */
  readonly cutFrom?: number
  readonly line?: number
}
