// Cuts a stream of chunks into lines without copying them out: a working buffer keeps the unfinished line (or record) of
// the chunk before. Newlines are found by Buffer.indexOf, which runs at memory speed.
import { NEWLINE } from './bytes.js'
import { logLimits } from './limits.js'

export interface LineSink {
  /** A line without its newline; `baseOffset` is the buffer's first byte in the entry. */
  line(bytes: Buffer, start: number, end: number, baseOffset: number): void
  /** First byte that is still needed when the buffer moves; `undefined` when none is. */
  keepFrom(): number | undefined
  /** The buffer moved: positions kept across lines shrink by this. */
  moved(by: number): void
  /** New bytes stand in the buffer from `from` on. */
  filled(bytes: Buffer, from: number): void
  /** All whole lines in the buffer were given. */
  batchEnd(): void
  /** A line beyond the bound was dropped; `start` to `end` is its beginning. */
  tooLong(bytes: Buffer, start: number, end: number, baseOffset: number): void
}

export interface LineSplitter {
  readonly write: (chunk: Buffer) => void
  /** Gives what stands after the last newline; an empty range when nothing does. */
  end(last: (bytes: Buffer, start: number, end: number, baseOffset: number) => void): void
  readonly sizeBytes: number
}

/** Of a line that is too long, this much is kept for the excerpt. */
const excerptBytes = 4 * 1024

export function createLineSplitter(sink: LineSink): LineSplitter {
  let buffer = Buffer.allocUnsafe(2 * 1024 * 1024)
  let filled = 0
  let lineStart = 0
  let base = 0
  let size = 0
  let dropping = false

  function write(chunk: Buffer): void {
    size += chunk.length
    makeRoom(chunk.length)
    buffer.set(chunk, filled)
    const from = filled
    filled += chunk.length
    const view = buffer.subarray(0, filled)
    sink.filled(view, from)
    let newline = view.indexOf(NEWLINE, from)
    while (newline !== -1) {
      if (dropping) endDropped(view)
      else sink.line(view, lineStart, newline, base)
      lineStart = newline + 1
      newline = view.indexOf(NEWLINE, lineStart)
    }
    sink.batchEnd()
    if (filled - lineStart > logLimits.lineBytes) drop()
  }

  /** Moves what is still needed to the front, and grows when that is not enough. */
  function makeRoom(length: number): void {
    const keep = Math.min(sink.keepFrom() ?? lineStart, lineStart)
    if (keep > 0) {
      buffer.copyWithin(0, keep, filled)
      filled -= keep
      lineStart -= keep
      base += keep
      sink.moved(keep)
    }
    if (filled + length <= buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, filled + length))
    larger.set(buffer.subarray(0, filled))
    buffer = larger
  }

  /** Forgets all but the beginning of the line at hand. */
  function drop(): void {
    dropping = true
    const cut = lineStart + excerptBytes
    base += filled - cut
    filled = cut
  }

  function endDropped(view: Buffer): void {
    dropping = false
    sink.tooLong(view, lineStart, Math.min(filled, lineStart + excerptBytes), base)
  }

  return {
    write,
    end(last) {
      const view = buffer.subarray(0, filled)
      if (dropping) endDropped(view)
      else last(view, lineStart, filled, base)
      sink.batchEnd()
    },
    get sizeBytes() {
      return size
    },
  }
}
