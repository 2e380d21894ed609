// Which node of the one packet is which of the other: by name; a single server is itself, whatever it is called.
import type { NodePairs } from './rows.js'
import type { TakenPacket } from './taken.js'

export function nodePairs(before: TakenPacket, after: TakenPacket): NodePairs {
  const [earlier, later] = [before.analysis.packet.nodes, after.analysis.packet.nodes]
  const [only, other] = [earlier[0], later[0]]
  const isSingle = earlier.length === 1 && later.length === 1 && only !== undefined && other !== undefined
  const pairs: (readonly [string, string])[] = isSingle
    ? [[other, only]]
    : later.filter(node => earlier.includes(node)).map(node => [node, node])
  return {
    toFirst: new Map(pairs),
    nameOf: node => before.nodeTitles.get(node) ?? after.nodeTitles.get(node) ?? node,
  }
}
