// Reads one log file line by line: tells each line's format, joins the lines of one record, counts what it cannot read.
import { createBadLines } from './bad-lines.js'
import { CLOSE_BRACE, endsInsideQuote, indexWithin, OPEN_BRACE, RETURN } from './bytes.js'
import { createFileCore, type FileContext, type FileTotals } from './file-core.js'
import { createHead, type LineFormat, type RecordHead } from './head.js'
import { readJsonHead } from './json-head.js'
import { hasOddEscapes } from './judge.js'
import { logLimits } from './limits.js'
import { createLineSplitter } from './line-splitter.js'
import { plainTimeAt, readPlainHead } from './plain.js'
import { blockLevel, readBlockHead, readTeleportHead, readZapTabHead } from './text-formats.js'
import { createTimeReader, type TimeReader } from './timestamp.js'
import type { LogFile } from './types.js'

export interface FileReader {
  readonly write: (chunk: Buffer) => void
  end(): LogFile
}

type ReadHead = (bytes: Buffer, start: number, end: number, head: RecordHead, readTime: TimeReader) => boolean

/** A record that further lines may belong to. Positions are in the working buffer. */
interface OpenRecord {
  readonly format: LineFormat
  readonly read: ReadHead
  readonly line: number
  readonly offset: number
  start: number
  end: number
  lines: number
}

const openObject = Buffer.from('{"')

