// The public JSON contract: everything a report, a viewer or a script needs to know about one packet, as plain JSON.
import type { Problem } from './packet/problem.js'
import type { DocumentKind, EntryStatus, Expectation, Product } from './packet/layout-types.js'

export type { Problem, ProblemSeverity } from './packet/problem.js'

/** Highest first: critical, error, warning, info. */
export type Severity = 'critical' | 'error' | 'warning' | 'info'

/** The result of analyzing one packet. Every report and every page of the viewer derives from this alone. */
export interface Analysis {
  readonly tool: ToolInfo
  readonly packet: PacketInfo
  /** What is wrong with the packet itself. */
  readonly problems: readonly Problem[]
  /** Most important first. */
  readonly findings: readonly Finding[]
  /** Rules that could not tell, and what was missing. */
  readonly skipped: readonly Skipped[]
  /** Rules that failed: bugs in a rule, never in the server. */
  readonly errors: readonly RuleError[]
  /** Ids of the rules that looked and found nothing. */
  readonly passed: readonly string[]
  /** What the packet tells besides what is wrong, a sentence a topic; absent when it tells nothing, or of another product. */
  readonly overview?: readonly OverviewLine[]
  readonly summary: Summary
  /** Set when the findings were compared with a baseline. */
  readonly baseline?: BaselineUse
}

export interface ToolInfo {
  readonly name: 'support-packet'
  readonly version: string
}

export interface PacketInfo {
  /** What the user named: a path, `-`, or a nested archive as `outer.zip!inner.zip`. */
  readonly source: string
  /** Lower-case hex; identifies the packet. */
  readonly sha256: string
  readonly sizeBytes: number
  /** Absent when no product was recognised. */
  readonly product?: Product
  /** Id of the recognised layout, such as `mattermost-10.11`. */
  readonly layout?: string
  /** Layout in words. */
  readonly layoutTitle?: string
  readonly serverVersion?: string
  /** ISO 8601 in UTC. */
  readonly generatedAt?: string
  /** Node names; `['']` for a standalone server. */
  readonly nodes: readonly string[]
  readonly entries: readonly EntryInfo[]
}

/** An entry of the packet, or one that should be in it (`status` absent or failed, no size). */
export interface EntryInfo {
  readonly name: string
  readonly kind: DocumentKind
  readonly node?: string
  readonly plugin?: string
  readonly sizeBytes?: number
  readonly expectation: Expectation
  readonly status: EntryStatus
  readonly reason?: string
}

export interface Finding {
  readonly ruleId: string
  readonly title: string
  readonly severity: Severity
  /** What is so on this server, with its values. */
  readonly message: string
  readonly why?: string
  readonly fix?: string
  readonly docs: readonly string[]
  /** Stable across packets of one installation: rule and the item it speaks of, never values that move. */
  readonly fingerprint: string
  readonly evidence: readonly Evidence[]
  /** True when it was seen happening (log, status, profile); false when a setting only makes it possible. */
  readonly observed: boolean
  /** How often it was seen; 1 where counting makes no sense. */
  readonly count: number
  /** There may be more than `count`. */
  readonly countIsLeast?: true
  /** ISO 8601 in UTC. */
  readonly firstSeen?: string
  readonly lastSeen?: string
  /** Fingerprint of the finding that explains this one. */
  readonly symptomOf?: string
  /** Nodes it concerns, in a cluster. */
  readonly nodes?: readonly string[]
  /** Set when it is known already: it is shown, and counts neither for the verdict nor for `--fail-on`. */
  readonly suppressed?: Suppressed
}

/** A sentence on one topic: size, load, memory, schema … of the server. Says what is, judges nothing. */
export interface OverviewLine {
  readonly topic: OverviewTopic
  /** Set in a cluster, where it is about one node. */
  readonly node?: string
  /** False for what is as it is everywhere: reports leave it out unless everything is asked for. */
  readonly notable: boolean
  readonly text: string
}

/** `tables`: how old the tables of releases, plugins and defaults are that the server was held against. */
export type OverviewTopic =
  'size' | 'processors' | 'memory' | 'tasks' | 'metrics' | 'schema' | 'roles' | 'jobs' | 'plugins' | 'tables'

