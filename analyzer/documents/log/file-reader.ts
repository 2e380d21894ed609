// Reads one log file line by line: joins the lines of one record, counts what it cannot read.
import { createBadLines } from './bad-lines.js'
import { CLOSE_BRACE, OPEN_BRACE } from './bytes.js'
import { createFileCore, type FileContext, type FileTotals } from './file-core.js'
import { createFramer, withoutReturn } from './framer.js'
import type { LineFormat } from './head.js'
import { hasOddEscapes } from './judge.js'
import { createLineSplitter } from './line-splitter.js'
import type { LogFile } from './types.js'

export interface FileReader {
  readonly write: (chunk: Buffer) => void
  end(): LogFile
}

export function createFileReader(file: FileContext): FileReader {
  const core = createFileCore(file)
  const bad = createBadLines()
  const formats = new Set<LineFormat>()
  let lines = 0
  let base = 0
  let oddEscapes = false
  let endsInsideLine = false

  const framer = createFramer(
    {
      record(_bytes, head, line) {
        formats.add(head.format)
        core.record(head, line, base)
      },
      bad: (kind, bytes, start, end, line) => bad.add(kind, line, bytes, start, end),
    },
    { beyondBound: 'dropped' },
  )

  const splitter = createLineSplitter({
    line(bytes, start, end, newBase) {
      lines++
      base = newBase
      readLine(bytes, start, end)
    },
    keepFrom: framer.openStart,
    moved: framer.moved,
    filled(bytes, from) {
      // A record over several buffers is judged as its last one: an escape is no less odd for being at its beginning.
      oddEscapes = hasOddEscapes(bytes.subarray(Math.max(0, from - 6))) || (oddEscapes && from > 0)
      core.use(bytes, oddEscapes)
    },
    batchEnd: () => core.endBatch(),
    tooLong(bytes, start, end, newBase) {
      lines++
      base = newBase
      framer.close(bytes)
      bad.add('too-long', lines, bytes, start, end)
    },
  })

  function readLine(bytes: Buffer, start: number, stop: number): void {
    const end = withoutReturn(bytes, start, stop)
    const known = core.recognise(bytes, start, end)
    if (known === undefined) return framer.line(bytes, start, stop, lines, lines === 1)
    framer.close(bytes)
    core.repeat(known, start, end, lines, base)
  }

  function readLast(bytes: Buffer, start: number, end: number, newBase: number): void {
    base = newBase
    if (start < end) readCutLine(bytes, start, end)
    framer.close(bytes)
  }

  function readCutLine(bytes: Buffer, start: number, stop: number): void {
    const end = withoutReturn(bytes, start, stop)
    lines++
    endsInsideLine = true
    if (bytes[start] === OPEN_BRACE && bytes[end - 1] !== CLOSE_BRACE) {
      framer.close(bytes)
      bad.add('cut', lines, bytes, start, end)
    } else readLine(bytes, start, stop)
  }

  return {
    write: splitter.write,
    end() {
      splitter.end(readLast)
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
