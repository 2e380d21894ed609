// Fields of a record whatever its format, all of them or one by its name.
import { createFieldTable, fieldKey, fieldText, type FieldTable, JSON_TEXT } from './field-table.js'
import type { RecordHead } from './head.js'
import { fieldReaders } from './line-formats.js'

/** Fills the table with all fields but those of the head. A broken line gives those before the break. */
export function readFields(bytes: Buffer, head: RecordHead, table: FieldTable): void {
  table.count = 0
  fieldReaders[head.format](bytes, head, table)
  if (head.headInFields) dropHeadKeys(head, table)
}

const kept = createFieldTable()

function dropHeadKeys(head: RecordHead, table: FieldTable): void {
  const taken = [head.levelStart, head.msgStart, head.callerStart, head.timeStart]
  let count = 0
  for (let i = 0; i < table.count; i++) {
    if (taken.includes(table.valueStart[i] ?? 0)) continue
    for (const column of ['keyStart', 'keyEnd', 'valueStart', 'valueEnd', 'kind'] as const) {
      kept[column][count] = table[column][i] ?? 0
    }
    count++
  }
  for (const column of ['keyStart', 'keyEnd', 'valueStart', 'valueEnd', 'kind'] as const) {
    for (let i = 0; i < count; i++) table[column][i] = kept[column][i] ?? 0
  }
  table.count = count
}

/**
 * Text of a field by name; of a repeated one the last. A dotted name that no field has is a path into nested JSON:
 * `error.status_code`.
 */
export function namedFieldText(bytes: Buffer, table: FieldTable, name: string): string | undefined {
  for (let i = table.count - 1; i >= 0; i--) {
    if (fieldKey(bytes, table, i) === name) return fieldText(bytes, table, i)
  }
  const dot = name.indexOf('.')
  if (dot === -1) return undefined
  const parent = name.slice(0, dot)
  for (let i = table.count - 1; i >= 0; i--) {
    if (table.kind[i] !== JSON_TEXT || fieldKey(bytes, table, i) !== parent) continue
    return nestedText(fieldText(bytes, table, i), name.slice(dot + 1))
  }
  return undefined
}

function nestedText(json: string, path: string): string | undefined {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return undefined
  }
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return typeof value === 'string' ? value : JSON.stringify(value)
}
