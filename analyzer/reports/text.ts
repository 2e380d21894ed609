// The report for people: verdict first, then the few findings that matter, what could not be judged, and what was looked at.
import type { Analysis, Finding } from '../analysis.js'
import { visibleControls } from '../lib/terminal-text.js'
import { coverageText } from './text/coverage.js'
import { findingBlock, findingLine, type FindingLayout } from './text/finding.js'
import { createMoments } from './text/moments.js'
import { overviewLines } from './text/overview.js'
import { passportText } from './text/passport.js'
import { problemLines, worstFirst } from './text/problem-lines.js'
import { styleFor } from './text/style.js'
import { suppressedLines } from './text/suppressed.js'
import { foldSymptoms, type Cause } from './text/symptoms.js'
import { unjudgedLines, unjudgedRules } from './text/unjudged.js'
import { counted, grouped } from './text/words.js'
import { hangText, label, wrap } from './text/wrap.js'
import type { Report, ReportOptions } from './types.js'

/** Findings shown in full: a person reads three. */
const inFull = 3
/** Findings shown as a line; beyond that nobody reads, and `--all` or another format helps. */
const asLines = 25
const problemsShown = 12

export const textReport: Report<Analysis> = {
  name: 'text',
  title: 'for people: verdict, first findings with evidence and fix, what could not be judged',
  joins: 'each',
  format: (analyses, options) => analyses.map(analysis => formatOne(analysis, options)).join('\n'),
}

function formatOne(analysis: Analysis, options: ReportOptions): string {
  const source = visibleControls(analysis.packet.source)
  if (options.quiet) return `${source}: ${visibleControls(analysis.summary.verdict)}\n`
  const width = Math.min(Math.max(options.width, 60), 120)
  const style = styleFor(options.colour)
  const moments = createMoments()
  const layout: FindingLayout = {
    width,
    style,
    moments,
    all: options.all,
    nodeCount: analysis.packet.nodes.length,
    verdict: analysis.summary.verdict,
  }
  const sections = [
    [style.strong(source), ...wrap(passportText(analysis.packet, moments), width)],
    wrap(visibleControls(analysis.summary.verdict), width).map(line => style.strong(line)),
    ...findingSections(foldSymptoms(analysis.findings.filter(isCounted)), layout),
    suppressedLines(analysis.findings, layout),
    overviewLines(analysis.overview ?? [], layout),
    unjudgedSection(analysis, width, options.all),
    problemSection(analysis, layout),
    errorSection(analysis, width),
    closingSection(analysis, width, options),
  ]
  const text = sections.filter(section => section.length > 0).map(section => section.join('\n'))
  return `${text.join('\n\n')}\n`
}

const isCounted = ({ suppressed }: Finding): boolean => suppressed === undefined

type Section = readonly string[]

function findingSections(causes: readonly Cause[], layout: FindingLayout): readonly Section[] {
  const shown = layout.all ? causes : causes.slice(0, inFull)
  const blocks = shown.map((cause, index) => findingBlock(cause, index + 1, layout))
  const rest = causes.slice(shown.length)
  return rest.length === 0 ? blocks : [...blocks, restSection(rest, layout)]
}

function restSection(rest: readonly Cause[], layout: FindingLayout): Section {
  const lines = rest.slice(0, asLines).flatMap(cause => findingLine(cause, layout))
  const beyond = rest.length - asLines
  const more = beyond > 0 ? [`  and ${grouped(beyond)} more; --all shows them`] : []
  return [`${counted(rest.length, 'more finding')}:`, ...lines, ...more]
}

function unjudgedSection(analysis: Analysis, width: number, all: boolean): Section {
  const lines = unjudgedLines(analysis, width)
  if (lines.length === 0) return []
  const rules = all ? ['', ...unjudgedRules(analysis, width)] : []
  return ['Could not be judged:', ...lines, ...rules]
}

function problemSection(analysis: Analysis, { style, width, all }: FindingLayout): Section {
  const problems = analysis.problems
  if (problems.length === 0) return []
  const shown = all ? problems : worstFirst(problems).slice(0, problemsShown)
  const rest = problems.length - shown.length
  const more = rest > 0 ? [`  and ${grouped(rest)} more; --all shows them`] : []
  return [
    `${counted(problems.length, 'problem')} with the packet itself:`,
    ...problemLines(shown, style, width),
    ...more,
  ]
}

function errorSection(analysis: Analysis, width: number): Section {
  if (analysis.errors.length === 0) return []
  const lines = analysis.errors.flatMap(({ ruleId, message }) =>
    hangText(label('  ', 2), visibleControls(`${ruleId}: ${message}`), width),
  )
  return [
    `${counted(analysis.errors.length, 'rule')} failed. That is a mistake in the rule, not in the server:`,
    ...lines,
  ]
}

function closingSection(analysis: Analysis, width: number, { next }: ReportOptions): Section {
  const command = next?.(analysis.packet.source)
  const hint = command === undefined ? [] : [`Look closer: ${visibleControls(command)}`]
  return [...wrap(coverageText(analysis), width), ...hint]
}
