// Remembers what came of records by their class and the bytes of their fields: a plugin that is down, a table that cannot be
// written, a health check say the same a thousand times over. Then nothing of such a record is read but its time.
import type { RecordClass } from './class-table.js'
import type { RecordMatches } from '../queries/record-matches.js'
import { logLimits } from '../limits.js'
import type { KnownHead } from './head-cache.js'
import { createIdPlaces, hashWithoutIds, holdsIds, idBytes } from './mask-ids.js'
import type { Told } from './part-collectors.js'
import { sameRange } from '../same-bytes.js'

/** What came of a record. */
export interface Remembered {
  /** The queries' matchers that it satisfies; `undefined` for none. */
  readonly matches: RecordMatches | undefined
  /** What it tells the collectors. */
  readonly told: Told
}

export interface RecordMemo {
  /** The bytes that follow are these. */
  readonly use: (bytes: Buffer) => void
  /** Of a record with this head whose fields stand here. */
  readonly find: (head: KnownHead, from: number, end: number) => Remembered | undefined
  /** Where the record ends that the log goes on with if it goes on as it did the last time, if its head begins here; or -1. */
  readonly expectedEnd: (quote: number) => number
  /** Its head. */
  readonly expectedHead: () => KnownHead
  /** What came of it, now that it did come. */
  readonly takeExpected: () => Remembered
  /** Keeps what came of the record that was not found last. */
  readonly add: (remembered: Remembered) => void
}

/**
 * A class is given up after so many more misses than hits, as those with request ids are. As many distinct records of a class may
 * go by before a log that repeats itself comes to the first again. Where records are only counted, all that is spared is the search
 * for the line's end.
 */
const patience = { asked: { first: 2_048, most: 4_096 }, counted: { first: 64, most: 256 } }

function patienceWith({ isAsked }: RecordClass): { readonly first: number; readonly most: number } {
  return isAsked ? patience.asked : patience.counted
}

/** Of a class that is remembered from now on. */
export function firstPatience(known: RecordClass): number {
  return patienceWith(known).first
}

/** Longer fields are not kept: they seldom come again, and reading them is little against what they hold. */
const longest = 2_048
const slots = logLimits.rememberedRecords * 2
const mask = slots - 1
/** Places that are looked at: hashes can be made to collide. */
const mostProbes = 8
const firstRoom = 64 * 1024
/** Ids of all records that are kept. */
const mostIds = 65_536
/** Records that a log that repeats itself may hold between two times of the same (a power of two). */
const wayLength = 65_536
const wayMask = wayLength - 1

