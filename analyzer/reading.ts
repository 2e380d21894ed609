// The first half of the pipeline, shared by analyzing and validating: documents, integrity of every entry, inventory.
import { readValue, takeInventory, withoutKnown } from './documents/inventory.js'
import type { Documents } from './documents/index.js'
import { parseDocuments } from './documents/parse.js'
import { valueAt } from './documents/shape.js'
import type { ClassifiedEntry } from './packet/classified.js'
import { classifyEntries, products } from './packet/layout.js'
import type { Inventory } from './packet/layout-types.js'
import type { Problem } from './packet/problem.js'
import { trackReads } from './packet/track-reads.js'
import type { Packet, ReadOutcome } from './packet/types.js'
import { verifyEntries } from './packet/verify.js'

/** A packet with its documents parsed, and a record of how every read of it ended. */
export interface OpenedDocuments {
  readonly packet: Packet
  readonly outcomes: Map<number, ReadOutcome>
  readonly classified: readonly ClassifiedEntry[]
  readonly documents: Documents
}

export async function openDocuments(original: Packet): Promise<OpenedDocuments> {
  const { packet, outcomes } = trackReads(original)
  const classified = classifyEntries(packet.entries)
  return { packet, outcomes, classified, documents: await parseDocuments(packet, classified) }
}

/** Reads what nobody has read yet, so that damage anywhere is known, and takes the inventory. */
export async function finishReading(
  opened: OpenedDocuments,
): Promise<{ readonly inventory: Inventory; readonly problems: readonly Problem[] }> {
  const { packet, outcomes, classified, documents } = opened
  await verifyEntries(packet, packet.entries, outcomes)
  const inventory = takeInventory(packet, classified, documents, outcomes)
  // A limit that the headers break already is met again when the document is read.
  const ofDocuments = withoutKnown(documents.problems, packet.problems)
  return { inventory, problems: [...packet.problems, ...ofDocuments, ...inventory.problems] }
}

/**
 * When the packet was made, in epoch milliseconds: a document says it; in older archives the times of the entries do.
 * The times of files in a directory tell when they were copied there, which is no time of the packet.
 */
export function generationTime(packet: Packet, documents: Documents): number | undefined {
  const stated = readValue(documents)('metadata', ['generated_at'])
  if (typeof stated === 'number' && stated > 0) return stated
  const collected = newestTime(documents)
  if (collected !== undefined) return collected
  if (packet.format === 'directory') return undefined
  const times = packet.entries.map(entry => Date.parse(zoned(entry.modifiedAt)))
  const known = times.filter(time => !Number.isNaN(time))
  return known.length === 0 ? undefined : Math.max(...known)
}

/** Where each part of a packet states its own time, the last part ended it. */
function newestTime(documents: Documents): number | undefined {
  const times = products
    .flatMap(({ timeSources }) => timeSources ?? [])
    .flatMap(({ kind, path }) =>
      documents.of(kind).map(({ value }) => Date.parse(String(valueAt(value, path)))),
    )
    .filter(ms => ms > 0)
  return times.length === 0 ? undefined : times.reduce((newest, ms) => Math.max(newest, ms))
}

/** A DOS time has no zone: it is no time to compare with. */
function zoned(modifiedAt: string | undefined): string {
  return modifiedAt?.endsWith('Z') === true ? modifiedAt : ''
}
