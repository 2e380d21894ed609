// What a report is: a name and a pure function from results to text. Results are analyses, or validations.
import type { Severity } from '../analysis.js'

/** How a report may look. Formats for machines heed `list` only. */
export interface ReportOptions {
  /** Columns to fill. */
  readonly width: number
  /** Severity in colour; the word is always there as well. */
  readonly colour: boolean
  /** Everything in full instead of the first findings and counts. */
  readonly all: boolean
  /** The shortest true answer. */
  readonly quiet: boolean
  /** More about the packet: every entry with its state. */
  readonly verbose: boolean
  /** Several packets were asked for: formats that are one document give a list, however many could be read. */
  readonly list: boolean
  /** The command that shows more of a packet; `undefined` where there is none. */
  readonly next?: (source: string) => string | undefined
  /** From which severity on a finding fails: formats that have tests follow the exit code. */
  readonly failOn?: Severity | 'never'
  /** What was judged by, for formats that describe rules: rules of the library, or codes of problems. */
  readonly rules?: readonly RuleText[]
  /** Packets that were asked for and could not be opened. A report that leaves them out looks like a success. */
  readonly unreadable?: readonly Unreadable[]
}

/** What a rule says by itself, whatever the packet; a code of a problem has only its title and severity. */
export interface RuleText {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly area?: string | undefined
  readonly why?: string | undefined
  readonly fix?: string | undefined
  readonly docs?: readonly string[] | undefined
}

/** A packet that could not be opened at all. */
export interface Unreadable {
  /** As the user named it. */
  readonly source: string
  /** Of the problem. */
  readonly code: string
  readonly message: string
}

export const defaultReportOptions: ReportOptions = {
  width: 100,
  colour: false,
  all: false,
  quiet: false,
  verbose: false,
  list: false,
}

export interface Report<T> {
  readonly name: string
  /** One line for help. */
  readonly title: string
  /** `each`: texts of single packets may follow one another. `all`: one document needs every packet at once. */
  readonly joins: 'each' | 'all'
  /** Ends with a newline, or is empty. */
  format(results: readonly T[], options: ReportOptions): string
}
