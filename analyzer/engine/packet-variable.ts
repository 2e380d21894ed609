// `packet`: the inventory as rules read it: which entries there are and in what state.
import type { Inventory, InventoryItem } from '../packet/layout-types.js'
import type { Variable } from './subject.js'

export function packetVariable({ items, layout }: Inventory): Variable {
  const byName = new Map(items.map(item => [item.name, item]))
  return {
    value: {
      entries: Object.fromEntries([...byName].map(([name, item]) => [name, entryValue(item)])),
      kinds: countKinds(items),
      ...(layout === undefined ? {} : { layout: layout.id, clustered: layout.clustered }),
    },
    perNode: false,
    source([group, name]) {
      const item = group === 'entries' ? byName.get(String(name)) : undefined
      return item === undefined ? [] : [{ entry: item.name, excerpt: describe(item) }]
    },
  }
}

function entryValue({ kind, status, node, plugin, reason, entry }: InventoryItem): Record<string, unknown> {
  const value = { kind, status, node, plugin, reason, size_bytes: entry?.sizeBytes }
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined))
}

function countKinds(items: readonly InventoryItem[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kind, entry } of items) if (entry !== undefined) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

const describe = ({ status, reason }: InventoryItem): string =>
  reason === undefined ? status : `${status}: ${reason}`
