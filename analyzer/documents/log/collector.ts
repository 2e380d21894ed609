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

/** What a record says, wherever and whenever; valid only during the call. Nothing is decoded before it is asked for. */
export interface RecordText extends CollectorHead {
  /** Text of a field; nested JSON stays JSON text. */
  field(name: string): string | undefined
  /** All fields but those of the head. */
  fields(): Readonly<Record<string, string>>
}

/** A record as a collector sees it. */
export interface CollectorRecord extends RecordText {
  /** Line in the part, counted from 0: `firstLine` of the fold is added to it. */
  readonly line: number
  /** Epoch milliseconds; NaN when the record has no readable time. */
  readonly timeMs: number
}

/** Adds up the records of one part of one log. */
export interface PartCollector<Part> {
  add(record: CollectorRecord): void
  /** Plain data that can be sent between threads; bounded, whatever the log holds. `undefined` when nothing was added. */
  take(): Part | undefined
}

/** Adds up what the records of one part tell. */
export interface PartTally<Told, Part> {
  add(told: Told, timeMs: number, line: number): void
  /** As of `PartCollector`. */
  take(): Part | undefined
}

/**
 * For collectors of frequent records: reading one is apart from counting it, so that a record that says the same as an earlier
 * one is not read again.
 */
export interface Telling<Told, Part> {
  /**
   * Gives what a record tells the tally; `undefined` for nothing. It is kept for records with the same head and fields,
   * also in other parts, so it must depend on these alone and not be changed. What the reader itself remembers, bounded, may
   * save time only.
   */
  readonly startReading: () => (record: RecordText) => Told | undefined
  readonly startTally: () => PartTally<Told, Part>
  /** What it tells does not depend on strings and segments of paths that are ids, see mask-ids.ts. */
  readonly ignoresIds?: boolean
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
  /** The two halves of `startPart`, where it has such. */
  readonly telling?: Telling<unknown, Part>
  startFold(): CollectorFold<Part, Result>
}

/** Infers the types of a collector's part and result. */
export function defineCollector<Part, Result>(
  collector: LogCollector<Part, Result>,
): LogCollector<Part, Result> {
  return collector
}

/** The same of a collector that reads and counts apart. */
export function defineTellingCollector<Told, Part, Result>({
  startReading,
  startTally,
  ignoresIds = false,
  ...collector
}: Omit<LogCollector<Part, Result>, 'startPart' | 'telling'> & Telling<Told, Part>): LogCollector<
  Part,
  Result
> {
  const telling: Telling<Told, Part> = { startReading, startTally, ignoresIds }
  return { ...collector, telling, startPart: () => readAndTally(telling) }
}

function readAndTally<Told, Part>({ startReading, startTally }: Telling<Told, Part>): PartCollector<Part> {
  const read = startReading()
  const tally = startTally()
  return {
    add(record) {
      const told = read(record)
      if (told !== undefined) tally.add(told, record.timeMs, record.line)
    },
    take: () => tally.take(),
  }
}

export type ResultOf<C> = C extends { startFold(): { result(): infer Result } }
  ? Exclude<Result, undefined>
  : never
