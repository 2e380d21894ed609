// Asks the fields of one record for what a class left open: first the literals, and patterns only where one stands.
import { BACKSLASH, COLON, COMMA, OPEN_BRACE, QUOTE, startsWithAt } from '../bytes.js'
import type { CompiledQueries, FieldPattern, Matcher } from './compile-queries.js'
import { createFieldTable, ESCAPED } from '../formats/field-table.js'
import { namedFieldText, readFields } from '../formats/fields.js'
import type { RecordHead } from '../formats/head.js'
import { ABSENT, findMember, hasEscape, stringEnd, UNSURE, valueEnd } from '../formats/json-fields.js'
import { searchText, type SearchText } from './multi-search.js'
import type { LiteralTable } from './literal-index.js'
import type { ClassPlan, Pending } from './plan.js'
import type { ValueRange } from './text-pattern.js'
import { NO_ID } from './value-ids.js'

/** Matchers that a record satisfies; the list keeps its room from record to record. */
export interface Found {
  count: number
  readonly matchers: Matcher[]
}

export function addFound(found: Found, matcher: Matcher): void {
  found.matchers[found.count++] = matcher
}

export interface Judge {
  /** The bytes that follow are these. */
  use(bytes: Buffer, text: SearchText): void
  /** Call first for each record. */
  begin(): void
  /** Adds each pending matcher of the plan that the record satisfies. */
  judge(head: RecordHead, plan: ClassPlan, thorough: boolean, found: Found): void
}

/** Of `textAround`: the whole record has to be read. */
const NO_HIT = -1

/** `thorough`: literals may stand in the bytes in an escaped form, so every pattern is asked. */
export function createJudge({ matchers, ids }: CompiledQueries): Judge {
  const table = createFieldTable()
  let loaded = false
  let bytes: Buffer = Buffer.alloc(0)
  let text: SearchText = searchText(new Uint8Array(0))
  let head: RecordHead | undefined
  /** Serial of the record that a matcher was found for last, so that several hits ask it once. */
  const foundFor = new Int32Array(matchers.length)
  let serial = 0
  /** Value of the record asked for last. */
  const value = { from: 0, end: 0, escaped: false, id: NO_ID }

  function load(): void {
    if (!loaded && head) readFields(bytes, head, table)
    loaded = true
  }

  function judge(recordHead: RecordHead, plan: ClassPlan, thorough: boolean, found: Found): void {
    head = recordHead
    serial++
    if (thorough) return judgeAll(head, plan, found)
    for (const table of plan.tables) {
      const hits = table.search.find(text, head.fieldsStart, head.end)
      if (hits === table.search.capacity) return judgeAll(head, plan, found)
      if (hits > 0) judgeHits(head, plan, table, hits, found)
    }
    for (const pending of plan.always) judgeOne(head, pending, NO_HIT, found)
  }

  function judgeAll(recordHead: RecordHead, plan: ClassPlan, found: Found): void {
    for (const pending of plan.pending) judgeOne(recordHead, pending, NO_HIT, found)
  }

  function judgeHits(
    recordHead: RecordHead,
    { byMatcher }: ClassPlan,
    { search, inFields }: LiteralTable,
    hits: number,
    found: Found,
  ): void {
    for (let hit = 0; hit < hits; hit++) {
      for (const { index } of inFields[search.ids[hit] as number] as readonly Matcher[]) {
        const pending = byMatcher[index]
        if (pending) judgeOne(recordHead, pending, search.positions[hit] as number, found)
      }
    }
  }

  function judgeOne(recordHead: RecordHead, pending: Pending, hit: number, found: Found): void {
    const { matcher } = pending
    if (foundFor[matcher.index] === serial || !accepts(recordHead, pending, hit)) return
    foundFor[matcher.index] = serial
    addFound(found, matcher)
  }

  function accepts(recordHead: RecordHead, pending: Pending, hit: number): boolean {
    for (const field of pending.matcher.fields) if (!acceptsField(recordHead, field)) return false
    if (!pending.needsText) return true
    return pending.filtersByText && hit !== NO_HIT
      ? textAround(recordHead, pending.matcher, hit)
      : textAnywhere(pending.matcher, NO_HIT)
  }

  /** Looks the field up in the line itself where it is one of JSON in the usual order. */
  function acceptsField(recordHead: RecordHead, field: FieldPattern): boolean {
    if (!loaded && isUsualJson(recordHead)) {
      const value =
        lastMember(recordHead, field) ?? findMember(bytes, recordHead.fieldsStart, recordHead.end, field.key)
      if (value >= 0) field.fromEnd = recordHead.end - value
      if (value === ABSENT && !field.isPath) return false
      if (value >= 0) return acceptsValue(recordHead, field, value)
      if (value === UNSURE || field.isPath) load()
    } else load()
    const text = namedFieldText(bytes, table, field.name)
    return text !== undefined && field.pattern.test(text)
  }

  /** A field that was the last of its line before usually is so again: found from the end without a walk. */
  function lastMember(recordHead: RecordHead, field: FieldPattern): number | undefined {
    const value = recordHead.end - field.fromEnd
    const key = value - field.key.length - 2
    if (field.fromEnd === 0 || key - 2 < recordHead.fieldsStart || bytes[value] !== QUOTE) return undefined
    if (bytes[key - 2] !== COMMA || bytes[key - 1] !== QUOTE || bytes[value - 2] !== QUOTE) return undefined
    if (bytes[value - 1] !== COLON || !startsWithAt(bytes, key, field.key)) return undefined
    if (stringEnd(bytes, value + 1, recordHead.end) !== recordHead.end - 2) return undefined
    const brace = bytes.indexOf(OPEN_BRACE, recordHead.fieldsStart)
    return brace !== -1 && brace < recordHead.end ? undefined : value
  }

  function acceptsValue(recordHead: RecordHead, field: FieldPattern, value: number): boolean {
    const isString = bytes[value] === QUOTE
    const from = isString ? value + 1 : value
    const end = isString ? stringEnd(bytes, from, recordHead.end) : valueEnd(bytes, from, recordHead.end)
    if (end === -1) return false
    return field.pattern.testValue(bytes, numbered(from, end, isString && hasEscape(bytes, from, end)))
  }

  /** The value, with its number. Several patterns often ask for the same value of a record: it is numbered once. */
  function numbered(from: number, end: number, escaped: boolean): ValueRange {
    if (value.from === from && value.end === end) return value
    value.id = ids.find(bytes, from, end, escaped)
    value.from = from
    value.end = end
    value.escaped = escaped
    return value
  }

  /** Asks the value that holds the hit: found from the hit outwards when it is a plain string member of the line. */
  function textAround(recordHead: RecordHead, matcher: Matcher, hit: number): boolean {
    if (hit >= value.from && hit < value.end) return matcher.text?.testValue(bytes, value) ?? false
    if (loaded || !isUsualJson(recordHead)) return textAnywhere(matcher, hit)
    const open = openingQuote(bytes, recordHead.fieldsStart, hit)
    if (open === -1 || isNested(recordHead, hit)) return textAnywhere(matcher, hit)
    const close = stringEnd(bytes, hit, recordHead.end)
    if (close === -1) return false
    return (
      matcher.text?.testValue(bytes, numbered(open + 1, close, hasEscape(bytes, open + 1, close))) ?? false
    )
  }

  /** An opening brace before the hit: it may stand inside of a value that is JSON. */
  function isNested(recordHead: RecordHead, hit: number): boolean {
    const brace = bytes.indexOf(OPEN_BRACE, recordHead.fieldsStart)
    return brace !== -1 && brace < hit
  }

  /** Asks every field, or those that hold the hit. */
  function textAnywhere(matcher: Matcher, hit: number): boolean {
    load()
    for (let i = 0; i < table.count; i++) {
      const from = table.valueStart[i] ?? 0
      const end = table.valueEnd[i] ?? 0
      if (hit !== NO_HIT && (hit < from || hit >= end)) continue
      if (matcher.text?.testValue(bytes, numbered(from, end, table.kind[i] === ESCAPED))) return true
    }
    return false
  }

  return {
    use(newBytes, newText) {
      bytes = newBytes
      text = newText
    },
    begin() {
      loaded = false
      value.from = value.end = 0
    },
    judge,
  }
}

