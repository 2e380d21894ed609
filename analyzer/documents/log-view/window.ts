// The part of a file that is being looked at: chunks are added at its end, and what is done with leaves at its front.
import { NEWLINE } from '../log/bytes.js'

export interface Window {
  /** What has been added and not left. Changes with `add`. */
  readonly bytes: Buffer
  /** Offset in the file of its first byte. */
  readonly base: number
  /** End of the last whole line, newline included. */
  readonly linesEnd: number
  /** Adds a chunk; bytes before `keepFrom` leave. Gives by how much the others moved to the front. */
  add(chunk: Buffer, keepFrom: number): number
  /** Everything leaves, and the chunk passes by, but for its end. */
  pass(chunk: Buffer, keepFrom: number): void
}

export function createWindow(): Window {
  let room = Buffer.alloc(0)
  let bytes = room
  let base = 0
  let linesEnd = 0

  function add(chunk: Buffer, keepFrom: number): number {
    const kept = bytes.length - keepFrom
    const length = kept + chunk.length
    // Room for the usual: a whole chunk, and the line that the chunk before ended in.
    const next = length <= room.length ? room : Buffer.allocUnsafe(length + Math.min(length, 64 * 1024))
    bytes.copy(next, 0, keepFrom)
    next.set(chunk, kept)
    room = next
    bytes = room.subarray(0, length)
    base += keepFrom
    const newline = chunk.lastIndexOf(NEWLINE)
    linesEnd = newline === -1 ? Math.max(0, linesEnd - keepFrom) : kept + newline + 1
    return keepFrom
  }

  function pass(chunk: Buffer, keepFrom: number): void {
    base += bytes.length + keepFrom
    bytes = room.subarray(0, 0)
    linesEnd = 0
    add(chunk.subarray(keepFrom), 0)
  }

  return {
    get bytes() {
      return bytes
    },
    get base() {
      return base
    },
    get linesEnd() {
      return linesEnd
    },
    add,
    pass,
  }
}
