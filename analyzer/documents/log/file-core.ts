// Judges the records of one file as its reader finds them: class, counters, queries, lifecycle. Knows nothing of lines.
import type { DocumentKind } from '../../packet/layout-types.js'
import { createClassTable, type RecordClass } from './class-table.js'
import { appliesTo, type Matcher } from './compile-queries.js'
import { copyHead, createHead, type RecordHead } from './head.js'
import { createHeadCache, fillKnown, type KnownHead } from './head-cache.js'
import { addFound, createJudge, type Found, isUsualJson } from './judge.js'
import { type LifecycleMarker, lifecycleMarker } from './lifecycle.js'
import { logLimits } from './limits.js'
import { searchText, type SearchText } from './multi-search.js'
import { applyMatch, type NodeState } from './node-state.js'
import { createDecider, type DecodedHead } from './plan.js'
import type { QueryState, SeenRecord } from './query-state.js'
import {
  decodeRecord,
  headCaller,
  headLevel,
  headMessage,
  recordTemplate,
  type RecordPlace,
} from './record.js'
import { createTailMemo, type TailVerdict } from './tail-memo.js'
import { callerFile } from './template.js'
import type { Level } from './types.js'

/** Which file it is and what it counts for. */
export interface FileContext {
  readonly entry: string
  readonly kind: DocumentKind
  readonly node: NodeState
  /** Queries that name no file look in it, and it tells starts and stops. */
  readonly isDefault: boolean
}

export interface FileTotals {
  readonly records: number
  readonly firstMs: number
  readonly lastMs: number
  readonly byLevel: Readonly<Record<string, number>>
}

export interface FileCore {
  /** A whole record; `baseOffset` is that of the buffer's first byte in the entry. */
  record(head: RecordHead, line: number, baseOffset: number): void
  /** The head of a JSON line, when it was seen before; then `repeat` follows instead of `record`. */
  recognise(bytes: Buffer, start: number, end: number): KnownHead | undefined
  repeat(known: KnownHead, start: number, end: number, line: number, baseOffset: number): void
  /** The buffer is about to change: what is needed of it is kept now. */
  endBatch(): void
  /** The records that follow stand in these bytes. `oddEscapes`: see `hasOddEscapes`. */
  use(bytes: Buffer, oddEscapes: boolean): void
  finish(): FileTotals
}

