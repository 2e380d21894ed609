// Chunks of bytes → lines, without ever holding more than one chunk and one line. A line beyond the limit is cut.
import { goroutineLimits } from '../limits.js'

export interface LineFeed {
  readonly add: (chunk: Buffer) => void
  /** Gives the last line, and whether it had no end. */
  end(): { readonly cut: boolean }
}

export function lineFeed(onLine: (line: string) => void): LineFeed {
  let rest: Buffer = Buffer.alloc(0)

  function give(bytes: Buffer): void {
    for (const line of bytes.toString('utf8').split('\n'))
      onLine(line.endsWith('\r') ? line.slice(0, -1) : line)
  }

  return {
    add(chunk) {
      const end = chunk.lastIndexOf(0x0a)
      if (end < 0) {
        // What goes beyond the limit of a line is lost, and that is all that is lost.
        if (rest.length < goroutineLimits.lineBytes)
          rest = Buffer.concat([rest, chunk.subarray(0, lineRoom(rest))])
        return
      }
      give(rest.length === 0 ? chunk.subarray(0, end) : Buffer.concat([rest, chunk.subarray(0, end)]))
      rest = Buffer.from(chunk.subarray(end + 1, end + 1 + goroutineLimits.lineBytes))
    },
    end() {
      if (rest.length > 0) give(rest)
      return { cut: rest.length > 0 }
    },
  }
}

function lineRoom(rest: Buffer): number {
  return goroutineLimits.lineBytes - rest.length
}
