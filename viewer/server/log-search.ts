// Searches the text of all logs for the records that a query wants: a search for bytes leads the way where a text is certain
// to stand in each of them, else every candidate is read. In slices, so that the server goes on answering; what was found so
// far can be asked for at any time.
import type { RecordHead } from '../../analyzer/index.js'
import type { LogData } from './log-data.js'
import { createPairSearch } from './log-pair-search.js'
import { pieces, roomBytes, roomCount } from './log-pieces.js'
import type { PlainTexts, TextQuery } from './log-query.js'
import { createRecordReader, recordBytesMost, withoutLineEnd } from './log-record-reader.js'

export interface LogSearch {
  /** A bit for each record. */
  readonly found: Uint32Array
  readonly count: () => number
  /** 0 to 1. */
  readonly searched: () => number
  readonly state: () => SearchState
  readonly ended: Promise<void>
  /** Somebody still waits for it; a search that nobody asks for any more gives up. */
  keepOn(forMs: number): void
  stop(): void
}

export type SearchState = 'running' | 'done' | 'stopped' | 'abandoned' | 'failed'

/** Time that a slice of the work may take before others get their turn. */
const sliceMs = 12
/** How long after the last question a search goes on. */
const patienceMs = 5_000

/** `isCandidate` leaves out records that are not wanted for another reason. */
export function startSearch(
  data: LogData,
  query: TextQuery,
  isCandidate: (record: number) => boolean,
): LogSearch {
  const { columns, text } = data
  const found = new Uint32Array(Math.ceil(columns.records / 32))
  const progress = { count: 0, searchedBytes: 0, state: 'running' as SearchState }
  let neededUntil = performance.now() + patienceMs
  const isOver = () => progress.state !== 'running'
  const wants = query.plain === undefined ? createRecordTest(data, query) : textsTest(data, query.plain)
  const { byOffset, offset, length } = columns
  let sliceEnd = 0
  /** Reading a record takes some microseconds, finding a text or a pattern in it hardly any. */
  const restEvery = query.plain === undefined && query.wanted.wantsText === undefined ? 31 : 255

  function take(record: number): void {
    found[record >> 5] = (found[record >> 5] as number) | (1 << (record & 31))
    progress.count++
  }

  async function rest(): Promise<void> {
    const now = performance.now()
    if (now > neededUntil && progress.state === 'running') progress.state = 'abandoned'
    if (now < sliceEnd) return
    await new Promise<void>(resume => setImmediate(resume))
    sliceEnd = performance.now() + sliceMs
  }

  /** Only the records in which the bytes were found are looked at. */
  async function searchFinds(needles: Needles): Promise<void> {
    const { search, rooms } = byteSearch(data, needles)
    let place = 0
    let resumeAt = 0
    for await (const { bytes, base, end } of pieces(text, rooms)) {
      if (isOver()) return
      search.use(bytes, base)
      let looked = 0
      for (;;) {
        const from = Math.max(0, resumeAt - base)
        const at = from < bytes.length ? search.next(from) : -1
        if (at === -1) break
        const position = base + at
        place = placeOf(place, position)
        const record = byOffset[place] as number
        const recordEnd = (offset[record] as number) + (length[record] as number)
        resumeAt = position < recordEnd ? recordEnd : position + 1
        if (position >= recordEnd || position < (offset[record] as number) || !isCandidate(record)) continue
        if (wants(record, bytes, base)) take(record)
        if ((++looked & restEvery) === 0) await rest()
        if (isOver()) return
      }
      progress.searchedBytes = end
      await rest()
    }
  }

  /** The place in order of offsets of the record that lies at or before a position; positions ascend. */
  function placeOf(from: number, position: number): number {
    let place = from
    while (place + 1 < byOffset.length && (offset[byOffset[place + 1] as number] as number) <= position)
      place++
    return place
  }

  async function readAll(): Promise<void> {
    let place = 0
    for await (const { bytes, base, end } of pieces(text)) {
      for (; place < byOffset.length; place++) {
        const record = byOffset[place] as number
        if ((offset[record] as number) >= end) break
        if (isCandidate(record) && wants(record, bytes, base)) take(record)
        if ((place & restEvery) === 0) await rest()
        if (isOver()) return
      }
      progress.searchedBytes = end
    }
  }

  /** A few records among many are read alone. */
  async function readFew(records: readonly number[]): Promise<void> {
    for (const [done, record] of records.entries()) {
      if (wants(record, nothing, 0)) take(record)
      progress.searchedBytes = (text.bytes() * (done + 1)) / records.length
      if ((done & 31) === 0) await rest()
      if (isOver()) return
    }
  }

  async function run(): Promise<void> {
    const { needles } = query.wanted
    if (columns.records === 0) return
    if (needles !== undefined && leadsTheWay(needles, query)) return searchFinds(needles)
    if (needles !== undefined) return readAll()
    const few = fewCandidates(columns.records, isCandidate)
    return few === undefined ? readAll() : readFew(few)
  }

  const end = (state: SearchState) => {
    if (!isOver()) progress.state = state
  }
  const ended = run().then(
    () => end('done'),
    (error: unknown) => {
      end('failed')
      throw error
    },
  )
  ended.catch(() => undefined) // who waits for it is told
  return {
    found,
    count: () => progress.count,
    searched: () => (progress.state === 'done' ? 1 : progress.searchedBytes / Math.max(1, text.bytes())),
    state: () => progress.state,
    ended,
    keepOn: forMs => (neededUntil = Math.max(neededUntil, performance.now() + forMs)),
    stop: () => end('stopped'),
  }
}

