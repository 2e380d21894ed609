// One line of the text format: `backend_read_seconds_bucket{component="cache",le="0.01"} 12 1795251816174`.
import { expositionLimits } from './limits.js'

export interface LineSample {
  readonly name: string
  readonly labels: ReadonlyMap<string, string>
  readonly value: number
  /** As written: milliseconds, in OpenMetrics seconds. */
  readonly time: number | undefined
}

export type ParsedLine =
  { readonly kind: 'sample'; readonly sample: LineSample } | { readonly kind: 'bad'; readonly reason: string }

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:.]*/
const blanks = /^[ \t]*/

export function parseSampleLine(line: string): ParsedLine {
  const written = metricName.exec(line)?.[0] ?? ''
  let at = skip(line, written.length)
  let name = written
  let labels: ReadonlyMap<string, string> = new Map()
  if (line[at] === '{') {
    const read = parseLabels(line, at + 1)
    if (typeof read === 'string') return { kind: 'bad', reason: read }
    labels = read.labels
    name = written === '' ? (read.name ?? '') : written
    at = read.end
  }
  if (name === '') return { kind: 'bad', reason: 'it begins with no name of a metric' }
  // What follows ` # ` is an example that OpenMetrics adds.
  const [value = '', time, ...more] =
    line
      .slice(at)
      .split(' # ', 1)[0]
      ?.trim()
      .split(/[ \t]+/) ?? []
  const number = parseNumber(value)
  if (number === undefined) return { kind: 'bad', reason: 'its value is no number' }
  const at2 = time === undefined ? undefined : parseNumber(time)
  if (more.length > 0 || (time !== undefined && at2 === undefined)) {
    return { kind: 'bad', reason: 'what follows its value is no time' }
  }
  return { kind: 'sample', sample: { name, labels, value: number, time: at2 } }
}

function skip(line: string, at: number): number {
  return at + (blanks.exec(line.slice(at, at + 64))?.[0].length ?? 0)
}

interface ReadLabels {
  readonly labels: ReadonlyMap<string, string>
  /** Names with other characters stand between the braces, in quotes. */
  readonly name: string | undefined
  readonly end: number
}

/** From behind `{` to behind `}`; a text says what is wrong. */
function parseLabels(line: string, from: number): ReadLabels | string {
  const labels = new Map<string, string>()
  let name: string | undefined
  for (let at = skip(line, from); ; at = skip(line, at)) {
    if (line[at] === '}') return { labels, name, end: at + 1 }
    const key = line[at] === '"' ? quoted(line, at) : plainKey(line, at)
    if (key === undefined) return 'its labels cannot be read'
    at = skip(line, key.end)
    if (line[at] === '=') {
      const value = quoted(line, skip(line, at + 1))
      if (value === undefined) return 'the value of a label is not in quotes'
      if (labels.size >= expositionLimits.labelsOfSample) return 'it has too many labels'
      labels.set(key.text, value.text)
      at = skip(line, value.end)
    } else {
      name = key.text
    }
    if (line[at] === ',') at++
    else if (line[at] !== '}') return 'its labels do not end'
  }
}

interface Piece {
  readonly text: string
  readonly end: number
}

function plainKey(line: string, at: number): Piece | undefined {
  let end = at
  while (end < line.length && /[a-zA-Z0-9_]/.test(line[end] ?? '')) end++
  return end === at ? undefined : { text: line.slice(at, end), end }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' }

function quoted(line: string, at: number): Piece | undefined {
  if (line[at] !== '"') return undefined
  let text = ''
  let from = at + 1
  for (let end = from; end < line.length; end++) {
    const char = line[end]
    if (char === '"') return { text: text + line.slice(from, end), end: end + 1 }
    if (char !== '\\') continue
    const next = line[++end] ?? ''
    text += line.slice(from, end - 1) + (escapes[next] ?? `\\${next}`)
    from = end + 1
  }
  return undefined
}

/** As Go writes and reads numbers; `undefined` for anything else. */
function parseNumber(text: string): number | undefined {
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  if (/^[+-]?nan$/i.test(text)) return NaN
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined
}
