// An entry whole in memory, for the kinds that need it whole; never more than the caller allows.
import { packetProblem } from './problem-codes.js'
import type { EntryBytes, Packet, PacketEntry, ReadOutcome } from './types.js'

/** Reads up to `maxBytes`; `problem` says when that, or damage, left something out. */
export async function readWhole(packet: Packet, entry: PacketEntry, maxBytes: number): Promise<EntryBytes> {
  const chunks: Buffer[] = []
  let filledBytes = 0
  let cut = false
  const outcome = await packet.read(entry, chunk => {
    const part = chunk.subarray(0, maxBytes - filledBytes)
    chunks.push(Buffer.from(part))
    filledBytes += part.length
    cut = part.length < chunk.length
    return cut ? false : undefined
  })
  return { bytes: joined(chunks), problem: cut ? tooLargeForMemory(entry, maxBytes) : problemOf(outcome) }
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)
}

function problemOf(outcome: ReadOutcome): EntryBytes['problem'] {
  return outcome.kind === 'partial' ? outcome.problem : undefined
}

function tooLargeForMemory(entry: PacketEntry, maxBytes: number): EntryBytes['problem'] {
  return packetProblem(
    'ENTRY_TOO_LARGE_FOR_MEMORY',
    'The entry is too large to be held in memory; only its start was read.',
    {
      expected: `at most ${maxBytes} bytes`,
      found: entry.sizeBytes === undefined ? 'more' : `${entry.sizeBytes} bytes`,
      entry: entry.name,
    },
  )
}
