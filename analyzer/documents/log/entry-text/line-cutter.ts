// Cuts chunks into lines, each whole in one buffer.
import { NEWLINE } from '../bytes.js'
import { logLimits } from '../limits.js'

export interface LineCutter {
  write(chunk: Buffer): void
  /** What stands after the last line feed. */
  end(): Buffer
}

/** The line is valid until the next one; one beyond the bound comes in pieces. */
export function createLineCutter(take: (line: Buffer) => void): LineCutter {
  let kept: Buffer[] = []
  let keptBytes = 0

  function whole(piece: Buffer): Buffer {
    if (kept.length === 0) return piece
    const line = Buffer.concat([...kept, piece])
    kept = []
    keptBytes = 0
    return line
  }

  return {
    write(chunk) {
      let start = 0
      for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, start)) {
        take(whole(chunk.subarray(start, at)))
        start = at + 1
      }
      if (start === chunk.length) return
      // The chunk is only lent.
      kept.push(Buffer.from(chunk.subarray(start)))
      keptBytes += chunk.length - start
      if (keptBytes > logLimits.lineBytes) take(whole(Buffer.alloc(0)))
    },
    end: () => whole(Buffer.alloc(0)),
  }
}