/** Position of the quote that opens the string member around a position, or -1 when that is not certain. */
function openingQuote(bytes: Buffer, from: number, hit: number): number {
  for (let at = hit - 1; at >= from; at--) {
    if (bytes[at] !== QUOTE) continue
    if (bytes[at - 1] === COLON) return endsKey(bytes, at - 2) ? at : -1
    let escapes = at
    while (bytes[escapes - 1] === BACKSLASH) escapes--
    if ((at - escapes) % 2 === 0) return -1
    at = escapes
  }
  return -1
}

/** A quote that may as well be escaped, or open the value `":"`, is not certain to end a key. */
function endsKey(bytes: Buffer, at: number): boolean {
  return bytes[at] === QUOTE && bytes[at - 1] !== BACKSLASH && bytes[at - 1] !== COLON
}

/** The fields follow the head, one comma before each. */
export function isUsualJson(head: RecordHead): boolean {
  return (
    !head.headInFields && (head.format === 'json' || head.format === 'audit' || head.format === 'zap-json')
  )
}

/**
 * True when a chunk holds ASCII letters or the like as `\u00xx`, or a slash as `\/`: no Go logger writes them so but JSON
 * allows it, and literals cannot be relied on then. Escapes of control characters, quotes, `<`, `>` and `&` are usual and
 * no part of a literal.
 */
export function hasOddEscapes(bytes: Buffer): boolean {
  for (let at = bytes.indexOf('\\u00'); at !== -1; at = bytes.indexOf('\\u00', at + 6)) {
    const code = parseInt(bytes.toString('latin1', at + 4, at + 6), 16)
    if (code >= 32 && code < 127 && !'"\\<>&'.includes(String.fromCharCode(code))) return true
  }
  return bytes.includes('\\/')
}
