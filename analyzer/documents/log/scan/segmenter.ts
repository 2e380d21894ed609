// Cuts the bytes of a log into parts that can be read alone: at the beginning of a record, as soon as a part is large enough.
// Where it cuts depends on the bytes only, never on how they came or on who reads the parts.
import { NEWLINE } from '../bytes.js'
import { withoutReturn } from '../formats/framer.js'
import { logLimits } from '../limits.js'
import { beginningFormat } from '../formats/line-formats.js'
import type { LogPart } from './part.js'

/** A part as its bytes tell it. */
export type CutPart = Omit<LogPart, 'nearMs'>

/** Where parts go, and where their bytes are put together. Both may make the segmenter wait. */
export interface PartSink {
  /** Memory of at least so many bytes; `outgrown` is no longer needed. */
  buffer(bytes: number, outgrown?: Buffer): Buffer | Promise<Buffer>
  /** The part's bytes lie at the beginning of a buffer that belongs to the sink from now on. */
  part(part: CutPart): void | Promise<void>
}

export interface Segmenter {
  readonly write: (chunk: Buffer) => Promise<void>
  end(): Promise<void>
  readonly sizeBytes: () => number
}

export interface SegmentSizes {
  /** A part ends before the first record that begins after so many bytes. */
  readonly partBytes: number
  /** When none begins within so many bytes more, it ends before a line. */
  readonly slackBytes: number
}

/** A megabyte is some 4,000 records: enough that what a part costs by itself does not matter, and it stays in the cache. */
export const usualSizes: SegmentSizes = { partBytes: 1 << 20, slackBytes: 512 << 10 }

/** Of a line that is too long, this much is kept for the excerpt. */
const excerptBytes = 4 * 1024
/** A small log needs no large buffer. */
const firstRoom = 64 * 1024

export function createSegmenter(sink: PartSink, sizes: SegmentSizes = usualSizes): Segmenter {
  const { partBytes, slackBytes } = sizes
  let buffer: Buffer = Buffer.alloc(0)
  let filled = 0
  /** Of the buffer's first byte in the entry. */
  let offset = 0
  let size = 0
  /** Bytes of the line beyond the bound that is passed over; its beginning lies in the buffer. */
  let droppedBytes = 0
  const search = { line: -1, newlineFrom: 0, anyLine: -1, textLine: -1 }

  async function write(chunk: Buffer): Promise<void> {
    size += chunk.length
    let from = droppedBytes > 0 ? await passOver(chunk) : 0
    while (from < chunk.length) {
      if (filled === buffer.length) await makeRoom(chunk.length - from)
      const taken = chunk.copy(buffer, filled, from)
      filled += taken
      from += taken
      while (droppedBytes === 0 && filled >= partBytes && (await cutOnce()));
      if (droppedBytes > 0) from += await passOver(chunk.subarray(from))
    }
  }

  async function makeRoom(wanted: number): Promise<void> {
    const usual = partBytes + 2 * slackBytes
    const needed =
      filled < usual ? Math.min(usual, Math.max(firstRoom, 2 * filled, filled + wanted)) : 2 * filled
    const larger = await sink.buffer(needed, buffer)
    if (larger !== buffer) buffer.copy(larger, 0, 0, filled)
    buffer = larger
  }

  /** False when more has to be read to tell where to cut. */
  async function cutOnce(): Promise<boolean> {
    if (search.line === -1) search.newlineFrom = search.line = buffer.lastIndexOf(NEWLINE, partBytes - 1) + 1
    for (;;) {
      const newline = buffer.subarray(0, filled).indexOf(NEWLINE, search.newlineFrom)
      search.newlineFrom = newline === -1 ? filled : newline
      if (search.newlineFrom - search.line > logLimits.lineBytes) return await dropLine(search.line)
      if (newline === -1) return false
      const cut = search.line >= partBytes ? cutBefore(search.line, newline) : undefined
      if (cut !== undefined) {
        await give(cut)
        return true
      }
      search.newlineFrom = search.line = newline + 1
    }
  }

  /** Where to cut, now that this line is known too. */
  function cutBefore(line: number, newline: number): number | undefined {
    const place = beginningFormat(buffer, line, withoutReturn(buffer, line, newline))?.place
    if (place === 'anywhere') return line
    if (search.anyLine === -1) search.anyLine = line
    if (search.textLine === -1 && place !== undefined) search.textLine = line
    if (line < partBytes + slackBytes) return undefined
    return search.textLine === -1 ? search.anyLine : search.textLine
  }

  /** Gives what stands before a position; the rest is the beginning of the next part. */
  async function give(end: number, isTooLong = false, restFrom = end): Promise<void> {
    const part: CutPart = { bytes: buffer.subarray(0, end), offset, isTooLong }
    const rest = buffer.subarray(restFrom, filled)
    const next =
      rest.length > 0 ? await sink.buffer(Math.max(rest.length, partBytes + 2 * slackBytes)) : Buffer.alloc(0)
    rest.copy(next)
    buffer = next
    filled = rest.length
    offset += restFrom
    search.line = search.anyLine = search.textLine = -1
    await sink.part(part)
  }

  /** The line that begins here is beyond the bound; what stands before it is a part. */
  async function dropLine(line: number): Promise<boolean> {
    if (line > 0) await give(line)
    const newline = buffer.subarray(0, filled).indexOf(NEWLINE)
    if (newline !== -1) {
      await give(excerptBytes, true, newline + 1)
      return true
    }
    droppedBytes = filled
    filled = excerptBytes
    return false
  }

  /** Bytes of the chunk that belong to the line beyond the bound. */
  async function passOver(chunk: Buffer): Promise<number> {
    const newline = chunk.indexOf(NEWLINE)
    droppedBytes += newline === -1 ? chunk.length : newline + 1
    if (newline === -1) return chunk.length
    await giveDropped()
    return newline + 1
  }

  async function giveDropped(): Promise<void> {
    const whole = droppedBytes
    droppedBytes = 0
    await give(filled, true)
    offset += whole - excerptBytes
  }

  return {
    write,
    async end() {
      if (droppedBytes > 0) await giveDropped()
      else if (filled > 0) await give(filled)
    },
    sizeBytes: () => size,
  }
}
