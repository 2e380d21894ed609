// The text of all logs of a packet, one after the other in one private file: unpacked, in UTF-8, a line feed after each line.
// Positions in it are what the index of the records speaks of; it is written while the records are indexed, in one reading.
import { open, rm, type FileHandle } from 'node:fs/promises'
import { readSync } from 'node:fs'
import type { LogTools, Packet, PacketEntry } from '../../analyzer/index.js'

/** Where the text of an entry lies. */
export interface TextRange {
  readonly from: number
  readonly end: number
}

export interface LogText {
  /** A packet that reads as the given one does; what is read of it is kept here, entry by entry. */
  keeping(packet: Packet): Packet
  /** By position of the entry in the packet. */
  readonly ranges: ReadonlyMap<number, TextRange>
  readonly bytes: () => number
  /** Fills the buffer from a position on; gives how many bytes there were. */
  read(into: Buffer, from: number): Promise<number>
  /** The same, waiting for the disk: for the few bytes of a single record. */
  readNow(into: Buffer, from: number): number
  close(): Promise<void>
}

const newline = 0x0a

export async function openLogText(tools: LogTools, path: string): Promise<LogText> {
  const file = await open(path, 'wx+', 0o600)
  const ranges = new Map<number, TextRange>()
  const end = { bytes: 0, lastByte: newline }
  let reading: Promise<unknown> = Promise.resolve()

  /** One entry at a time, so that each lies in one piece. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = reading.then(work)
    reading = done.catch(() => undefined)
    return done
  }

  async function keep(packet: Packet, entry: PacketEntry, onChunk: Parameters<Packet['read']>[1]) {
    const from = end.bytes
    const unpacker = createUnpacker(tools, bytes => append(file, bytes, end))
    const outcome = await packet.read(entry, async chunk => {
      const [wanted] = await Promise.all([onChunk(chunk), unpacker.write(chunk)])
      return wanted
    })
    await unpacker.end()
    ranges.set(entry.index, { from, end: end.bytes })
    // The next entry begins in a line of its own.
    if (end.lastByte !== newline) await append(file, Buffer.from('\n'), end)
    return outcome
  }

  return {
    keeping: packet => ({
      ...packet,
      read: (entry, onChunk) => inTurn(() => keep(packet, entry, onChunk)),
    }),
    ranges,
    bytes: () => end.bytes,
    read: async (into, from) => (await file.read(into, 0, into.length, from)).bytesRead,
    readNow: (into, from) => readSync(file.fd, into, 0, into.length, from),
    async close() {
      await file.close()
      await rm(path, { force: true })
    },
  }
}

async function append(
  file: FileHandle,
  bytes: Buffer,
  end: { bytes: number; lastByte: number },
): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, end.bytes)
    written += bytesWritten
    end.bytes += bytesWritten
  }
  end.lastByte = bytes.at(-1) ?? end.lastByte
}

/** Brings an entry into the form that its records were indexed in. */
function createUnpacker(tools: LogTools, take: (bytes: Buffer) => Promise<void>) {
  const text = tools.createEntryText()
  const decode = (bytes: Buffer) => take(text.decode(bytes))
  let gunzip: ReturnType<LogTools['createGunzipTo']> | undefined
  let isFirst = true
  return {
    async write(chunk: Buffer): Promise<void> {
      if (isFirst && tools.isGzip(chunk)) gunzip = tools.createGunzipTo(decode)
      isFirst = false
      await (gunzip?.write(chunk) ?? decode(chunk))
    },
    async end(): Promise<void> {
      await gunzip?.end()
      await take(text.end())
    },
  }
}
