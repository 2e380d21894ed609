// What a collector of log activity is: it looks at the records of some heads and adds them up, part by part of a log, so that
// parts can be read on different threads and their sums put together in order.
import type { DocumentKind } from '../../packet/layout-types.js'

/** What records have in common that a collector chooses by: asked once per distinct head, not once per record. */
export interface CollectorHead {
  readonly kind: DocumentKind
  readonly level: string
  readonly msg: string
  readonly caller: string | undefined
}

/** A record as a collector sees it; valid only during the call. Nothing is decoded before it is asked for. */
export interface CollectorRecord extends CollectorHead {
  /** Line in the part, counted from 0: `firstLine` of the fold is added to it. */
  readonly line: number
  /** Epoch milliseconds; NaN when the record has no readable time. */
  readonly timeMs: number
  /** Text of a field; nested JSON stays JSON text. */
  field(name: string): string | undefined
  /** All fields but those of the head. */
  fields(): Readonly<Record<string, string>>
}

/** Adds up the records of one part of one log. */
export interface PartCollector<Part> {
  add(record: CollectorRecord): void
  /** Plain data that can be sent between threads; bounded, whatever the log holds. `undefined` when nothing was added. */
  take(): Part | undefined
}

/** Where a part stands. */
export interface PartPlace {
  readonly entry: string
  /** 1-based line of the part's first line. */
  readonly firstLine: number
}

/** Puts the parts of one node's logs together, in the order of its log. */
export interface CollectorFold<Part, Result> {
  add(part: Part, place: PartPlace): void
  /** Plain data, bounded; `undefined` when no record was wanted. */
  result(): Result | undefined
}

export interface LogCollector<Part, Result> {
  /** Kinds of log to look in. */
  readonly kinds: readonly DocumentKind[]
  wants(head: CollectorHead): boolean
  startPart(): PartCollector<Part>
  startFold(): CollectorFold<Part, Result>
}

/** Infers the types of a collector's part and result. */
export function defineCollector<Part, Result>(
  collector: LogCollector<Part, Result>,
): LogCollector<Part, Result> {
  return collector
}

export type ResultOf<C> = C extends { startFold(): { result(): infer Result } }
  ? Exclude<Result, undefined>
  : never
