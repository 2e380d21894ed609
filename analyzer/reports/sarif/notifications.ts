// What SARIF calls notifications: not results about the server, but what stood in the way of getting them. Damage of the packet,
// rules that failed, rules that could not tell, and what this report leaves out.
import type { Analysis, Problem } from '../../analysis.js'
import type { RuleText } from '../types.js'
import { endedSuppressions } from '../text/ended-suppressions.js'
import { unjudgedLines } from '../text/unjudged.js'
import { problemText } from '../problem-text.js'
import type { Artifacts } from './artifacts.js'
import { createDescriptors, describeKind, levelOf, type Descriptors } from './descriptors.js'
import type { Descriptor, Notification } from './format.js'
import { problemLocation } from './locations.js'
import { messageOf } from './message.js'

/** A packet of the wrong kind has a problem for each of its thousands of entries. */
const mostProblems = 1000
const mostErrors = 500

/** Kinds of notification beside the codes of problems. */
export const kinds = {
  ruleFailed: { id: 'rule-failed', title: 'A rule failed: a mistake in the rule', severity: 'error' },
  notJudged: {
    id: 'not-judged',
    title: 'Rules could not tell: the packet lacks what they look at',
    severity: 'info',
  },
  ended: { id: 'suppression-ended', title: 'A suppression holds no more', severity: 'warning' },
  leftOut: { id: 'report-shortened', title: 'This report leaves something out', severity: 'warning' },
} as const satisfies Record<string, RuleText>

export interface Notifications {
  readonly list: readonly Notification[]
  readonly descriptors: readonly Descriptor[]
}

interface Sources {
  readonly analysis: Analysis
  readonly artifacts: Artifacts
  /** The rules of the run. */
  readonly rules: Descriptors
  /** What is known of a rule or a code. */
  readonly textOf: (id: string, title: string) => RuleText
  /** Sentences about what is not in this report. */
  readonly leftOut: readonly string[]
}

export function notificationsOf(sources: Sources): Notifications {
  const { analysis, artifacts, textOf } = sources
  const descriptors = createDescriptors(describeKind)
  const beyond = analysis.problems.length - mostProblems
  const leftOut = [
    ...sources.leftOut,
    ...(beyond > 0 ? [`${beyond} more problems with the packet are not in this report.`] : []),
  ]
  const plain = (kind: RuleText, text: string): Notification => ({
    level: levelOf(kind.severity),
    message: messageOf(text),
    descriptor: descriptors.refer(kind),
  })
  const list = [
    ...analysis.problems
      .slice(0, mostProblems)
      .map(problem => problemNotification(problem, artifacts, descriptors, textOf)),
    ...analysis.errors.slice(0, mostErrors).map(({ ruleId, message }) => ({
      ...plain(kinds.ruleFailed, `${ruleId}: ${message}`),
      associatedRule: sources.rules.refer(textOf(ruleId, ruleId)),
    })),
    // No line is that long: each sentence stays one.
    ...unjudgedLines(analysis, Number.MAX_SAFE_INTEGER).map(line => plain(kinds.notJudged, line.trim())),
    ...endedSuppressions(analysis).map(text => plain(kinds.ended, text)),
    ...leftOut.map(text => plain(kinds.leftOut, text)),
  ]
  return { list, descriptors: descriptors.all() }
}

function problemNotification(
  problem: Problem,
  artifacts: Artifacts,
  descriptors: Descriptors,
  textOf: Sources['textOf'],
): Notification {
  return {
    level: levelOf(problem.severity),
    message: messageOf(problemText(problem)),
    descriptor: descriptors.refer(textOf(problem.code, problem.code)),
    locations: [problemLocation(problem, artifacts)],
  }
}
