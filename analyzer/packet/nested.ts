// Decides whether an archive is no packet itself but holds packets, such as the attachments of a ticket zipped together.
import type { Packet, PacketEntry } from './types.js'
import { startsLikeArchive } from './recognise.js'

export interface NestedArchives {
  readonly archives: readonly PacketEntry[]
  /** What lies beside them. */
  readonly others: readonly PacketEntry[]
}

/** A file with such a name is part of a packet or of a folder of logs: then archives beside it are parts as well. */
const packetFile = /\.(ya?ml|json|ndjson|log|prof|pprof|sql|error)$|(^|\/)(goroutines|cmdline|role\.[a-z]+)$/i

/** A packet's own metrics, which are an archive too. */
const metricsDump = /(^|\/)tsdb_dump\.tar\.gz$/

/** Enough for a tar header. */
const headBytes = 512

/** Entries looked at; an archive of thousands of files is no bundle of packets. */
const mostLookedAt = 64

/** The nested archives, told by their content; `undefined` when this is a packet of its own. */
export async function nestedArchives(packet: Packet): Promise<NestedArchives | undefined> {
  const { entries } = packet
  const isBundle = entries.length > 0 && entries.length <= mostLookedAt && !entries.some(isPacketFile)
  if (!isBundle) return undefined
  const archives: PacketEntry[] = []
  for (const entry of entries) if (await isArchive(packet, entry)) archives.push(entry)
  if (archives.length === 0 || archives.length * 2 < entries.length) return undefined
  return { archives, others: entries.filter(entry => !archives.includes(entry)) }
}

function isPacketFile({ name }: PacketEntry): boolean {
  return packetFile.test(name) || metricsDump.test(name)
}

async function isArchive(packet: Packet, entry: PacketEntry): Promise<boolean> {
  const parts: Buffer[] = []
  let sizeBytes = 0
  await packet.read(entry, chunk => {
    parts.push(Buffer.from(chunk.subarray(0, headBytes)))
    sizeBytes += chunk.length
    return sizeBytes < headBytes ? undefined : false
  })
  return startsLikeArchive(Buffer.concat(parts))
}
