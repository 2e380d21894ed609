// What `validate` says to people: valid or invalid a packet, each problem on a line, and the inventory when asked for.
import type { Validation } from '../analysis.js'
import { visibleControls } from '../lib/terminal-text.js'
import { inventoryLines } from './text/inventory.js'
import { productText, statesText } from './text/passport.js'
import { problemLines } from './text/problem-lines.js'
import { styleFor, type Style } from './text/style.js'
import { counted, grouped, tally } from './text/words.js'
import type { Report, ReportOptions } from './types.js'

export const validationText: Report<Validation> = {
  name: 'text',
  title: 'for people: valid or invalid, and every problem on a line',
  joins: 'each',
  format: (validations, options) => validations.map(validation => formatOne(validation, options)).join(''),
}

function formatOne(validation: Validation, options: ReportOptions): string {
  if (options.quiet && validation.valid) return ''
  const style = styleFor(options.colour)
  const width = Math.min(Math.max(options.width, 60), 120)
  const wanted = options.quiet
    ? validation.problems.filter(problem => problem.severity === 'error')
    : validation.problems
  const { shown, folded } = foldAlike(wanted, options.verbose ? Infinity : mostAlike)
  const lines = [
    headline(validation, style),
    ...problemLines(shown, style, width),
    ...folded.map(([code, count]) => `  and ${grouped(count)} more ${code}; --verbose shows them`),
    ...(options.verbose ? inventoryLines(validation.packet, width) : []),
  ]
  return `${lines.join('\n')}\n`
}

/** Problems of one code that are shown: an archive of the wrong kind has thousands of entries that nobody knows. */
const mostAlike = 20

/** The first problems of each code, and how many more of it there are. */
function foldAlike(problems: Validation['problems'], most: number) {
  const counts = new Map<string, number>()
  const shown = problems.filter(({ code }) => {
    counts.set(code, (counts.get(code) ?? 0) + 1)
    return (counts.get(code) ?? 0) <= most
  })
  const beyond = [...counts].map(([code, count]) => [code, count - most] as const)
  return { shown, folded: beyond.filter(([, count]) => count > 0) }
}

/** `a.zip: invalid · Mattermost 11.0.0 · 1 error, 2 warnings · entries: 12 present, 1 truncated`. */
function headline({ packet, problems, valid }: Validation, style: Style): string {
  const verdict = valid ? style.strong('valid') : style.severity('error', 'invalid')
  const parts = [productText(packet), problemsText(problems), `entries: ${statesText(packet) || 'none'}`]
  return `${visibleControls(packet.source)}: ${verdict} · ${visibleControls(parts.join(' · '))}`
}

function problemsText(problems: Validation['problems']): string {
  const counts = tally(problems.map(problem => problem.severity))
  const of = (severity: 'error' | 'warning' | 'info', name: string): string[] => {
    const count = counts.get(severity)
    return count === undefined ? [] : [counted(count, name)]
  }
  return (
    [...of('error', 'error'), ...of('warning', 'warning'), ...of('info', 'note')].join(', ') || 'no problems'
  )
}
