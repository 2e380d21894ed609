// The one place that decides exit codes. 0: nothing at or above the threshold. 1: findings, or an invalid packet. 2: the work
// could not be done. 130: interrupted.
import type { Severity } from '../analyzer/analysis.js'
import { severities } from '../analyzer/severities.js'

export type ExitCode = 0 | 1 | 2 | 130

/** Which findings make a command fail. `never` leaves only what could not be done. */
export type Threshold = Severity | 'never'
export const thresholds: readonly Threshold[] = [...severities, 'never']

/** What came of a command, over all packets. Absent means none of it. */
export interface Happened {
  /** Findings by severity; symptoms count with their causes, so they are left out. */
  readonly findings?: Readonly<Partial<Record<Severity, number>>>
  readonly failOn?: Threshold
  /** Something that was checked is wrong: a packet, a rule file, an example of a rule. */
  readonly invalid?: boolean
  /** Part of the work could not be done; the answer is incomplete, which weighs more than what it says. */
  readonly undone?: boolean
}

export function decideExit({ findings = {}, failOn = 'error', invalid, undone }: Happened): 0 | 1 | 2 {
  if (undone === true) return 2
  if (invalid === true) return 1
  if (failOn === 'never') return 0
  const counted = severities.slice(0, severities.indexOf(failOn) + 1)
  return counted.some(severity => (findings[severity] ?? 0) > 0) ? 1 : 0
}
