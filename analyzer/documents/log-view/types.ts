// What a view of the logs asks for and gets: which records to choose, and a record decoded for showing.
import type { DocumentKind } from '../../packet/layout-types.js'
import type { Level } from '../log/types.js'

/** Which records are wanted; all given parts must hold. An empty one takes every record. */
export interface RecordFilter {
  /** Levels to accept; any of them is enough. */
  readonly levels?: readonly LevelChoice[]
  /** Epoch milliseconds, both inclusive. A record without a time has that of the record before it in its file. */
  readonly sinceMs?: number | undefined
  readonly untilMs?: number | undefined
  /** RE2 patterns that must all be found in the record as it is written, or with its JSON escapes resolved. */
  readonly grep?: readonly string[]
  /** RE2 patterns none of which may be found. */
  readonly exclude?: readonly string[]
  /** Id of a template, as `templateId` makes it. */
  readonly template?: string | undefined
  /** What fields must hold; a dotted name is a path into nested JSON. */
  readonly fields?: readonly FieldChoice[]
  /** The value of any field, nested ones included, whose name is a spelling of `request_id`. */
  readonly requestId?: string | undefined
}

export interface LevelChoice {
  readonly level: Level
  /** Also everything more urgent; custom levels have no such order. */
  readonly orAbove: boolean
}

export interface FieldChoice {
  readonly name: string
  readonly test: FieldTest
}

/** What is asked of a field's text. A record without the field passes none of them. */
export type FieldTest =
  | { readonly kind: 'exists' }
  | { readonly kind: 'is' | 'is-not'; readonly text: string }
  /** An RE2 pattern is found in it. */
  | { readonly kind: 'finds'; readonly pattern: string }
  /** Both are numbers, or both durations as Go writes them (`1m3.5s`). */
  | { readonly kind: 'compares'; readonly operator: Comparison; readonly than: string }

export const comparisons = ['<', '<=', '>', '>='] as const
export type Comparison = (typeof comparisons)[number]

export interface RecordField {
  readonly name: string
  readonly text: string
  /** `text` is JSON as it was written: a number, an object, a list. */
  readonly isJson: boolean
}

/** A record whole, for showing; a line that fits no format is one of level `unknown` with the line as its message. */
export interface ShownRecord {
  readonly entry: string
  readonly node: string | undefined
  readonly kind: DocumentKind
  /** 1-based line of its first byte; `undefined` when nobody asked for it. */
  readonly line: number | undefined
  /** Its own time; `undefined` when it has none that can be read. */
  readonly timeMs: number | undefined
  /** What it is ordered by: its time, or that of the record before it in its file; -Infinity when there is none. */
  readonly orderMs: number
  readonly level: Level
  readonly msg: string
  readonly caller: string | undefined
  readonly fields: readonly RecordField[]
  /** Its lines as they are in the file, without the last line end; only when asked for. */
  readonly raw: Buffer | undefined
}
