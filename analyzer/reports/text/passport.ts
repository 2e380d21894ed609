// Which packet this is, in two lines: its name, and what server made it when.
import type { PacketInfo } from '../../analysis.js'
import { visibleControls } from '../../lib/terminal-text.js'
import type { Moments } from './moments.js'
import { bytes, counted, grouped, tally } from './words.js'

/** `mattermost` → `Mattermost`. */
export const productName = (product: string): string => product.charAt(0).toUpperCase() + product.slice(1)

export function passportText(packet: PacketInfo, moments: Moments): string {
  const parts = [
    productText(packet),
    packet.product === undefined ? undefined : nodesText(packet.nodes),
    packet.generatedAt === undefined ? undefined : `made ${moments.at(packet.generatedAt)}`,
    `${counted(presentEntries(packet), 'entry', 'entries')}, ${bytes(packet.sizeBytes)}`,
  ]
  return visibleControls(parts.filter(part => part !== undefined).join(' · '))
}

/** `Mattermost 11.0.0`; what is not known is said, not left out. */
export function productText(packet: PacketInfo): string {
  if (packet.product === undefined) return 'product not recognised'
  const name = productName(packet.product)
  return packet.serverVersion === undefined
    ? `${name}, version not stated`
    : `${name} ${packet.serverVersion}`
}

function nodesText(nodes: readonly string[]): string | undefined {
  if (nodes.length === 0) return undefined
  if (nodes.length === 1) return nodes[0] === '' ? 'single server' : `node ${nodes[0]}`
  const names = nodes.length <= 5 ? ` (${nodes.map(node => node || 'unnamed').join(', ')})` : ''
  return `${grouped(nodes.length)} nodes${names}`
}

const presentEntries = (packet: PacketInfo): number =>
  packet.entries.filter(entry => entry.sizeBytes !== undefined || !missing.has(entry.status)).length

const missing: ReadonlySet<string> = new Set(['absent', 'failed'])

/** `13 present, 1 empty, 1 absent`. An optional entry that is not there is nothing to speak of. */
export function statesText(packet: PacketInfo): string {
  const states = packet.entries
    .filter(entry => entry.status !== 'absent' || entry.expectation !== 'optional')
    .map(entry => entry.status)
  return [...tally(states)].map(([state, count]) => `${grouped(count)} ${state}`).join(', ')
}
