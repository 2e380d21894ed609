// Tells whether a record belongs to a request: its id stands in the server's log as `request_id`, in plugins' and audit
// records under other spellings (`requestId`, `X-Request-ID`) and inside nested JSON.
import { createFieldTable, fieldKey, fieldText, JSON_TEXT } from '../log/formats/field-table.js'
import { readFields } from '../log/formats/fields.js'
import type { RecordHead } from '../log/formats/head.js'

const table = createFieldTable()

export function holdsRequestId(bytes: Buffer, head: RecordHead, id: string): boolean {
  readFields(bytes, head, table)
  for (let i = 0; i < table.count; i++) {
    const text = fieldText(bytes, table, i)
    if (!text.includes(id)) continue
    if (text === id && namesRequest(fieldKey(bytes, table, i))) return true
    if (table.kind[i] === JSON_TEXT && holdsNested(text, id)) return true
  }
  return false
}

function holdsNested(json: string, id: string): boolean {
  let found = false
  try {
    JSON.parse(json, (key: string, value: unknown) => {
      found ||= value === id && namesRequest(key)
      return value
    })
  } catch {
    return false
  }
  return found
}

function namesRequest(key: string): boolean {
  return key
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase()
    .endsWith('requestid')
}
