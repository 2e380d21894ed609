// The name of a node; its folder in the packet, where that is another, on asking.
import { nodeName } from '../nodes.js'
import { visibleText } from '../visible-text.js'
import { PacketText } from './packet-text.js'

export function NodeName({ node }: { readonly node: string }) {
  const name = nodeName(node)
  return (
    <span title={name === node ? undefined : visibleText(node)}>
      <PacketText text={name} />
    </span>
  )
}
