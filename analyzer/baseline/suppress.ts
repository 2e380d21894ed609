// Which findings a baseline suppresses on a given day, and which of its suppressions hold no more or match nothing.
import type { BaselineUse, Suppressed, SuppressionNote } from '../analysis.js'
import type { Suppress, Suppressible, AppliedSuppression } from '../engine/rank.js'
import type { Baseline, KnownFinding, Suppression } from './types.js'

/** A baseline and the day it is judged on: `2026-11-21`. The day is the caller's: nothing here asks a clock. */
export interface BaselineChoice {
  readonly baseline: Baseline
  readonly date: string
}

/** For one analysis: asks for every finding, then tells what came of the baseline. */
export interface Suppressor {
  readonly suppress: Suppress
  use(): BaselineUse
}

export function createSuppressor({ baseline, date }: BaselineChoice): Suppressor {
  const holds = ({ until }: { readonly until?: string }): boolean => until === undefined || date <= until
  const inForce = baseline.suppressions.filter(holds)
  const known = new Map(baseline.findings.map(one => [one.fingerprint, one]))
  const matched = new Set<Suppression>()
  /** Findings whose time in the baseline is over, and which are there again. */
  const returned = new Set<KnownFinding>()
  return {
    suppress(finding) {
      const fitting = inForce.filter(one => isAbout(one, finding))
      for (const one of fitting) matched.add(one)
      const accepted = known.get(finding.fingerprint)
      if (accepted !== undefined && !holds(accepted)) returned.add(accepted)
      return (
        bySuppressions(fitting, finding) ??
        (accepted !== undefined && holds(accepted) ? byBaseline(accepted) : undefined)
      )
    },
    use: () => ({
      date,
      expired: [...baseline.suppressions.filter(one => !holds(one)), ...returned].map(noteOf),
      unmatched: inForce.filter(one => !matched.has(one)).map(noteOf),
    }),
  }
}

/** Whether it names the finding at all; `node` may cover only a part of it. */
function isAbout({ rule, fingerprint, node }: Suppression, finding: Suppressible): boolean {
  if (fingerprint !== undefined && fingerprint !== finding.fingerprint) return false
  if (rule !== undefined && !namesRule(rule, finding.ruleId)) return false
  return node === undefined || finding.nodes.includes(node)
}

/** Rule ids, or the beginning of them that ends in `*`. */
export const namesRule = (pattern: string, ruleId: string): boolean =>
  pattern.endsWith('*') ? ruleId.startsWith(pattern.slice(0, -1)) : ruleId === pattern

/** Suppressions of single nodes count together: a finding is suppressed when none of its nodes is left. */
function bySuppressions(
  fitting: readonly Suppression[],
  { nodes }: Suppressible,
): AppliedSuppression | undefined {
  const whole = fitting.find(({ node }) => node === undefined)
  if (whole !== undefined) return suppressedBy([whole])
  const covered = new Set(fitting.map(({ node }) => node))
  return fitting.length > 0 && nodes.every(node => covered.has(node)) ? suppressedBy(fitting) : undefined
}

/** Of several, all reasons; it holds as long as the first of them that ends. */
function suppressedBy(all: readonly Suppression[]): AppliedSuppression {
  const ends = all.flatMap(({ until }) => until ?? []).sort()
  return {
    kind: 'suppression',
    reason: [...new Set(all.map(({ reason }) => reason))].join('; '),
    ...(ends[0] === undefined ? {} : { until: ends[0] }),
    ...(all.every(({ symptoms }) => symptoms === true) ? { symptoms: true } : {}),
  }
}

function byBaseline({ reason, since, until }: KnownFinding): Suppressed {
  return {
    kind: 'baseline',
    reason: reason ?? (since === undefined ? 'in the baseline' : `in the baseline since ${since}`),
    ...(until === undefined ? {} : { until }),
  }
}

function noteOf(one: Suppression | KnownFinding): SuppressionNote {
  const { rule, fingerprint, reason = 'in the baseline', until, line } = one
  const node = 'node' in one ? one.node : undefined
  return {
    ...(rule === undefined ? {} : { rule }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(node === undefined ? {} : { node }),
    reason,
    ...(until === undefined ? {} : { until }),
    ...(line === undefined ? {} : { line }),
  }
}
