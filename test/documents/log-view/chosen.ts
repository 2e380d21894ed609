// Reads the records of a packet in memory through the view, with chunks that end where the test wants them to.
import { packetOf } from '../../../analyzer/index.js'
import {
  logEntries,
  type RecordFilter,
  type ShownRecord,
  showRecords,
  type ViewOptions,
} from '../../../analyzer/log-records.js'
import type { Packet } from '../../../analyzer/packet/types.js'

/** Reads come in chunks of so many bytes, which are overwritten after each call, as the packet contract allows. */
export function inChunks(packet: Packet, chunkBytes: number): Packet {
  return {
    ...packet,
    read: (entry, sink) =>
      packet.read(entry, async whole => {
        for (let at = 0; at < whole.length; at += chunkBytes) {
          const chunk = Buffer.from(whole.subarray(at, at + chunkBytes))
          const answer = await sink(chunk)
          chunk.fill(0x7b)
          if (answer === false) return false
        }
        return undefined
      }),
  }
}

export async function chosenFrom(
  packet: Packet,
  filter: RecordFilter = {},
  options: ViewOptions = { lines: true, raw: true },
): Promise<readonly ShownRecord[]> {
  const records: ShownRecord[] = []
  await showRecords(packet, logEntries(packet), filter, options, piece => {
    records.push(...piece)
    return Promise.resolve(true)
  })
  return records
}

export function chosen(
  files: Record<string, string | Buffer>,
  filter: RecordFilter = {},
  chunkBytes = 1 << 20,
): Promise<readonly ShownRecord[]> {
  return chosenFrom(inChunks(packetOf(files), chunkBytes), filter)
}

/** Comparable and readable: where a record stands, when, and what it says. */
export const shortly = ({ entry, line, level, msg }: ShownRecord): string =>
  `${entry}:${line} ${level} ${msg}`

export function jsonLine(time: string, level: string, msg: string, fields: object = {}): string {
  return `${JSON.stringify({ timestamp: time, level, msg, caller: 'app/app.go:1', ...fields })}\n`
}
