// The text of all logs in pieces, for reading all of it: the next ones are read while one is looked at.
import type { LogText } from './log-text.js'

const pieceBytes = 2 * 1024 * 1024
/** What a piece begins with of the one before it; longer than any text that is searched for. */
const overlapBytes = 8 * 1024
export const roomBytes = overlapBytes + pieceBytes
/** Pieces at a time: one that is looked at, and two that are read, since one reading alone does not keep up with a search. */
export const roomCount = 3

export interface Piece {
  readonly bytes: Buffer
  /** Position of its first byte in the text; of its end. */
  readonly base: number
  readonly end: number
}

/** The whole text in pieces that overlap; the next ones are read while one is looked at. */
export async function* pieces(
  text: LogText,
  rooms: readonly Buffer[] = Array.from({ length: roomCount }, () => Buffer.allocUnsafe(roomBytes)),
): AsyncGenerator<Piece, void, void> {
  const total = text.bytes()
  const room = (number: number) => rooms[number % rooms.length] as Buffer
  const coming: Promise<number>[] = []
  const readPiece = (number: number) => {
    if (number * pieceBytes >= total) return
    const reading = text.read(room(number).subarray(overlapBytes), number * pieceBytes)
    reading.catch(() => undefined) // told where it is waited for
    coming.push(reading)
  }
  for (let number = 0; number + 1 < rooms.length; number++) readPiece(number)
  try {
    for (let number = 0; number * pieceBytes < total; number++) {
      const length = (await coming.shift()) ?? 0
      const own = room(number)
      const overlap = number === 0 ? 0 : overlapBytes
      const before = room(number + rooms.length - 1)
      if (overlap > 0) before.copy(own, 0, before.length - overlap)
      const start = number * pieceBytes
      // Only now: what this one begins with has been copied.
      readPiece(number + rooms.length - 1)
      yield {
        bytes: own.subarray(overlapBytes - overlap, overlapBytes + length),
        base: start - overlap,
        end: start + length,
      }
    }
  } finally {
    // The file may be closed after that.
    await Promise.allSettled(coming)
  }
}
