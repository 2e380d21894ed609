// Gives equal texts the same small number, so that what a pattern said of a text is looked up when the text comes again:
// logs repeat their errors, and asking a pattern costs a hundred times more. Bounded: when full, it begins anew.
import { logLimits } from '../limits.js'

export interface ValueIds {
  /** Number of the text in a range, or `NO_ID` for one too long to be kept. */
  readonly find: (bytes: Buffer, from: number, end: number, escaped: boolean) => number
  /** Rises when numbers given before are void. */
  generation: number
}

export const NO_ID = -1

const slots = logLimits.rememberedValues * 2
const mask = slots - 1

export function createValueIds(): ValueIds {
  const table = new Int32Array(slots)
  const hashes = new Int32Array(logLimits.rememberedValues)
  const starts = new Int32Array(logLimits.rememberedValues + 1)
  const texts = Buffer.alloc(logLimits.rememberedValueBytes)
  let count = 0

  function find(bytes: Buffer, from: number, end: number, escaped: boolean): number {
    const length = end - from
    if (length > logLimits.rememberedValueLength) return NO_ID
    const hash = hashOf(bytes, from, end, escaped)
    let at = hash & mask
    for (let entry = table[at] as number; entry !== 0; entry = table[at] as number) {
      if (hashes[entry - 1] === hash && isText(entry - 1, bytes, from, length)) return entry - 1
      at = (at + 1) & mask
    }
    return add(bytes, from, end, hash, at)
  }

  function isText(id: number, bytes: Buffer, from: number, length: number): boolean {
    const start = starts[id] as number
    if ((starts[id + 1] as number) - start !== length) return false
    for (let i = 0; i < length; i++) if (texts[start + i] !== bytes[from + i]) return false
    return true
  }

  function add(bytes: Buffer, from: number, end: number, hash: number, freeSlot: number): number {
    let at = freeSlot
    if (count === hashes.length || (starts[count] as number) + end - from > texts.length) {
      clear()
      at = hash & mask
    }
    const start = starts[count] as number
    bytes.copy(texts, start, from, end)
    hashes[count] = hash
    starts[count + 1] = start + end - from
    table[at] = ++count
    return count - 1
  }

  function clear(): void {
    table.fill(0)
    count = 0
    ids.generation++
  }

  const ids: ValueIds = { find, generation: 0 }
  return ids
}

/** The lowest bit tells whether the text has escapes: the same bytes are another text then. */
function hashOf(bytes: Buffer, from: number, end: number, escaped: boolean): number {
  let hash = end - from
  for (let at = from; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  hash ^= hash >>> 15
  return escaped ? hash | 1 : hash & ~1
}
