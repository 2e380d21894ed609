// Recognises lines whose head was seen before by comparing bytes, eight at a time, instead of parsing: nine lines of ten
// of a real log. `{"timestamp":"2026-11-21 08:40:34.316 Z` + `","level":"error","msg":"…","caller":"web/context.go:122"`
import type { RecordClass } from './class-table.js'
import { CLOSE_BRACE, COLON, QUOTE } from '../bytes.js'
import type { RecordHead } from '../formats/head.js'
import { resetHead } from '../formats/head.js'
import { numbersOf, sameNumbers } from '../same-bytes.js'
import { createTimeReader } from '../formats/timestamp.js'

/** A head from the quote after the time to the end of the caller; positions are relative to that quote. */
export interface KnownHead {
  readonly record: RecordClass
  readonly length: number
  /** Its bytes as numbers, see `sameNumbers`. */
  readonly numbers: Float64Array
  /** The bytes after the last whole number. */
  readonly rest: Uint8Array
  readonly head: RecordHead
  readonly next: KnownHead | undefined
}

export interface HeadCache {
  /** The known head of a line, or `undefined`; `timeMs` and `quote` are set with it. */
  readonly find: (bytes: Buffer, start: number, end: number) => KnownHead | undefined
  /** Where the time of the line that starts here ends; -1 when it does not begin as usual. */
  readonly quoteOf: (bytes: Buffer, start: number) => number
  /** The time of a line in epoch milliseconds. */
  readonly timeOf: (bytes: Buffer, start: number, quote: number) => number
  /** Time of the line found last. */
  timeMs: number
  /** Where its time ends. */
  quote: number
  /** The bytes that follow are these. */
  readonly use: (bytes: Buffer) => void
  /** Keeps a head, if it is of the usual form. */
  add(bytes: Buffer, head: RecordHead, record: RecordClass): void
}

const buckets = 4_096
const longestChain = 32
const longestHead = 8_192
/** `{"timestamp":"` */
const timeAt = 14
const LETTER_Z = 90
/** `000` */
const noMs = 0x303030
/** Bytes read beyond a position; a line nearer than this to the end of the buffer is parsed instead. */
const reach = 64

