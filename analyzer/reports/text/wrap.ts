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

/** Lines of exactly filled columns, at most `most` of them; what is left out ends in an ellipsis. */
export function fold(text: string, width: number, most: number): readonly string[] {
  const lines: string[] = []
  let rest = text
  while (rest !== '' && lines.length < most) {
    const last = lines.length === most - 1
    const whole = displayWidth(rest.slice(0, width + 1)) <= width && rest.length <= width
    const part = whole ? rest : fitColumns(rest, last ? width - 1 : width)
    if (part === '') break
    rest = rest.slice(part.length)
    lines.push(last && rest !== '' ? `${part}…` : part)
  }
  return lines
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
