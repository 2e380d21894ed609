// What becomes of the records of a part as they are found: counted by shape, held against the queries, given to collectors.
// Knows nothing of lines.
import type { DocumentKind } from '../../../packet/layout-types.js'
import { createClassTable, type RecordClass } from './class-table.js'
import type { CollectorHead, CollectorRecord } from '../collector.js'
import type { CompiledQueries, Matcher } from '../queries/compile-queries.js'
import { createFieldTable, fieldKey, fieldText } from '../formats/field-table.js'
import { readFields } from '../formats/fields.js'
import { createHead, type RecordHead } from '../formats/head.js'
import { createHeadCache, fillKnown, type KnownHead } from './head-cache.js'
import { createIndexPart } from './index-part.js'
import { addFound, createJudge, type Found, hasOddEscapes } from '../queries/judge.js'
import { lifecycleMarker } from '../fold/lifecycle.js'
import { logLimits } from '../limits.js'
import { NEWLINE } from '../bytes.js'
import { mayHoldMore } from '../formats/torn-line.js'
import { createMatchColumns } from '../queries/match-columns.js'
import { createQuerySums } from '../queries/query-sums.js'
import { recordMatches, type RecordMatches } from '../queries/record-matches.js'
import { searchText, type SearchText } from '../queries/multi-search.js'
import type { PartMarker, PartResult } from './part.js'
import { type CollectorList, createPartCollectors, type Told } from './part-collectors.js'
import { type ClassPlan, createDecider, type DecodedHead } from '../queries/plan.js'
import { createRecordFields } from './record-fields.js'
import { createRecordMemo, firstPatience, type Remembered } from './record-memo.js'
import { headCaller, headLevel, headMessage, recordTemplate } from '../formats/record.js'
import type { FileKind } from './scan.js'
import { createShapeTable } from './shape-table.js'
import { callerFile } from '../templates/template.js'

export interface RecordReader {
  /** The records that follow stand in these bytes. */
  begin(bytes: Buffer): void
  /** A whole record. */
  record(head: RecordHead, line: number): void
  /** The head of a JSON line, when it was seen before; then `repeat` follows instead of `record`. */
  readonly recognise: (bytes: Buffer, start: number, end: number) => KnownHead | undefined
  /** False when another record may begin within the line: then it was not read. */
  repeat(known: KnownHead, start: number, end: number, line: number): boolean
  /**
   * Reads the line that starts here, when it says what followed the line before it the last time: where it ends is then known
   * as well. Gives the position of its newline, or -1 when it is another line.
   */
  readonly follow: (start: number, line: number) => number
  take(): Pick<PartResult, 'templates' | 'matches' | 'markers' | 'collected' | 'index'>
}

export interface RecordReaderOptions {
  readonly compiled: CompiledQueries
  /** The matchers that look in the file. */
  readonly applying: readonly Matcher[]
  /** By query, the field whose values are counted. */
  readonly byOf: readonly (string | undefined)[]
  readonly file: FileKind
  readonly index: boolean
  readonly collectors: CollectorList
}

