// One stream on disk on its way into the dump: head or tail within a limit, in a file that nobody else can read.
import { createReadStream } from 'node:fs'
import { open, rm, type FileHandle } from 'node:fs/promises'
import type { Budget } from './caps.js'
import type { Kept } from './entry.js'

export interface SpoolFile {
  readonly kept: Kept
  /** Once: the file is removed when its end is reached. */
  read(): AsyncGenerator<Buffer>
  remove(): Promise<void>
}

const readBytes = 256 * 1024

export interface SpoolLimits {
  readonly keep: 'head' | 'tail'
  readonly maxBytes: number
  readonly budget: Budget
}

/** Throws when the disk takes nothing more; a source that throws becomes `kept.error`. */
export async function spoolFile(
  path: string,
  source: AsyncIterable<Buffer>,
  limits: SpoolLimits,
): Promise<SpoolFile> {
  const handle = await open(path, 'wx+', 0o600)
  let written: Written
  try {
    written =
      limits.keep === 'head'
        ? await writeHead(handle, source, limits)
        : await writeTail(handle, source, limits)
  } catch (error) {
    await handle.close()
    await rm(path, { force: true })
    throw error
  }
  await handle.close()
  return {
    kept: written.kept,
    async *read() {
      for (const [start, until] of written.parts) {
        if (until <= start) continue
        const stream = createReadStream(path, { start, end: until - 1, highWaterMark: readBytes })
        for await (const chunk of stream) yield chunk as Buffer
      }
      await rm(path, { force: true })
    },
    remove: () => rm(path, { force: true }),
  }
}

/** A part of the file: from, until. */
type Part = readonly [number, number]

interface Written {
  readonly kept: Kept
  /** What counts, in order. */
  readonly parts: readonly Part[]
}

async function writeHead(
  handle: FileHandle,
  source: AsyncIterable<Buffer>,
  { maxBytes, budget }: SpoolLimits,
): Promise<Written> {
  let bytes = 0
  let cut: Kept['cut']
  const ended = await eachOf(source, async chunk => {
    const wanted = Math.min(chunk.length, maxBytes - bytes)
    const got = budget.take(wanted)
    await writeAll(handle, chunk.subarray(0, got), bytes)
    bytes += got
    if (got < chunk.length) cut = got < wanted ? 'total' : 'entry'
    return cut === undefined
  })
  return { kept: { bytes, ...ended, ...(cut === undefined ? {} : { cut }) }, parts: [[0, bytes]] }
}

/** Goes round in a file of the size of the limit, so that its end is there however long the source is. */
async function writeTail(
  handle: FileHandle,
  source: AsyncIterable<Buffer>,
  { maxBytes, budget }: SpoolLimits,
): Promise<Written> {
  let room = 0
  let came = 0
  const ended = await eachOf(source, async chunk => {
    // Room is taken as it is needed: many agents share the total.
    if (came === room) room += budget.take(Math.min(chunk.length, maxBytes - room))
    for (let offset = 0; offset < chunk.length && room > 0;) {
      const at = (came + offset) % room
      const part = chunk.subarray(offset, offset + Math.min(room - at, chunk.length - offset))
      await writeAll(handle, part, at)
      offset += part.length
    }
    came += chunk.length
    return true
  })
  if (came <= room) return { kept: { bytes: came, ...ended }, parts: [[0, came]] }
  const cut = room < maxBytes ? ('total' as const) : ('entry' as const)
  const oldest = room === 0 ? 0 : came % room
  const parts = await wholeLines(handle, [
    [oldest, room],
    [0, oldest],
  ])
  const bytes = parts.reduce((sum, [from, until]) => sum + until - from, 0)
  budget.giveBack(room - bytes)
  return { kept: { bytes, originalBytes: came, cut, ...ended }, parts }
}

const longestLineBytes = 1024 * 1024

/** A log cut in mid-line begins with its first whole one; of a single long line the rest is kept. */
async function wholeLines(handle: FileHandle, parts: readonly Part[]): Promise<readonly Part[]> {
  let looked = 0
  for (const [index, [from, until]] of parts.entries()) {
    const buffer = Buffer.alloc(Math.min(longestLineBytes - looked, until - from))
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, from)
    const end = buffer.subarray(0, bytesRead).indexOf(0x0a)
    if (end !== -1) return [[from + end + 1, until], ...parts.slice(index + 1)]
    looked += bytesRead
  }
  return parts
}

/** What the source throws is given back; what `take` throws, which is the disk, is thrown. */
async function eachOf(
  source: AsyncIterable<Buffer>,
  take: (chunk: Buffer) => Promise<boolean>,
): Promise<{ readonly error?: unknown }> {
  const reader = source[Symbol.asyncIterator]()
  for (;;) {
    let step: IteratorResult<Buffer>
    try {
      step = await reader.next()
    } catch (error) {
      return { error }
    }
    if (step.done === true) return {}
    if (!(await take(step.value))) break
  }
  await reader.return?.()
  return {}
}

async function writeAll(handle: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let offset = 0; offset < chunk.length;)
    offset += (await handle.write(chunk, offset, chunk.length - offset, position + offset)).bytesWritten
}
