// Makes packets with a huge log, streaming: the copy of a real packet's small entries, and one entry of as many bytes as asked for.
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { createDeflateRaw, crc32 } from 'node:zlib'
import { openPackets, readWhole } from '../../analyzer/index.js'

/** Chunks of a log; the total size is up to the generator. */
export type LogChunks = Iterable<Buffer>

interface Written {
  readonly name: string
  readonly crc: number
  readonly compressed: number
  readonly size: number
  readonly offset: number
}

/** Writes `path`: every entry of `sample` except the logs, then these by their names (below 4 GiB in all). */
export async function writeBigPacket(
  path: string,
  sample: string,
  logs: ReadonlyMap<string, LogChunks>,
): Promise<void> {
  const out = createWriteStream(path)
  const written: Written[] = []
  let offset = 0

  async function put(bytes: Buffer): Promise<void> {
    offset += bytes.length
    if (!out.write(bytes)) await once(out, 'drain')
  }

  async function putEntry(name: string, chunks: LogChunks): Promise<void> {
    const start = offset
    await put(localHeader(name))
    const deflate = createDeflateRaw({ level: 6, chunkSize: 1 << 20 })
    let crc = 0
    let size = 0
    const before = offset
    const pumped = (async () => {
      for await (const chunk of deflate) await put(chunk as Buffer)
    })()
    for (const chunk of chunks) {
      crc = crc32(chunk, crc)
      size += chunk.length
      if (!deflate.write(chunk)) await once(deflate, 'drain')
    }
    deflate.end()
    await pumped
    const compressed = offset - before
    await put(descriptor(crc, compressed, size))
    written.push({ name, crc, compressed, size, offset: start })
  }

  const [opened] = await openPackets(sample)
  if (opened?.kind !== 'ok') throw new Error(`${sample} is not a packet`)
  for (const entry of opened.packet.entries) {
    if (logs.has(entry.name)) continue
    await putEntry(entry.name, [(await readWhole(opened.packet, entry, 1 << 30)).bytes])
  }
  await opened.packet.close()
  for (const [name, chunks] of logs) await putEntry(name, chunks)
  const directory = Buffer.concat(written.map(centralHeader))
  const start = offset
  await put(directory)
  await put(endRecord(written.length, directory.length, start))
  out.end()
  await once(out, 'close')
}

function localHeader(name: string): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(8, 6) // sizes and CRC follow the data
  header.writeUInt16LE(8, 8)
  header.writeUInt16LE(Buffer.byteLength(name), 26)
  return Buffer.concat([header, Buffer.from(name)])
}

function descriptor(crc: number, compressed: number, size: number): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeUInt32LE(0x08074b50, 0)
  bytes.writeUInt32LE(crc, 4)
  bytes.writeUInt32LE(compressed, 8)
  bytes.writeUInt32LE(size, 12)
  return bytes
}

function centralHeader({ name, crc, compressed, size, offset }: Written): Buffer {
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(20, 6)
  header.writeUInt16LE(8, 8)
  header.writeUInt16LE(8, 10)
  header.writeUInt32LE(crc, 16)
  header.writeUInt32LE(compressed, 20)
  header.writeUInt32LE(size, 24)
  header.writeUInt16LE(Buffer.byteLength(name), 28)
  header.writeUInt32LE(offset, 42)
  return Buffer.concat([header, Buffer.from(name)])
}

function endRecord(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22)
  record.writeUInt32LE(0x06054b50, 0)
  record.writeUInt16LE(count, 8)
  record.writeUInt16LE(count, 10)
  record.writeUInt32LE(size, 12)
  record.writeUInt32LE(offset, 16)
  return record
}
