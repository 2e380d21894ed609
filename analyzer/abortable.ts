// A packet that a signal can take away from those who read it: between the packet stage and the rest of the pipeline.
import type { Packet } from './packet/types.js'

/** The same packet; once the signal is aborted, every read and every piece of a running one throws the signal's reason. */
export function abortable(packet: Packet, signal: AbortSignal | undefined): Packet {
  if (signal === undefined) return packet
  return {
    ...packet,
    sha256() {
      signal.throwIfAborted()
      return packet.sha256()
    },
    read(entry, onChunk) {
      signal.throwIfAborted()
      return packet.read(entry, chunk => {
        signal.throwIfAborted()
        return onChunk(chunk)
      })
    },
  }
}
