// The facts that tables of a cluster are made from: those that rules read, and those they are themselves made from.
import { takeInventory } from '../../documents/inventory.js'
import { deriveWith } from '../../facts/derive.js'
import { factDefinitions, type Facts } from '../../facts/index.js'
import { connectedHosts } from '../../facts/teleport/resource-agents.js'
import { dumpedHosts } from '../../facts/teleport/resource-hosts.js'
import { resourceIndex } from '../../facts/teleport/resource-index.js'
import { askedFor } from '../../facts/teleport/resource-outcomes.js'
import { listedHosts, presences } from '../../facts/teleport/resource-presence.js'
import { generationTime } from '../../reading.js'
import type { ViewedPacket } from '../read.js'

const inner = [resourceIndex, presences, listedHosts, dumpedHosts, connectedHosts, askedFor]

/** By the documents they are of: both pages of a packet ask for them. */
const known = new WeakMap<object, Facts>()

export function clusterFacts({ packet, classified, documents, nodes }: ViewedPacket): Facts {
  const before = known.get(documents)
  if (before !== undefined) return before
  const facts = deriveWith([...factDefinitions, ...inner], {
    nodes,
    documents,
    inventory: takeInventory(packet, classified, documents, new Map()),
    logs: undefined,
    generatedAtMs: generationTime(packet, documents),
  })
  known.set(documents, facts)
  return facts
}
