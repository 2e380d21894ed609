// Joins the lines of a log into records, whatever their formats, and gives each with its head read.
import type { BadKind } from '../scan/bad-lines.js'
import { CLOSE_BRACE, endsInsideQuote, OPEN_BRACE, RETURN, SPACE } from '../bytes.js'
import { createHead, type RecordHead } from './head.js'
import { logLimits } from '../limits.js'
import { type RecordFormat, recordFormats } from './line-formats.js'
import { createTimeReader } from './timestamp.js'
import { beforeNuls, createNulSearch, isWholeJson, mayHoldMore, recordsWithin } from './torn-line.js'

/** Where records go. What is given is valid during the call; `line` is that of the first line. */
export interface RecordSink {
  record(bytes: Buffer, head: RecordHead, line: number): void
  /** A line that fits no format. After `nul` the line is read all the same. */
  bad(kind: BadKind, bytes: Buffer, start: number, end: number, line: number): void
}

export interface FramerOptions {
  /** What becomes of lines beyond the bound of their record: they are left out, or lines of their own. */
  readonly beyondBound: 'dropped' | 'lines'
}

export interface Framer {
  /** What follows is read as if nothing had been before. `nearMs`: see `createTimeReader`. */
  begin(nearMs: number): void
  /** The next line, without its newline. `isFirst`: a byte order mark may stand before it. */
  line(bytes: Buffer, start: number, end: number, line: number, isFirst: boolean): void
  /** No further line belongs to the open record. */
  close(bytes: Buffer): void
  /** Forgets the open record. */
  drop(): void
  /** First byte of the record that further lines may belong to. */
  readonly openStart: () => number | undefined
  /** The buffer moved towards its front. */
  readonly moved: (by: number) => void
}

/** A record that further lines may belong to. Positions are in the working buffer. */
interface OpenRecord {
  readonly format: RecordFormat
  readonly line: number
  start: number
  end: number
  lines: number
}

const usual = recordFormats.filter(({ place }) => place !== 'alone')
const alone = recordFormats.filter(({ place }) => place === 'alone')

export function createFramer(sink: RecordSink, { beyondBound }: FramerOptions): Framer {
  const head = createHead()
  /** The head object may hold the line that closes the open record: that one is read into another. */
  const openHead = createHead()
  const nuls = createNulSearch()
  let readTime = createTimeReader()
  let open: OpenRecord | undefined

  function readLine(bytes: Buffer, lineStart: number, stop: number, line: number, isFirst: boolean): void {
    const end = withoutReturn(bytes, lineStart, stop)
    const mark = isFirst && hasByteOrderMark(bytes, lineStart, end) ? 3 : 0
    const start = skipNuls(bytes, lineStart + mark, end)
    if (start > lineStart + mark) sink.bad('nul', bytes, lineStart, end, line)
    if (start !== end) readTorn(bytes, start, end, line)
    else if (lineStart === end) extend(bytes, end)
  }

  function readTorn(bytes: Buffer, start: number, end: number, line: number): void {
    let from = start
    const hasNul = nuls.isIn(bytes, start, end)
    const places = hasNul || mayHoldMore(bytes, start, end) ? recordsWithin(bytes, start, end) : []
    for (const at of places) {
      if (hasNul) sink.bad('nul', bytes, from, end, line)
      readPiece(bytes, from, beforeNuls(bytes, from, at), line)
      from = at
    }
    readPiece(bytes, from, end, line)
  }

  function readPiece(bytes: Buffer, start: number, end: number, line: number): void {
    if (!begin(usual, bytes, start, end, line) && !extend(bytes, end)) {
      if (!begin(alone, bytes, start, end, line))
        sink.bad(badKind(bytes, start, end), bytes, start, end, line)
    }
  }

  /** False when the line begins no record. */
  function begin(
    formats: readonly RecordFormat[],
    bytes: Buffer,
    start: number,
    end: number,
    line: number,
  ): boolean {
    for (const format of formats) {
      if (!format.begins(bytes, start, end) || !mayBegin(format, bytes)) continue
      if (format.extent === 'lines') {
        close(bytes)
        open = { format, line, start, end, lines: 1 }
        return true
      }
      if (!format.readHead(bytes, start, end, head, readTime)) continue
      close(bytes)
      sink.record(bytes, head, line)
      return true
    }
    return false
  }

  function mayBegin({ name, place, holdsOwnKind }: RecordFormat, bytes: Buffer): boolean {
    if (open === undefined || place === 'anywhere') return true
    if (holdsOwnKind && open.format.name === name) return false
    return open.format.name !== 'plain' || !endsInsideQuote(bytes, open.start, open.end)
  }

  /** The line belongs to the open record, if there is one. */
  function extend(bytes: Buffer, end: number): boolean {
    if (!open) return false
    if (open.lines < logLimits.blockLines && end - open.start <= logLimits.blockBytes) {
      open.lines++
      open.end = end
      return true
    }
    if (beyondBound === 'dropped') return true
    close(bytes)
    return false
  }

  function close(bytes: Buffer): void {
    if (!open) return
    const { format, start, end, line } = open
    open = undefined
    if (format.readHead(bytes, start, end, openHead, readTime)) sink.record(bytes, openHead, line)
    else sink.bad('text', bytes, start, end, line)
  }

  return {
    begin(nearMs) {
      open = undefined
      readTime = createTimeReader(nearMs)
    },
    line: readLine,
    close,
    drop: () => (open = undefined),
    openStart: () => open?.start,
    moved(by) {
      if (!open) return
      open.start -= by
      open.end -= by
    },
  }
}

/** The end of a line without its carriage return, and of a JSON object without the blanks and NULs behind it. */
export function withoutReturn(bytes: Buffer, start: number, end: number): number {
  if (end === start || (bytes[end - 1] ?? 0) > SPACE) return end
  const textEnd = bytes[end - 1] === RETURN ? end - 1 : end
  if (bytes[start] !== OPEN_BRACE) return textEnd
  let at = textEnd
  while (at > start && (bytes[at - 1] ?? 0) <= SPACE) at--
  return bytes[at - 1] === CLOSE_BRACE ? at : textEnd
}

function hasByteOrderMark(bytes: Buffer, at: number, end: number): boolean {
  return end - at >= 3 && bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf
}

/** A crash of the machine leaves NULs before a line. */
function skipNuls(bytes: Buffer, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at] === 0) at++
  return at
}

function badKind(bytes: Buffer, start: number, end: number): BadKind {
  if (bytes[start] !== OPEN_BRACE) return 'text'
  return isWholeJson(bytes, start, end) ? 'json' : 'broken-json'
}
