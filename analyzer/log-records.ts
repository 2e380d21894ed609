// The log pipeline of `logs`: which entries of a packet are logs, when the packet ends, and the records chosen from them.
// Beside the pipeline of `analyze`: no rules, no facts, and of the documents only the metadata.
import { newestRecordMs } from './documents/log-view/view-logs.js'
import type { ClassifiedEntry } from './packet/classified.js'
import { classifyEntries } from './packet/layout.js'
import type { Packet } from './packet/types.js'

export { countRecords, showRecords } from './documents/log-view/view-logs.js'
export type { ViewOptions } from './documents/log-view/view-logs.js'
export type { CountKey, RecordCount, RecordCounts, ZoneOffset } from './documents/log-view/counts.js'
export type {
  FieldChoice,
  FieldTest,
  LevelChoice,
  RecordFilter,
  ShownRecord,
} from './documents/log-view/types.js'

/** All logs of a packet. Their kinds are those called so; asking the log engine would mean to load it. */
export function logEntries(packet: Packet): readonly ClassifiedEntry[] {
  return classifyEntries(packet.entries).filter(({ kind }) => kind.endsWith('-log'))
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
  // Loaded only here: the parsers of documents are half of the program, and few questions need the packet's end.
  const [{ generationTime }, { parseDocuments }] = await Promise.all([
    import('./reading.js'),
    import('./documents/parse.js'),
  ])
  const metadata = classifyEntries(packet.entries).filter(({ kind }) => kind === 'metadata')
  const made = generationTime(packet, await parseDocuments(packet, metadata))
  return made ?? newestRecordMs(packet, logs)
}
