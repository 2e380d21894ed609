// Suppressions that hold no more, one sentence each: what they named counts again, and a reader wonders why.
import type { Analysis, SuppressionNote } from '../../analysis.js'

export function endedSuppressions({ baseline }: Analysis): readonly string[] {
  return (baseline?.expired ?? []).map(
    note =>
      `The suppression of ${nameOf(note)} ended on ${note.until ?? 'a day that is not said'}: ${note.reason}`,
  )
}

/** `rule mail-*, node node-3`. */
function nameOf({ rule, fingerprint, node }: SuppressionNote): string {
  const parts = [
    ...(rule === undefined ? [] : [`rule ${rule}`]),
    ...(fingerprint === undefined ? [] : [`finding ${fingerprint}`]),
    ...(node === undefined ? [] : [`node ${node}`]),
  ]
  return parts.join(', ') || 'nothing'
}
