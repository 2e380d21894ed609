// The entries of a packet with their traffic lights, as a table: what is there, what should be, and why it is not.
import type { EntryInfo, PacketInfo } from '../../analysis.js'
import { visibleControls } from '../../lib/terminal-text.js'
import { displayWidth } from './display-width.js'
import { bytes } from './words.js'
import { hangText, label } from './wrap.js'

const widestName = 48

export function inventoryLines(packet: PacketInfo, width: number): readonly string[] {
  const names = packet.entries.map(entry => visibleControls(entry.name))
  const longest = names.reduce((most, name) => Math.max(most, displayWidth(name)), 0)
  const columns = Math.min(longest, widestName)
  return packet.entries.flatMap((entry, index) => {
    const first = label(
      `  ${entry.status.padEnd(10)} ${sizeText(entry)}  ${names[index] ?? ''}`,
      columns + 27,
    )
    return hangText(first, noteText(entry), Math.max(width, first.columns + 30))
  })
}

const sizeText = (entry: EntryInfo): string =>
  (entry.sizeBytes === undefined ? '' : bytes(entry.sizeBytes)).padStart(10)

/** Why the state is what it is; of an entry that is only optional, that. */
function noteText(entry: EntryInfo): string {
  const optional = entry.status === 'absent' && entry.expectation === 'optional' ? 'optional' : ''
  return visibleControls([optional, entry.reason ?? ''].filter(part => part !== '').join(': '))
}
