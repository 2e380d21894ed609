// Texts of the fields of one record, looked up by name: for `by` values and for collectors, which ask most lines of a debug log for
// several. A line is walked once, and short texts that come again are not made again.
import { type FieldTable, createFieldTable, rangeText } from '../formats/field-table.js'
import { namedFieldText, readFields } from '../formats/fields.js'
import type { RecordHead } from '../formats/head.js'
import { isUsualJson } from '../queries/judge.js'
import { logLimits } from '../limits.js'
import { createMembers, ESCAPED_VALUE } from './members.js'
import { createTextCache, type TextCache } from './text-cache.js'

export interface RecordFields {
  /** The record at hand; nothing is read before it is asked for. */
  readonly begin: (bytes: Buffer, head: RecordHead) => void
  readonly text: (name: string) => string | undefined
}

interface FieldName {
  readonly name: string
  readonly bytes: Uint8Array
  readonly isPath: boolean
  readonly cache: TextCache
}

/** Names come from rules and collectors; a bound all the same. */
const mostNames = 1_000

export function createRecordFields(): RecordFields {
  const names = new Map<string, FieldName>()
  const members = createMembers()
  const table: FieldTable = createFieldTable()
  let bytes: Buffer = Buffer.alloc(0)
  let head: RecordHead | undefined
  let source: 'none' | 'members' | 'table' = 'none'
  let isTableRead = false
  /** Of the members of the record at hand, as far as they were asked for: several collectors ask for the same. */
  const texts: (string | undefined)[] = []

  function nameOf(name: string): FieldName {
    const known = names.get(name)
    if (known) return known
    if (names.size >= mostNames) names.clear()
    const created = { name, bytes: Buffer.from(name), isPath: name.includes('.'), cache: createTextCache() }
    names.set(name, created)
    return created
  }

  function text(name: string): string | undefined {
    if (!head) return undefined
    if (source === 'none') {
      const isRead = isUsualJson(head) && members.read(bytes, head.fieldsStart, head.end)
      source = isRead ? 'members' : 'table'
      texts.length = 0
    }
    if (source === 'table') return tableText(name)
    const field = nameOf(name)
    const member = members.find(bytes, field.bytes)
    if (member === -1) return field.isPath ? tableText(name) : undefined
    return (texts[member] ??= memberText(field, member))
  }

  function memberText({ cache }: FieldName, member: number): string {
    const from = members.valueStart[member] as number
    const end = Math.min(members.valueEnd[member] as number, from + logLimits.valueBytes)
    if (members.kind[member] === ESCAPED_VALUE) return rangeText(bytes, from, end, true)
    return cache.text(bytes, from, end)
  }

  function tableText(name: string): string | undefined {
    if (!isTableRead && head) readFields(bytes, head, table)
    isTableRead = true
    return namedFieldText(bytes, table, name)
  }

  return {
    begin(newBytes, newHead) {
      bytes = newBytes
      head = newHead
      source = 'none'
      isTableRead = false
    },
    text,
  }
}
