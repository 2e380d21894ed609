// The text that a server answers a scrape with (`/metrics`, `metrics.prom` of a Teleport dump): Prometheus' format, and OpenMetrics.
//
//     # HELP backend_read_seconds Latency for read operations
//     # TYPE backend_read_seconds histogram
//     backend_read_seconds_sum{component="cache"} 0.0014747800000000013
import { parseSampleLine, type LineSample } from './exposition-line.js'
import { expositionLimits } from './limits.js'
import { labelTest } from './matchers.js'
import type { Matcher } from './types.js'

export interface ExpositionSample {
  readonly name: string
  readonly labels: ReadonlyMap<string, string>
  readonly value: number
  /** Epoch milliseconds, where the text states a time. */
  readonly timeMs: number | undefined
  readonly line: number
}

export interface MetricFamily {
  /** `counter`, `gauge`, `histogram`, …; empty when the text does not say. */
  readonly type: string
  readonly help: string
}

export interface BadLine {
  readonly line: number
  readonly reason: string
}

export interface Exposition {
  readonly samples: readonly ExpositionSample[]
  readonly families: ReadonlyMap<string, MetricFamily>
  /** The first of them; `badLineCount` are there. */
  readonly badLines: readonly BadLine[]
  readonly badLineCount: number
  /** The text ends inside a line, which was left out: nobody knows how its number went on. */
  readonly cut: boolean
  /** There were more samples than are kept. */
  readonly tooMany: boolean
}

export interface ExpositionReader {
  add(chunk: Uint8Array): void
  end(): Exposition
}

interface Growing {
  readonly samples: (LineSample & { readonly line: number })[]
  readonly families: Map<string, { type: string; help: string }>
  readonly badLines: BadLine[]
  badLineCount: number
  lines: number
  tooMany: boolean
  ended: boolean
}

const lineFeed = 10

/** Takes the text in chunks; never holds more than a line of it. */
export function expositionReader(): ExpositionReader {
  const growing: Growing = {
    samples: [],
    families: new Map(),
    badLines: [],
    badLineCount: 0,
    lines: 0,
    tooMany: false,
    ended: false,
  }
  let rest = new Uint8Array()
  let dropping = false
  const decoder = new TextDecoder()

  function take(bytes: Uint8Array): void {
    growing.lines++
    if (dropping || bytes.length > expositionLimits.lineBytes) bad(growing, 'it is too long')
    else takeLine(growing, decoder.decode(bytes).replace(/\r$/, ''))
    dropping = false
  }

  return {
    add(chunk) {
      let from = 0
      for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, from)) {
        const part = chunk.subarray(from, end)
        take(rest.length === 0 ? part : joined(rest, part))
        rest = new Uint8Array()
        from = end + 1
      }
      if (dropping || from === chunk.length) return
      rest = joined(rest, chunk.subarray(from))
      if (rest.length <= expositionLimits.lineBytes) return
      rest = new Uint8Array()
      dropping = true
    },
    end() {
      const last = decoder.decode(rest)
      if (last.trim() === '# EOF') growing.ended = true
      return finished(growing, (last.trim() !== '' && !growing.ended) || dropping)
    },
  }
}

export function parseExposition(bytes: Uint8Array): Exposition {
  const reader = expositionReader()
  reader.add(bytes)
  return reader.end()
}

/** Samples that match all; `__name__` is the name. */
export function findSamples(
  { samples }: Exposition,
  matchers: readonly Matcher[],
): readonly ExpositionSample[] {
  const tests = matchers.map(labelTest)
  return samples.filter(({ name, labels }) =>
    tests.every(({ label, test }) => test(label === '__name__' ? name : (labels.get(label) ?? ''))),
  )
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

function takeLine(growing: Growing, line: string): void {
  const text = line.trim()
  if (text === '' || growing.ended) return
  if (text.startsWith('#')) {
    takeComment(growing, text)
    return
  }
  const parsed = parseSampleLine(text)
  if (parsed.kind === 'bad') bad(growing, parsed.reason)
  else if (growing.samples.length >= expositionLimits.samples) growing.tooMany = true
  else growing.samples.push({ ...parsed.sample, line: growing.lines })
}

function takeComment(growing: Growing, text: string): void {
  if (text === '# EOF') {
    growing.ended = true
    return
  }
  const [, what, name, more = ''] = /^#\s+(HELP|TYPE)\s+"?([^\s"]+)"?(?:\s+(.*))?$/.exec(text) ?? []
  if (name === undefined) return
  const family = growing.families.get(name) ?? { type: '', help: '' }
  if (what === 'TYPE') family.type = more
  else family.help = more
  if (growing.families.size < expositionLimits.families) growing.families.set(name, family)
}

function bad(growing: Growing, reason: string): void {
  growing.badLineCount++
  if (growing.badLines.length < expositionLimits.badLines) {
    growing.badLines.push({ line: growing.lines, reason })
  }
}

/** Only OpenMetrics ends with `# EOF`, and its times are in seconds. */
function finished({ samples, families, ...growing }: Growing, cut: boolean): Exposition {
  const unit = growing.ended ? 1000 : 1
  return {
    samples: samples.map(({ time, ...sample }) => ({
      ...sample,
      timeMs: time === undefined ? undefined : time * unit,
    })),
    families,
    badLines: growing.badLines,
    badLineCount: growing.badLineCount,
    cut,
    tooMany: growing.tooMany,
  }
}
