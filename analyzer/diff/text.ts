// The diff for people: what these two packets are, the findings that came and went, then what changed, section by section.
import { visibleControls } from '../lib/terminal-text.js'
import { createMoments } from '../reports/text/moments.js'
import { styleFor } from '../reports/text/style.js'
import { counted, firstOf, listed } from '../reports/text/words.js'
import { hangText, label, wrap } from '../reports/text/wrap.js'
import type { Report, ReportOptions } from '../reports/types.js'
import { changeLines } from './text/changes.js'
import { findingLines } from './text/findings.js'
import { headLines } from './text/head.js'
import { logLines } from './text/logs.js'
import type { TextLayout } from './text/layout.js'
import type { DiffSection, FindingChanges, PacketDiff } from './types.js'

export const diffText: Report<PacketDiff> = {
  name: 'text',
  title: 'for people: findings first, then what changed',
  joins: 'each',
  format: (diffs, options) => diffs.map(diff => formatOne(diff, options)).join('\n'),
}

function formatOne(diff: PacketDiff, options: ReportOptions): string {
  if (options.quiet) return `${visibleControls(diff.summary.verdict)}\n`
  const width = Math.min(Math.max(options.width, 60), 120)
  const layout: TextLayout = {
    width,
    style: styleFor(options.colour),
    moments: createMoments(),
    all: options.all,
  }
  const strong = (text: string): string => layout.style.strong(text)
  const blocks = [
    headLines(diff, layout),
    [
      ...wrap(visibleControls(diff.summary.verdict), width).map(strong),
      ...diff.notes.flatMap(({ message }) => hangText(label('Note: ', 6), visibleControls(message), width)),
    ],
    ...findingLines(diff.findings, layout),
    problemLines(diff, layout),
    ...diff.sections.map(section => sectionLines(section, layout)),
    logLines(diff.logs, layout),
    closing(diff, width),
  ]
  return `${blocks
    .filter(block => block.length > 0)
    .map(block => block.join('\n'))
    .join('\n\n')}\n`
}

function sectionLines(section: DiffSection, layout: TextLayout): readonly string[] {
  const { title, changes, notes } = section
  if (changes.length === 0) return []
  return [
    layout.style.strong(`${title}: ${counts(section)}`),
    ...changeLines(section, layout),
    ...notes.flatMap(note => hangText(label('  ', 2), visibleControls(note), layout.width)),
  ]
}

function counts({ changes, leftOut, same, unknown }: DiffSection): string {
  return [
    `${changes.length + leftOut} changed`,
    ...(same > 0 ? [`${same} the same`] : []),
    ...(unknown.length > 0 ? [`${unknown.length} masked, so not known`] : []),
  ].join(', ')
}

function problemLines({ problems }: PacketDiff, { width, style, all }: TextLayout): readonly string[] {
  const { appeared = [], gone = [] } = problems ?? {}
  const told = [...appeared.map(one => ['new', one] as const), ...gone.map(one => ['gone', one] as const)]
  if (told.length === 0) return []
  const shown = all ? told : told.slice(0, 12)
  return [
    style.strong(`Problems of the packets themselves: ${appeared.length} new, ${gone.length} gone`),
    ...shown.flatMap(([kind, { code, message, entry }]) => {
      const where = entry === undefined ? '' : `${entry}: `
      return hangText(label(`  ${kind}`, 8), visibleControls(`${where}${message} (${code})`), width)
    }),
    ...(told.length > shown.length ? [`  and ${told.length - shown.length} more; --all shows them`] : []),
  ]
}

/** What is the same, and what could not be compared: said, so that nobody takes silence for either. */
function closing({ findings, problems, logs, sections }: PacketDiff, width: number): readonly string[] {
  const same = [
    ...(findings === undefined ? [] : sameFindings(findings)),
    ...(problems !== undefined && problems.same > 0 ? [counted(problems.same, 'problem')] : []),
    ...(logs !== undefined && logs.same > 0 ? [counted(logs.same, 'log message')] : []),
    ...sections
      .filter(
        ({ id, changes, notCompared, same: count }) =>
          changes.length === 0 && notCompared === undefined && (count > 0 || id !== 'nodes'),
      )
      .map(({ title }) => title),
  ]
  const not = [
    ...sections.flatMap(({ title, notCompared }) =>
      notCompared === undefined ? [] : [`${title} (${notCompared})`],
    ),
    ...(logs?.notCompared === undefined ? [] : [`Logs (${logs.notCompared})`]),
  ]
  const masked = sections
    .filter(({ changes, unknown }) => changes.length === 0 && unknown.length > 0)
    .map(({ title, unknown }) => `${title}: ${firstOf(unknown, 5)}`)
  return [
    ...(same.length > 0 ? wrap(`The same in both: ${listed(same)}.`, width) : []),
    ...(masked.length > 0 ? wrap(visibleControls(`Masked, so not known: ${masked.join('; ')}.`), width) : []),
    ...(not.length > 0 ? wrap(visibleControls(`Not compared: ${not.join('; ')}.`), width) : []),
  ]
}

function sameFindings({ changes, counts: { same } }: FindingChanges): readonly string[] {
  const suppressed = changes.filter(change => change.kind === 'same' && change.suppressed === true).length
  return [
    ...(same > 0 ? [counted(same, 'finding')] : []),
    ...(suppressed > 0 ? [counted(suppressed, 'suppressed finding')] : []),
  ]
}
