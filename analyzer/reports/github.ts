// Results as workflow commands of GitHub Actions, which become annotations of a run, and a plain line a packet. Written to the
// log of a step; GitHub shows ten annotations of each kind a step, so the most important come first and the rest is counted.
import type { Analysis, Finding, Problem, Validation } from '../analysis.js'
import { boundedLine, boundedLines } from './bounded-text.js'
import { otherProblems } from './failed-checks.js'
import { placeOf } from './place.js'
import { problemText } from './problem-text.js'
import { worstFirst } from './text/problem-lines.js'
import { counted } from './text/words.js'
import type { Report, ReportOptions, Unreadable } from './types.js'

export const githubReport: Report<Analysis> = {
  name: 'github',
  title: 'annotations of GitHub Actions, and a line a packet',
  joins: 'all',
  format: (analyses, options) =>
    logText({
      annotations: [
        ...refusals(options),
        ...analyses.flatMap(({ packet }) =>
          packet.product === undefined ? [strangerAnnotation(packet.source)] : [],
        ),
        ...findingAnnotations(analyses),
      ],
      lines: [
        ...(options.unreadable ?? []).map(({ source, message }) => `${source}: ${message}`),
        ...analyses.map(analysisLine),
      ],
    }),
}

export const githubValidation: Report<Validation> = {
  name: 'github',
  title: 'annotations of GitHub Actions, and a line a packet',
  joins: 'all',
  format: (validations, options) =>
    logText({
      annotations: [
        ...refusals(options),
        ...validations.flatMap(validation => problemAnnotations(validation, validations.length > 1)),
      ],
      lines: [
        ...(options.unreadable ?? []).map(({ source, message }) => `${source}: ${message}`),
        ...validations.map(validationLine),
      ],
    }),
}

type Kind = 'error' | 'warning' | 'notice'

interface Annotation {
  readonly kind: Kind
  readonly title: string
  /** May have several lines. */
  readonly message: string
}

/** Of each kind, for one step. https://docs.github.com/rest/checks/runs and the runner cut the rest off. */
const mostOfKind = 10
const longestTitle = 200
const longestMessage = 4000
const longestLine = 2000

interface Log {
  readonly annotations: readonly Annotation[]
  readonly lines: readonly string[]
}

function logText({ annotations, lines }: Log): string {
  const kinds = ['error', 'warning', 'notice'] as const
  const shown = kinds.flatMap(kind => annotations.filter(one => one.kind === kind).slice(0, mostOfKind))
  const rest = annotations.length - shown.length
  const more =
    rest === 0 ? [] : [`${counted(rest, 'more annotation')}: GitHub shows ${mostOfKind} of each kind a step.`]
  return [...shown.map(commandText), ...[...lines, ...more].map(plainLine)].map(line => `${line}\n`).join('')
}

function commandText({ kind, title, message }: Annotation): string {
  const name = propertyText(boundedLine(title, longestTitle))
  return `::${kind} title=${name}::${messageText(boundedLines(message, longestMessage))}`
}

/** As the runner reads it back: % first. */
const messageText = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const propertyText = (text: string): string => messageText(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** A line of the log must not be read as a command: neither in the form of today nor in the old one, which acts anywhere in it. */
function plainLine(text: string): string {
  return boundedLine(text, longestLine)
    .replace(/^(\s*):(?=:)/, '$1: ')
    .replaceAll('##[', '## [')
}

/** Causes only; what is suppressed is known. Critical ones first, whichever packet they are of. */
function findingAnnotations(analyses: readonly Analysis[]): readonly Annotation[] {
  const all = analyses.flatMap(({ findings, packet }) =>
    findings
      .filter(({ symptomOf, suppressed }) => symptomOf === undefined && suppressed === undefined)
      .map(finding => ({ finding, source: analyses.length > 1 ? packet.source : undefined })),
  )
  const isLess = ({ finding }: { readonly finding: Finding }): number =>
    Number(finding.severity !== 'critical')
  return all
    .sort((a, b) => isLess(a) - isLess(b))
    .map(({ finding, source }) => ({
      kind: kindBySeverity[finding.severity],
      title: `${finding.severity}: ${finding.title}`,
      message: findingText(finding, source),
    }))
}

function findingText({ message, evidence, fix }: Finding, source: string | undefined): string {
  const [first] = evidence
  return [
    ...(source === undefined ? [] : [`Packet: ${source}`]),
    message,
    ...(first === undefined ? [] : [`Seen in ${placeOf(first)}`]),
    ...(fix === undefined ? [] : [`Fix: ${fix.trim()}`]),
  ].join('\n')
}

function problemAnnotations(validation: Validation, several: boolean): readonly Annotation[] {
  const { problems, packet } = validation
  const others = new Set(otherProblems(validation))
  return worstFirst(problems).map(problem => ({
    kind: others.has(problem) ? kindBySeverity[problem.severity] : 'error',
    title: problem.code,
    message: problemMessage(problem, several ? packet.source : undefined),
  }))
}

function problemMessage(problem: Problem, source: string | undefined): string {
  const place = placeOf(problem)
  const where = [...(source === undefined ? [] : [source]), ...(place === '' ? [] : [place])].join(' ')
  return where === '' ? problemText(problem) : `${where}: ${problemText(problem)}`
}

const kindBySeverity: Readonly<Record<Finding['severity'], Kind>> = {
  critical: 'error',
  error: 'error',
  warning: 'warning',
  info: 'notice',
}

const refusals = ({ unreadable = [] }: ReportOptions): readonly Annotation[] => unreadable.map(refusal)

const refusal = ({ source, message }: Unreadable): Annotation => ({
  kind: 'error',
  title: 'A packet could not be read',
  message: `${source}: ${message}`,
})

const strangerAnnotation = (source: string): Annotation => ({
  kind: 'error',
  title: 'Not a support packet',
  message: `${source}: No known product was recognised.`,
})

function analysisLine({ packet, summary, findings }: Analysis): string {
  const { critical, error, warning, info } = summary.bySeverity
  const counts = [
    ...(critical > 0 ? [`${critical} critical`] : []),
    ...(error > 0 ? [counted(error, 'error')] : []),
    ...(warning > 0 ? [counted(warning, 'warning')] : []),
    ...(info > 0 ? [`${info} info`] : []),
    ...suppressedText(findings),
  ]
  return `${packet.source}: ${summary.verdict} (${counts.join(', ') || 'no findings'})`
}

function suppressedText(findings: readonly Finding[]): readonly string[] {
  const count = findings.filter(({ suppressed }) => suppressed !== undefined).length
  return count === 0 ? [] : [`${count} suppressed`]
}

function validationLine({ packet, valid, checks }: Validation): string {
  const count = (outcome: string): number => checks.filter(check => check.outcome === outcome).length
  const verdict = valid ? 'valid' : 'invalid'
  return `${packet.source}: ${verdict} (${counted(count('passed'), 'check')} passed, ${count('failed')} failed, ${count('skipped')} skipped)`
}
