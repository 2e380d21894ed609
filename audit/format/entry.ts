// What formats are given: a record at the moment it was logged, with its level as the target names it.
import type { Level } from '../levels.js'
import type { AuditRecord, JsonObject } from '../record.js'
import type { StackFrame } from './stack.js'

export interface FormatInput {
  readonly record: AuditRecord
  /** As the target lists it: name, colour, whether a stack trace is wanted. */
  readonly level: Level
  readonly timeMs: number
  /** Innermost call first; empty when nobody wants it. */
  readonly stack: readonly StackFrame[]
}

/** A record as the text of a target, with what ends it. */
export interface Formatter {
  format(input: FormatInput): string
  /** How records end; a file that ends otherwise was cut. */
  readonly end: string
  /** Whether a text can be the beginning of a record of this format. */
  begins(text: string): boolean
  /** Whether the caller or a stack trace is told, so that somebody must look at the stack. */
  readonly wantsStack: boolean
}

/**
 * The fields of a record in the order of servers. One by the name of a key that the format writes itself gets an underscore,
 * as in servers.
 */
export function fieldsOf(record: AuditRecord, taken?: ReadonlySet<string>): JsonObject {
  const { event_name, status, actor, event, meta, error } = record
  const fields = { event_name, status, actor, event, meta, error }
  if (taken === undefined || !Object.keys(fields).some(key => taken.has(key))) return fields
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [taken.has(key) ? `_${key}` : key, value]),
  )
}
