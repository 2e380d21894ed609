// A packet of no known product: its problems say why, and a command that had only such packets did not do its work.
import type { PacketInfo, Problem } from '../analyzer/analysis.js'
import { visibleControls } from '../analyzer/lib/terminal-text.js'

interface Opened {
  readonly packet: Pick<PacketInfo, 'source' | 'product'>
  readonly problems: readonly Problem[]
}

export const isStranger = ({ packet }: Opened): boolean => packet.product === undefined

const telling: ReadonlySet<string> = new Set(['PACKET_NO_PRODUCT', 'ARCHIVE_EMPTY'])

/** `photos.zip: No entry is one that a support packet of a known product has.` */
export function strangerText({ packet, problems }: Opened): string {
  const why = problems.find(({ code }) => telling.has(code))?.message
  return visibleControls(`${packet.source}: ${why ?? 'No support packet of a known product was recognised.'}`)
}
