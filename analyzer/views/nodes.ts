// What the nodes of a packet are called: folders of a Teleport dump are UUIDs, people know host names.
import type { ViewedPacket } from './read.js'
import type { ViewNode } from './types.js'

/** In the order of the layout; only those that have a name beyond their folder's. */
export function nodesView({ facts, nodes }: ViewedPacket): readonly ViewNode[] {
  const named = nodes.flatMap(node => {
    const name = node === '' ? undefined : facts.get('teleport.node.name', node)?.value
    return typeof name === 'string' && name !== node ? [{ node, name }] : []
  })
  const uses = new Map<string, number>()
  for (const { name } of named) uses.set(name, (uses.get(name) ?? 0) + 1)
  return named.map(({ node, name }) => ({
    node,
    // Cloned hosts share a name: the beginning of the UUID tells them apart.
    name: (uses.get(name) ?? 0) > 1 && !node.startsWith(name) ? `${name} (${node.slice(0, 8)})` : name,
  }))
}
