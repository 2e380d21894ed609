// Fits text into columns: wrapped at spaces, with a hanging label. Text of a packet must be made visible before.
import { displayWidth, fitColumns } from './display-width.js'

/** No text of a report is longer than this; a message that is has swallowed a log line. */
const longestText = 4000

/** Lines of at most `width` columns. A word that is longer stays whole, so that a path or an address can be copied. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of bounded(text).split(' ')) {
    const columns = displayWidth(word)
    if (line !== '' && used + 1 + columns > width) {
      lines.push(line)
      line = word
      used = columns
    } else {
      used += columns + (line === '' ? 0 : 1)
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}

const bounded = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText)}…` : text

/** At most `most` lines, filled and broken at a space where one is near; what is left out ends in an ellipsis. */
export function fold(text: string, width: number, most: number): readonly string[] {
  const lines: string[] = []
  let rest = text
  while (rest !== '' && lines.length < most) {
    const whole = rest.length <= width && displayWidth(rest) <= width
    const last = lines.length === most - 1
    const part = whole ? rest : fitColumns(rest, last ? width - 1 : width)
    const line = whole || last ? part : beforeLateSpace(part)
    rest = rest.slice(line.length).trimStart()
    lines.push(last && rest !== '' ? `${line}…` : line.trimEnd())
  }
  return lines
}

/** A break in the last third of a line loses little room and keeps words whole. */
function beforeLateSpace(line: string): string {
  const space = line.lastIndexOf(' ')
  return space > (line.length * 2) / 3 ? line.slice(0, space) : line
}

export interface Label {
  /** As it is shown, with colour. */
  readonly shown: string
  readonly columns: number
}

/** A label of so many columns, filled up with spaces; `paint` colours the text, not the filling. */
export function label(text: string, columns: number, paint: (text: string) => string = same): Label {
  const filling = Math.max(0, columns - displayWidth(text))
  return { shown: paint(text) + ' '.repeat(filling), columns: displayWidth(text) + filling }
}

const same = (text: string): string => text

/** Lines behind a label: the first beside it, the others below, indented alike. */
export function hang(first: Label, lines: readonly string[]): readonly string[] {
  const indent = ' '.repeat(first.columns)
  return lines.map((line, index) => ((index === 0 ? first.shown : indent) + line).trimEnd())
}

/** A sentence or several behind a label, wrapped. */
export function hangText(first: Label, text: string, width: number): readonly string[] {
  return hang(first, wrap(text, width - first.columns))
}
