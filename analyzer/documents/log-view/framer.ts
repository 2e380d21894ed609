// Joins the lines of one file into records, whatever their formats, and gives each with its head read. Unlike the log pass,
// which counts what it cannot read, nothing is lost: a line that fits no format is a record of its own.
import { endsInsideQuote, indexWithin, OPEN_BRACE, RETURN } from '../log/bytes.js'
import { createHead, type LineFormat, type RecordHead, resetHead } from '../log/head.js'
import { readJsonHead } from '../log/json-head.js'
import { logLimits } from '../log/limits.js'
import { plainTimeAt, readPlainHead } from '../log/plain.js'
import { blockLevel, readBlockHead, readTeleportHead, readZapTabHead } from '../log/text-formats.js'
import { createTimeReader, type TimeReader } from '../log/timestamp.js'

/** A whole record; the head's ranges are valid during the call. `line` is that of its first line. */
export type GiveRecord = (bytes: Buffer, head: RecordHead, line: number) => void

export interface Framer {
  /** The next line, without its newline. `isFirst`: a byte order mark may stand before it. */
  line(bytes: Buffer, start: number, end: number, line: number, isFirst: boolean): void
  /** No further line belongs to the open record. */
  close(bytes: Buffer): void
  /** Forgets the open record. */
  drop(): void
  /** First byte of the record that further lines may belong to. */
  openStart(): number | undefined
  /** The buffer moved towards its front. */
  moved(by: number): void
  /** Whether the line begins a record that says its time, as far as it tells alone. */
  beginning(bytes: Buffer, start: number, end: number): Beginning
}

/**
 * `json` and `plain` begin a record whatever stood before them. Zap's and Teleport's text does so as well, unless it stands
 * in an open quote of a plain record. All else depends on what stood before.
 */
export type Beginning = 'json' | 'plain' | 'text' | 'unknown'

type ReadHead = (bytes: Buffer, start: number, end: number, head: RecordHead, readTime: TimeReader) => boolean

interface OpenRecord {
  readonly format: LineFormat
  readonly read: ReadHead
  readonly line: number
  start: number
  end: number
  lines: number
}

const openObject = Buffer.from('{"')

export function createFramer(give: GiveRecord): Framer {
  const head = createHead()
  const openHead = createHead()
  const readTime = createTimeReader()
  let open: OpenRecord | undefined

  function readLine(bytes: Buffer, lineStart: number, stop: number, line: number, isFirst: boolean): void {
    const end = stop > lineStart && bytes[stop - 1] === RETURN ? stop - 1 : stop
    const start = skipPrefix(bytes, lineStart, end, isFirst)
    if (start === end) {
      if (lineStart === end) extend(bytes, end)
    } else if (bytes[start] === OPEN_BRACE) readJsonLine(bytes, start, end, line)
    else if (plainTimeAt(bytes, start, end) !== -1) begin('plain', readPlainHead, bytes, start, end, line)
    else if (!readTextLine(bytes, start, end, line) && !extend(bytes, end)) {
      if (!readPrefixedJson(bytes, start, end, line)) giveUnread(bytes, start, end, line)
    }
  }

  function readJsonLine(bytes: Buffer, start: number, end: number, line: number): void {
    if (readJsonHead(bytes, start, end, head, readTime)) {
      close(bytes)
      give(bytes, head, line)
    } else if (!extend(bytes, end)) giveUnread(bytes, start, end, line)
  }

  /** Panics, Teleport's text and zap's console. Inside a plain record's open quote, such a line is text of the value. */
  function readTextLine(bytes: Buffer, start: number, end: number, line: number): boolean {
    if (open?.format === 'plain' && endsInsideQuote(bytes, open.start, open.end)) return false
    if (open?.format !== 'block' && blockLevel(bytes, start, end) !== undefined) {
      begin('block', readBlockHead, bytes, start, end, line)
      return true
    }
    const read = textFormatOf(bytes, start, end, head)
    if (read) begin('teleport-text', read, bytes, start, end, line)
    return read !== undefined
  }

  function textFormatOf(bytes: Buffer, start: number, end: number, into: RecordHead): ReadHead | undefined {
    if (!mayBeText(bytes[start] ?? 0)) return undefined
    if (readZapTabHead(bytes, start, end, into, readTime)) return readZapTabHead
    return readTeleportHead(bytes, start, end, into, readTime) ? readTeleportHead : undefined
  }

  /** A container's or journal's prefix before a JSON record. */
  function readPrefixedJson(bytes: Buffer, start: number, end: number, line: number): boolean {
    const brace = indexWithin(bytes, openObject, start, Math.min(end, start + 200))
    if (brace === -1) return false
    if (!readJsonHead(bytes, brace, end, head, readTime) || head.timeStart === 0) return false
    head.start = start
    give(bytes, head, line)
    return true
  }

  function begin(
    format: LineFormat,
    read: ReadHead,
    bytes: Buffer,
    start: number,
    end: number,
    line: number,
  ): void {
    close(bytes)
    open = { format, read, line, start, end, lines: 1 }
  }

  /** The line belongs to the open record, if there is one with room for it. */
  function extend(bytes: Buffer, end: number): boolean {
    if (!open) return false
    if (open.lines < logLimits.blockLines && end - open.start <= logLimits.blockBytes) {
      open.lines++
      open.end = end
      return true
    }
    close(bytes)
    return false
  }

  function close(bytes: Buffer): void {
    if (!open) return
    const { read, start, end, line } = open
    open = undefined
    // Another head object: the one of the line that closes this record may have been read already.
    if (read(bytes, start, end, openHead, readTime)) give(bytes, openHead, line)
    else giveUnread(bytes, start, end, line)
  }

  function giveUnread(bytes: Buffer, start: number, end: number, line: number): void {
    resetHead(unreadHead, 'block', start, end)
    unreadHead.msgStart = start
    unreadHead.msgEnd = end
    give(bytes, unreadHead, line)
  }
  const unreadHead = createHead()
  const probe = createHead()

  return {
    line: readLine,
    close,
    drop: () => (open = undefined),
    openStart: () => open?.start,
    moved(by) {
      if (!open) return
      open.start -= by
      open.end -= by
    },
    beginning(bytes, start, stop) {
      const end = stop > start && bytes[stop - 1] === RETURN ? stop - 1 : stop
      const found = formatOf(bytes, start, end)
      return Number.isNaN(probe.timeMs) ? 'unknown' : found
    },
  }

  /** Reads the head into `probe`. */
  function formatOf(bytes: Buffer, start: number, end: number): Beginning {
    if (bytes[start] === OPEN_BRACE)
      return readJsonHead(bytes, start, end, probe, readTime) ? 'json' : 'unknown'
    if (plainTimeAt(bytes, start, end) !== -1)
      return readPlainHead(bytes, start, end, probe, readTime) ? 'plain' : 'unknown'
    return textFormatOf(bytes, start, end, probe) ? 'text' : 'unknown'
  }
}

/** Zap's and Teleport's lines begin with a digit, a bracket or a capital letter. */
function mayBeText(first: number): boolean {
  return (first >= 48 && first <= 57) || first === 91 || (first >= 65 && first <= 90)
}

/** Skips a byte order mark at the top, and NULs that a crash of the machine left before a line. */
function skipPrefix(bytes: Buffer, start: number, end: number, isFirst: boolean): number {
  let at = start
  if (isFirst && bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3
  while (at < end && bytes[at] === 0) at++
  return at
}
