// Looks through one file as its chunks come, and takes the wanted records. Where every wanted record must hold a known
// text, the search for it leads the way: lines up to the next find are skipped unread.
import type { BadKind } from '../log/scan/bad-lines.js'
import { NEWLINE } from '../log/bytes.js'
import { createFramer } from '../log/formats/framer.js'
import { createHead, type RecordHead, resetHead } from '../log/formats/head.js'
import { logLimits } from '../log/limits.js'
import { viewLimits } from './limits.js'
import { createNeedleSearch, type NeedleSearch } from './needles.js'
import { createRecordFinder, lineStart } from './record-finder.js'
import type { Selection } from './selection.js'
import { createWindow } from './window.js'

/** Makes of a wanted record what the caller needs; the head is valid during the call. */
export type Take<T> = (bytes: Buffer, head: RecordHead, line: number | undefined, orderMs: number) => T

export interface Scanner<T> {
  write(chunk: Buffer): void
  /** The file is over. */
  end(): void
  /** Records from what was written, bounded; `undefined` when more has to be written first. */
  batch(): T[] | undefined
  /** Time of the latest record that was looked at. */
  readonly lastMs: number
}

export interface ScanOptions<T> {
  readonly selection: Selection
  readonly countLines: boolean
  readonly take: Take<T>
  /** Time of the record before the file's first: that of the rotated file before it. */
  readonly afterMs: number
  /** Near when the file was written. */
  readonly nearMs: number
}

/** Of a line beyond the bound, this much is kept. */
const keptOfTooLong = 4 * 1024

export function createScanner<T>({
  selection,
  countLines,
  take,
  afterMs,
  nearMs,
}: ScanOptions<T>): Scanner<T> {
  const window = createWindow()
  const needles = selection.needles && createNeedleSearch(selection.needles)
  const framer = createFramer({ record: giveRecord, bad: giveUnread }, { beyondBound: 'lines' })
  framer.begin(nearMs)
  const findRecord = createRecordFinder(nearMs)
  const unreadHead = createHead()
  let at = 0
  let line = 0
  let lastMs = afterMs
  let taken: T[] = []
  let takenBytes = 0
  let isEnded = false
  let isTooLong = false
  /** Offset in the file up to which nothing more can be skipped. */
  let settledOffset = -1

  function giveRecord(bytes: Buffer, head: RecordHead, recordLine: number): void {
    if (!Number.isNaN(head.timeMs)) lastMs = head.timeMs
    const next = needles?.next(head.start) ?? -1
    const hasNeedle = next !== -1 && next < head.end
    if (!selection.wants(bytes, head, lastMs, hasNeedle)) return
    taken.push(take(bytes, head, countLines ? recordLine : undefined, lastMs))
    takenBytes += head.end - head.start
  }

  /** Nothing is lost: a line that fits no format is a record of its own. */
  function giveUnread(kind: BadKind, bytes: Buffer, start: number, end: number, recordLine: number): void {
    if (kind === 'nul') return
    resetHead(unreadHead, 'block', start, end)
    unreadHead.msgStart = start
    unreadHead.msgEnd = end
    giveRecord(bytes, unreadHead, recordLine)
  }

  function write(chunk: Buffer): void {
    const rest = isTooLong ? afterTooLong(chunk) : chunk
    if (needles && passBy(needles, rest)) return
    const moved = window.add(rest, Math.min(framer.openStart() ?? at, at))
    at -= moved
    framer.moved(moved)
    needles?.use(window.bytes, window.base)
    if (window.bytes.length - at > logLimits.lineBytes && window.linesEnd <= at) cutTooLong()
  }

  /** Gives the beginning of a line beyond the bound as a record; the rest of it is passed over. */
  function cutTooLong(): void {
    takeLine(window.bytes, at, at + keptOfTooLong)
    framer.close(window.bytes)
    isTooLong = true
    at = window.bytes.length
  }

  function afterTooLong(chunk: Buffer): Buffer {
    const newline = chunk.indexOf(NEWLINE)
    if (newline === -1) return chunk.subarray(0, 0)
    isTooLong = false
    return chunk.subarray(newline + 1)
  }

  function takeLine(bytes: Buffer, start: number, end: number): void {
    line++
    framer.line(bytes, start, end, line, window.base + start === 0)
  }

  function batch(): T[] | undefined {
    const bytes = window.bytes
    while (taken.length < viewLimits.batchRecords && takenBytes < viewLimits.batchBytes) {
      if (needles) skip(bytes)
      if (at >= window.linesEnd) return lastBatch(bytes)
      const newline = bytes.indexOf(NEWLINE, at)
      takeLine(bytes, at, newline)
      at = newline + 1
    }
    return handOver()
  }

  /** All whole lines are done; at the end of the file, so is what stands after the last newline. */
  function lastBatch(bytes: Buffer): T[] | undefined {
    if (isEnded) {
      if (at < bytes.length) takeLine(bytes, at, bytes.length)
      at = bytes.length
      framer.close(bytes)
    }
    return taken.length > 0 ? handOver() : undefined
  }

  function handOver(): T[] {
    const batch = taken
    taken = []
    takenBytes = 0
    return batch
  }

  /**
   * A chunk without a needle is not even copied, where nothing before it is wanted either. True when it went by: only the
   * record that may go on in the next chunk is kept.
   */
  function passBy(search: NeedleSearch, chunk: Buffer): boolean {
    const { bytes } = window
    if (search.next(framer.openStart() ?? at) !== -1 || search.isIn(chunk)) return false
    const from = chunk.indexOf(NEWLINE) + 1
    const end = chunk.lastIndexOf(NEWLINE) + 1
    const start = findRecord(chunk, from, end, end)
    if (start <= from) return false
    if (countLines) line += countNewlines(bytes, at, bytes.length) + countNewlines(chunk, 0, start)
    framer.drop()
    window.pass(chunk, start)
    at = 0
    return true
  }

  /** Goes on to the record that holds the next needle, or to the last one that may go on in the next chunk. */
  function skip(bytes: Buffer): void {
    if (window.base + at <= settledOffset) return
    const hit = needles?.next(framer.openStart() ?? at) ?? -1
    const limit = hit === -1 ? window.linesEnd : Math.min(hit, window.linesEnd)
    settledOffset = window.base + limit
    if (limit <= at) return
    const start =
      limit === window.linesEnd
        ? findRecord(bytes, at, limit, limit)
        : findRecord(bytes, at, lineStart(bytes, limit), bytes.indexOf(NEWLINE, limit))
    if (start <= at) return
    if (countLines) line += countNewlines(bytes, at, start)
    framer.drop()
    at = start
  }

  return {
    write,
    end: () => (isEnded = true),
    batch,
    get lastMs() {
      return lastMs
    },
  }
}

function countNewlines(bytes: Buffer, from: number, end: number): number {
  let count = 0
  for (let at = bytes.indexOf(NEWLINE, from); at !== -1 && at < end; at = bytes.indexOf(NEWLINE, at + 1))
    count++
  return count
}
