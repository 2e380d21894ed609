// Remembers what came of records by their class and the bytes of their fields: a plugin that is down, a table that cannot be
// written, a health check say the same a thousand times over. Then nothing of such a record is read but its time.
import type { RecordClass } from './class-table.js'
import type { Matcher } from '../queries/compile-queries.js'
import { logLimits } from '../limits.js'
import { maskIds } from './mask-ids.js'
import type { Told } from './part-collectors.js'
import { sameRange } from '../same-bytes.js'

/** What came of a record. */
export interface Remembered {
  /** The matchers it satisfies. */
  readonly matchers: readonly Matcher[]
  /** Of each, the value that its query counts by. */
  readonly by: readonly (string | undefined)[]
  /** What it tells the collectors. */
  readonly told: Told
}

export interface RecordMemo {
  /** The bytes that follow are these. */
  readonly use: (bytes: Buffer) => void
  /** Of a record of the class whose fields stand here. */
  readonly find: (known: RecordClass, from: number, end: number) => Remembered | undefined
  /** Keeps what came of the record that was not found last. */
  readonly add: (remembered: Remembered) => void
}

/**
 * A class is given up after so many more misses than hits, as those with request ids are. As many distinct records of a class may
 * go by before a log that repeats itself comes to the first again.
 */
export const firstPatience = 2_048
const mostPatience = 4_096

/** Longer fields are not kept: they seldom come again, and reading them is little against what they hold. */
const longest = 2_048
const slots = logLimits.rememberedRecords * 2
const mask = slots - 1
/** Places that are looked at: hashes can be made to collide. */
const mostProbes = 8
const firstRoom = 64 * 1024

export function createRecordMemo(): RecordMemo {
  const table = new Int32Array(slots)
  const hashes = new Int32Array(logLimits.rememberedRecords)
  const classes = new Int32Array(logLimits.rememberedRecords)
  const starts = new Int32Array(logLimits.rememberedRecords + 1)
  /** Number of the entry that was found after each the last time, from 1. */
  const following = new Int32Array(logLimits.rememberedRecords)
  const kept: Remembered[] = []
  /** Found or added last. */
  let last = 0
  let texts = createText(new Uint8Array(firstRoom))
  let text = createText(new Uint8Array(0))
  /** Fields without their ids, where these do not matter. */
  const masked = createText(new Uint8Array(longest))
  /** Of records that could not be kept. */
  let misses = 0
  /** The record that was not found last; `place` is -1 when it is not to be kept. */
  const missing = { place: -1, hash: 0, number: 0, text, from: 0, end: 0 }

  function find(known: RecordClass, from: number, end: number): Remembered | undefined {
    missing.place = -1
    if (known.patience === 0 || end - from > longest) return undefined
    if (!known.masksIds) return findIn(text, known, from, end)
    const length = maskIds(text.bytes, from, end, masked.bytes)
    return length === -1 ? undefined : findIn(masked, known, 0, length)
  }

  function findIn(text: Text, known: RecordClass, from: number, end: number): Remembered | undefined {
    const expected = (following[last] as number) - 1
    if (isEntry(expected, known.number, text, from, end)) return found(expected, known)
    return lookUp(text, known, from, end)
  }

  function lookUp(text: Text, known: RecordClass, from: number, end: number): Remembered | undefined {
    const hash = hashOf(text, from, end, known.number)
    let place = hash & mask
    for (let probe = 0; probe < mostProbes; probe++) {
      const entry = (table[place] as number) - 1
      if (entry === -1) break
      if (hashes[entry] === hash && isEntry(entry, known.number, text, from, end)) return found(entry, known)
      place = (place + 1) & mask
    }
    losePatience(known)
    missing.place = table[place] === 0 ? place : -1
    missing.hash = hash
    missing.number = known.number
    missing.text = text
    missing.from = from
    missing.end = end
    return undefined
  }

  function found(entry: number, known: RecordClass): Remembered | undefined {
    if (known.patience < mostPatience) known.patience++
    follow(entry)
    return kept[entry]
  }

  /** What comes again often comes in the same order. */
  function follow(entry: number): void {
    following[last] = entry + 1
    last = entry
  }

  function isEntry(entry: number, number: number, text: Text, from: number, end: number): boolean {
    if (classes[entry] !== number) return false
    const start = starts[entry] as number
    const length = end - from
    return (
      (starts[entry + 1] as number) - start === length &&
      sameRange(texts.view, start, text.view, from, length)
    )
  }

  function add(remembered: Remembered): void {
    if (missing.place === -1) return
    const start = starts[kept.length] as number
    const end = start + missing.end - missing.from
    if (kept.length === hashes.length || !makeRoom(end)) return passOver()
    texts.bytes.set(missing.text.bytes.subarray(missing.from, missing.end), start)
    hashes[kept.length] = missing.hash
    classes[kept.length] = missing.number
    follow(kept.length)
    table[missing.place] = kept.push(remembered)
    starts[kept.length] = end
  }

  function makeRoom(wanted: number): boolean {
    if (wanted > logLimits.rememberedRecordBytes) return false
    if (wanted <= texts.bytes.length) return true
    const larger = new Uint8Array(Math.min(logLimits.rememberedRecordBytes, texts.bytes.length * 2))
    larger.set(texts.bytes)
    texts = createText(larger)
    return true
  }

  /** What is kept goes on to be of use for a while: a log may come again to records that it holds. */
  function passOver(): void {
    if (++misses < 2 * hashes.length) return
    misses = 0
    table.fill(0)
    classes.fill(0)
    following.fill(0)
    kept.length = last = 0
  }

  return {
    use(bytes) {
      text = createText(bytes)
    },
    find,
    add,
  }
}

/** Copying a record without its ids costs more than comparing it, so that is tried second. */
function losePatience(known: RecordClass): void {
  if (--known.patience > 0 || known.masksIds || !known.ignoresIds) return
  known.masksIds = true
  known.patience = firstPatience
}

/** Bytes, and a view of them for reading four at a time from any place. */
interface Text {
  readonly bytes: Uint8Array
  readonly view: DataView
}

function createText(bytes: Uint8Array): Text {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) }
}

function hashOf({ bytes, view }: Text, from: number, end: number, seed: number): number {
  let hash = seed ^ (end - from)
  let at = from
  for (; at + 4 <= end; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  return hash ^ (hash >>> 13)
}
