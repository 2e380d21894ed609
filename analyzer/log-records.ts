// The log pipeline of `logs`: which entries of a packet are logs, when the packet ends, and the records chosen from them.
// Beside the pipeline of `analyze`: no rules, no facts, and of the documents only the metadata.
import { isLogKind } from './documents/log/read-logs.js'
import { newestRecordMs } from './documents/log-view/view-logs.js'
import { parseDocuments } from './documents/parse.js'
import type { ClassifiedEntry } from './packet/classified.js'
import { classifyEntries } from './packet/layout.js'
import type { Packet } from './packet/types.js'
import { generationTime } from './reading.js'

export { countRecords, showRecords } from './documents/log-view/view-logs.js'
export type { ViewOptions } from './documents/log-view/view-logs.js'
export type { CountKey, RecordCount, RecordCounts } from './documents/log-view/counts.js'
export type { FieldChoice, LevelChoice, RecordFilter, ShownRecord } from './documents/log-view/types.js'

/** All logs of a packet. */
export function logEntries(packet: Packet): readonly ClassifiedEntry[] {
  return classifyEntries(packet.entries).filter(({ kind }) => isLogKind(kind))
}

/** The folder in which the packet has the node; `''` for a server that stands alone. */
export function nodeOf({ node }: ClassifiedEntry): string {
  return node ?? ''
}

/** A word for a log means the entry, its name without folders, or its kind: `mm-app-1/audit.log`, `audit.log`, `audit-log`. */
export function isCalled({ entry, kind }: ClassifiedEntry, word: string): boolean {
  return entry.name === word || entry.name.endsWith(`/${word}`) || kind === word
}

/** When the packet was made, in epoch milliseconds; where it does not say so, the time of its newest log record. */
export async function packetEndMs(
  packet: Packet,
  logs: readonly ClassifiedEntry[],
): Promise<number | undefined> {
  const metadata = classifyEntries(packet.entries).filter(({ kind }) => kind === 'metadata')
  const made = generationTime(packet, await parseDocuments(packet, metadata))
  return made ?? newestRecordMs(packet, logs)
}
