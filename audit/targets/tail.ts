// The end of a file that is opened again. A process that was killed, or a machine that lost its power, may have left half a record
// there; what is appended behind it would be no record either. The half is cut off when it is one of ours; anything else, such as
// the last line of somebody's notes, gets an end and stays.
import type { FileHandle } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { LONGEST_RECORD } from '../delivery/queue.js'
import type { Formatter } from '../format/entry.js'

/** No record has more bytes: three for each of its characters at most. */
const LONGEST = 3 * LONGEST_RECORD + 1024
/** Another process may be writing just now: what it writes is whole a moment later. */
const SETTLED_AFTER_MS = 100
const MOST_LOOKS = 5

type Ending = Pick<Formatter, 'begins' | 'end'>

/** What a file ends with: as it should, with a line of somebody, or with so many bytes of a record. */
type Tail =
  | { readonly kind: 'ended' }
  | { readonly kind: 'line' }
  | { readonly kind: 'half'; readonly bytes: number; readonly size: number }

/** What was done, in words; `undefined` when the file ends as it should. */
export async function mendTail(file: FileHandle, ending: Ending): Promise<string | undefined> {
  let tail = await lookAtTail(file, ending)
  for (let looks = 1; tail.kind === 'half'; looks++) {
    const { bytes, size } = tail
    await sleep(SETTLED_AFTER_MS)
    tail = await lookAtTail(file, ending)
    if (tail.kind !== 'half' || tail.size !== size) {
      // Somebody writes without a pause, and ends what is half now.
      if (looks === MOST_LOOKS) return undefined
      continue
    }
    await file.truncate(size - bytes)
    return `the last record was cut by an earlier end, and its ${bytes} bytes were removed`
  }
  if (tail.kind === 'ended') return undefined
  await file.write(ending.end)
  return 'the last line had no end, and was given one'
}

async function lookAtTail(file: FileHandle, { begins, end }: Ending): Promise<Tail> {
  const stats = await file.stat()
  if (!stats.isFile() || stats.size === 0) return { kind: 'ended' }
  const from = Math.max(0, stats.size - LONGEST)
  const tail = Buffer.alloc(stats.size - from)
  await file.read(tail, 0, tail.length, from)
  const bytesOfEnd = Buffer.from(end)
  if (tail.subarray(-bytesOfEnd.length).equals(bytesOfEnd)) return { kind: 'ended' }
  const lastEnd = tail.lastIndexOf(bytesOfEnd)
  // Without any end in it, it is the beginning of a record only when all of the file was looked at.
  if (lastEnd < 0 && from > 0) return { kind: 'line' }
  const half = tail.subarray(lastEnd < 0 ? 0 : lastEnd + bytesOfEnd.length)
  const text = half.toString('utf8')
  return isWhole(text) || !begins(text)
    ? { kind: 'line' }
    : { kind: 'half', bytes: half.length, size: stats.size }
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
