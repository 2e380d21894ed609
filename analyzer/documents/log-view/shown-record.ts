// Decodes a wanted record whole: every field, nothing cut.
import type { ClassifiedEntry } from '../../packet/classified.js'
import { createFieldTable, fieldKey, fieldText, JSON_TEXT } from '../log/formats/field-table.js'
import { readFields } from '../log/formats/fields.js'
import type { RecordHead } from '../log/formats/head.js'
import { headCaller, headLevel, headMessage } from '../log/formats/record.js'
import type { RecordField, ShownRecord } from './types.js'

/** What the scan knows of a record besides its head. */
export interface RecordPlace {
  readonly file: ClassifiedEntry
  /** `undefined` when lines are not counted. */
  readonly line: number | undefined
  readonly orderMs: number
}

const table = createFieldTable()

export function showRecord(
  bytes: Buffer,
  head: RecordHead,
  { file, line, orderMs }: RecordPlace,
  withRaw: boolean,
): ShownRecord {
  return {
    entry: file.entry.name,
    node: file.node,
    kind: file.kind,
    line,
    timeMs: Number.isNaN(head.timeMs) ? undefined : head.timeMs,
    orderMs,
    level: headLevel(bytes, head),
    msg: headMessage(bytes, head, Infinity),
    caller: head.callerEnd > head.callerStart ? headCaller(bytes, head) : undefined,
    fields: allFields(bytes, head),
    raw: withRaw ? Buffer.from(bytes.subarray(head.start, head.end)) : undefined,
  }
}

function allFields(bytes: Buffer, head: RecordHead): readonly RecordField[] {
  readFields(bytes, head, table)
  const fields: RecordField[] = []
  for (let i = 0; i < table.count; i++) {
    fields.push({
      name: fieldKey(bytes, table, i),
      text: fieldText(bytes, table, i, Infinity),
      isJson: table.kind[i] === JSON_TEXT,
    })
  }
  return fields
}
