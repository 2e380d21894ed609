// Puts the Analysis together from what the stages gave: plain JSON, in a stable order.
import type {
  Analysis,
  BaselineUse,
  Finding,
  OverviewLine,
  PacketInfo,
  Problem,
  Severity,
  Summary,
} from './analysis.js'
import type { LogSummary } from './documents/log/types.js'
import type { Evaluation } from './engine/evaluate.js'
import { withTitles } from './fact-titles.js'
import { verdictOf } from './verdict.js'
import { toolVersion } from './version.js'

interface Parts {
  readonly packet: PacketInfo
  readonly problems: readonly Problem[]
  readonly evaluation: Evaluation
  readonly overview?: readonly OverviewLine[]
  readonly logs: LogSummary | undefined
  /** What came of the baseline; absent when there was none. */
  readonly baseline?: BaselineUse | undefined
}

export function assembleAnalysis({
  packet,
  problems,
  evaluation,
  overview = [],
  logs,
  baseline,
}: Parts): Analysis {
  const { findings, skipped, errors, passed } = evaluation
  return {
    tool: { name: 'support-packet', version: toolVersion },
    packet,
    problems,
    findings,
    skipped: skipped.map(withTitles),
    errors,
    passed,
    ...(overview.length === 0 ? {} : { overview }),
    summary: {
      ...summaryOf(packet, problems, evaluation, logs),
      ...(baseline === undefined ? {} : { suppressed: findings.filter(isSuppressed).length }),
    },
    ...(baseline === undefined ? {} : { baseline }),
  }
}

function summaryOf(
  packet: PacketInfo,
  problems: readonly Problem[],
  evaluation: Evaluation,
  logs: LogSummary | undefined,
): Summary {
  const { findings, skipped, errors, passed, evaluated } = evaluation
  const counting = findings.filter(finding => !isSuppressed(finding))
  const roots = counting.filter(finding => finding.symptomOf === undefined)
  return {
    bySeverity: countBySeverity(roots),
    symptoms: counting.length - roots.length,
    rules: {
      evaluated,
      passed: passed.length,
      skipped: new Set(skipped.map(skip => skip.ruleId)).size,
      errors: new Set(errors.map(error => error.ruleId)).size,
    },
    ...(logs === undefined ? {} : { logLines: logs.files.reduce((sum, file) => sum + file.lines, 0) }),
    verdict: verdictOf({ packet, problems, findings: roots, evaluation, logsRead: logs !== undefined }),
  }
}

const isSuppressed = ({ suppressed }: Finding): boolean => suppressed !== undefined

function countBySeverity(findings: readonly Finding[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { critical: 0, error: 0, warning: 0, info: 0 }
  for (const finding of findings) counts[finding.severity] += 1
  return counts
}
