// The records that wait for a target: bounded in number and in bytes, first in, first out.

export interface Queue {
  /** False when there is no room. */
  push(text: string): boolean
  hasRoom(): boolean
  /** The oldest ones, within the bounds of one write; they stay until they are removed. */
  peek(): readonly string[]
  remove(count: number): void
  readonly length: number
}

/** A record of more characters is no record of what somebody did; it is dropped. */
export const LONGEST_RECORD = 1024 * 1024

/** Texts in memory, whatever the records are: 64 MiB of two-byte characters. */
const MOST_CHARACTERS = 32 * 1024 * 1024
/** One write: enough that its cost is that of the disk, little enough to be soon over. */
const BATCH_RECORDS = 20_000
const BATCH_CHARACTERS = 4 * 1024 * 1024

export function createQueue(mostRecords: number): Queue {
  let texts: string[] = []
  let first = 0
  let characters = 0

  const length = (): number => texts.length - first
  const hasRoom = (): boolean => length() < mostRecords && characters < MOST_CHARACTERS

  function push(text: string): boolean {
    if (!hasRoom()) return false
    texts.push(text)
    characters += text.length
    return true
  }

  function peek(): readonly string[] {
    let end = first
    let size = 0
    while (end < texts.length && end - first < BATCH_RECORDS && (end === first || size < BATCH_CHARACTERS))
      size += texts[end++]?.length ?? 0
    return texts.slice(first, end)
  }

  function remove(count: number): void {
    for (let index = 0; index < count; index++) characters -= texts[first + index]?.length ?? 0
    first += count
    // Moving the rest down costs as much as what was removed, not more.
    if (first * 2 < texts.length) return
    texts = texts.slice(first)
    first = 0
  }

  return {
    push,
    hasRoom,
    peek,
    remove,
    get length() {
      return length()
    },
  }
}
