// Results as GitLab's Code Quality report: a list of issues that a merge request shows. https://docs.gitlab.com/ci/testing/code_quality/
import type { Analysis, Finding, PacketInfo, Problem, Validation } from '../analysis.js'
import { boundedLine } from './bounded-text.js'
import { failingProblems } from './failed-checks.js'
import { problemText } from './problem-text.js'
import type { Report, ReportOptions, Unreadable } from './types.js'

export const codequalityReport: Report<Analysis> = {
  name: 'codequality',
  title: 'Code Quality of GitLab: an issue a cause',
  joins: 'all',
  format: (analyses, options) =>
    listText([...refusedIssues(options), ...analyses.flatMap(analysis => findingIssues(analysis))]),
}

export const codequalityValidation: Report<Validation> = {
  name: 'codequality',
  title: 'Code Quality of GitLab: an issue a problem',
  joins: 'all',
  format: (validations, options) =>
    listText([...refusedIssues(options), ...validations.flatMap(validation => problemIssues(validation))]),
}

interface Issue {
  readonly description: string
  readonly check_name: string
  /** Unique in the report and the same from run to run. */
  readonly fingerprint: string
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker'
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } }
}

/** A merge request shows no more of an issue. */
const longestText = 1000
const mostIssues = 2000

function listText(issues: readonly Issue[]): string {
  const seen = new Set<string>()
  const distinct = issues.slice(0, mostIssues).map(issue => {
    let fingerprint = issue.fingerprint
    for (let again = 2; seen.has(fingerprint); again++) fingerprint = `${issue.fingerprint}:${again}`
    seen.add(fingerprint)
    return { ...issue, fingerprint }
  })
  return `${JSON.stringify(distinct, undefined, 2)}\n`
}

/** Causes only; what is suppressed is known. */
function findingIssues({ packet, findings }: Analysis): readonly Issue[] {
  return findings
    .filter(({ symptomOf, suppressed }) => symptomOf === undefined && suppressed === undefined)
    .map(finding => ({
      description: boundedLine(`${finding.title}: ${finding.message}`, longestText),
      check_name: finding.ruleId,
      fingerprint: fingerprintIn(packet, finding.fingerprint),
      severity: severities[finding.severity],
      location: locationOf(packet, finding.evidence[0]),
    }))
}

const severities = { critical: 'blocker', error: 'critical', warning: 'major', info: 'info' } as const

function problemIssues(validation: Validation): readonly Issue[] {
  const { packet, problems } = validation
  const failing = failingProblems(validation)
  return problems.map((problem, index) => ({
    description: boundedLine(problemText(problem), longestText),
    check_name: problem.code,
    fingerprint: fingerprintIn(packet, `${problem.code}:${problem.entry ?? ''}`),
    severity: failing.has(index) ? severities.error : severities[problem.severity],
    location: locationOf(packet, problem),
  }))
}

const refusedIssues = ({ unreadable = [] }: ReportOptions): readonly Issue[] =>
  unreadable.map(({ source, code, message }: Unreadable) => ({
    description: boundedLine(message, longestText),
    check_name: code,
    fingerprint: fingerprintIn({ source }, code),
    severity: severities.critical,
    location: locationOf({ source }, undefined),
  }))

const fingerprintIn = ({ source }: Pick<PacketInfo, 'source'>, name: string): string =>
  boundedLine(`${source}:${name}`, longestText)

/** Entries read as files below their packet; what has no line is placed at the first one, which the format asks for. */
function locationOf(
  { source }: Pick<PacketInfo, 'source'>,
  place: Pick<Problem, 'entry' | 'line'> | Finding['evidence'][number] | undefined,
): Issue['location'] {
  const path = place?.entry === undefined ? source : `${source}/${place.entry}`
  return { path: boundedLine(path, longestText), lines: { begin: place?.line ?? 1 } }
}