/** Why a finding does not count. */
export interface Suppressed {
  /** `baseline`: it was there when the baseline was made. `suppression`: a person decided so. */
  readonly kind: 'baseline' | 'suppression'
  readonly reason: string
  /** The last day it holds: `2026-12-31`. */
  readonly until?: string
}

/** What a baseline file did to an analysis, beyond `suppressed` of the findings. */
export interface BaselineUse {
  /** The day that dates of expiry were compared with: `2026-11-21`. */
  readonly date: string
  /** Suppressions that hold no more: what they named counts again. */
  readonly expired: readonly SuppressionNote[]
  /** Suppressions in force that no finding of this packet matches. */
  readonly unmatched: readonly SuppressionNote[]
}

/** A suppression as the baseline file states it. */
export interface SuppressionNote {
  readonly rule?: string
  readonly fingerprint?: string
  readonly node?: string
  readonly reason: string
  readonly until?: string
  /** Its line in the file, from 1. */
  readonly line?: number
}

/** Where a finding was seen. */
export interface Evidence {
  readonly entry: string
  /** 1-based. */
  readonly line?: number
  /** JSON pointer (RFC 6901) into a structured entry. */
  readonly pointer?: string
  /** The line, or `key: value`; secrets masked; control characters kept (renderers escape). */
  readonly excerpt?: string
  readonly node?: string
}

export interface Skipped {
  readonly ruleId: string
  /** What the rule asked for and the packet does not have: `config.SqlSettings.MaxOpenConns`. */
  readonly missing: readonly string[]
  /** What those of `missing` that are facts are called: `facts.files.free_share` → `share of the volume that is free`. */
  readonly titles?: Readonly<Record<string, string>>
  /** Set when only this node could not be judged. */
  readonly node?: string
}

export interface RuleError {
  readonly ruleId: string
  readonly message: string
}

export interface Summary {
  readonly bySeverity: Readonly<Record<Severity, number>>
  /** Findings that are symptoms of another and are not counted in `bySeverity`. */
  readonly symptoms: number
  /** Findings that are suppressed, and counted nowhere else; absent without a baseline. */
  readonly suppressed?: number
  readonly rules: {
    readonly evaluated: number
    readonly passed: number
    readonly skipped: number
    readonly errors: number
  }
  /** Log lines read, over all nodes; absent when no log was read. */
  readonly logLines?: number
  /** One sentence: the first finding, or that nothing was found and how much could not be judged. */
  readonly verdict: string
}

/** The result of checking the format of one packet alone, without rules and logs. */
export interface Validation {
  readonly packet: PacketInfo
  readonly problems: readonly Problem[]
  /** Everything that was looked at, in the order of the packet: what holds, what does not, what could not be told. */
  readonly checks: readonly Check[]
  /** No check failed. */
  readonly valid: boolean
}

/** One thing that `validate` looks at, for CI: a test case. Every problem belongs to exactly one check. */
export interface Check {
  /** What is checked: stable, such as `entry-present`. Together with `entry` it names the check. */
  readonly id: CheckId
  /** In words: `config.json is in the packet`. */
  readonly title: string
  /** `failed`: one of its problems is at or above the severity that makes a packet invalid. */
  readonly outcome: CheckOutcome
  /** Why it failed or was skipped; for a check that passed, what is still to be said of it. */
  readonly reason?: string
  /** The entry it is about; absent when the packet as a whole is meant. */
  readonly entry?: string
  readonly node?: string
  /** Positions in `problems`, from 0; absent when there are none. */
  readonly problems?: readonly number[]
}

/** `skipped` is unknown or does not apply, never "passed". */
export type CheckOutcome = 'passed' | 'failed' | 'skipped'

/** The last group is only checked when somebody asks: `--strict` and `--expect-…`. */
export type CheckId =
  | 'archive-intact'
  | 'limits-kept'
  | 'names-safe'
  | 'product-recognised'
  | 'version-stated'
  | 'nodes-complete'
  | 'logs-included'
  | 'entries-known'
  | 'metadata-complete'
  | 'entry-present'
  | 'entry-intact'
  | 'document-sound'
  | 'keys-known'
  | 'product-expected'
  | 'version-expected'
  | 'nodes-expected'
  | 'entry-expected'
