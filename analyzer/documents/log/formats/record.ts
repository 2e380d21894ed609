// Decodes a record whole: for examples, which a report shows. Nearly all records of a log are never decoded.
import type { DocumentKind } from '../../../packet/layout-types.js'
import { createFieldTable, fieldKey, fieldText, rangeText } from './field-table.js'
import { readFields } from './fields.js'
import type { RecordHead } from './head.js'
import { levelName } from './levels.js'
import { logLimits } from '../limits.js'
import { messageTemplate } from '../templates/template.js'
import type { Level, LogRecord } from '../types.js'

/** Where a record stands. */
export interface RecordPlace {
  readonly entry: string
  readonly node: string | undefined
  readonly kind: DocumentKind
  readonly line: number
  readonly offset: number
}

const table = createFieldTable()

export function decodeRecord(bytes: Buffer, head: RecordHead, place: RecordPlace): LogRecord {
  readFields(bytes, head, table)
  const fields = new Map<string, string>()
  for (let i = 0; i < table.count && i < logLimits.exampleFields; i++) {
    fields.set(fieldKey(bytes, table, i), fieldText(bytes, table, i, logLimits.exampleFieldBytes))
  }
  return {
    ...place,
    timeMs: Number.isNaN(head.timeMs) ? undefined : head.timeMs,
    level: headLevel(bytes, head),
    msg: headMessage(bytes, head, logLimits.exampleFieldBytes),
    caller: head.callerEnd > head.callerStart ? headCaller(bytes, head) : undefined,
    fields: Object.fromEntries(fields),
    raw: bytes.toString('utf8', head.start, Math.min(head.end, head.start + logLimits.rawBytes)),
  }
}

export function headLevel(bytes: Buffer, head: RecordHead): Level {
  if (head.levelEnd <= head.levelStart) return levelName(head.impliedLevel)
  const end = Math.min(head.levelEnd, head.levelStart + 64)
  return levelName(rangeText(bytes, head.levelStart, end, head.escaped))
}

export function headMessage(
  bytes: Buffer,
  head: RecordHead,
  maxBytes: number = logLimits.valueBytes,
): string {
  return rangeText(bytes, head.msgStart, Math.min(head.msgEnd, head.msgStart + maxBytes), head.escaped)
}

export function headCaller(bytes: Buffer, head: RecordHead): string {
  const end = Math.min(head.callerEnd, head.callerStart + 1_024)
  return rangeText(bytes, head.callerStart, end, head.escaped)
}

/**
 * The shape that a record is counted by; the message without escapes stands in a range of other bytes. An audit record has no
 * message: its event and status are its shape.
 */
export function recordTemplate(
  bytes: Buffer,
  head: RecordHead,
  msgBytes: Uint8Array,
  msgFrom: number,
  msgEnd: number,
): string {
  if (head.msgEnd > head.msgStart || head.extraEnd === 0) return messageTemplate(msgBytes, msgFrom, msgEnd)
  return rangeText(bytes, head.extraStart, head.extraEnd, false).replace('","status":"', ' ').slice(0, 200)
}
