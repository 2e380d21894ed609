// What a new look at an installation changes in its baseline: what is new, what is gone, what could not be told.
import type { Analysis, Finding } from '../analysis.js'
import type { Baseline, KnownFinding } from './types.js'

export interface BaselineChange {
  /** Found now and not in the baseline, by rule and fingerprint. */
  readonly added: readonly KnownFinding[]
  /** In the baseline and not found now, although the rule was judged. */
  readonly gone: readonly KnownFinding[]
  /** In the baseline and not found now, but nobody can tell: the rule was skipped, failed, or does not concern this version. */
  readonly untold: readonly KnownFinding[]
}

/** The findings of packets as entries of a new baseline, by rule and fingerprint. */
export function knownFindings(analyses: readonly Analysis[]): readonly KnownFinding[] {
  const known = new Map<string, KnownFinding>()
  for (const analysis of analyses) {
    const since = analysis.packet.generatedAt?.slice(0, 10)
    for (const finding of analysis.findings) {
      const earlier = known.get(finding.fingerprint)?.since
      if (known.has(finding.fingerprint) && (since === undefined || (earlier ?? '') <= since)) continue
      known.set(finding.fingerprint, entryOf(finding, since))
    }
  }
  return [...known.values()].sort(byRule)
}

function entryOf(
  { fingerprint, ruleId, severity, title, message }: Finding,
  since: string | undefined,
): KnownFinding {
  return {
    fingerprint,
    rule: ruleId,
    severity,
    title,
    ...(message.trim() === '' ? {} : { about: cut(message) }),
    ...(since === undefined ? {} : { since }),
  }
}

/** Enough to know it again; the file is read by people and kept in repositories. */
const mostAbout = 200

const cut = (text: string): string => (text.length > mostAbout ? `${text.slice(0, mostAbout)}…` : text)

function byRule(a: KnownFinding, b: KnownFinding): number {
  if (a.rule !== b.rule) return a.rule < b.rule ? -1 : 1
  return a.fingerprint < b.fingerprint ? -1 : 1
}

/** The analyses must have been made with the baseline: what a person suppressed is not taken up again. */
export function compareBaseline(baseline: Baseline, analyses: readonly Analysis[]): BaselineChange {
  const inBaseline = new Set(baseline.findings.map(({ fingerprint }) => fingerprint))
  const decided = new Set(
    analyses.flatMap(({ findings }) =>
      findings.filter(one => one.suppressed?.kind === 'suppression').map(one => one.fingerprint),
    ),
  )
  const now = knownFindings(analyses)
  const found = new Set(now.map(({ fingerprint }) => fingerprint))
  const absent = baseline.findings.filter(({ fingerprint }) => !found.has(fingerprint))
  const judged = judgedRules(analyses)
  return {
    added: now.filter(one => !inBaseline.has(one.fingerprint) && !decided.has(one.fingerprint)),
    gone: absent.filter(({ rule }) => judged.has(rule)),
    untold: absent.filter(({ rule }) => !judged.has(rule)),
  }
}

/** Rules that came to a result in a packet and were undecided in none. Unknown is never "gone". */
function judgedRules(analyses: readonly Analysis[]): ReadonlySet<string> {
  const judged = new Set(
    analyses.flatMap(({ passed, findings }) => [...passed, ...findings.map(({ ruleId }) => ruleId)]),
  )
  for (const { skipped, errors } of analyses)
    for (const { ruleId } of [...skipped, ...errors]) judged.delete(ruleId)
  return judged
}