export function createFileCore(file: FileContext): FileCore {
  const { node } = file
  const classes = createClassTable()
  const { matchers, index } = node.compiled
  const applying = matchers.filter(matcher => appliesTo(matcher, file.kind, file.isDefault))
  const decide = createDecider(applying, index)
  const judge = createJudge(node.compiled)
  const cache = createHeadCache()
  const knownHead = createHead()
  const levels = new Map<Level, { count: number }>()
  const touched = new Map<QueryState, Touched>()
  const found: Found = { count: 0, matchers: [] }
  const totals = { records: 0, firstMs: Infinity, lastMs: -Infinity }
  let thorough = false
  let text: SearchText = searchText(new Uint8Array(0))
  // The record at hand, for callbacks.
  let bytes: Buffer = Buffer.alloc(0)
  let head: RecordHead = createHead()
  let line = 0
  let base = 0
  let memos = 0
  let verdict: TailVerdict | undefined

  const seen: SeenRecord & { serial: number; timeMs: number } = {
    serial: 0,
    timeMs: NaN,
    decode: () => decodeRecord(bytes, head, place(line, head.start)),
    field: fieldText,
  }

  function place(atLine: number, start: number): RecordPlace {
    return { entry: file.entry, node: node.node, kind: file.kind, line: atLine, offset: base + start }
  }

  function record(recordHead: RecordHead, recordLine: number, baseOffset: number): void {
    head = recordHead
    line = recordLine
    base = baseOffset
    const found = classes.find(bytes, head, createClass)
    // A class seen twice will be seen often; one with an id in its message never is.
    if (found.parsed++ === 1) remember(found)
    count(found, head.timeMs)
    if (isAsked(found)) ask(found)
  }

  function remember(known: RecordClass): void {
    cache.add(bytes, head, known)
    if (known.plan.pending.length > 0 && memos++ < logLimits.tailMemos) known.tails = createTailMemo()
  }

  function repeat(
    known: KnownHead,
    start: number,
    end: number,
    recordLine: number,
    baseOffset: number,
  ): void {
    count(known.record, cache.timeMs)
    if (!isAsked(known.record)) return
    head = knownHead
    line = recordLine
    base = baseOffset
    fillKnown(head, known, start, end, cache.quote, cache.timeMs)
    ask(known.record)
  }

  function count({ level, template }: RecordClass, timeMs: number): void {
    level.count++
    template.count++
    totals.records++
    countTime(template, timeMs)
    countTime(totals, timeMs)
  }

  function ask(known: RecordClass): void {
    if (known.plan.matched.length > 0 || known.plan.pending.length > 0) askQueries(known)
    if (known.marker !== undefined) markLifecycle(known.marker)
  }

  function askQueries({ plan, tails }: RecordClass): void {
    seen.serial = ++node.serial
    seen.timeMs = head.timeMs
    found.count = 0
    judge.begin()
    const memo = tails && isUsualJson(head) ? tails : undefined
    verdict = memo?.find(bytes, head.fieldsStart, head.end)
    if (verdict) for (const matcher of verdict.matchers) addFound(found, matcher)
    else {
      for (const matcher of plan.matched) addFound(found, matcher)
      if (plan.pending.length > 0) judge.judge(head, plan, thorough, found)
      memo?.add(bytes, head.fieldsStart, head.end, found.matchers.slice(0, found.count))
    }
    if (found.count > 0) applyFound()
  }

  function fieldText(name: string): string | undefined {
    if (!verdict) return judge.field(head, name)
    if (!verdict.fields.has(name)) verdict.fields.set(name, judge.field(head, name))
    return verdict.fields.get(name)
  }

  /** A record that is both a match and what should follow one follows the earlier match, not itself. */
  function applyFound(): void {
    for (let i = 0; i < found.count; i++) {
      const matcher = found.matchers[i] as Matcher
      if (matcher.role !== 'match') applyMatch(node, matcher, seen)
    }
    for (let i = 0; i < found.count; i++) {
      const matcher = found.matchers[i] as Matcher
      const state = matcher.role === 'match' ? applyMatch(node, matcher, seen) : undefined
      if (state) touch(state)
    }
  }

  /** Notes where the state's latest record stands; it is kept only when the buffer changes. */
  function touch(state: QueryState): void {
    let at = touched.get(state)
    if (!at) touched.set(state, (at = { line, base, head: createHead(), bytes: undefined }))
    at.line = line
    at.base = base
    at.bytes = undefined
    copyHead(head, at.head, 0)
  }

  /** Copies the records that were touched out of the buffer: decoding each batch's last would cost more than they are. */
  function keepTouched(): void {
    for (const [state, at] of touched) {
      if (at.bytes) continue
      const { start, end } = at.head
      if (end - start > logLimits.keptBytes) {
        state.last = decodeRecord(bytes, at.head, place(at.line, start))
        touched.delete(state)
        continue
      }
      at.bytes = Buffer.from(bytes.subarray(start, end))
      at.base += start
      copyHead(at.head, at.head, -start)
    }
  }

  function decodeTouched(): void {
    for (const [state, { bytes: kept, head: keptHead, line: keptLine, base: offset }] of touched) {
      const where = { entry: file.entry, node: node.node, kind: file.kind, line: keptLine, offset }
      if (kept) state.last = decodeRecord(kept, keptHead, where)
    }
  }

  function markLifecycle(marker: LifecycleMarker): void {
    const timeMs = Number.isNaN(head.timeMs) ? undefined : head.timeMs
    node.lifecycle.mark(marker, headMessage(bytes, head), { entry: file.entry, line, timeMs })
  }

  function createClass(): RecordClass {
    const decoded = decodeHead(bytes, text, head)
    const plan = decide(decoded)
    let level = levels.get(decoded.level)
    if (!level) levels.set(decoded.level, (level = { count: 0 }))
    return {
      plan,
      tails: undefined,
      template: node.templates.find(
        decoded.level,
        recordTemplate(bytes, head, decoded.msgText.bytes, decoded.msgFrom, decoded.msgEnd),
        callerFile(decoded.caller()),
        seen.decode,
      ),
      marker:
        file.isDefault && head.msgEnd - head.msgStart < 1_024 ? lifecycleMarker(decoded.msg()) : undefined,
      level,
      parsed: 0,
    }
  }

  return {
    record,
    recognise: cache.find,
    repeat,
    endBatch: keepTouched,
    use(newBytes, oddEscapes) {
      bytes = newBytes
      text = searchText(newBytes)
      thorough = oddEscapes
      cache.use(newBytes)
      judge.use(newBytes, text)
    },
    finish() {
      keepTouched()
      decodeTouched()
      node.newestMs = Math.max(node.newestMs, totals.lastMs)
      const byLevel = Object.fromEntries([...levels].map(([name, { count }]) => [name, count]))
      return { ...totals, byLevel }
    },
  }
}

interface Touched {
  line: number
  /** Offset of the first byte of the buffer, or of the kept bytes, in the entry. */
  base: number
  /** The record's own bytes, once they are kept; its head's positions are then in them. */
  bytes: Buffer | undefined
  readonly head: RecordHead
}

function isAsked({ plan, marker }: RecordClass): boolean {
  return plan.matched.length > 0 || plan.pending.length > 0 || marker !== undefined
}

function countTime(span: { firstMs: number; lastMs: number }, timeMs: number): void {
  if (timeMs < span.firstMs) span.firstMs = timeMs
  if (timeMs > span.lastMs) span.lastMs = timeMs
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
