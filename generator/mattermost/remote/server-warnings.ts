// What the server says that it could not collect: the points of the packet's warning.txt, for whoever asked for the packet.
import { openPackets, readWhole } from '../../../analyzer/index.js'
import { sourceText } from '../../../analyzer/documents/text.js'
import { parseWarning } from '../../../analyzer/documents/warning.js'

const largestBytes = 1024 * 1024

/** Empty when the server collected everything, and when the file cannot be read: the check of the packet tells that. */
export async function serverWarnings(file: string): Promise<readonly string[]> {
  const [opened] = await openPackets(file)
  if (opened === undefined || opened.kind === 'unreadable') return []
  const { packet } = opened
  try {
    const entry = packet.entries.find(({ name }) => name === 'warning.txt')
    if (entry?.readable !== true) return []
    const { bytes } = await readWhole(packet, entry, largestBytes)
    const parsed = parseWarning(sourceText(bytes.toString('utf8')))
    return parsed.kind === 'ok' ? parsed.value.points.map(({ text }) => text) : []
  } finally {
    await packet.close()
  }
}
