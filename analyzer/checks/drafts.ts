// What is checked in a packet, before anybody knows how it came out: the packet as a whole, then entry by entry.
import type { CheckId } from '../analysis.js'
import { readingOf } from '../documents/parsers.js'
import type { Inventory, InventoryItem, Layout } from '../packet/layout-types.js'

/** A check without its outcome. */
export interface Draft {
  readonly id: CheckId
  readonly title: string
  readonly entry?: string
  readonly node?: string
  /** Why it cannot be told or does not apply; it passes otherwise, unless a problem speaks against it. */
  readonly skip?: string
}

export function draftChecks({ layout, items }: Inventory): readonly Draft[] {
  return [...ofPacket(layout), ...items.flatMap(ofEntry)]
}

function ofPacket(layout: Layout | undefined): readonly Draft[] {
  const unknown = layout === undefined ? { skip: 'no known product was recognised' } : {}
  const single = layout?.clustered === false ? { skip: 'the packet is of a single server' } : unknown
  return [
    { id: 'archive-intact', title: 'The archive is whole' },
    { id: 'limits-kept', title: 'Sizes and numbers keep within the limits' },
    { id: 'names-safe', title: 'Names of entries are safe' },
    { id: 'product-recognised', title: 'A known product wrote the packet' },
    { id: 'version-stated', title: 'The packet states the version of the server', ...unknown },
    { id: 'nodes-complete', title: 'The packet has every node of the cluster', ...single },
    { id: 'logs-included', title: 'Logs are in the packet', ...unknown },
    { id: 'entries-known', title: 'Every entry is known', ...unknown },
  ]
}

function ofEntry(item: InventoryItem): readonly Draft[] {
  const present = item.entry === undefined ? [] : ofPresent(item)
  return item.expectation === 'expected' || item.expectation === 'conditional'
    ? [presence(item), ...present]
    : present
}

function presence(item: InventoryItem): Draft {
  const absent = item.entry === undefined ? { skip: item.reason ?? 'it is not in the packet' } : {}
  return { id: 'entry-present', title: `${item.name} is in the packet`, ...placeOf(item), ...absent }
}

function ofPresent(item: InventoryItem): readonly Draft[] {
  const { name, kind, plugin, status } = item
  const place = placeOf(item)
  const unread = status === 'truncated' || status === 'damaged' ? { skip: 'it could not be read whole' } : {}
  const drafts: Draft[] = [{ id: 'entry-intact', title: `${name} can be read whole`, ...place }]
  if (readingOf(kind, name) === undefined) return drafts
  drafts.push({ id: 'document-sound', title: `${name} is well formed`, ...place, ...unread })
  // Its parser knows every key there is, whatever the mode.
  if (kind === 'teleport-config')
    drafts.push({ id: 'keys-known', title: `${name} has only known keys`, ...place, ...unread })
  if (kind === 'metadata' && plugin === undefined)
    drafts.push({ id: 'metadata-complete', title: `${name} says what it must`, ...place, ...unread })
  return drafts
}

function placeOf({ name, node }: InventoryItem): { readonly entry: string; readonly node?: string } {
  return { entry: name, ...(node === undefined || node === '' ? {} : { node }) }
}
