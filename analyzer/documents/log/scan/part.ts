// A part of a log, and what reading it alone gives: plain data that can be sent between threads. Parts are put together in the
// order of the log, so it makes no difference who read which.
import type { BadCount } from './bad-lines.js'
import type { LineFormat } from '../formats/head.js'
import type { LifecycleMarker } from '../fold/lifecycle.js'
import type { TimeBuckets } from '../templates/time-buckets.js'
import type { Level } from '../types.js'

/** Whole records of a log. Only the last part of a log may end inside of a line. */
export interface LogPart {
  readonly bytes: Buffer
  /** Of its first byte in the decompressed entry. */
  readonly offset: number
  /** No record: the beginning of a line beyond the bound. */
  readonly isTooLong: boolean
  /** Near when the log was written, in epoch milliseconds: tells the year of times without one. NaN when it is not known. */
  readonly nearMs: number
}

/** Lines are counted from 0, positions from the part's first byte. */
export interface PartResult {
  readonly lines: number
  readonly endsInsideLine: boolean
  readonly formats: readonly LineFormat[]
  readonly bad: readonly BadCount[]
  /** In the order in which they were seen first. */
  readonly templates: readonly PartTemplate[]
  readonly matches: PartMatches
  readonly markers: readonly PartMarker[]
  /** Of each collector that saw a record it wanted, by its name. */
  readonly collected: Readonly<Record<string, unknown>>
  readonly index: PartIndex | undefined
}

export interface PartTemplate {
  /** Tells it from others; made once, so that it is looked up fast. */
  readonly key: string
  readonly level: Level
  /** `''` when there is none. */
  readonly caller: string
  readonly template: string
  readonly count: number
  /** ±Infinity when no record has a time. */
  readonly firstMs: number
  readonly lastMs: number
  readonly buckets: TimeBuckets
  /** Its first record. */
  readonly start: number
  readonly end: number
  readonly line: number
  readonly timeMs: number
}

export interface PartMatches {
  /** Of queries to which the order of records makes no difference. */
  readonly sums: readonly QuerySum[]
  readonly ordered: OrderedMatches
}

/** What the records that satisfy a query add up to. */
export interface QuerySum {
  /** Its index. */
  readonly query: number
  readonly count: number
  /** ±Infinity when no record has a time. */
  readonly firstMs: number
  readonly lastMs: number
  /** The first ones, as many as become examples. */
  readonly first: readonly RecordPlace[]
  readonly last: RecordPlace
  /** Values of the query's `by` field with their counts, in the order in which they were seen first. */
  readonly by: readonly (readonly [value: string, count: number])[]
}

export interface RecordPlace {
  readonly start: number
  readonly end: number
  readonly line: number
  /** NaN when it has none. */
  readonly timeMs: number
}

/** Which record satisfies which matcher, in the order of the records; of one record, `then` and `without` first. */
export interface OrderedMatches {
  readonly matcher: Uint32Array
  readonly start: Uint32Array
  readonly end: Uint32Array
  readonly line: Uint32Array
  readonly timeMs: Float64Array
  /** Number of the value of the query's `by` field in `values`, from 1; 0 for none. */
  readonly by: Uint32Array
  readonly values: readonly string[]
}

export interface PartMarker {
  readonly marker: LifecycleMarker
  readonly msg: string
  readonly line: number
  readonly timeMs: number | undefined
}

export interface PartIndex {
  readonly start: Uint32Array
  readonly line: Uint32Array
  readonly timeMs: Float64Array
  /** Into the part's templates. */
  readonly template: Uint32Array
}