export function createFileReader(file: FileContext): FileReader {
  const core = createFileCore(file)
  const bad = createBadLines()
  const head = createHead()
  const readTime = createTimeReader()
  const formats = new Set<LineFormat>()
  let open: OpenRecord | undefined
  let lines = 0
  let oddEscapes = false
  let endsInsideLine = false

  const splitter = createLineSplitter({
    line(bytes, start, end, base) {
      lines++
      readLine(bytes, start, withoutReturn(bytes, start, end), base)
    },
    keepFrom: () => open?.start,
    moved(by) {
      if (!open) return
      open.start -= by
      open.end -= by
    },
    filled(bytes, from) {
      // A record over several buffers is judged as its last one: an escape is no less odd for being at its beginning.
      oddEscapes = hasOddEscapes(bytes.subarray(Math.max(0, from - 6))) || (oddEscapes && from > 0)
      core.use(bytes, oddEscapes)
    },
    batchEnd: () => core.endBatch(),
    tooLong(bytes, start, end, base) {
      lines++
      closeOpen(bytes, base)
      bad.add('too-long', lines, bytes, start, end)
    },
  })

  function readLine(bytes: Buffer, lineStart: number, end: number, base: number): void {
    const known = core.recognise(bytes, lineStart, end)
    if (known === undefined) return readNewLine(bytes, lineStart, end, base)
    if (open) closeOpen(bytes, base)
    core.repeat(known, lineStart, end, lines, base)
  }

  function readNewLine(bytes: Buffer, lineStart: number, end: number, base: number): void {
    const start = skipPrefix(bytes, lineStart, end)
    if (start === end) return readEmpty(bytes, lineStart, end)
    const first = bytes[start]
    if (first === OPEN_BRACE) readJsonLine(bytes, start, end, base)
    else if (plainTimeAt(bytes, start, end) !== -1)
      beginRecord('plain', readPlainHead, bytes, start, end, base)
    else if (!readTextLine(bytes, start, end, base) && !extendOpen(bytes, end)) {
      if (!readPrefixedJson(bytes, start, end, base)) bad.add('text', lines, bytes, start, end)
    }
  }

  /** Skips a byte order mark at the top, and NULs that a crash of the machine left before a line. */
  function skipPrefix(bytes: Buffer, start: number, end: number): number {
    let at = start
    if (lines === 1 && bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3
    if (bytes[at] !== 0 || at >= end) return at
    while (at < end && bytes[at] === 0) at++
    bad.add('nul', lines, bytes, start, end)
    return at
  }

  function readEmpty(bytes: Buffer, start: number, end: number): void {
    if (start === end) extendOpen(bytes, end)
  }

  function readJsonLine(bytes: Buffer, start: number, end: number, base: number): void {
    if (readJsonHead(bytes, start, end, head, readTime)) {
      closeOpen(bytes, base)
      give(bytes, lines, base)
    } else if (!extendOpen(bytes, end)) {
      bad.add(looksWhole(bytes, start, end) ? 'json' : 'broken-json', lines, bytes, start, end)
    }
  }

  /** Panics, Teleport's text and zap's console. Inside a plain record's open quote, such a line is text of the value. */
  function readTextLine(bytes: Buffer, start: number, end: number, base: number): boolean {
    if (open?.format === 'plain' && endsInsideQuote(bytes, open.start, open.end)) return false
    if (open?.format !== 'block' && blockLevel(bytes, start, end) !== undefined) {
      beginRecord('block', readBlockHead, bytes, start, end, base)
      return true
    }
    const first = bytes[start] ?? 0
    const mayBeText = (first >= 48 && first <= 57) || first === 91 || (first >= 65 && first <= 90)
    if (!mayBeText) return false
    if (readZapTabHead(bytes, start, end, head, readTime))
      beginRecord('zap-tab', readZapTabHead, bytes, start, end, base)
    else if (readTeleportHead(bytes, start, end, head, readTime)) {
      beginRecord('teleport-text', readTeleportHead, bytes, start, end, base)
    } else return false
    return true
  }

  /** A container's or journal's prefix before a JSON record. */
  function readPrefixedJson(bytes: Buffer, start: number, end: number, base: number): boolean {
    const brace = indexWithin(bytes, openObject, start, Math.min(end, start + 200))
    if (brace === -1) return false
    if (!readJsonHead(bytes, brace, end, head, readTime) || head.timeStart === 0) return false
    give(bytes, lines, base)
    return true
  }

  function beginRecord(
    format: LineFormat,
    read: ReadHead,
    bytes: Buffer,
    start: number,
    end: number,
    base: number,
  ): void {
    closeOpen(bytes, base)
    open = { format, read, line: lines, offset: base + start, start, end, lines: 1 }
  }

  /** The line belongs to the open record, if there is one. Lines beyond the bound belong to it and are dropped. */
  function extendOpen(bytes: Buffer, end: number): boolean {
    if (!open) return false
    const fits = open.lines < logLimits.blockLines && end - open.start <= logLimits.blockBytes
    if (fits && open.lines++ > 0) open.end = end
    return true
  }

  function closeOpen(bytes: Buffer, base: number): void {
    if (!open) return
    const record = open
    open = undefined
    // The head object may hold the line that closes this record: it is read after.
    if (record.read(bytes, record.start, record.end, openHead, readTime))
      giveHead(bytes, openHead, record.line, base)
  }
  const openHead = createHead()

  function give(bytes: Buffer, line: number, base: number): void {
    giveHead(bytes, head, line, base)
  }

  function giveHead(bytes: Buffer, recordHead: RecordHead, line: number, base: number): void {
    formats.add(recordHead.format)
    core.record(recordHead, line, base)
  }

  function readLast(bytes: Buffer, start: number, end: number, base: number): void {
    if (start < end) readCutLine(bytes, start, end, base)
    closeOpen(bytes, base)
  }

  function readCutLine(bytes: Buffer, start: number, stop: number, base: number): void {
    const end = withoutReturn(bytes, start, stop)
    lines++
    endsInsideLine = true
    if (bytes[start] === OPEN_BRACE && bytes[end - 1] !== CLOSE_BRACE) {
      closeOpen(bytes, base)
      bad.add('cut', lines, bytes, start, end)
    } else readLine(bytes, start, end, base)
  }

  return {
    write: splitter.write,
    end() {
      splitter.end((bytes, start, end, base) => readLast(bytes, start, end, base))
      return toFile(file, core.finish(), {
        formats,
        lines,
        endsInsideLine,
        sizeBytes: splitter.sizeBytes,
        bad: bad.result(),
      })
    },
  }
}

function withoutReturn(bytes: Buffer, start: number, end: number): number {
  return end > start && bytes[end - 1] === RETURN ? end - 1 : end
}

interface LineCounts {
  readonly formats: ReadonlySet<LineFormat>
  readonly lines: number
  readonly endsInsideLine: boolean
  readonly sizeBytes: number
  readonly bad: LogFile['bad']
}

function toFile(file: FileContext, totals: FileTotals, counts: LineCounts): LogFile {
  const { formats, ...rest } = counts
  return {
    entry: file.entry,
    node: file.node.node,
    kind: file.kind,
    format: formatName(formats),
    records: totals.records,
    firstSeenMs: Number.isFinite(totals.firstMs) ? totals.firstMs : undefined,
    lastSeenMs: Number.isFinite(totals.lastMs) ? totals.lastMs : undefined,
    byLevel: totals.byLevel,
    ...rest,
  }
}

/** Panic text amid records does not make a file mixed. */
function formatName(formats: ReadonlySet<LineFormat>): string {
  const names = [...formats].filter(name => name !== 'block')
  return names.length > 1 ? 'mixed' : (names[0] ?? (formats.size > 0 ? 'block' : 'unknown'))
}

/** Ends like an object: then it is JSON of another kind, or damaged in the middle. */
function looksWhole(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[end - 1] !== CLOSE_BRACE) return false
  try {
    JSON.parse(bytes.toString('utf8', start, Math.min(end, start + logLimits.valueBytes)))
    return true
  } catch {
    return false
  }
}
