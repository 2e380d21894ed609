// What nodes are called: the host name where the packet tells one, else the name of their folder.
import { pagePaths, type ViewNode } from '../shared/pages.js'
import { currentAnalysis, route } from './state.js'
import { askFor, knownAnswer } from './use-api.js'

/** Asks for the names of the nodes that the packet in the address has, where it has several. */
export function loadNodeNames(): void {
  const { packet } = route.value
  const analysis = currentAnalysis.value
  if (packet === undefined || analysis.kind !== 'ready') return
  if (analysis.value.packet.nodes.some(node => node !== '')) askFor(pagePaths.nodes(packet))
}

/** The folder's name until, or unless, a better one is known. */
export function nodeName(node: string): string {
  const { packet } = route.value
  if (packet === undefined || node === '') return node
  const names = knownAnswer<readonly ViewNode[]>(pagePaths.nodes(packet))
  return names?.find(known => known.node === node)?.name ?? node
}

/** A path in a dump without its UUID: `nodes/04fe…/teleport.yaml` → `tp-node-1 › teleport.yaml`. */
export function shortPath(entry: string): string {
  const [, node = '', rest = ''] = /^nodes\/([^/]+)\/(.+)$/s.exec(entry) ?? []
  const name = nodeName(node)
  return name === node ? entry : `${name} › ${rest}`
}
