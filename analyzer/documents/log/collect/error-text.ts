// Where a record says what went wrong: the name of the field differs by version and by who wrote the line.
import type { RecordText } from '../collector.js'

/** Longest error text that is looked at; a cause stands at the end, but servers cut theirs at 1 to 2 KB. */
const LONGEST = 4_000

/** The error of a record; its message where no field has one. */
export function errorTextOf(record: RecordText): string {
  const text =
    record.field('error') ??
    record.field('err') ??
    record.field('err_details') ??
    record.field('wrapped_extras') ??
    record.msg
  return text.length > LONGEST ? text.slice(-LONGEST) : text
}
