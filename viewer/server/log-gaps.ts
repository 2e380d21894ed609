// Lines that fit no log format: the index of the log engine leaves them out, people looking for a fault must not miss them.
// They stand where the next record begins later than the one before it ends.
import type { LogTools } from '../../analyzer/index.js'
import type { LogText } from './log-text.js'

/** A line of no format, or the end of a record that such lines follow. */
export interface GapSink {
  /** Positions in the text of all logs. */
  unknownLine(offset: number, length: number, line: number): void
  recordEnd(end: number): void
}

const pieceBytes = 4 * 1024 * 1024
/** The log engine's own bound, in pieces. */
const lineBytesMost = 8 * pieceBytes
const newline = 0x0a

/** Reads the lines of a range that begins with line `firstLine` of its file, and with a record where `hasRecord`. */
export function readGap(
  tools: LogTools,
  text: LogText,
  { from, end, firstLine }: { readonly from: number; readonly end: number; readonly firstLine: number },
  sink: GapSink,
): void {
  let base = from
  const framer = tools.createFramer(
    {
      record: (_bytes, head) => sink.recordEnd(base + head.end),
      bad(kind, _bytes, start, stop, line) {
        if (kind !== 'nul') sink.unknownLine(base + start, stop - start, line)
      },
    },
    { beyondBound: 'dropped' },
  )
  let line = firstLine
  while (base < end) {
    const piece = wholeLines(text, base, end)
    for (let at = 0; at < piece.length; line++) {
      const found = piece.indexOf(newline, at)
      const stop = found === -1 ? piece.length : found
      framer.line(piece, at, stop, line, false)
      at = stop + 1
    }
    framer.close(piece)
    base += piece.length
  }
}

/** Whole lines from a position on; of a line beyond the bound of the log engine, a piece of that size. */
function wholeLines(text: LogText, from: number, end: number): Buffer {
  for (let size = pieceBytes; ; size *= 2) {
    const bytes = Buffer.allocUnsafe(Math.min(size, end - from))
    const read = bytes.subarray(0, text.readNow(bytes, from))
    // A file that somebody cut meanwhile: the rest is taken for an empty line.
    if (read.length === 0) return Buffer.alloc(end - from < pieceBytes ? end - from : pieceBytes, newline)
    const cut = read.lastIndexOf(newline) + 1
    if (from + read.length >= end) return read
    if (cut > 0) return read.subarray(0, cut)
    if (size >= lineBytesMost) return read
  }
}