const nothing = Buffer.alloc(0)
const fewShare = 100
const fewLeast = 2_000

/** The candidates, when reading them alone is less than reading everything. */
function fewCandidates(
  records: number,
  isCandidate: (record: number) => boolean,
): readonly number[] | undefined {
  const most = Math.max(fewLeast, records / fewShare)
  const few: number[] = []
  for (let record = 0; record < records; record++) {
    if (!isCandidate(record)) continue
    if (few.length >= most) return undefined
    few.push(record)
  }
  return few
}

/** A search for very many texts is slower than asking a pattern of every byte. */
function leadsTheWay({ texts }: Needles, { wanted, plain }: TextQuery): boolean {
  return texts.length <= pairTextsMost || plain !== undefined || wanted.wantsText === undefined
}

type Needles = NonNullable<TextQuery['wanted']['needles']>

/** More texts are looked for in one go by the engine's own search. */
const pairTextsMost = 8

/** Of a few texts the fast search, with the rooms that it searches in. */
function byteSearch({ tools }: LogData, needles: Needles) {
  const { texts, ignoreCase } = needles
  if (texts.length > pairTextsMost) return { search: tools.createNeedleSearch(needles), rooms: undefined }
  const rooms = { count: roomCount, bytes: roomBytes }
  const search = createPairSearch(
    texts.map(text => Buffer.from(text)),
    rooms,
    ignoreCase,
  )
  return { search, rooms: search.rooms }
}

/** All these texts in the bytes of the record; that one of a single one is there is known. */
function textsTest({ columns, text }: LogData, { texts, ignoreCase }: PlainTexts): RecordTest {
  if (texts.length === 1) return () => true
  const wanted = texts.map(one => Buffer.from(ignoreCase ? one.toLowerCase() : one))
  const holds = (own: Buffer) => {
    const searched = ignoreCase ? Buffer.from(own.toString('latin1').toLowerCase(), 'latin1') : own
    return wanted.every(one => searched.includes(one))
  }
  return (record, bytes, base) => {
    const start = (columns.offset[record] as number) - base
    const length = Math.min(columns.length[record] as number, recordBytesMost)
    if (start >= 0 && start + length <= bytes.length) return holds(bytes.subarray(start, start + length))
    const own = Buffer.allocUnsafe(length)
    text.readNow(own, columns.offset[record] as number)
    return holds(own)
  }
}

export type RecordTest = (record: number, bytes: Buffer, base: number) => boolean

/** Whether a record is wanted. It is looked for in the bytes at hand, and read from the file when it is not whole in them. */
function createRecordTest(data: LogData, query: TextQuery): RecordTest {
  const { wantsText } = query.wanted
  return wantsText !== undefined && query.unwanted.length === 0
    ? createTextTest(data, wantsText)
    : createHeadTest(data, query)
}

/** Its bytes alone decide: its head is not read. */
function createTextTest(
  { columns, text }: LogData,
  wants: NonNullable<TextQuery['wanted']['wantsText']>,
): RecordTest {
  let room = Buffer.alloc(64 * 1024)
  return (record, bytes, base) => {
    const start = (columns.offset[record] as number) - base
    const length = Math.min(columns.length[record] as number, recordBytesMost)
    if (start >= 0 && start + length <= bytes.length)
      return wants(bytes, start, withoutLineEnd(bytes, start, start + length))
    if (room.length < length) room = Buffer.allocUnsafe(length)
    const got = text.readNow(room.subarray(0, length), start + base)
    return wants(room, 0, withoutLineEnd(room, 0, got))
  }
}

function createHeadTest(data: LogData, { wanted, unwanted }: TextQuery): RecordTest {
  const { offset, timeMs } = data.columns
  const reader = createRecordReader(data)
  let isWanted = false
  let time = NaN
  const judge = (bytes: Buffer, head: RecordHead) => {
    isWanted =
      wanted.wants(bytes, head, time, true) &&
      !unwanted.some(selection => selection.wants(bytes, head, time, true))
  }
  return (record, bytes, base) => {
    isWanted = false
    time = timeMs[record] as number
    reader.find(record, bytes, base - (offset[record] as number), judge)
    return isWanted
  }
}
