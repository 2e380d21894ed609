// The log vocabulary: records, the matchers that rules bring, and what one pass over all logs of a packet yields.
import type { DocumentKind } from '../../packet/layout-types.js'
import type { ReadOutcome } from '../../packet/types.js'
import type { LogActivity } from './collect/index.js'
import type { LogIndex } from './fold/log-index.js'
import type { TimeBuckets } from './templates/time-buckets.js'

/** Standard level names in order of urgency; custom level names of advanced targets stay as written. */
export type Level =
  'panic' | 'fatal' | 'critical' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | (string & {})

/** A record kept as an example: decoded, with its place. Most records of a log are never turned into one. */
export interface LogRecord {
  readonly entry: string
  readonly node: string | undefined
  readonly kind: DocumentKind
  /** 1-based line of its first byte. */
  readonly line: number
  /** Byte offset of its first byte in the decompressed entry. */
  readonly offset: number
  /** Epoch milliseconds; `undefined` when the record has no readable time. */
  readonly timeMs: number | undefined
  readonly level: Level
  readonly msg: string
  readonly caller: string | undefined
  /** All other fields as text; nested JSON stays JSON text. */
  readonly fields: Readonly<Record<string, string>>
  /** The line as it was, cut at 4 KiB. */
  readonly raw: string
}

/** One alternative of a `logs:` rule: all given parts must match. Patterns are RE2 and unanchored. */
export interface RecordMatcher {
  /** Levels to accept; absent = any. */
  readonly level?: readonly string[]
  /** Pattern on `msg`. */
  readonly message?: string
  /** Pattern on `caller`. */
  readonly caller?: string
  /** Pattern searched in msg and in every field's text: for causes that any API call may carry. */
  readonly text?: string
  /** Levels at which `text` looks at `msg` only; absent = none. */
  readonly textInMessageAt?: readonly string[]
  /** Field name → pattern on its text. */
  readonly fields?: Readonly<Record<string, string>>
  /** Entry kinds to look in; absent = `['mattermost-log']` and advanced logs of the server. */
  readonly file?: readonly DocumentKind[]
}

/** A `logs:` block: any of `match`, at least `min` times, all within `within` when given. */
export interface LogQuery {
  /** Rule id it belongs to; results are keyed by it. */
  readonly id: string
  readonly match: readonly RecordMatcher[]
  /** Records needed; default 1. */
  readonly min: number
  /** Milliseconds that `min` records must fit into; absent = the whole log. */
  readonly withinMs?: number
  /** Then a record like this must follow within `withinMs` of a match. */
  readonly then?: RecordMatcher
  /** No record like this may follow within `withinMs` of a match (A without C). */
  readonly without?: RecordMatcher
  /** Count per value of this field (such as `plugin_id`) as well as in all. */
  readonly by?: string
}

/** What a query saw, per node. Facts of a finding: how often, from when to when, examples. */
export interface LogMatch {
  readonly node: string | undefined
  readonly count: number
  /** More matches waited for what should follow them than are kept: there were at least `count`. */
  readonly atLeast?: true
  /** Enough records, but some have no time: whether `min` of them lie within the window is not known. */
  readonly undecided?: true
  readonly firstSeenMs: number | undefined
  readonly lastSeenMs: number | undefined
  /** First three and the last record, in order of time. */
  readonly examples: readonly LogRecord[]
  /** Named captures of the first matching record's patterns. */
  readonly groups: Readonly<Record<string, string>>
  /** Distinct values of `by` with their counts, most frequent first, at most 50. */
  readonly by: readonly { readonly value: string; readonly count: number }[]
}

/** Per log entry: what was read and how its lines look. */
export interface LogFile {
  readonly entry: string
  readonly node: string | undefined
  readonly kind: DocumentKind
  /** `json`, `plain`, `zap` …; `mixed` when lines of several were found; `unknown` when none was recognised. */
  readonly format: string
  readonly sizeBytes: number
  readonly lines: number
  readonly records: number
  /** Lines that fit no format, by kind, with the first of each. */
  readonly bad: readonly {
    readonly kind: string
    readonly count: number
    readonly line: number
    readonly excerpt: string
  }[]
  /** The last line has no newline: the file was cut, or written while it was read. */
  readonly endsInsideLine: boolean
  readonly firstSeenMs: number | undefined
  readonly lastSeenMs: number | undefined
  readonly byLevel: Readonly<Record<string, number>>
  /** Records over time, by level. Absent where no log was read for it. */
  readonly timeline?: Readonly<Record<string, TimeBuckets>>
}

/** A group of records with the same level, message shape and caller file. */
export interface LogTemplate {
  readonly id: string
  readonly level: Level
  readonly caller: string | undefined
  /** Message with variable parts replaced by `<*>`. */
  readonly template: string
  readonly count: number
  readonly firstSeenMs: number | undefined
  readonly lastSeenMs: number | undefined
  readonly node: string | undefined
  readonly example: LogRecord
  /** Its records over time. Absent where no log was read for it. */
  readonly buckets?: TimeBuckets
}

/** One start or stop of a server process seen in a log. */
export interface LifecycleEvent {
  readonly kind: 'start' | 'stop'
  readonly node: string | undefined
  readonly entry: string
  readonly line: number
  readonly timeMs: number | undefined
  /** For a start: whether the run before it ended with `Server stopped`; `undefined` for the first one in the log. */
  readonly afterCleanStop?: boolean
  readonly version?: string
}

/** Everything one pass over the logs of a packet gives. */
export interface LogSummary {
  readonly files: readonly LogFile[]
  readonly templates: readonly LogTemplate[]
  readonly lifecycle: readonly LifecycleEvent[]
  /** What the collectors added up, per node; absent where none ran. */
  readonly activity?: readonly NodeActivity[]
  /** Query id → matches, one per node that had any. A query without matches has an empty array. */
  readonly matches: ReadonlyMap<string, readonly LogMatch[]>
  /** A line of every record, in columns; only where it was asked for. */
  readonly index?: LogIndex
  /** How the read of each entry ended, by entry index; for the inventory. Absent where no packet was read. */
  readonly outcomes?: ReadonlyMap<number, ReadOutcome>
}

/** What the logs of one node tell of its work: requests, jobs, plugins and so on, by collector. */
export interface NodeActivity {
  readonly node: string | undefined
  readonly collected: LogActivity
}
