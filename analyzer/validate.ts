// The short pipeline: packet → documents → inventory → Validation. Knows no rules and parses no logs, so that it starts fast.
import type { ProblemSeverity, Validation } from './analysis.js'
import { listChecks } from './checks/index.js'
import { packetInfo } from './packet-info.js'
import { finishReading, generationTime, openDocuments } from './reading.js'
import type { Packet } from './packet/types.js'

export interface ValidateOptions {
  /** Problems of this severity and above make a packet invalid; default `error`, with `strict` `warning`. */
  readonly failOn?: ProblemSeverity
}

/** Format only: layout, completeness, documents, integrity. Reads every entry once and parses no log. */
export async function validateOpened(packet: Packet, options: ValidateOptions = {}): Promise<Validation> {
  const opened = await openDocuments(packet)
  const { inventory, problems } = await finishReading(opened)
  const checks = listChecks(inventory, problems, { failAt: options.failOn ?? 'error' })
  return {
    packet: await packetInfo(packet, inventory, generationTime(packet, opened.documents)),
    problems,
    checks,
    valid: checks.every(({ outcome }) => outcome !== 'failed'),
  }
}
