// The end of a file that is opened again. A process that was killed, or a machine that lost its power, may have left half a record
// there; what is appended behind it would be no record either. The half is cut off when it is one of ours; anything else, such as
// the last line of somebody's notes, gets an end and stays.
import type { FileHandle } from 'node:fs/promises'
import { LONGEST_RECORD } from '../delivery/queue.js'
import type { Formatter } from '../format/entry.js'

/** No record has more bytes: three for each of its characters at most. */
const LONGEST = 3 * LONGEST_RECORD + 1024

/** What was done, in words; `undefined` when the file ends as it should. */
export async function mendTail(
  file: FileHandle,
  { begins, end }: Pick<Formatter, 'begins' | 'end'>,
): Promise<string | undefined> {
  const { size, isFile } = await tellOf(file)
  if (!isFile || size === 0) return undefined
  const from = Math.max(0, size - LONGEST)
  const tail = Buffer.alloc(size - from)
  await file.read(tail, 0, tail.length, from)
  const bytesOfEnd = Buffer.from(end)
  if (tail.subarray(-bytesOfEnd.length).equals(bytesOfEnd)) return undefined
  const lastEnd = tail.lastIndexOf(bytesOfEnd)
  // In a file without any end, the beginning of the file is that of the record, if all of it was looked at.
  if (lastEnd < 0 && from > 0) return endLine(file, end)
  const half = tail.subarray(lastEnd < 0 ? 0 : lastEnd + bytesOfEnd.length)
  const text = half.toString('utf8')
  if (isWhole(text) || !begins(text)) return endLine(file, end)
  await file.truncate(size - half.length)
  return `the last record was cut by an earlier end, and its ${half.length} bytes were removed`
}

async function tellOf(file: FileHandle) {
  const stats = await file.stat()
  return { size: stats.size, isFile: stats.isFile() }
}

async function endLine(file: FileHandle, end: string): Promise<string> {
  await file.write(end)
  return 'the last line had no end, and was given one'
}

/** A record that only lacks its end. */
function isWhole(text: string): boolean {
  if (!text.startsWith('{')) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
