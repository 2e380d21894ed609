// What the server and the page say to each other of logs. Records are numbered by their place in the merged order of all
// nodes and files; a selection is the records that a query chooses, and a position is a place in it.
import type { PacketId } from './wire.js'

/** What is looked at: the query line and a window of time, both ends inclusive, in epoch milliseconds. */
export interface LogSelection {
  readonly q: string
  readonly sinceMs?: number | undefined
  readonly untilMs?: number | undefined
  /** Upper and lower case are the same in text and patterns. */
  readonly ignoreCase: boolean
}

/** How far the server is with reading the logs into private files. */
export interface LogReading {
  readonly state: 'reading'
  readonly doneBytes: number
  readonly totalBytes?: number
}

/** When the logs of each node begin and end, in the order of the packet. */
export interface LogWindows {
  readonly windows: readonly LogWindow[]
}

export interface LogWindow {
  /** `''` for a server that stands alone. */
  readonly node: string
  readonly records: number
  /** Epoch milliseconds; absent when no record has a time. */
  readonly firstMs?: number
  readonly lastMs?: number
}

/** Of a search; `stopped` by a person before its end. */
export type LogState = 'searching' | 'stopped' | 'ready'

/** What is known of a selection; while it is being searched, of what was found so far. */
export interface LogOverview {
  readonly state: LogState
  /** Part of the logs that was searched, 0 to 1. */
  readonly searched: number
  /** Records in all, and those chosen so far. */
  readonly total: number
  readonly matched: number
  /** First and last time of all records; absent when none has one. */
  readonly firstMs?: number
  readonly lastMs?: number
  readonly histogram?: LogHistogram
  readonly facets: readonly LogFacet[]
  readonly files: readonly LogFileInfo[]
  /** What could not be read, or was left out, in sentences. */
  readonly notes: readonly string[]
}

export interface LogHistogram {
  readonly fromMs: number
  readonly widthMs: number
  /** One for each level that occurs, most urgent first; all of the same length. */
  readonly levels: readonly { readonly level: string; readonly counts: readonly number[] }[]
}

export interface LogFacet {
  /** As it is named in a query: `level`, `node`, … */
  readonly name: string
  readonly values: readonly LogFacetValue[]
  /** Further values, and their records. */
  readonly moreValues: number
  /** False while the values are still being read. */
  readonly complete: boolean
}

export interface LogFacetValue {
  readonly value: string
  /** What a person reads, where the value itself says little. */
  readonly label?: string
  readonly level?: string
  readonly count: number
}

export interface LogFileInfo {
  /** Position in the packet. */
  readonly entry: number
  readonly name: string
  readonly node: string
  readonly records: number
}

/** A record as a row of the list. */
export interface LogRow {
  readonly record: number
  readonly file: number
  /** 1-based. */
  readonly line: number
  /** Absent when it has none that can be read. */
  readonly timeMs?: number
  readonly level: string
  readonly caller?: string
  /** The message, or what stands for it, in one line and cut. */
  readonly message: string
  /** What the query found outside of the message, and what follows it. */
  readonly found?: string
  /** The fields that were asked for as columns. */
  readonly cells?: readonly string[]
}

export interface LogRows {
  readonly state: LogState
  readonly matched: number
  readonly from: number
  readonly rows: readonly LogRow[]
}

/** Where a record stands in a selection: at `position` when `chosen`, else it would stand there. */
export interface LogPlace {
  readonly record: number
  readonly position: number
  readonly chosen: boolean
}

export interface LogField {
  readonly name: string
  readonly text: string
  readonly json: boolean
}

/** A record whole. */
export interface LogRecordView extends LogRow {
  readonly entry: number
  readonly entryName: string
  readonly node: string
  readonly kind: string
  readonly template?: string
  readonly whole: string
  readonly fields: readonly LogField[]
  /** Its lines as they are in the file, cut. */
  readonly raw: string
  readonly bytes: number
  readonly cut: boolean
  /** Id of the request, and of the user, that it names. */
  readonly request?: string
  readonly user?: string
}

export interface LogTemplateRow {
  readonly id: string
  readonly level: string
  readonly caller?: string
  readonly template: string
  readonly count: number
  readonly firstMs?: number
  readonly lastMs?: number
  /** Records over the window, in equal steps. */
  readonly trend: readonly number[]
  /** What it does over the whole log, as far as the log is long enough to tell. */
  readonly marks: readonly LogTemplateMark[]
}

export type LogTemplateMark =
  | { readonly kind: 'new'; readonly sinceMs: number }
  | {
      readonly kind: 'burst'
      readonly fromMs: number
      readonly untilMs: number
      readonly perMinute: number
      readonly usualPerMinute: number
    }
  | { readonly kind: 'rising' | 'falling' }

export interface LogTemplates {
  readonly state: LogState
  readonly matched: number
  readonly templates: readonly LogTemplateRow[]
  /** How many there are beyond those given. */
  readonly more: number
  readonly fromMs?: number
  readonly untilMs?: number
}

/** Bounds of one request. */
export const logRowsPerRequest = 400
/** Characters of a message in a row. */
export const logMessageShown = 1_000
/** Rows of the template tab. */
export const logTemplatesShown = 1_000
/** Columns of fields beside the usual ones. */
export const logColumnsMost = 8

export const logPaths = {
  overview: (id: PacketId, selection: LogSelection, again = false) =>
    `${base(id)}/overview?${selectionText(selection)}${again ? '&again=1' : ''}`,
  rows: (
    id: PacketId,
    selection: LogSelection,
    from: number,
    count: number,
    columns: readonly string[] = [],
  ) =>
    `${base(id)}/rows?${selectionText(selection)}&from=${from}&count=${count}` +
    columns.map(name => `&column=${encodeURIComponent(name)}`).join(''),
  place: (id: PacketId, selection: LogSelection, entry: number, line: number) =>
    `${base(id)}/place?${selectionText(selection)}&entry=${entry}&line=${line}`,
  record: (id: PacketId, entry: number, line: number) => `${base(id)}/record?entry=${entry}&line=${line}`,
  templates: (id: PacketId, selection: LogSelection) => `${base(id)}/templates?${selectionText(selection)}`,
  facet: (id: PacketId, selection: LogSelection, name: string) =>
    `${base(id)}/facet?${selectionText(selection)}&name=${encodeURIComponent(name)}`,
  windows: (id: PacketId) => `${base(id)}/windows`,
  stop: (id: PacketId, selection: LogSelection) => `${base(id)}/stop?${selectionText(selection)}`,
  export: (id: PacketId, selection: LogSelection, format: 'text' | 'ndjson') =>
    `${base(id)}/export?${selectionText(selection)}&format=${format}`,
} as const

function base(id: PacketId): string {
  return `/api/packets/${encodeURIComponent(id)}/logs`
}

function selectionText({ q, sinceMs, untilMs, ignoreCase }: LogSelection): string {
  const window = [
    sinceMs === undefined ? '' : `&since=${sinceMs}`,
    untilMs === undefined ? '' : `&until=${untilMs}`,
  ]
  return `q=${encodeURIComponent(q)}${window.join('')}${ignoreCase ? '&ic=1' : ''}`
}
