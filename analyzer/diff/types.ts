// The public JSON contract of `diff`: what changed from one packet, the first, to another, the second.
import type { Finding, Problem, Severity, ToolInfo } from '../analysis.js'

/** What changed between two packets. Everything is plain JSON; what could not be compared says so and is never "the same". */
export interface PacketDiff {
  readonly tool: ToolInfo
  readonly before: ComparedPacket
  readonly after: ComparedPacket
  /** What a reader must know before reading on: packets of two installations, given in the wrong order, … */
  readonly notes: readonly DiffNote[]
  /** This and the next two are absent when they were not asked for. */
  readonly findings?: FindingChanges
  /** What is wrong with the packets themselves. */
  readonly problems?: ProblemChanges
  readonly logs?: LogChanges
  /** Everything that is a list of things with values, in the order a person reads; those that were asked for. */
  readonly sections: readonly DiffSection[]
  readonly summary: DiffSummary
}

export interface ComparedPacket {
  readonly source: string
  readonly sha256: string
  readonly sizeBytes: number
  readonly product?: string
  readonly serverVersion?: string
  /** ISO 8601 in UTC. */
  readonly generatedAt?: string
  readonly nodes: readonly string[]
  /** What names the installation: the server's id, the cluster's name. */
  readonly installation?: string
}

/** `same-packet`: one archive twice. `reversed`: the first was made after the second. `damaged`: a packet could not be read whole. */
export type DiffNoteCode =
  | 'same-packet'
  | 'other-product'
  | 'other-installation'
  | 'no-product'
  | 'reversed'
  | 'order-unknown'
  | 'nodes-differ'
  | 'damaged'

export interface DiffNote {
  readonly code: DiffNoteCode
  readonly message: string
}

/**
 * `new`: the rule passed before. `first-judged`: before, the rule could not tell or did not apply. `gone`: the rule passes now, or
 * speaks of something else. `not-judged`: now the rule cannot tell or does not apply, so the fault may still be there.
 */
export type FindingChangeKind = 'new' | 'first-judged' | 'worse' | 'better' | 'same' | 'gone' | 'not-judged'

export interface FindingChange {
  readonly kind: FindingChangeKind
  readonly ruleId: string
  readonly fingerprint: string
  readonly title: string
  /** Of the later finding; of the earlier where there is none. */
  readonly severity: Severity
  readonly message: string
  /** The finding is explained by another one of its packet. */
  readonly symptom: boolean
  /** A baseline knows it. */
  readonly suppressed?: true
  /** Why it counts as worse, better, first judged or not judged. */
  readonly reason?: string
  readonly before?: SeenFinding
  readonly after?: SeenFinding
}

export interface SeenFinding extends Pick<
  Finding,
  'severity' | 'message' | 'count' | 'firstSeen' | 'lastSeen'
> {
  readonly nodes?: readonly string[]
}

export interface FindingChanges {
  /** Most important first; those that are the same come last. */
  readonly changes: readonly FindingChange[]
  /** Without suppressed ones. */
  readonly counts: Readonly<Record<FindingChangeKind, number>>
  /** Those that a baseline knows, whatever became of them: they do not count. */
  readonly suppressed: number
}

export interface ProblemChanges {
  readonly appeared: readonly Problem[]
  readonly gone: readonly Problem[]
  readonly same: number
}

/** `new`, `gone`: in one packet's log only. `more`, `less`: at least three times as often, or as seldom, in an hour. */
export type TemplateChangeKind = 'new' | 'gone' | 'more' | 'less'

export interface TemplateChange {
  readonly kind: TemplateChangeKind
  readonly level: string
  /** The message with its variable parts as `<*>`. */
  readonly template: string
  readonly caller?: string
  readonly before: TemplateRate
  readonly after: TemplateRate
}

export interface TemplateRate {
  readonly count: number
  /** Records in an hour of log; absent where the log is shorter than a minute or has no times. */
  readonly perHour?: number
}

export interface LogChanges {
  /** Why nothing was compared; absent when something was. */
  readonly notCompared?: string
  /** What limits the comparison. */
  readonly notes: readonly string[]
  /** Hours from the first to the last record, summed over nodes. */
  readonly hours: { readonly before?: number; readonly after?: number }
  /** Most urgent first. */
  readonly changes: readonly TemplateChange[]
  /** Changes beyond those listed. */
  readonly leftOut: number
  /** Templates that occur in both about as often. */
  readonly same: number
}

export type SectionId =
  | 'server'
  | 'nodes'
  | 'config'
  | 'plugins'
  | 'permissions'
  | 'objects'
  | 'agents'
  | 'schema'
  | 'stats'
  | 'load'
  | 'metrics'
  | 'profiles'
  | 'goroutines'
  | 'jobs'
  | 'entries'

/** All parts of a diff, by the names that choose them. */
export type DiffPart = 'findings' | 'problems' | 'logs' | SectionId

export interface DiffSection {
  readonly id: SectionId
  readonly title: string
  /** Why nothing was compared; absent when something was. */
  readonly notCompared?: string
  /** What limits the comparison. */
  readonly notes: readonly string[]
  readonly changes: readonly DiffChange[]
  /** Changes beyond those listed. */
  readonly leftOut: number
  /** Values that are the same in both. */
  readonly same: number
  /** Names of values of which cannot be told whether they changed: masked in the packets. */
  readonly unknown: readonly string[]
}

export type DiffValue = string | number | boolean | null | readonly string[]

/** One thing that was added or removed, or one value of a thing that is other than before. */
export interface DiffChange {
  readonly kind: 'added' | 'removed' | 'changed'
  /** `SqlSettings.MaxOpenConns`, `role editor`, `table posts`. */
  readonly name: string
  /** Which value of it, where it has several. */
  readonly property?: string
  /** The nodes it is so on; absent when it concerns all or none. */
  readonly nodes?: readonly string[]
  readonly before?: DiffValue
  readonly after?: DiffValue
  /** `after` through `before`, for numbers that both are above zero. */
  readonly ratio?: number
  /** Of lists: what is in the later one only, and in the earlier one only. */
  readonly gained?: readonly string[]
  readonly lost?: readonly string[]
  /** It did change, but in a part that is a secret or too long to show. */
  readonly hidden?: true
  /** Follows from the server's version: a default that another release has. */
  readonly ofRelease?: true
}

export interface DiffSummary {
  /** True when anything differs that the packets say of their servers or of themselves. */
  readonly differs: boolean
  /** One sentence. */
  readonly verdict: string
}
