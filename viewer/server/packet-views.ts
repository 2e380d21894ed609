// What the pages of a packet show, kept as long as the packet itself is.
import type { Packet, PacketViews } from '../../analyzer/index.js'

const known = new WeakMap<Packet, Promise<PacketViews>>()

/** Loaded when first asked for: the page is served before the analyzer is read. */
export function viewsOf(packet: Packet): Promise<PacketViews> {
  const before = known.get(packet)
  if (before !== undefined) return before
  const views = import('../../analyzer/index.js').then(({ viewPacket }) => viewPacket(packet))
  known.set(packet, views)
  return views
}
