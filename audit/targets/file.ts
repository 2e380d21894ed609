// A file target: whole records are appended, and a file that grew too large makes room for a new one. Others may write to the file or
// move it away between two writes, so that what is known of it is looked up each time.
import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { FileConfig } from '../config/target-config.js'
import type { Sink, Taken } from '../delivery/sink.js'
import type { Formatter } from '../format/entry.js'
import { createHousekeeping, moveAway } from './rotation.js'
import { mendTail } from './tail.js'

const MEGABYTE = 1024 * 1024

export function fileSink({ options }: FileConfig, format: Pick<Formatter, 'begins' | 'end'>): Sink {
  const { filename } = options
  const mostBytes = options.max_size * MEGABYTE
  const housekeeping = createHousekeeping(options)
  let handle: FileHandle | undefined

  async function openFile(): Promise<string | undefined> {
    handle = await openForAppend(filename)
    const mended = await mendTail(handle, format)
    housekeeping.start()
    return mended === undefined ? undefined : `${filename}: ${mended}`
  }

  /** The file by its name: another process, or a person, may have moved it. */
  async function current(): Promise<FileHandle> {
    if (handle !== undefined && (await isSameFile(handle, filename))) return handle
    await closeFile()
    handle = await openForAppend(filename)
    return handle
  }

  async function closeFile(): Promise<void> {
    const last = handle
    handle = undefined
    await last?.close()
  }

  async function write(batch: readonly string[]): Promise<Taken> {
    let file = await current()
    const { size } = await file.stat()
    const bytes = batch.map(text => Buffer.from(text))
    if (size > 0 && size + (bytes[0]?.length ?? 0) > mostBytes && (await isRegular(file))) {
      await closeFile()
      await moveAway(filename)
      housekeeping.start()
      file = await current()
      return { taken: await append(file, fitting(bytes, mostBytes)), refused: 0 }
    }
    return { taken: await append(file, fitting(bytes, mostBytes - size)), refused: 0 }
  }

  return {
    open: openFile,
    write,
    close: async () => {
      await handle?.sync().catch(() => undefined)
      await closeFile()
      await housekeeping.finish()
    },
  }
}

/** Those that fit into the file; the first always does, for a record is never cut. */
function fitting(texts: readonly Buffer[], room: number): readonly Buffer[] {
  let size = 0
  const end = texts.findIndex((text, index) => (size += text.length) > room && index > 0)
  return end < 0 ? texts : texts.slice(0, end)
}

/** How many records the file took whole. When the disk is full within one, what there is of it is taken back. */
async function append(file: FileHandle, records: readonly Buffer[]): Promise<number> {
  const bytes = Buffer.concat(records)
  let written = 0
  try {
    while (written < bytes.length) written += (await file.write(bytes, written)).bytesWritten
    return records.length
  } catch (error) {
    const { count, size } = wholeRecords(records, written)
    if (written > size) await takeBack(file, written - size)
    if (count === 0) throw error
    return count
  }
}

function wholeRecords(records: readonly Buffer[], written: number) {
  let [count, size] = [0, 0]
  for (const { length } of records) {
    if (size + length > written) break
    size += length
    count++
  }
  return { count, size }
}

async function takeBack(file: FileHandle, bytes: number): Promise<void> {
  const { size } = await file.stat()
  await file.truncate(Math.max(0, size - bytes)).catch(() => undefined)
}

/** Readable by its owner only: records tell who did what from where. */
async function openForAppend(filename: string): Promise<FileHandle> {
  await mkdir(dirname(filename), { recursive: true, mode: 0o700 })
  const there = await stat(filename).catch(() => undefined)
  if (there !== undefined && !there.isFile() && !there.isCharacterDevice())
    throw new Error(`${filename} is no file`)
  return open(filename, 'a+', 0o600)
}

async function isSameFile(handle: FileHandle, filename: string): Promise<boolean> {
  const named = await stat(filename).catch(() => undefined)
  if (named === undefined) return false
  const held = await handle.stat()
  return named.ino === held.ino && named.dev === held.dev
}

async function isRegular(file: FileHandle): Promise<boolean> {
  return (await file.stat()).isFile()
}