export function createHeadCache(): HeadCache {
  const table: (KnownHead | undefined)[] = new Array<KnownHead | undefined>(buckets).fill(undefined)
  const readTime = createTimeReader()
  const prefix = new DataView(Uint8Array.from(Buffer.from('{"timestamp":"')).buffer)
  const prefixStart = prefix.getFloat64(0, true)
  const prefixEnd = prefix.getFloat64(timeAt - 8, true)
  // The minute of the line before, as numbers of eight bytes each: `2026-11-`, `21 08:40`.
  let month = NaN
  let minute = NaN
  let minuteMs = NaN
  let view: DataView = new DataView(new ArrayBuffer(0))
  let viewOf: Buffer | undefined

  /** `YYYY-MM-DD HH:MM:SS.mmm` in UTC; the part up to the minute is compared with the line before. */
  function utcTime(bytes: Buffer, at: number): number {
    const ms = withinMinuteMs(view.getInt32(at + 16, true), view.getInt32(at + 20, true))
    const ownMonth = view.getFloat64(at, true)
    const ownMinute = view.getFloat64(at + 8, true)
    if (ownMonth !== month || ownMinute !== minute) {
      minuteMs = readTime(bytes, at, at + 16 + 3) - withinMinuteMs(view.getInt32(at + 16, true), noMs)
      month = minuteMs === minuteMs ? ownMonth : NaN
      minute = ownMinute
    }
    return minuteMs + ms
  }

  function find(bytes: Buffer, start: number, end: number): KnownHead | undefined {
    if (end - start < reach || bytes[end - 1] !== CLOSE_BRACE) return undefined
    const quote = quoteOf(bytes, start)
    if (quote === -1) return undefined
    const known = lookUp(bytes, quote, end)
    if (known === undefined) return undefined
    cache.timeMs = timeOf(bytes, start, quote)
    cache.quote = quote
    return known
  }

  function quoteOf(bytes: Buffer, start: number): number {
    if (start + timeAt + 2 * reach > view.byteLength) return -1
    const at = start + timeAt
    if (view.getFloat64(start, true) !== prefixStart || view.getFloat64(at - 8, true) !== prefixEnd) return -1
    if (bytes[at + 25] === QUOTE && bytes[at + 24] === LETTER_Z) return at + 25
    return bytes[at + 30] === QUOTE && bytes[at + 27] === COLON ? at + 30 : -1
  }

  function timeOf(bytes: Buffer, start: number, quote: number): number {
    const at = start + timeAt
    const timeMs = quote === at + 25 ? utcTime(bytes, at) : NaN
    return timeMs === timeMs ? timeMs : readTime(bytes, at, quote)
  }

  function lookUp(bytes: Buffer, quote: number, end: number): KnownHead | undefined {
    let known = table[sample(quote)]
    while (known !== undefined) {
      if (quote + known.length <= end && isAt(bytes, quote, known)) return known
      known = known.next
    }
    return undefined
  }

  /** Bucket of a head by some of its bytes: of the level, of the message's beginning and of what follows. */
  function sample(quote: number): number {
    const a = Math.imul(view.getInt32(quote + 12, true), 0x9e3779b1)
    const b = Math.imul(view.getInt32(quote + 26, true), 0x85ebca6b)
    const c = Math.imul(view.getInt32(quote + 40, true), 0xc2b2ae35)
    const d = Math.imul(view.getInt32(quote + 50, true), 0x27d4eb2f)
    const mixed = a ^ (b >>> 7) ^ c ^ (d >>> 11)
    return (mixed ^ (mixed >>> 15)) & (buckets - 1)
  }

  function isAt(bytes: Buffer, at: number, known: KnownHead): boolean {
    const { numbers, rest } = known
    if (at + known.length > view.byteLength || !sameNumbers(view, at, numbers)) return false
    const restAt = at + numbers.length * 8
    for (let i = 0; i < rest.length; i++) if (bytes[restAt + i] !== rest[i]) return false
    return true
  }

  function add(bytes: Buffer, head: RecordHead, record: RecordClass): void {
    if (!isUsual(bytes, head) || viewOf !== bytes) return
    const quote = head.timeStart + (bytes[head.timeStart + 25] === QUOTE ? 25 : 30)
    const length = head.fieldsStart - quote
    if (bytes[quote] !== QUOTE || length > longestHead || quote + reach > view.byteLength) return
    const bucket = sample(quote)
    if (chainLength(table[bucket]) >= longestChain) return
    const numbers = numbersOf(bytes, quote, head.fieldsStart)
    const rest = Uint8Array.from(bytes.subarray(quote + numbers.length * 8, head.fieldsStart))
    table[bucket] = { record, length, numbers, rest, head: relativeTo(head, quote), next: table[bucket] }
  }

  function use(bytes: Buffer): void {
    viewOf = bytes
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  const cache: HeadCache = { use, find, quoteOf, timeOf, add, timeMs: NaN, quote: 0 }
  return cache
}

/** Level, message and caller are all there, directly after the time: then no further key can belong to the head. */
function isUsual(bytes: Buffer, head: RecordHead): boolean {
  if (head.format !== 'json' || head.headInFields || head.timeStart !== head.start + timeAt) return false
  if (head.msgEnd <= head.msgStart || head.levelEnd === 0 || head.callerEnd === 0) return false
  return bytes[head.timeStart - 2] === 58 && head.levelStart > head.timeStart
}

function relativeTo(head: RecordHead, quote: number): RecordHead {
  return {
    ...head,
    levelStart: head.levelStart - quote,
    levelEnd: head.levelEnd - quote,
    msgStart: head.msgStart - quote,
    msgEnd: head.msgEnd - quote,
    callerStart: head.callerStart - quote,
    callerEnd: head.callerEnd - quote,
  }
}

/** Fills in the head of a line that was recognised. */
export function fillKnown(
  head: RecordHead,
  known: KnownHead,
  start: number,
  end: number,
  quote: number,
  timeMs: number,
): void {
  resetHead(head, 'json', start, end)
  const from = known.head
  head.levelStart = from.levelStart + quote
  head.levelEnd = from.levelEnd + quote
  head.msgStart = from.msgStart + quote
  head.msgEnd = from.msgEnd + quote
  head.callerStart = from.callerStart + quote
  head.callerEnd = from.callerEnd + quote
  head.escaped = from.escaped
  head.timeMs = timeMs
  head.timeStart = start + timeAt
  head.fieldsStart = quote + known.length
}

function chainLength(known: KnownHead | undefined): number {
  let length = 0
  for (let at = known; at !== undefined; at = at.next) length++
  return length
}

/** Milliseconds of `:SS.` and `mmm`, each as four bytes; NaN when they are none. */
function withinMinuteMs(seconds: number, thousandths: number): number {
  if ((seconds & 0xff0000ff) !== 0x2e00003a) return NaN
  const s = digit(seconds >> 8) * 10 + digit(seconds >> 16)
  const ms = digit(thousandths) * 100 + digit(thousandths >> 8) * 10 + digit(thousandths >> 16)
  return s <= 60 ? s * 1000 + ms : NaN
}

/** Of the character in the lowest byte. */
function digit(word: number): number {
  const value = (word & 0xff) - 48
  return value >= 0 && value <= 9 ? value : NaN
}
