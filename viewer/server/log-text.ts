// The text of all logs of a packet, one after the other in one private file: unpacked, in UTF-8, a line feed between two logs.
// Positions in it are what the index of the records speaks of; it is written while the records are indexed, in one reading.
import { open, rm, type FileHandle } from 'node:fs/promises'
import { readSync } from 'node:fs'
import type { PacketEntry } from '../../analyzer/index.js'

/** Where the text of an entry lies. */
export interface TextRange {
  readonly from: number
  readonly end: number
}

export interface LogText {
  /** Keeps what comes next of an entry; one entry after the other. */
  add(entry: PacketEntry, bytes: Buffer): Promise<void>
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

export async function openLogText(path: string): Promise<LogText> {
  const file = await open(path, 'wx+', 0o600)
  const ranges = new Map<number, TextRange>()
  const end = { bytes: 0, lastByte: newline }

  return {
    async add({ index }, bytes) {
      // Each entry begins in a line of its own.
      if (!ranges.has(index) && end.lastByte !== newline) await append(file, Buffer.from('\n'), end)
      const from = ranges.get(index)?.from ?? end.bytes
      await append(file, bytes, end)
      ranges.set(index, { from, end: end.bytes })
    },
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