export function createRecordReader(options: RecordReaderOptions): RecordReader {
  const { compiled, applying, byOf, file } = options
  const classes = createClassTable()
  const decide = createDecider(applying, compiled.index)
  const judge = createJudge(compiled)
  const cache = createHeadCache()
  const shapes = createShapeTable()
  const sums = createQuerySums()
  const ordered = createMatchColumns()
  const collectors = createPartCollectors(options.collectors, file.kind)
  const index = options.index ? createIndexPart() : undefined
  const fieldsAtHand = createRecordFields()
  const knownHead = createHead()
  const memo = createRecordMemo()
  const found: Found = { count: 0, matchers: [] }
  let markers: PartMarker[] = []
  let classNumber = 1
  let thorough = false
  let text: SearchText = searchText(new Uint8Array(0))
  // The record at hand. `head` is filled in only where something looks at it.
  let bytes: Buffer = Buffer.alloc(0)
  let head: RecordHead = knownHead
  let line = 0
  const seen = createSeenRecord(file.kind, {
    field: fieldsAtHand.text,
    fields: () => allFields(bytes, head),
    line: () => line,
    timeMs: () => head.timeMs,
  })

  function record(recordHead: RecordHead, recordLine: number): void {
    head = recordHead
    line = recordLine
    const known = classes.find(bytes, head, createClass)
    // A class seen twice will be seen often; one with an id in its message never is.
    if (known.parsed++ === 1) remember(known)
    shapes.count(known.shape, head, line)
    index?.add(known.shape.index, head.start, line, head.timeMs)
    if (known.isAsked) {
      fieldsAtHand.begin(bytes, head)
      settle(known, answer(known), head.start, head.end, head.timeMs)
    }
  }

  function remember(known: RecordClass): void {
    cache.add(bytes, head, known)
    known.patience = firstPatience(known)
  }

  function repeat(known: KnownHead, start: number, end: number, recordLine: number): boolean {
    const { record: ofClass } = known
    const { timeMs, quote } = cache
    const remembered = memo.find(known, quote + known.length, end)
    // What is remembered was found to be one record.
    if (remembered === undefined && mayHoldMore(bytes, start, end)) return false
    line = recordLine
    shapes.countKnown(ofClass.shape, timeMs, start, end, recordLine)
    index?.add(ofClass.shape.index, start, recordLine, timeMs)
    if (remembered === undefined && !ofClass.isAsked && ofClass.patience === 0) return true
    if (remembered === undefined || ofClass.isLookedAt) lookAt(known, start, end, quote, timeMs)
    settle(ofClass, remembered ?? answerAnew(ofClass), start, end, timeMs)
    return true
  }

  function lookAt(known: KnownHead, start: number, end: number, quote: number, timeMs: number): void {
    head = knownHead
    fillKnown(head, known, start, end, quote, timeMs)
    fieldsAtHand.begin(bytes, head)
  }

  function follow(start: number, recordLine: number): number {
    const quote = cache.quoteOf(bytes, start)
    if (quote === -1) return -1
    const end = memo.expectedEnd(quote)
    if (end === -1 || bytes[end] !== NEWLINE) return -1
    const known = memo.expectedHead()
    const { record: ofClass } = known
    const remembered = memo.takeExpected()
    const timeMs = cache.timeOf(bytes, start, quote)
    line = recordLine
    shapes.countKnown(ofClass.shape, timeMs, start, end, recordLine)
    index?.add(ofClass.shape.index, start, recordLine, timeMs)
    if (ofClass.isLookedAt) lookAt(known, start, end, quote, timeMs)
    settle(ofClass, remembered, start, end, timeMs)
    return end
  }

  /** What comes of a record, at its place and time. */
  function settle(
    { collecting, marker }: RecordClass,
    { matches, told }: Remembered,
    start: number,
    end: number,
    timeMs: number,
  ): void {
    if (matches !== undefined) noteMatches(matches, start, end, timeMs)
    if (marker !== undefined) {
      const known = Number.isNaN(timeMs) ? undefined : timeMs
      markers.push({ marker: marker.marker, msg: marker.msg, line, timeMs: known })
    }
    if (collecting === undefined) return
    collectors.tell(collecting.wanting, told, timeMs, line)
    if (collecting.wanting.looking.length > 0) collectors.look(collecting.wanting, seen(collecting.head))
  }

  function answerAnew(known: RecordClass): Remembered {
    const created = answer(known)
    memo.add(created)
    return created
  }

  /** What comes of the record at hand but for its time and place. */
  function answer({ plan, collecting }: RecordClass): Remembered {
    const matches = recordMatches(matchersOf(plan), compiled, query => valueOf(byOf[query]))
    const told = collecting ? collectors.read(collecting.wanting, seen(collecting.head)) : nothingTold
    return { matches, told }
  }

  function matchersOf(plan: ClassPlan): readonly Matcher[] {
    if (plan.pending.length === 0) return plan.matched
    judge.begin()
    found.count = 0
    for (const matcher of plan.matched) addFound(found, matcher)
    judge.judge(head, plan, thorough, found)
    return found.matchers.slice(0, found.count)
  }

  function noteMatches(matches: RecordMatches, start: number, end: number, timeMs: number): void {
    const { summed, summedBy, ordered: inOrder, orderedBy } = matches
    for (let i = 0; i < summed.length; i++) {
      sums.add(summed[i] as number, start, end, line, timeMs, summedBy[i])
    }
    for (let i = 0; i < inOrder.length; i++) {
      ordered.add((inOrder[i] as Matcher).index, start, end, line, timeMs, orderedBy[i])
    }
  }

  function valueOf(field: string | undefined): string | undefined {
    return field === undefined ? undefined : fieldsAtHand.text(field)?.slice(0, logLimits.byValueLength)
  }

  function createClass(): RecordClass {
    const decoded = decodeHead(bytes, text, head)
    const plan = decide(decoded)
    const marker = markerOf(decoded)
    const collecting = collectingOf(decoded)
    const template = recordTemplate(bytes, head, decoded.msgText.bytes, decoded.msgFrom, decoded.msgEnd)
    return {
      plan,
      number: classNumber++,
      patience: 0,
      masksIds: false,
      ignoresIds: plan.pending.length === 0 && !countsBy(plan) && collecting?.wanting.ignoresIds !== false,
      shape: shapes.find(decoded.level, template, callerFile(decoded.caller())),
      marker,
      collecting,
      isLookedAt: (collecting?.wanting.looking.length ?? 0) > 0,
      isAsked:
        plan.matched.length > 0 ||
        plan.pending.length > 0 ||
        marker !== undefined ||
        collecting !== undefined,
      parsed: 0,
    }
  }

  function markerOf({ msg }: DecodedHead): RecordClass['marker'] {
    if (!file.isDefault || head.msgEnd - head.msgStart >= 1_024) return undefined
    const marker = lifecycleMarker(msg())
    return marker && { marker, msg: msg() }
  }

  function countsBy({ matched }: ClassPlan): boolean {
    return matched.some(({ query }) => byOf[query] !== undefined)
  }

  function collectingOf({ level, msg, caller }: DecodedHead): RecordClass['collecting'] {
    const hasCaller = head.callerEnd > head.callerStart
    const own = { kind: file.kind, level, msg: msg(), caller: hasCaller ? caller() : undefined }
    const wanting = collectors.wanting(own)
    return wanting && { head: own, wanting }
  }

  return {
    begin(newBytes) {
      bytes = newBytes
      text = searchText(newBytes)
      thorough = hasOddEscapes(newBytes)
      cache.use(newBytes)
      memo.use(newBytes)
      judge.use(newBytes, text)
      shapes.beginPart()
      ordered.clear()
      markers = []
    },
    record,
    recognise: cache.find,
    repeat,
    follow,
    take: () => ({
      templates: shapes.takePart(),
      matches: { sums: sums.take(), ordered: ordered.take() },
      markers,
      collected: collectors.take(),
      index: index?.take(),
    }),
  }
}

