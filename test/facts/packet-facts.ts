// Facts of a real packet: through the stages that come before, as the pipeline goes.
import { takeInventory } from '../../analyzer/documents/inventory.js'
import { isLogKind, readLogs } from '../../analyzer/documents/log/read-logs.js'
import { parseDocuments } from '../../analyzer/documents/parse.js'
import { deriveFacts } from '../../analyzer/facts/index.js'
import type { Facts } from '../../analyzer/facts/index.js'
import { classifyEntries } from '../../analyzer/packet/layout.js'
import { openPackets } from '../../analyzer/packet/open.js'
import { trackReads } from '../../analyzer/packet/track-reads.js'

export interface PacketFacts {
  readonly facts: Facts
  readonly nodes: readonly string[]
  /** Value of a fact, for the first node unless one is named. */
  readonly value: (id: string, node?: string) => unknown
}

export async function factsOfPacket(path: string): Promise<PacketFacts> {
  const [opened] = await openPackets(path)
  if (opened?.kind !== 'ok') throw new Error(`cannot open ${path}`)
  const { packet, outcomes } = trackReads(opened.packet)
  const classified = classifyEntries(packet.entries)
  const documents = await parseDocuments(packet, classified)
  const inventory = takeInventory(packet, classified, documents, outcomes)
  const logEntries = classified.filter(({ kind }) => isLogKind(kind))
  const logs = logEntries.length === 0 ? undefined : await readLogs(packet, logEntries, [])
  await packet.close()
  const nodes = inventory.layout?.nodes ?? ['']
  const generatedAt = (documents.get('metadata')?.value as { generated_at?: number } | undefined)
    ?.generated_at
  const facts = deriveFacts({ nodes, documents, inventory, logs, generatedAtMs: generatedAt })
  return { facts, nodes, value: (id, node = nodes[0] ?? '') => facts.get(id, node)?.value }
}

export const sample = (name: string): string => new URL(`../../samples/${name}.zip`, import.meta.url).pathname
