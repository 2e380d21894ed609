// The one sentence that answers first: what broke, or that nothing was found and how far that can be trusted.
import type { Finding, PacketInfo, Problem } from './analysis.js'
import type { Evaluation } from './engine/evaluate.js'

interface Grounds {
  readonly packet: PacketInfo
  readonly problems: readonly Problem[]
  /** Causes in rank order, without symptoms and without what is suppressed. */
  readonly findings: readonly Finding[]
  readonly evaluation: Evaluation
  readonly logsRead: boolean
}

/** One sentence. A finding of severity warning or info is no verdict that something broke. */
export function verdictOf(grounds: Grounds): string {
  const first = grounds.findings[0]
  if (first !== undefined && (first.severity === 'critical' || first.severity === 'error'))
    return first.message
  if (grounds.packet.product === undefined) {
    return 'No known product was recognised, so little could be judged.'
  }
  if (grounds.evaluation.evaluated === 0)
    return 'No rule concerns this product and version, so nothing was judged.'
  return `${calm(grounds)}${doubts(grounds)}`
}

function calm({ findings, evaluation }: Grounds): string {
  const warnings = findings.filter(finding => finding.severity === 'warning').length
  const nothing = `Nothing broken was found${beyond(evaluation.findings)}`
  if (warnings === 0) return nothing
  return `${nothing}; ${warnings === 1 ? 'one setting or state deserves' : `${warnings} settings or states deserve`} attention`
}

/** A server with known faults is not one without. */
function beyond(findings: readonly Finding[]): string {
  const broken = findings.filter(
    ({ suppressed, symptomOf, severity }) =>
      suppressed !== undefined &&
      symptomOf === undefined &&
      (severity === 'critical' || severity === 'error'),
  ).length
  if (broken === 0) return ''
  return ` beyond ${broken === 1 ? 'a suppressed finding' : `${broken} suppressed findings`}`
}

/** What keeps the sentence from being a clean bill of health. */
function doubts({ problems, logsRead, evaluation }: Grounds): string {
  const damaged = problems.filter(problem => problem.severity === 'error').length
  const reasons = [
    ...(damaged > 0 ? [`the packet itself has ${damaged === 1 ? 'a problem' : `${damaged} problems`}`] : []),
    ...(logsRead ? [] : ['it holds no logs']),
  ]
  if (reasons.length > 0) return `, but ${reasons.join(' and ')}, so this is not the whole picture.`
  const skipped = new Set(evaluation.skipped.map(skip => skip.ruleId)).size
  return skipped === 0
    ? '.'
    : `, as far as the packet tells (${skipped} of ${evaluation.evaluated} rules could not be judged).`
}
