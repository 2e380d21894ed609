// Results as JUnit XML, in the dialect that Jenkins and GitLab read: a suite a packet; of an analysis a test case a rule, of a
// validation a test case a check.
import type { Analysis, Check, PacketInfo, Problem, Validation } from '../analysis.js'
import { ruleCases } from './junit/rule-cases.js'
import { suitesText, type TestCase, type TestOutcome, type TestSuite } from './junit/test-case.js'
import { problemsOf } from './failed-checks.js'
import { placeOf } from './place.js'
import { problemText } from './problem-text.js'
import { coverageText } from './text/coverage.js'
import type { Report, ReportOptions, Unreadable } from './types.js'

export const junitReport: Report<Analysis> = {
  name: 'junit',
  title: 'JUnit XML: a test case a rule; fails as --fail-on says',
  joins: 'all',
  format: (analyses, options) =>
    suitesText([...analyses.map(analysis => analysisSuite(analysis, options)), ...refusedSuites(options)]),
}

export const junitValidation: Report<Validation> = {
  name: 'junit',
  title: 'JUnit XML: a test case a check',
  joins: 'all',
  format: (validations, options) =>
    suitesText([...validations.map(validationSuite), ...refusedSuites(options)]),
}

const mostProblems = 100

function analysisSuite(analysis: Analysis, options: ReportOptions): TestSuite {
  const { packet, problems, summary } = analysis
  return {
    name: suiteName(packet.source),
    properties: { ...passportOf(packet), verdict: summary.verdict },
    cases: [...strangerCases(packet), ...ruleCases(analysis, options)],
    says: [summary.verdict, coverageText(analysis), ...problemLines(problems)].join('\n'),
  }
}

/** Nothing is judged of a packet of no product: a suite without a failure would look like a success. */
function strangerCases({ product }: PacketInfo): readonly TestCase[] {
  if (product !== undefined) return []
  const outcome = {
    kind: 'broken',
    type: 'not-a-packet',
    message: 'No known product was recognised.',
  } as const
  return [{ group: 'packet', name: 'product-recognised', outcome }]
}

function validationSuite({ packet, problems, checks, valid }: Validation): TestSuite {
  const names = new Map<string, number>()
  return {
    name: suiteName(packet.source),
    properties: { ...passportOf(packet), valid: String(valid) },
    cases: checks.map(check => ({
      group: `${packet.product ?? 'packet'}.${check.id}`,
      name: distinct(check.title, names),
      outcome: checkOutcome(check, problems),
      ...(check.outcome === 'passed' ? { note: check.reason } : {}),
    })),
    says: problemLines(problems).join('\n'),
  }
}

/** Two entries may have one name: then the second is counted, since test cases are told apart by their names. */
function distinct(name: string, seen: Map<string, number>): string {
  const count = (seen.get(name) ?? 0) + 1
  seen.set(name, count)
  return count === 1 ? name : `${name} (${count})`
}

function checkOutcome(check: Check, all: readonly Problem[]): TestOutcome {
  const { id, outcome, reason, title } = check
  switch (outcome) {
    case 'passed':
      return { kind: 'passed' }
    case 'skipped':
      return { kind: 'skipped', reason: reason ?? 'Could not be told' }
    case 'failed': {
      const own = problemsOf(check, all)
      const lines = problemLines(own)
      return { kind: 'failed', type: own[0]?.code ?? id, message: reason ?? title, text: lines.join('\n') }
    }
  }
}

function problemLines(problems: readonly Problem[]): readonly string[] {
  const lines = problems.slice(0, mostProblems).map(problem => {
    const place = placeOf(problem)
    return `${problem.severity}: ${problem.code}: ${place === '' ? '' : `${place}: `}${problemText(problem)}`
  })
  const beyond = problems.length - mostProblems
  return beyond > 0 ? [...lines, `and ${beyond} more problems`] : lines
}

/** Packets that could not be opened fail a test: a report without them looks like a success. */
function refusedSuites({ unreadable = [] }: ReportOptions): readonly TestSuite[] {
  return unreadable.map(({ source, code, message }: Unreadable) => ({
    name: suiteName(source),
    properties: {},
    cases: [{ group: 'packet', name: 'can-be-opened', outcome: { kind: 'broken', type: code, message } }],
    says: '',
  }))
}

const suiteName = (source: string): string => (source === '-' ? 'standard input' : source)

const passportOf = (packet: PacketInfo): TestSuite['properties'] => ({
  product: packet.product,
  serverVersion: packet.serverVersion,
  layout: packet.layout,
  generatedAt: packet.generatedAt,
  sha256: packet.sha256,
})
