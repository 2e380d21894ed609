// An entry as lines one can jump about in: unpacked once into a private file while its line starts are noted. Pages that
// were already passed are answered meanwhile, so the top of a large log shows at once.
import { open, rm, type FileHandle } from 'node:fs/promises'
import type { Packet, PacketEntry, ReadOutcome } from '../../analyzer/index.js'
import type { TextLine } from '../shared/wire.js'
import { blockOfLine, countLineBlocks, type LineBlocks } from './line-blocks.js'
import { looksBinary, readableText, sequenceBoundary } from './readable-text.js'

export interface EntryText {
  /** Lines `from` to `from + count - 1`, as far as the entry has them. Waits only until that part was unpacked. */
  page(from: number, count: number, lineBytes: number): Promise<TextPage>
  /** Bytes from `from` on, at most `count`. Waits as `page` does. */
  bytes(from: number, count: number): Promise<RawPage>
  close(): Promise<void>
}

export interface TextPage {
  readonly lines: readonly TextLine[]
  readonly lineCount: number
  readonly complete: boolean
  readonly binary: boolean
  readonly problem?: string
}

export interface RawPage {
  readonly bytes: Buffer
  /** As far as it was unpacked. */
  readonly totalBytes: number
  readonly complete: boolean
  readonly problem?: string
}

/** Looked at to tell text from binary. */
const startBytes = 4096
const newline = 0x0a
const carriageReturn = 0x0d

export async function openEntryText(packet: Packet, entry: PacketEntry, path: string): Promise<EntryText> {
  const file = await open(path, 'wx+', 0o600)
  const blocks = countLineBlocks()
  const unpacking = startUnpacking(packet, entry, file, blocks)
  return {
    async page(from, count, lineBytes) {
      await unpacking.until(() => blocks.lineCount >= from + count)
      const start = Buffer.alloc(startBytes)
      const { bytesRead } = await file.read(start, 0, startBytes, 0)
      const binary = looksBinary(start.subarray(0, bytesRead))
      const last = Math.min(from + count - 1, blocks.lineCount)
      const lines = binary ? [] : await readLines(file, blocks, from, last, lineBytes)
      const state = unpacking.state()
      return {
        lines,
        lineCount: blocks.lineCount,
        complete: state !== undefined,
        binary,
        ...problemOf(state),
      }
    },
    async bytes(from, count) {
      await unpacking.until(() => blocks.bytes >= from + count)
      const bytes = Buffer.alloc(Math.max(0, Math.min(count, blocks.bytes - from)))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
      const state = unpacking.state()
      return {
        bytes: bytes.subarray(0, bytesRead),
        totalBytes: blocks.bytes,
        complete: state !== undefined,
        ...problemOf(state),
      }
    },
    async close() {
      await unpacking.stop()
      await file.close()
      await rm(path, { force: true })
    },
  }
}

function problemOf(outcome: ReadOutcome | Error | undefined): { problem?: string } {
  if (outcome instanceof Error) return { problem: `Unpacking this entry failed: ${outcome.message}` }
  return outcome?.kind === 'partial' ? { problem: outcome.problem.message } : {}
}

interface Unpacking {
  /** Resolves when so much is on disk that the condition holds, or the entry ended before it. */
  until(isThere: () => boolean): Promise<void>
  /** How it ended; `undefined` while it goes on. */
  state(): ReadOutcome | Error | undefined
  stop(): Promise<void>
}

function startUnpacking(packet: Packet, entry: PacketEntry, file: FileHandle, blocks: LineBlocks): Unpacking {
  let stopped = false
  let ended: ReadOutcome | Error | undefined
  let waiting: { readonly isThere: () => boolean; readonly wake: () => void }[] = []

  function wakeReached() {
    const ready = waiting.filter(({ isThere }) => ended !== undefined || isThere())
    waiting = waiting.filter(one => !ready.includes(one))
    for (const { wake } of ready) wake()
  }

  async function unpack() {
    const outcome = await packet.read(entry, async chunk => {
      await file.write(chunk, 0, chunk.length, blocks.bytes)
      blocks.add(chunk)
      wakeReached()
      return stopped ? false : undefined
    })
    blocks.finish()
    return outcome
  }

  const done = unpack().then(
    outcome => (ended = outcome),
    (error: Error) => (ended = error),
  )
  void done.then(wakeReached)
  return {
    state: () => ended,
    until: isThere =>
      ended !== undefined || isThere()
        ? Promise.resolve()
        : new Promise(wake => waiting.push({ isThere, wake })),
    async stop() {
      stopped = true
      await done
    },
  }
}

/** Reads block by block; of a line only its first `lineBytes` are ever in memory. */
async function readLines(
  file: FileHandle,
  blocks: LineBlocks,
  from: number,
  last: number,
  lineBytes: number,
) {
  const lines: TextLine[] = []
  for (let at = blockOfLine(blocks.blocks, from); from + lines.length <= last; at++) {
    const block = blocks.blocks[at]
    if (block === undefined) break
    const next = blocks.blocks[at + 1]
    const end = next?.offset ?? blocks.bytes
    const lastHere = Math.min(last, next === undefined ? blocks.lineCount : next.firstLine - 1)
    const bytes = await readBlock(file, block.offset, end, lineBytes)
    takeLines(
      bytes,
      end - block.offset,
      { first: block.firstLine, from: from + lines.length, last: lastHere },
      lineBytes,
      lines,
    )
  }
  return lines
}

/** Enough of a block to hold its short lines and the beginning of the long one that may end it. */
async function readBlock(file: FileHandle, offset: number, end: number, lineBytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.min(end - offset, 256 * 1024 + lineBytes))
  const { bytesRead } = await file.read(buffer, 0, buffer.length, offset)
  return buffer.subarray(0, bytesRead)
}

interface Wanted {
  readonly first: number
  readonly from: number
  readonly last: number
}

function takeLines(bytes: Buffer, blockLength: number, wanted: Wanted, lineBytes: number, into: TextLine[]) {
  let start = 0
  for (let line = wanted.first; line <= wanted.last && start <= bytes.length; line++) {
    const found = bytes.indexOf(newline, start)
    // Without a newline in what was read, the line goes on to the end of the block.
    const end = found === -1 ? blockLength - (blockLength > bytes.length ? 1 : 0) : found
    if (line >= wanted.from) into.push(lineOf(bytes, start, end, lineBytes))
    start = end + 1
  }
}

function lineOf(bytes: Buffer, start: number, end: number, lineBytes: number): TextLine {
  const length = end - start
  const shown = length <= lineBytes ? end : sequenceBoundary(bytes, start + lineBytes)
  const withoutReturn = shown === end && bytes[end - 1] === carriageReturn ? end - 1 : shown
  const text = readableText(bytes.subarray(start, Math.max(start, withoutReturn)))
  return length <= lineBytes ? { text } : { text, cutFromBytes: length }
}
