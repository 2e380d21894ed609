// A packet of named buffers: for tests, for the library's users, and for what was never on a disk.
import { assemblePacket } from './assemble.js'
import type { ChunkStream, Container, ContainerEntry } from './container.js'
import { hashOfFiles } from './hash-files.js'
import { defaultLimits, type Limits } from './limits.js'
import type { Packet } from './types.js'

/** A packet whose entries are these files, in this order. */
export function packetOf(
  files: Readonly<Record<string, string | Buffer>>,
  limits: Partial<Limits> = {},
): Packet {
  const entries = Object.entries(files).map(([name, content]) =>
    memoryEntry(name, typeof content === 'string' ? Buffer.from(content) : content),
  )
  return assemblePacket('memory', memoryContainer(entries), { ...defaultLimits, ...limits })
}

interface MemoryEntry extends ContainerEntry {
  readonly bytes: Buffer
}

function memoryContainer(entries: readonly MemoryEntry[]): Container {
  return {
    format: 'memory',
    sizeBytes: entries.reduce((sum, { bytes }) => sum + bytes.length, 0),
    entries,
    problems: [],
    sha256: () => hashOfFiles(entries),
    close: () => Promise.resolve(),
  }
}

function memoryEntry(rawName: string, bytes: Buffer): MemoryEntry {
  return {
    rawName,
    bytes,
    sizeBytes: bytes.length,
    compressedBytes: bytes.length,
    crc32: undefined,
    modifiedAt: undefined,
    damage: undefined,
    readable: true,
    notes: [],
    open: () => slicesOf(bytes),
  }
}

const sliceBytes = 1 << 20

// eslint-disable-next-line @typescript-eslint/require-await
async function* slicesOf(bytes: Buffer): ChunkStream {
  for (let start = 0; start < bytes.length; start += sliceBytes)
    yield bytes.subarray(start, start + sliceBytes)
  return undefined
}
