// Judges the records of one file as its reader finds them: class, counters, queries, lifecycle. Knows nothing of lines.
import type { DocumentKind } from '../../packet/layout-types.js'
import { createClassTable, type RecordClass } from './class-table.js'
import { appliesTo, type Matcher } from './compile-queries.js'
import { rangeText } from './field-table.js'
import { createHead, type RecordHead } from './head.js'
import { createJudge } from './judge.js'
import { type LifecycleMarker, lifecycleMarker } from './lifecycle.js'
import { logLimits } from './limits.js'
import { applyMatch, type NodeState } from './node-state.js'
import { type ClassPlan, createDecider, type DecodedHead } from './plan.js'
import type { QueryState, SeenRecord } from './query-state.js'
import { decodeRecord, headCaller, headLevel, headMessage, type RecordPlace } from './record.js'
import { callerFile, messageTemplate } from './template.js'
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
  /** A whole record; `offset` of the buffer's first byte in the entry. */
  record(bytes: Buffer, head: RecordHead, line: number, baseOffset: number): void
  /** The buffer is about to change: what is needed of it is kept now. */
  endBatch(): void
  /** For the bytes that follow: see `hasOddEscapes`. */
  setThorough(oddEscapes: boolean): void
  finish(): FileTotals
}

export function createFileCore(file: FileContext): FileCore {
  const { node } = file
  const classes = createClassTable()
  const decide = createDecider(node.matchers.filter(matcher => appliesTo(matcher, file.kind, file.isDefault)))
  const judge = createJudge()
  const levels = new Map<Level, { count: number }>()
  const touched = new Map<QueryState, Touched>()
  const hits: Matcher[] = []
  const totals = { records: 0, firstMs: Infinity, lastMs: -Infinity }
  let thorough = false
  // The record at hand, for callbacks.
  let bytes: Buffer = Buffer.alloc(0)
  let head: RecordHead = createHead()
  let line = 0
  let base = 0

  const seen: SeenRecord & { serial: number; timeMs: number } = {
    serial: 0,
    timeMs: NaN,
    decode: () => decodeRecord(bytes, head, place(line, head.start)),
    field: name => judge.field(bytes, head, name),
  }

  function place(atLine: number, start: number): RecordPlace {
    return { entry: file.entry, node: node.node, kind: file.kind, line: atLine, offset: base + start }
  }

  function record(recordBytes: Buffer, recordHead: RecordHead, recordLine: number, baseOffset: number): void {
    bytes = recordBytes
    head = recordHead
    line = recordLine
    base = baseOffset
    const { plan, template, marker, level } = classes.find(bytes, head, createClass)
    level.count++
    template.count++
    totals.records++
    countTime(template, head.timeMs)
    countTime(totals, head.timeMs)
    if (plan.matched.length === 0 && plan.pending.length === 0 && marker === undefined) return
    askQueries(plan)
    if (marker !== undefined) markLifecycle(marker)
  }

  function askQueries(plan: ClassPlan): void {
    seen.serial = ++node.serial
    seen.timeMs = head.timeMs
    hits.length = 0
    for (const matcher of plan.matched) hits.push(matcher)
    judge.begin()
    if (plan.pending.length > 0) judge.judge(bytes, head, plan, thorough, hits)
    // A record that is both a match and what should follow one follows the earlier match, not itself.
    for (const matcher of hits) if (matcher.role !== 'match') applyMatch(node, matcher, seen)
    for (const matcher of hits) {
      const state = matcher.role === 'match' ? applyMatch(node, matcher, seen) : undefined
      if (state) touch(state)
    }
  }

  /** Notes where the state's latest record stands; it is decoded only when the buffer changes. */
  function touch(state: QueryState): void {
    const known = touched.get(state)
    if (!known) touched.set(state, { line, head: { ...head } })
    else {
      known.line = line
      Object.assign(known.head, head)
    }
  }

  function markLifecycle(marker: LifecycleMarker): void {
    const timeMs = Number.isNaN(head.timeMs) ? undefined : head.timeMs
    node.lifecycle.mark(marker, headMessage(bytes, head), { entry: file.entry, line, timeMs })
  }

  function createClass(): RecordClass {
    const decoded = decodeHead(bytes, head)
    let level = levels.get(decoded.level)
    if (!level) levels.set(decoded.level, (level = { count: 0 }))
    return {
      plan: decide(decoded),
      template: node.templates.find(
        decoded.level,
        recordTemplate(bytes, head, decoded),
        callerFile(decoded.caller()),
        seen.decode,
      ),
      marker:
        file.isDefault && head.msgEnd - head.msgStart < 1_024 ? lifecycleMarker(decoded.msg()) : undefined,
      level,
    }
  }

  return {
    record,
    endBatch() {
      for (const [state, at] of touched)
        state.last = decodeRecord(bytes, at.head, place(at.line, at.head.start))
      touched.clear()
    },
    setThorough(oddEscapes) {
      thorough = oddEscapes
    },
    finish() {
      node.newestMs = Math.max(node.newestMs, totals.lastMs)
      const byLevel = Object.fromEntries([...levels].map(([name, { count }]) => [name, count]))
      return { ...totals, byLevel }
    },
  }
}

interface Touched {
  line: number
  readonly head: RecordHead
}

function countTime(span: { firstMs: number; lastMs: number }, timeMs: number): void {
  if (timeMs < span.firstMs) span.firstMs = timeMs
  if (timeMs > span.lastMs) span.lastMs = timeMs
}

function decodeHead(bytes: Buffer, head: RecordHead): DecodedHead {
  const level = headLevel(bytes, head)
  let msg: string | undefined
  const text = () => (msg ??= headMessage(bytes, head))
  const caller = () => headCaller(bytes, head)
  if (!head.escaped) {
    const msgEnd = Math.min(head.msgEnd, head.msgStart + logLimits.valueBytes)
    return { level, msgBytes: bytes, msgFrom: head.msgStart, msgEnd, msg: text, caller }
  }
  const msgBytes = Buffer.from(text(), 'utf8')
  return { level, msgBytes, msgFrom: 0, msgEnd: msgBytes.length, msg: text, caller }
}

/** An audit record has no message: its event and status are its shape. */
function recordTemplate(bytes: Buffer, head: RecordHead, decoded: DecodedHead): string {
  if (head.msgEnd > head.msgStart || head.extraEnd === 0) {
    return messageTemplate(decoded.msgBytes, decoded.msgFrom, decoded.msgEnd)
  }
  return rangeText(bytes, head.extraStart, head.extraEnd, false).replace('","status":"', ' ').slice(0, 200)
}
