// The text of all logs in pieces: every byte once, each piece with the end of the one before it, however slow the reads are.
import { expect, test } from 'vitest'
import type { LogText } from '../../../viewer/server/log-text.js'
import { pieces } from '../../../viewer/server/log-pieces.js'

const pieceBytes = 2 * 1024 * 1024

/** A text in memory; reads settle in an order of their own. */
function textOf(bytes: Buffer): LogText {
  let reads = 0
  return {
    add: () => Promise.resolve(),
    ranges: new Map(),
    bytes: () => bytes.length,
    async read(into, from) {
      for (let wait = reads++ % 3; wait > 0; wait--) await Promise.resolve()
      return bytes.copy(into, 0, from)
    },
    readNow: (into, from) => bytes.copy(into, 0, from),
    close: () => Promise.resolve(),
  }
}

function countedBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE(at, at)
  return bytes
}

test.each([0, 5, pieceBytes - 1, pieceBytes, pieceBytes + 1, 5 * pieceBytes + 4_321])(
  'a text of %i bytes comes whole, each piece with the end of the one before',
  async length => {
    const bytes = countedBytes(length)
    let end = 0
    for await (const piece of pieces(textOf(bytes))) {
      expect(piece.base).toBe(Math.max(0, end - 8 * 1024))
      expect(piece.bytes.equals(bytes.subarray(piece.base, piece.end))).toBe(true)
      end = piece.end
    }
    expect(end).toBe(length)
  },
)

test('a read that fails is told to who reads the pieces', async () => {
  const text = {
    ...textOf(countedBytes(3 * pieceBytes)),
    read: () => Promise.reject(new Error('the disk is gone')),
  }
  await expect(pieces(text).next()).rejects.toThrow('the disk is gone')
})
