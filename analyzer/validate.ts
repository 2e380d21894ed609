// The short pipeline: packet → documents → inventory → Validation. Knows no rules and parses no logs, so that it starts fast.
import type { Validation } from './analysis.js'
import { packetInfo } from './packet-info.js'
import { finishReading, generationTime, openDocuments } from './reading.js'
import type { Packet } from './packet/types.js'

/** Format only: layout, completeness, documents, integrity. Reads every entry once and parses no log. */
export async function validateOpened(packet: Packet): Promise<Validation> {
  const opened = await openDocuments(packet)
  const { inventory, problems } = await finishReading(opened)
  return {
    packet: await packetInfo(packet, inventory, generationTime(packet, opened.documents)),
    problems,
    valid: problems.every(problem => problem.severity !== 'error'),
  }
}
