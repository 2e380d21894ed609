// What a baseline file holds: decisions of people (suppressions) and the findings that were there when it was made.

/** A baseline file, read and checked. */
export interface Baseline {
  readonly suppressions: readonly Suppression[]
  readonly findings: readonly KnownFinding[]
}

/** A decision of a person: what it names does not count. At least one of `rule`, `fingerprint` and `node` is set, and all must fit. */
export interface Suppression {
  /** Rule id, or the beginning of ids that ends in `*`. */
  readonly rule?: string
  readonly fingerprint?: string
  /** A node of the cluster. A finding on several nodes counts until each of them is suppressed. */
  readonly node?: string
  readonly reason: string
  /** The last day it holds, `2026-12-31`; without it, it holds for good. */
  readonly until?: string
  /** Findings that it explains are suppressed with it; they count on their own otherwise. */
  readonly symptoms?: true
  /** Its line in the file, from 1. */
  readonly line?: number
}

/** A finding that was there when the baseline was made. */
export interface KnownFinding {
  readonly fingerprint: string
  readonly rule: string
  readonly severity?: string
  readonly title?: string
  /** What it said then. Nothing is compared with it: values move. */
  readonly about?: string
  /** The day of the packet that first had it. */
  readonly since?: string
  /** Why it is accepted, when somebody wrote that down. */
  readonly reason?: string
  /** The last day it is accepted. */
  readonly until?: string
  /** Its line in the file, from 1; only of one that may end. */
  readonly line?: number
}

/** The file as it is written, for its JSON Schema. */
export interface BaselineFile {
  readonly version: 1
  readonly suppressions?: readonly SuppressionInFile[] | null
  readonly findings?: readonly FindingInFile[] | null
}

/** At least one of rule, fingerprint and node is needed; all that are there must fit. */
export interface SuppressionInFile extends Omit<Suppression, 'line' | 'symptoms'> {
  /** Findings that it explains are suppressed with it; they count on their own otherwise. */
  readonly symptoms?: boolean
}

/** Made by `baseline create` and `baseline update`; `reason` and `until` are for people to add. */
export type FindingInFile = Omit<KnownFinding, 'line'>
