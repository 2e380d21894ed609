// Facts of a Teleport dump given as files by name, read as the pipeline reads them.
import { takeInventory } from '../../../analyzer/documents/inventory.js'
import { parseDocuments } from '../../../analyzer/documents/parse.js'
import { deriveFacts } from '../../../analyzer/facts/index.js'
import type { Facts } from '../../../analyzer/facts/index.js'
import { classifyEntries } from '../../../analyzer/packet/layout.js'
import { packetOf } from '../../../analyzer/packet/memory.js'

/** Files by `host/name`; they lie below `nodes/`. */
export async function factsOfDump(files: Readonly<Record<string, string>>): Promise<Facts> {
  const packet = packetOf(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`nodes/${name}`, text])),
  )
  const classified = classifyEntries(packet.entries)
  const documents = await parseDocuments(packet, classified)
  const inventory = takeInventory(packet, classified, documents, new Map())
  return deriveFacts({
    nodes: inventory.layout?.nodes ?? [''],
    documents,
    inventory,
    logs: undefined,
    generatedAtMs: undefined,
  })
}

export async function factOfDump(
  id: string,
  files: Readonly<Record<string, string>>,
  node = 'a',
): Promise<unknown> {
  return (await factsOfDump(files)).get(id, node)?.value
}

export const identity = (values: object): string =>
  JSON.stringify({ hostname: 'tp-a', version: 'Teleport v11.0.0-dev git:v11 go1.19', ...values })
