// The fields of one record as ranges into the working buffer, and their text on demand.
import { logLimits } from '../limits.js'

/** How a value is written: bare text, a quoted string with escapes, or JSON (nested or a number) kept as it stands. */
export const RAW = 0
export const ESCAPED = 1
export const JSON_TEXT = 2

/** Filled anew for each record that somebody asks for; the arrays keep their room. */
export interface FieldTable {
  count: number
  /** Key of a field that has no bytes of its own, such as the stack lines under a plain record. */
  readonly keyNames: (string | undefined)[]
  readonly keyStart: number[]
  readonly keyEnd: number[]
  readonly valueStart: number[]
  readonly valueEnd: number[]
  readonly kind: number[]
}

export function createFieldTable(): FieldTable {
  return { count: 0, keyNames: [], keyStart: [], keyEnd: [], valueStart: [], valueEnd: [], kind: [] }
}

export function addField(
  table: FieldTable,
  keyStart: number,
  keyEnd: number,
  valueStart: number,
  valueEnd: number,
  kind: number,
  keyName?: string,
): void {
  const at = table.count++
  table.keyNames[at] = keyName
  table.keyStart[at] = keyStart
  table.keyEnd[at] = keyEnd
  table.valueStart[at] = valueStart
  table.valueEnd[at] = valueEnd
  table.kind[at] = kind
}

export function fieldKey(bytes: Buffer, table: FieldTable, at: number): string {
  const name = table.keyNames[at]
  if (name !== undefined) return name
  const raw = bytes.toString('utf8', table.keyStart[at], table.keyEnd[at])
  return raw.includes('\\') ? unescape(raw) : raw
}

/** Text of a value, cut at a bound. */
export function fieldText(
  bytes: Buffer,
  table: FieldTable,
  at: number,
  maxBytes: number = logLimits.valueBytes,
) {
  const from = table.valueStart[at] ?? 0
  const to = Math.min(table.valueEnd[at] ?? 0, from + maxBytes)
  return rangeText(bytes, from, to, table.kind[at] === ESCAPED)
}

export function rangeText(bytes: Buffer, from: number, to: number, escaped: boolean): string {
  const raw = bytes.toString('utf8', from, to)
  return escaped ? unescape(raw) : raw
}

const letters: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

/** Resolves JSON escapes and keeps what is none, so that a broken string still gives its readable part. */
export function unescape(raw: string): string {
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_all, hex: string | undefined, letter: string) =>
    hex === undefined ? (letters[letter] ?? letter) : String.fromCharCode(parseInt(hex, 16)),
  )
}