export function createRecordMemo(): RecordMemo {
  const table = new Int32Array(slots)
  const hashes = new Int32Array(logLimits.rememberedRecords)
  const classes = new Int32Array(logLimits.rememberedRecords)
  const heads: KnownHead[] = []
  /** Of their bytes, heads and fields, in `texts`. */
  const starts = new Int32Array(logLimits.rememberedRecords + 1)
  /** Of their ids, where these do not matter, in `ids`: relative to the beginning of the fields. */
  const idsFrom = new Int32Array(logLimits.rememberedRecords + 1)
  const ids = new Uint16Array(mostIds)
  /** Where in the way each came last. */
  const lastAt = new Int32Array(logLimits.rememberedRecords)
  const kept: Remembered[] = []
  /** The entries in the order in which they came, from 1; a ring. */
  const way = new Int32Array(wayLength)
  /** Entries that the way has had so far, and the place in it that the log goes along again. */
  let passed = 0
  let along = 0
  let texts = createText(new Uint8Array(firstRoom))
  let text = createText(new Uint8Array(0))
  /** Ids of the record looked for. */
  const places = createIdPlaces()
  /** Of records that could not be kept. */
  let misses = 0
  /** The record that was not found last; `place` is -1 when it is not to be kept. */
  const missing = { place: -1, hash: 0, head: undefined as KnownHead | undefined, from: 0, end: 0 }

  function find(head: KnownHead, from: number, end: number): Remembered | undefined {
    missing.place = -1
    const known = head.record
    if (known.patience === 0 || end - from > longest) return undefined
    const expected = (way[along & wayMask] as number) - 1
    if (expected >= 0 && isEntry(expected, known.number, from, end)) return takeExpected()
    return lookUp(head, from, end)
  }

  function expectedEnd(quote: number): number {
    const expected = (way[along & wayMask] as number) - 1
    if (expected === -1) return -1
    const start = starts[expected] as number
    const length = (starts[expected + 1] as number) - start
    if (quote + length > text.bytes.length) return -1
    if (idsFrom[expected] === idsFrom[expected + 1]) {
      return sameRange(texts.view, start, text.view, quote, length) ? quote + length : -1
    }
    const fields = (heads[expected] as KnownHead).length
    if (!sameRange(texts.view, start, text.view, quote, fields)) return -1
    return isSameButIds(expected, quote + fields, length - fields) ? quote + length : -1
  }

  function expectedHead(): KnownHead {
    return heads[(way[along & wayMask] as number) - 1] as KnownHead
  }

  function takeExpected(): Remembered {
    const expected = (way[along++ & wayMask] as number) - 1
    goOn(expected)
    return kept[expected] as Remembered
  }

  function goOn(entry: number): void {
    lastAt[entry] = passed
    way[passed++ & wayMask] = entry + 1
  }

  function lookUp(head: KnownHead, from: number, end: number): Remembered | undefined {
    const known = head.record
    const hash = hashFor(known, from, end)
    let place = hash & mask
    for (let probe = 0; probe < mostProbes; probe++) {
      const entry = (table[place] as number) - 1
      if (entry === -1) break
      if (hashes[entry] === hash && isEntry(entry, known.number, from, end)) return found(entry, known)
      place = (place + 1) & mask
    }
    losePatience(known)
    missing.place = table[place] === 0 ? place : -1
    missing.hash = hash
    missing.head = head
    missing.from = from
    missing.end = end
    return undefined
  }

  function hashFor({ number, masksIds }: RecordClass, from: number, end: number): number {
    const seed = number ^ (end - from)
    places.count = 0
    return masksIds
      ? hashWithoutIds(text.bytes, text.view, from, end, seed, places)
      : hashOf(text, from, end, seed)
  }

  /** From here on the log may go along the way that it went from this record on the last time. */
  function found(entry: number, known: RecordClass): Remembered | undefined {
    if (known.patience < patienceWith(known).most) known.patience++
    along = (lastAt[entry] as number) + 1
    goOn(entry)
    return kept[entry]
  }

  function isEntry(entry: number, number: number, from: number, end: number): boolean {
    if (classes[entry] !== number) return false
    const start = fieldsOf(entry)
    const length = end - from
    if ((starts[entry + 1] as number) - start !== length) return false
    if (idsFrom[entry] !== idsFrom[entry + 1]) return isSameButIds(entry, from, length)
    return sameRange(texts.view, start, text.view, from, length)
  }

  /** Where the bytes of an entry's fields begin. */
  function fieldsOf(entry: number): number {
    return (starts[entry] as number) + (heads[entry] as KnownHead).length
  }

  /** Whether the fields of an entry stand here, but for its ids. */
  function isSameButIds(entry: number, from: number, length: number): boolean {
    const start = fieldsOf(entry)
    const first = idsFrom[entry] as number
    const after = idsFrom[entry + 1] as number
    let at = 0
    for (let i = first; i < after; i++) {
      const id = ids[i] as number
      if (!sameRange(texts.view, start + at, text.view, from + at, id - at)) return false
      at = id + idBytes
    }
    const rest = length - at
    if (!sameRange(texts.view, start + at, text.view, from + at, rest)) return false
    return holdsIds(text.bytes, from, ids, first, after)
  }

  function add(remembered: Remembered): void {
    const { head, from } = missing
    if (missing.place === -1 || head === undefined) return
    const entry = kept.length
    const start = starts[entry] as number
    const quote = from - head.length
    const end = start + missing.end - quote
    const idsEnd = (idsFrom[entry] as number) + places.count
    if (entry === hashes.length || idsEnd > mostIds || !makeRoom(end)) return passOver()
    const record = text.bytes.subarray(quote, missing.end)
    // What `sameRange` asks for.
    if (record.includes(0)) return
    texts.bytes.set(record, start)
    ids.set(places.starts.subarray(0, places.count), idsFrom[entry])
    hashes[entry] = missing.hash
    classes[entry] = head.record.number
    heads[entry] = head
    goOn(entry)
    table[missing.place] = kept.push(remembered)
    starts[entry + 1] = end
    idsFrom[entry + 1] = idsEnd
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
    way.fill(0)
    kept.length = passed = along = 0
  }

  return {
    use(bytes) {
      text = createText(bytes)
    },
    find,
    expectedHead,
    expectedEnd,
    takeExpected,
    add,
  }
}

/** Finding a record's ids costs more than comparing it, so that is tried second. */
function losePatience(known: RecordClass): void {
  if (--known.patience > 0 || known.masksIds || !known.ignoresIds) return
  known.masksIds = true
  known.patience = firstPatience(known)
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
  let hash = seed
  let at = from
  for (; at + 4 <= end; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  return hash ^ (hash >>> 13)
}
