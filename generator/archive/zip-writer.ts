// Writes a zip file as a stream: memory stays small whatever the size of the entries. A writer of its own, since libraries
// choose flags, versions and extra fields themselves, and a packet is to be as the server's own.
import { once } from 'node:events'
import { crc32, createDeflateRaw, type ZlibOptions } from 'node:zlib'
import { centralDirectory, dataDescriptor, localHeader, stampOf, type WrittenEntry } from './zip-records.js'

/** Takes bytes in order; resolves when they are taken. */
export type Sink = (chunk: Buffer) => Promise<void>

export interface ZipWriter {
  /**
   * Writes one entry; never two at a time. A source that throws ends the entry there: what came stays, and the error is
   * given back.
   */
  add(name: string, source: AsyncIterable<Buffer> | Buffer | string, level?: Level): Promise<Added>
  /** Writes the list of entries. Gives the size of the file. */
  finish(): Promise<number>
}

export interface Added {
  readonly sizeBytes: number
  readonly error?: unknown
}

/** As in zlib: 1 is fast, 6 packs as servers do. */
export type Level = 1 | 6

const packedChunkBytes = 64 * 1024
/** So much may wait to be packed: while zlib packs in a thread of its own, the next pieces are read and looked through. */
const waitingBytes = 1024 * 1024

export function createZipWriter(sink: Sink, moment: Date): ZipWriter {
  const stamp = stampOf(moment)
  const entries: WrittenEntry[] = []
  let offset = 0
  const write: Sink = async chunk => {
    await sink(chunk)
    offset += chunk.length
  }
  return {
    async add(name, source, level = 6) {
      const entry = { name: Buffer.from(name), offset }
      await write(localHeader(entry.name, stamp))
      const { error, ...packed } = await pack(pieces(source), level, write)
      const written = { ...entry, ...packed }
      await write(dataDescriptor(written))
      entries.push(written)
      return { sizeBytes: packed.sizeBytes, ...(error === undefined ? {} : { error }) }
    },
    async finish() {
      await write(centralDirectory(entries, stamp, offset))
      return offset
    },
  }
}

/** Node hands options of streams on, though its types do not say so. */
const deflateOptions = (level: Level): ZlibOptions =>
  ({ level, chunkSize: packedChunkBytes, writableHighWaterMark: waitingBytes }) as ZlibOptions

interface Packed extends Pick<WrittenEntry, 'crc32' | 'packedBytes' | 'sizeBytes'> {
  readonly error: unknown
}

async function pack(source: AsyncIterable<Buffer>, level: Level, write: Sink): Promise<Packed> {
  const deflate = createDeflateRaw(deflateOptions(level))
  let packedBytes = 0
  const written = (async () => {
    for await (const chunk of deflate) {
      packedBytes += (chunk as Buffer).length
      await write(chunk as Buffer)
    }
  })()
  // Its failure is thrown below; until then nobody waits for it.
  written.catch(() => undefined)
  let sum = 0
  let sizeBytes = 0
  let error: unknown
  try {
    for await (const chunk of source) {
      sum = crc32(chunk, sum)
      sizeBytes += chunk.length
      if (!deflate.write(chunk)) await Promise.race([once(deflate, 'drain'), written])
      if (deflate.destroyed) break
    }
  } catch (reason) {
    error = reason
  }
  deflate.end()
  await written
  return { crc32: sum, packedBytes, sizeBytes, error }
}

async function* pieces(source: AsyncIterable<Buffer> | Buffer | string): AsyncGenerator<Buffer> {
  if (typeof source === 'string') yield Buffer.from(source)
  else if (Buffer.isBuffer(source)) yield source
  else yield* source
}
