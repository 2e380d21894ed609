// A packet of named buffers: for tests, for the library's users, and for what was never on a disk.
import { createHash } from 'node:crypto'
import { assemblePacket } from './assemble.js'
import type { ChunkStream, Container, ContainerEntry } from './container.js'
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
    sha256: () => Promise.resolve(hashOf(entries)),
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

/** Same bytes into the hash as for a directory: name, NUL, size, NUL, content, in order of names. */
function hashOf(entries: readonly MemoryEntry[]): string {
  const hash = createHash('sha256')
  const sorted = [...entries].sort((a, b) => (a.rawName < b.rawName ? -1 : 1))
  for (const { rawName, bytes } of sorted) hash.update(`${rawName}\0${bytes.length}\0`).update(bytes)
  return hash.digest('hex')
}
