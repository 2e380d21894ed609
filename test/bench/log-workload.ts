// Makes a packet with one large mattermost.log: lines that real servers wrote, repeated with advancing time and fresh ids,
// so that it compresses and varies like a real one. Deterministic; written as a stream.
import { createWriteStream, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { once } from 'node:events'
import { createDeflateRaw, crc32 } from 'node:zlib'

/** Share of each fixture in the log: mostly requests at DEBUG, with errors of several kinds among them. */
const mixture: readonly (readonly [string, number])[] = [
  ['logs-disk-full-tail.log', 12],
  ['plugin-crash.log', 1],
  ['webhook-refused.log', 1],
  ['db-read-only.log', 1],
  ['smtp-refused.log', 1],
  ['debug-trace.log', 1],
]
const startMs = Date.UTC(2026, 0, 20)
const stepMs = 37
const idAlphabet = 'ybndrfg8ejkmcpqxot1uwisza345h769'

export interface LogSize {
  readonly bytes: number
  readonly lines: number
}

/** Writes a zip whose only entries are a small metadata.yaml and `mattermost.log` of at least so many bytes. */
export async function writeLogPacket(file: string, bytes: number): Promise<LogSize> {
  const output = createWriteStream(file)
  const metadata = Buffer.from(
    'version: 1\ntype: support-packet\ngenerated_at: 1768910400000\nserver_version: 11.0.0\n',
  )
  const entries: Entry[] = []
  entries.push(await writeEntry(output, 0, 'metadata.yaml', [metadata]))
  const counted = { bytes: 0, lines: 0 }
  entries.push(await writeEntry(output, endOf(entries), 'mattermost.log', logChunks(bytes, counted)))
  output.write(centralDirectory(entries, endOf(entries)))
  output.end()
  await once(output, 'close')
  await patchHeaders(file, entries)
  return counted
}

/** Chunks of about 1 MiB of whole lines. */
export function* logChunks(bytes: number, counted: { bytes: number; lines: number }): Generator<Buffer> {
  const templates = mixture.flatMap(([name, share]) =>
    Array.from({ length: share }, () => readLines(name)).flat(),
  )
  const random = createRandom(1)
  const lines: string[] = []
  let pending = 0
  let timeMs = startMs
  while (counted.bytes < bytes) {
    const template = templates[Math.floor(random() * templates.length)] ?? ''
    timeMs += Math.floor(random() * 2 * stepMs)
    const line = freshLine(template, timeMs, random)
    lines.push(line)
    pending += line.length
    counted.lines++
    if (pending < 1024 * 1024) continue
    const chunk = Buffer.from(lines.join(''))
    counted.bytes += chunk.length
    lines.length = pending = 0
    yield chunk
  }
}

function readLines(name: string): string[] {
  const text = readFileSync(join('test', 'fixtures', 'logs', name), 'utf8')
  return text.split('\n').filter(line => line.startsWith('{"timestamp"') && line.endsWith('}'))
}

/** The line with another time, and other ids where it has ids of 26 characters. */
function freshLine(template: string, timeMs: number, random: () => number): string {
  const time = new Date(timeMs).toISOString()
  const stamp = `{"timestamp":"${time.slice(0, 10)} ${time.slice(11, 23)} Z"`
  const rest = template.slice(template.indexOf('",') + 1)
  return `${stamp}${rest.replace(/\b[a-z0-9]{26}\b/g, () => freshId(random))}\n`
}

function freshId(random: () => number): string {
  let id = ''
  for (let i = 0; i < 26; i++) id += idAlphabet[Math.floor(random() * 32)]
  return id
}

/** Mulberry32: small, seeded, good enough for test data. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

interface Entry {
  readonly name: string
  readonly at: number
  readonly crc: number
  readonly packed: number
  readonly size: number
}

function endOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + 30 + entry.name.length + entry.packed, 0)
}

async function writeEntry(
  output: NodeJS.WritableStream,
  at: number,
  name: string,
  chunks: Iterable<Buffer>,
): Promise<Entry> {
  output.write(localHeader(name, 0, 0, 0))
  const deflate = createDeflateRaw({ level: 6, chunkSize: 1024 * 1024 })
  let packed = 0
  deflate.on('data', (chunk: Buffer) => {
    packed += chunk.length
    output.write(chunk)
  })
  const ended = once(deflate, 'end')
  let crc = 0
  let size = 0
  for (const chunk of chunks) {
    crc = crc32(chunk, crc)
    size += chunk.length
    if (!deflate.write(chunk)) await once(deflate, 'drain')
  }
  deflate.end()
  await ended
  return { name, at, crc, packed, size }
}

function localHeader(name: string, crc: number, packed: number, size: number): Buffer {
  const header = Buffer.alloc(30 + name.length)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(8, 8)
  header.writeUInt32LE(crc, 14)
  header.writeUInt32LE(packed, 18)
  header.writeUInt32LE(size, 22)
  header.writeUInt16LE(name.length, 26)
  header.write(name, 30, 'latin1')
  return header
}

function centralDirectory(entries: readonly Entry[], at: number): Buffer {
  const records = entries.map(entry => {
    const record = Buffer.alloc(46 + entry.name.length)
    record.writeUInt32LE(0x02014b50, 0)
    record.writeUInt16LE(20, 4)
    record.writeUInt16LE(20, 6)
    localHeader(entry.name, entry.crc, entry.packed, entry.size).copy(record, 10, 8, 28)
    record.writeUInt32LE(entry.at, 42)
    record.write(entry.name, 46, 'latin1')
    return record
  })
  const directory = Buffer.concat(records)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([directory, end])
}

/** Sizes are known only when an entry is written: its header gets them afterwards. */
async function patchHeaders(file: string, entries: readonly Entry[]): Promise<void> {
  const handle = await open(file, 'r+')
  for (const entry of entries) {
    const header = localHeader(entry.name, entry.crc, entry.packed, entry.size)
    await handle.write(header, 0, header.length, entry.at)
  }
  await handle.close()
}
