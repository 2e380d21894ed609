// The part of a log file that lies between two moments, found by halving: a log is in order of time, so that gigabytes need not be read.
import type { FileHandle } from 'node:fs/promises'

export interface LogLimits {
  /** Epoch milliseconds; lines from then on. */
  readonly since: number | undefined
  /** Lines before then. */
  readonly until: number | undefined
  /** The newest so many bytes. */
  readonly maxBytes: number | undefined
}

export interface ByteRange {
  readonly from: number
  readonly to: number
  /** Bytes before `from` that only the size limit left out. */
  readonly cutBytes: number
}

const windowBytes = 256 * 1024

/** Whole lines only. A file without times is taken whole, as far as the size allows. */
export async function rangeOf(file: FileHandle, limits: LogLimits): Promise<ByteRange> {
  const { size } = await file.stat()
  const since = limits.since === undefined ? 0 : await offsetOfTime(file, size, limits.since)
  const to = limits.until === undefined ? size : await offsetOfTime(file, size, limits.until)
  const least = Math.max(0, to - (limits.maxBytes ?? Infinity))
  if (least <= since) return { from: Math.min(since, to), to, cutBytes: 0 }
  const from = Math.min(to, await nextLine(file, least))
  return { from, to, cutBytes: from - since }
}

/** Where the first line of that time or later begins; the end of the file when there is none. */
async function offsetOfTime(file: FileHandle, size: number, time: number): Promise<number> {
  const first = await timedLine(file, 0)
  if (first === undefined) return 0
  let low = 0
  let high = size
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const line = await timedLine(file, middle)
    if (line !== undefined && line.at < high && line.time < time) low = line.at + 1
    else high = middle
  }
  return (await timedLine(file, low))?.at ?? size
}

/** The first line that begins at or after an offset and has a time. */
async function timedLine(
  file: FileHandle,
  offset: number,
): Promise<{ at: number; time: number } | undefined> {
  const buffer = Buffer.alloc(windowBytes)
  // One byte earlier: a line that begins exactly at the offset has its predecessor's end there.
  const from = Math.max(0, offset - 1)
  const { bytesRead } = await file.read(buffer, 0, windowBytes, from)
  let start = offset === 0 ? 0 : buffer.subarray(0, bytesRead).indexOf(0x0a) + 1
  if (offset > 0 && start === 0) return undefined
  while (start < bytesRead) {
    const time = timeOf(buffer.toString('latin1', start, Math.min(start + 200, bytesRead)))
    if (time !== undefined) return { at: from + start, time }
    const end = buffer.subarray(0, bytesRead).indexOf(0x0a, start)
    if (end < 0) return undefined
    start = end + 1
  }
  return undefined
}

/** `2026-11-21 09:00:54.018 Z`, `…+01:00`, `2026-11-21T09:00:54Z`: in both formats of the server, near the start of a line. */
export function timeOf(line: string): number | undefined {
  const [, date, time, zone] =
    /^[^\n]{0,60}?(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d{1,9})?) ?(Z|[+-]\d\d:?\d\d)/.exec(line) ?? []
  if (date === undefined) return undefined
  const parsed = Date.parse(`${date}T${time?.slice(0, 12)}${zone}`)
  return Number.isNaN(parsed) ? undefined : parsed
}

async function nextLine(file: FileHandle, offset: number): Promise<number> {
  const buffer = Buffer.alloc(windowBytes)
  for (let from = offset; ; from += windowBytes) {
    const { bytesRead } = await file.read(buffer, 0, windowBytes, from)
    const end = buffer.subarray(0, bytesRead).indexOf(0x0a)
    if (end >= 0) return from + end + 1
    if (bytesRead < windowBytes) return from + bytesRead
  }
}
