// Packets as the viewer's pages see them: those in samples/, and small ones from memory.
import { packetOf, viewPacket, type PacketViews, type TableView } from '../../analyzer/index.js'
import { openPackets } from '../../analyzer/packet/open.js'
import type { Packet } from '../../analyzer/packet/types.js'

export async function samplePacket(name: string): Promise<Packet> {
  const [opened] = await openPackets(`samples/${name}.zip`)
  if (opened?.kind !== 'ok') throw new Error(`cannot open ${name}`)
  return opened.packet
}

export async function sampleViews(name: string): Promise<PacketViews> {
  return viewPacket(await samplePacket(name))
}

export function viewsOfFiles(files: Readonly<Record<string, string | Buffer>>): Promise<PacketViews> {
  return viewPacket(packetOf(files))
}

/** `metadata.yaml` of a server of a version. */
export function metadata(version: string): string {
  return `version: 1\ntype: support-packet\ngenerated_at: 1763714447544\nserver_version: ${version}\nserver_id: s\nlicense_id: ""\ncustomer_id: ""\n`
}

/** Rows as objects by column. */
export function rowsByColumn({ columns, rows }: TableView): readonly Readonly<Record<string, unknown>>[] {
  return rows.map(({ cells }) => Object.fromEntries(columns.map(({ id }, at) => [id, cells[at]])))
}
