// A file target: whole records are appended, and a file that grew too large makes room for a new one. Others may write to the file or
// move it away meanwhile, so that what is known of it is looked up again and again.
import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { FileConfig } from '../config/target-config.js'
import { reasonOf } from '../delivery/reason.js'
import type { Sink, Taken } from '../delivery/sink.js'
import type { Formatter } from '../format/entry.js'
import { createHousekeeping, moveAway } from './rotation.js'
import { mendTail } from './tail.js'

const MEGABYTE = 1024 * 1024
/** How long a look at the file holds. Old files are compressed only when nobody can take them for the file any more. */
const LOOK_EVERY_MS = 100

interface OpenFile {
  readonly handle: FileHandle
  /** False for `/dev/null` and its like, which neither grow nor rotate. */
  readonly rotates: boolean
  size: number
  lookedAtMs: number
}

export function fileSink({ options }: FileConfig, format: Pick<Formatter, 'begins' | 'end'>): Sink {
  const { filename } = options
  const mostBytes = options.max_size * MEGABYTE
  const housekeeping = createHousekeeping(options)
  let file: OpenFile | undefined

  async function openFirst(): Promise<string | undefined> {
    const handle = await openForAppend(filename)
    const mended = await mendTail(handle, format)
    file = await lookAt(handle)
    housekeeping.start()
    return mended === undefined ? undefined : `${filename}: ${mended}`
  }

  /** The file by its name: another process, or a person, may have moved it. */
  async function current(): Promise<OpenFile> {
    const known = file
    if (known === undefined) return reopen()
    if (Date.now() - known.lookedAtMs < LOOK_EVERY_MS) return known
    if (!(await isNamed(known.handle, filename))) return reopen()
    Object.assign(known, await lookAt(known.handle))
    return known
  }

  async function reopen(): Promise<OpenFile> {
    await closeFile()
    const fresh = await lookAt(await openForAppend(filename))
    file = fresh
    return fresh
  }

  async function closeFile(): Promise<void> {
    const last = file
    file = undefined
    await last?.handle.close()
  }

  /** Gives way to a new file. One that cannot be renamed goes on to be written to: records count for more than its size. */
  async function rotate(): Promise<string | undefined> {
    await closeFile()
    const failed = await moveAway(filename).then(() => undefined, reasonOf)
    if (failed === undefined) housekeeping.start()
    return failed === undefined ? undefined : `${filename} cannot be rotated: ${failed}`
  }

  async function write(batch: readonly string[]): Promise<Taken> {
    let open = await current()
    let remark: string | undefined
    let records = fitting(batch, mostBytes - open.size)
    if (records.length === 0 && open.rotates && open.size > 0) {
      remark = await rotate()
      open = await current()
      records = fitting(batch, remark === undefined ? mostBytes - open.size : mostBytes)
    }
    // A record that no file would hold has one of its own: it is never cut.
    const taken = await append(open, records.length === 0 ? batch.slice(0, 1) : records)
    return { taken, refused: 0, ...(remark === undefined ? {} : { remark }) }
  }

  return {
    open: openFirst,
    write,
    close: async () => {
      await file?.handle.sync().catch(() => undefined)
      await closeFile()
      await housekeeping.finish()
    },
  }
}

/** Those from the front that take no more than so many bytes. */
function fitting(texts: readonly string[], room: number): readonly string[] {
  // No character takes more than three bytes for each unit of its text.
  if (texts.reduce((sum, text) => sum + text.length, 0) * 3 <= room) return texts
  let size = 0
  const end = texts.findIndex(text => (size += Buffer.byteLength(text)) > room)
  return end < 0 ? texts : texts.slice(0, end)
}

/** How many records the file took whole. When the disk is full within one, what there is of it is taken back. */
async function append(open: OpenFile, records: readonly string[]): Promise<number> {
  const bytes = Buffer.from(records.join(''))
  let written = 0
  try {
    while (written < bytes.length) written += (await open.handle.write(bytes, written)).bytesWritten
    open.size += bytes.length
    return records.length
  } catch (error) {
    const { count, size } = wholeRecords(records, written)
    if (written > size) await takeBack(open.handle, written - size)
    open.lookedAtMs = -Infinity
    if (count === 0) throw error
    return count
  }
}

function wholeRecords(records: readonly string[], written: number) {
  let [count, size] = [0, 0]
  for (const record of records) {
    const length = Buffer.byteLength(record)
    if (size + length > written) break
    size += length
    count++
  }
  return { count, size }
}

async function takeBack(handle: FileHandle, bytes: number): Promise<void> {
  const { size } = await handle.stat()
  await handle.truncate(Math.max(0, size - bytes)).catch(() => undefined)
}

/** Readable by its owner only: records tell who did what from where. */
async function openForAppend(filename: string): Promise<FileHandle> {
  await mkdir(dirname(filename), { recursive: true, mode: 0o700 })
  const there = await stat(filename).catch(() => undefined)
  // A pipe without a reader would hold the process.
  if (there !== undefined && !there.isFile() && !there.isCharacterDevice())
    throw new Error(`${filename} is no file`)
  return open(filename, 'a+', 0o600)
}

async function lookAt(handle: FileHandle): Promise<OpenFile> {
  const stats = await handle.stat()
  return {
    handle,
    rotates: stats.isFile(),
    size: stats.isFile() ? stats.size : 0,
    lookedAtMs: stats.isFile() ? Date.now() : Infinity,
  }
}

async function isNamed(handle: FileHandle, filename: string): Promise<boolean> {
  const named = await stat(filename).catch(() => undefined)
  if (named === undefined) return false
  const held = await handle.stat()
  return named.ino === held.ino && named.dev === held.dev
}
