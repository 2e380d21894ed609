// Reads what nothing else has read, so that the size and CRC-32 of every entry are checked.
import type { Packet, PacketEntry, ReadOutcome } from './types.js'

/** Entries read at once; inflating runs outside the JavaScript thread, where a few keep the cores busy. */
const usualConcurrency = 2

/** Reads every entry that `outcomes` has no end for, and adds how that ended. */
export async function verifyEntries(
  packet: Packet,
  entries: readonly PacketEntry[],
  outcomes: Map<number, ReadOutcome>,
  concurrency = usualConcurrency,
): Promise<void> {
  const open = entries.filter(entry => isOpen(outcomes.get(entry.index)))
  const next = open.values()
  const readers = Array.from({ length: Math.min(concurrency, open.length) }, async () => {
    for (const entry of next) outcomes.set(entry.index, await packet.read(entry, () => undefined))
  })
  await Promise.all(readers)
}

function isOpen(outcome: ReadOutcome | undefined): boolean {
  return outcome === undefined || outcome.kind === 'stopped'
}
