// Remembers how the reads of a packet ended, so that what was read completely need not be read again to verify it.
import type { Packet, ReadOutcome } from './types.js'

/** The same packet, and the best outcome of each entry by its index; filled as the entries are read. */
export interface TrackedPacket {
  readonly packet: Packet
  readonly outcomes: Map<number, ReadOutcome>
}

export function trackReads(packet: Packet): TrackedPacket {
  const outcomes = new Map<number, ReadOutcome>()
  const read: Packet['read'] = async (entry, onChunk) => {
    const outcome = await packet.read(entry, onChunk)
    remember(outcomes, entry.index, outcome)
    return outcome
  }
  return { packet: { ...packet, read }, outcomes }
}

/** A read that its reader stopped says nothing of the rest, and never replaces one that went to an end. */
function remember(outcomes: Map<number, ReadOutcome>, index: number, outcome: ReadOutcome): void {
  if (outcome.kind === 'stopped' && outcomes.has(index)) return
  outcomes.set(index, outcome)
}
