// Reads texts out of packets, for tests that hold ours against those of real servers.
import { openPackets, readWhole } from '../../analyzer/index.js'

/** Entry name → its text. Names that do not match are left out. */
export async function packetTexts(path: string, pattern = /./): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  for (const opened of await openPackets(path)) {
    if (opened.kind !== 'ok') throw new Error(opened.problem.message)
    for (const entry of opened.packet.entries) {
      if (!pattern.test(entry.name)) continue
      const { bytes } = await readWhole(opened.packet, entry, 2 ** 26)
      texts.set(entry.name, bytes.toString('utf8'))
    }
    await opened.packet.close()
  }
  return texts
}
