// What the packet is, as reports show it: container, product, version, nodes, entries.
import type { EntryInfo, PacketInfo } from './analysis.js'
import type { Inventory, InventoryItem } from './packet/layout-types.js'
import type { Packet } from './packet/types.js'

/** What the packet is; reads it once for its hash. */
export async function packetInfo(
  packet: Packet,
  inventory: Inventory,
  generatedAtMs: number | undefined,
): Promise<PacketInfo> {
  const { layout, items } = inventory
  return {
    source: packet.source,
    sha256: await packet.sha256(),
    sizeBytes: packet.sizeBytes,
    ...(layout === undefined
      ? {}
      : { product: layout.product, layout: layout.id, layoutTitle: layout.title }),
    ...(layout?.serverVersion === undefined ? {} : { serverVersion: layout.serverVersion }),
    ...(generatedAtMs === undefined ? {} : isoTime(generatedAtMs)),
    nodes: layout?.nodes ?? [''],
    entries: items.map(entryInfo),
  }
}

/** A time beyond what a date can hold is no time. */
function isoTime(ms: number): { readonly generatedAt?: string } {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? {} : { generatedAt: date.toISOString() }
}

function entryInfo(item: InventoryItem): EntryInfo {
  const { name, kind, node, plugin, entry, expectation, status, reason } = item
  return {
    name,
    kind,
    ...(node === undefined || node === '' ? {} : { node }),
    ...(plugin === undefined ? {} : { plugin }),
    ...(entry?.sizeBytes === undefined ? {} : { sizeBytes: entry.sizeBytes }),
    expectation,
    status,
    ...(reason === undefined ? {} : { reason }),
  }
}
