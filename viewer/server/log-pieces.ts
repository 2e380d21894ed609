// The text of all logs in pieces, for reading all of it: the next one is read while one is looked at.
import type { LogText } from './log-text.js'

const pieceBytes = 2 * 1024 * 1024
/** What a piece begins with of the one before it; longer than any text that is searched for. */
const overlapBytes = 8 * 1024
export const roomBytes = overlapBytes + pieceBytes

export interface Piece {
  readonly bytes: Buffer
  /** Position of its first byte in the text; of its end. */
  readonly base: number
  readonly end: number
}

/** The whole text in pieces that overlap; the next one is read while one is looked at. */
export async function* pieces(
  text: LogText,
  rooms: readonly Buffer[] = [0, 1].map(() => Buffer.allocUnsafe(roomBytes)),
): AsyncGenerator<Piece, void, void> {
  const buffers = rooms
  const total = text.bytes()
  const readPiece = (number: number) => {
    const into = buffers[number & 1] as Buffer
    return text.read(into.subarray(overlapBytes), number * pieceBytes)
  }
  let coming = readPiece(0)
  for (let number = 0; number * pieceBytes < total; number++) {
    const length = await coming
    const own = buffers[number & 1] as Buffer
    const before = buffers[(number + 1) & 1] as Buffer
    const overlap = number === 0 ? 0 : overlapBytes
    if (overlap > 0) before.copy(own, 0, before.length - overlap)
    const start = number * pieceBytes
    // Only now: what the next one begins with has been copied.
    coming = readPiece(number + 1)
    yield {
      bytes: own.subarray(overlapBytes - overlap, overlapBytes + length),
      base: start - overlap,
      end: start + length,
    }
  }
  await coming
}
