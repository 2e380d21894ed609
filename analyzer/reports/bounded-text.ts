// Text of a packet on its way into a document for machines: nothing hidden in it, and no longer than it may be.
import { visibleControls } from '../lib/terminal-text.js'

/** One line: control characters visible, newlines among them. What is beyond `most` UTF-16 units ends in an ellipsis. */
export function boundedLine(text: string, most: number): string {
  return visibleControls(cut(text, most))
}

/** The same for several lines, whose breaks stay. */
export function boundedLines(text: string, most: number): string {
  return cut(text, most)
    .split(/\r?\n/)
    .map(line => visibleControls(line, true))
    .join('\n')
}

/** A pair of surrogates is never cut apart. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const isPair = /[\ud800-\udbff]/.test(text.charAt(most - 2))
  return `${text.slice(0, isPair ? most - 2 : most - 1)}…`
}