const nothingTold: Told = []

/** The one record object that collectors see: its head changes with the class, all else is looked up when asked for. */
function createSeenRecord(
  kind: DocumentKind,
  at: {
    readonly field: (name: string) => string | undefined
    readonly fields: () => Readonly<Record<string, string>>
    readonly line: () => number
    readonly timeMs: () => number
  },
): (head: CollectorHead) => CollectorRecord {
  const record = {
    kind,
    level: '',
    msg: '',
    caller: undefined as string | undefined,
    line: 0,
    timeMs: NaN,
    field: at.field,
    fields: at.fields,
  }
  return head => {
    record.level = head.level
    record.msg = head.msg
    record.caller = head.caller
    record.line = at.line()
    record.timeMs = at.timeMs()
    return record
  }
}

const table = createFieldTable()

function allFields(bytes: Buffer, head: RecordHead): Record<string, string> {
  readFields(bytes, head, table)
  const fields = new Map<string, string>()
  for (let i = 0; i < table.count && i < logLimits.exampleFields; i++) {
    fields.set(fieldKey(bytes, table, i), fieldText(bytes, table, i))
  }
  return Object.fromEntries(fields)
}

function decodeHead(bytes: Buffer, bytesText: SearchText, head: RecordHead): DecodedHead {
  const level = headLevel(bytes, head)
  let msg: string | undefined
  const text = () => (msg ??= headMessage(bytes, head))
  const caller = () => headCaller(bytes, head)
  if (!head.escaped) {
    const msgEnd = Math.min(head.msgEnd, head.msgStart + logLimits.valueBytes)
    return { level, msgText: bytesText, msgFrom: head.msgStart, msgEnd, msg: text, caller }
  }
  const msgText = searchText(Buffer.from(text(), 'utf8'))
  return { level, msgText, msgFrom: 0, msgEnd: msgText.bytes.length, msg: text, caller }
}
