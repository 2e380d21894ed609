// Folds findings that another explains under their cause, in the order the analysis ranks them.
import type { Finding } from '../../analysis.js'

export interface Cause {
  readonly finding: Finding
  /** What it explains, directly or through another symptom. */
  readonly symptoms: readonly Finding[]
}

/** Every finding exactly once, as a cause or as a symptom. One whose cause is not in the list stands for itself. */
export function foldSymptoms(findings: readonly Finding[]): readonly Cause[] {
  const byFingerprint = new Map(findings.map(finding => [finding.fingerprint, finding]))
  const symptoms = new Map<Finding, Finding[]>()
  for (const finding of findings) {
    const root = rootOf(finding, byFingerprint)
    const list = symptoms.get(root) ?? []
    if (root !== finding) list.push(finding)
    symptoms.set(root, list)
  }
  return findings.flatMap(finding => {
    const own = symptoms.get(finding)
    return own === undefined ? [] : [{ finding, symptoms: own }]
  })
}

/** Follows `symptomOf` to its end. Findings that explain each other in a circle each stand for themselves. */
function rootOf(finding: Finding, byFingerprint: ReadonlyMap<string, Finding>): Finding {
  const seen = new Set<Finding>([finding])
  let root = finding
  for (;;) {
    const next = root.symptomOf === undefined ? undefined : byFingerprint.get(root.symptomOf)
    if (next === undefined) return root
    if (seen.has(next)) return finding
    seen.add(next)
    root = next
  }
}
