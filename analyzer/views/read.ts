// A packet as far as the viewer's pages need it: documents and facts, without logs and without reading every entry.
import { readValue, takeInventory } from '../documents/inventory.js'
import type { Documents } from '../documents/index.js'
import { deriveFacts } from '../facts/index.js'
import type { Derived, FactDefinition, Facts } from '../facts/index.js'
import type { ClassifiedEntry } from '../packet/classified.js'
import { recogniseLayout } from '../packet/layout.js'
import type { Packet } from '../packet/types.js'
import { generationTime, openDocuments } from '../reading.js'
import type { ViewEntry } from './types.js'

export interface ViewedPacket {
  readonly packet: Packet
  readonly classified: readonly ClassifiedEntry[]
  readonly documents: Documents
  readonly facts: Facts
  /** `['']` for a server that stands alone. */
  readonly nodes: readonly string[]
  readonly serverVersion: string | undefined
}

export async function readForViews(original: Packet): Promise<ViewedPacket> {
  const { packet, classified, documents, outcomes } = await openDocuments(original)
  const layout = recogniseLayout(classified, readValue(documents))?.layout
  const nodes = layout?.nodes ?? ['']
  const inventory = takeInventory(packet, classified, documents, outcomes)
  const generatedAtMs = generationTime(packet, documents)
  const facts = deriveFacts({ nodes, documents, inventory, logs: undefined, generatedAtMs })
  return { packet: original, classified, documents, facts, nodes, serverVersion: layout?.serverVersion }
}

/** A fact of the packet, by its definition; `undefined` when the packet does not say. */
export function valueOf<T>(facts: Facts, { id }: FactDefinition<T>): T | undefined {
  return facts.get(id, '')?.value as T | undefined
}

/** A fact of the packet whose value is a list; `undefined` when the packet does not say. */
export function listFact<T>(facts: Facts, id: string): Derived<readonly T[]> | undefined {
  const derived = facts.get(id, '')
  return Array.isArray(derived?.value) ? (derived as Derived<readonly T[]>) : undefined
}

export function viewEntry({ entry, kind, node }: ClassifiedEntry): ViewEntry {
  return { index: entry.index, name: entry.name, kind, ...(node ? { node } : {}) }
}
