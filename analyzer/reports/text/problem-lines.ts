// Problems of the packet as lines: `error  ENTRY_TRUNCATED  mattermost.log:12  The entry is cut off. (expected …, found …)`.
import type { Problem } from '../../analysis.js'
import { visibleControls } from '../../lib/terminal-text.js'
import type { Style } from './style.js'
import { hangText, label } from './wrap.js'

const order = { error: 0, warning: 1, info: 2 } as const

/** Worst first, otherwise in the order they were found. */
export function worstFirst(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => order[a.severity] - order[b.severity])
}

export function problemLines(problems: readonly Problem[], style: Style, width: number): readonly string[] {
  return worstFirst(problems).flatMap(problem => {
    const word = label(`  ${problem.severity}`, 11, text => style.severity(problem.severity, text))
    return hangText(word, problemText(problem), width)
  })
}

/** One line: code, place, message, what was expected and what was found. */
function problemText(problem: Problem): string {
  const place = placeOf(problem)
  const sides = [
    problem.expected === undefined ? '' : `expected ${problem.expected}`,
    problem.found === undefined ? '' : `found ${problem.found}`,
  ].filter(side => side !== '')
  const comparison = sides.length === 0 ? '' : ` (${sides.join(', ')})`
  return visibleControls(
    `${problem.code}  ${place === '' ? '' : `${place}  `}${problem.message}${comparison}`,
  )
}

function placeOf({ entry, line, column }: Problem): string {
  if (entry === undefined) return ''
  if (line === undefined) return entry
  return column === undefined ? `${entry}:${line}` : `${entry}:${line}:${column}`
}
