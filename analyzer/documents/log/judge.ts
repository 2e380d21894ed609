// Asks the fields of one record for what a class left open: first the literals, and patterns only where one stands.
import { createFieldTable, fieldText } from './field-table.js'
import { namedFieldText, readFields } from './fields.js'
import type { RecordHead } from './head.js'
import type { Matcher } from './compile-queries.js'
import type { ClassPlan, Pending } from './plan.js'

export interface Judge {
  /** Call first for each record. */
  begin(): void
  /** Adds each pending matcher of the plan that the record satisfies. */
  judge(bytes: Buffer, head: RecordHead, plan: ClassPlan, thorough: boolean, found: Matcher[]): void
  /** Text of a field of the record at hand. */
  field(bytes: Buffer, head: RecordHead, name: string): string | undefined
}

/** `thorough`: literals may stand in the bytes in an escaped form, so every pattern is asked. */
export function createJudge(): Judge {
  const table = createFieldTable()
  let loaded = false

  function load(bytes: Buffer, head: RecordHead): void {
    if (!loaded) readFields(bytes, head, table)
    loaded = true
  }

  function judge(
    bytes: Buffer,
    head: RecordHead,
    plan: ClassPlan,
    thorough: boolean,
    found: Matcher[],
  ): void {
    const search = plan.search
    const hits = search ? search.find(bytes, head.fieldsStart, head.end) : 0
    if (hits === 0 && plan.always.length === 0 && !thorough) return
    load(bytes, head)
    if (thorough || hits === search?.capacity) {
      for (const pending of plan.pending) if (accepts(bytes, pending, noHits)) found.push(pending.matcher)
      return
    }
    for (const at of plan.always) {
      const pending = plan.pending[at] as Pending
      if (accepts(bytes, pending, noHits)) found.push(pending.matcher)
    }
    if (search && hits > 0) judgeHits(bytes, plan, search.ids, search.positions, hits, found)
  }

  /** Gathers the hits of each pending matcher and asks it once. */
  function judgeHits(
    bytes: Buffer,
    plan: ClassPlan,
    ids: Int32Array,
    positions: Int32Array,
    hits: number,
    found: Matcher[],
  ): void {
    const hitsOf = new Map<number, number[]>()
    for (let hit = 0; hit < hits; hit++) {
      for (const at of plan.byLiteral[ids[hit] as number] ?? []) {
        const own = hitsOf.get(at)
        if (own) own.push(positions[hit] as number)
        else hitsOf.set(at, [positions[hit] as number])
      }
    }
    for (const [at, own] of hitsOf) {
      const pending = plan.pending[at] as Pending
      if (accepts(bytes, pending, own)) found.push(pending.matcher)
    }
  }

  function accepts(bytes: Buffer, pending: Pending, hits: readonly number[]): boolean {
    const { matcher } = pending
    for (const { name, pattern } of matcher.fields) {
      const text = namedFieldText(bytes, table, name)
      if (text === undefined || !pattern.test(text)) return false
    }
    return !pending.needsText || textInFields(bytes, pending, pending.filtersByText ? hits : noHits)
  }

  /** With hits, only the values that hold one are asked. */
  function textInFields(bytes: Buffer, pending: Pending, hits: readonly number[]): boolean {
    for (let i = 0; i < table.count; i++) {
      if (hits !== noHits && !holdsHit(hits, table.valueStart[i] ?? 0, table.valueEnd[i] ?? 0)) continue
      if (pending.matcher.text?.test(fieldText(bytes, table, i))) return true
    }
    return false
  }

  return {
    begin() {
      loaded = false
    },
    judge,
    field(bytes, head, name) {
      load(bytes, head)
      return namedFieldText(bytes, table, name)
    },
  }
}

const noHits: readonly number[] = []

function holdsHit(hits: readonly number[], from: number, to: number): boolean {
  for (const hit of hits) if (hit >= from && hit < to) return true
  return false
}

/**
 * True when a chunk holds ASCII letters or the like as `\u00xx`, which no Go logger writes but JSON allows: literals
 * cannot be relied on then. Escapes of control characters, quotes, `<`, `>` and `&` are usual and no part of a literal.
 */
export function hasOddEscapes(bytes: Buffer): boolean {
  for (let at = bytes.indexOf('\\u00'); at !== -1; at = bytes.indexOf('\\u00', at + 6)) {
    const code = parseInt(bytes.toString('latin1', at + 4, at + 6), 16)
    if (code >= 32 && code < 127 && !'"\'\\/<>&'.includes(String.fromCharCode(code))) return true
  }
  return false
}
