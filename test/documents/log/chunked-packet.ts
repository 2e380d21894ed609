// A packet of logs in memory whose reads come in chunks of a chosen size, so that tests decide where chunks end.
import type { ClassifiedEntry } from '../../../analyzer/packet/classified.js'
import type { DocumentKind } from '../../../analyzer/packet/layout-types.js'
import type { Packet, PacketEntry } from '../../../analyzer/packet/types.js'
import { readLogs, type ReadLogsOptions } from '../../../analyzer/documents/log/read-logs.js'
import type { LogQuery, LogSummary } from '../../../analyzer/documents/log/types.js'

export interface LogInput {
  readonly name: string
  readonly content: string | Buffer
  readonly kind?: DocumentKind
  readonly node?: string
}

/** Reads logs as one packet. Chunks are overwritten after each call, as the packet contract allows. */
export function readInputs(
  inputs: readonly LogInput[],
  queries: readonly LogQuery[] = [],
  chunkBytes = 1 << 20,
  options: ReadLogsOptions = {},
): Promise<LogSummary> {
  const contents = inputs.map(({ content }) => Buffer.from(content))
  const entries = inputs.map(({ name }, index) => entryOf(name, index, contents[index]?.length ?? 0))
  const packet = packetOf(entries, contents, chunkBytes)
  const classified = inputs.map(({ name, kind, node }, index): ClassifiedEntry => {
    const folder = name.includes('/') ? name.slice(0, name.indexOf('/')) : ''
    return {
      entry: entries[index] as PacketEntry,
      kind: kind ?? 'mattermost-log',
      node: node ?? folder,
      plugin: undefined,
      misplacedFrom: undefined,
    }
  })
  return readLogs(packet, classified, queries, options)
}

/** One mattermost.log. */
export function readOne(
  content: string | Buffer,
  queries: readonly LogQuery[] = [],
  chunkBytes?: number,
): Promise<LogSummary> {
  return readInputs([{ name: 'mattermost.log', content }], queries, chunkBytes)
}

function entryOf(name: string, index: number, sizeBytes: number): PacketEntry {
  return {
    index,
    name,
    rawName: name,
    sizeBytes,
    compressedBytes: sizeBytes,
    modifiedAt: undefined,
    damage: undefined,
    readable: true,
  }
}

function packetOf(entries: readonly PacketEntry[], contents: readonly Buffer[], chunkBytes: number): Packet {
  return {
    source: 'test',
    format: 'memory',
    sizeBytes: 0,
    prefix: '',
    entries,
    problems: [],
    sha256: () => Promise.resolve(''),
    close: () => Promise.resolve(),
    async read(entry, onChunk) {
      const content = contents[entry.index] ?? Buffer.alloc(0)
      for (let at = 0; at < content.length; at += chunkBytes) {
        const chunk = Buffer.from(content.subarray(at, at + chunkBytes))
        const answer = await onChunk(chunk)
        chunk.fill(0x7b)
        if (answer === false) return { kind: 'stopped', sizeBytes: at + chunk.length }
      }
      return { kind: 'complete', sizeBytes: content.length }
    },
  }
}
