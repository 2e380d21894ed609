// Drives a collector over JSON lines as the log pass does: in parts that begin at any line, put together in order.
import type { CollectorRecord, LogCollector } from '../../../../analyzer/documents/log/collector.js'
import type { DocumentKind } from '../../../../analyzer/packet/layout-types.js'

export interface Line {
  readonly timestamp?: string | undefined
  readonly level?: string
  readonly msg?: string
  readonly caller?: string | undefined
  readonly [field: string]: unknown
}

/** A record `second` seconds after 08:00. */
export function lineAt(second: number, more: Line): Line {
  const timestamp = new Date(Date.UTC(2026, 10, 21, 8) + second * 1000).toISOString()
  return { timestamp: timestamp.replace('T', ' ').replace('Z', ' Z'), level: 'error', msg: 'x', ...more }
}

/** One record as a collector sees it. */
export function recordOf(line: Line, at: number, kind: DocumentKind = 'mattermost-log'): CollectorRecord {
  const { timestamp, level, msg, caller, ...rest } = line
  const fields = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, textOf(value)]))
  return {
    kind,
    level: level ?? '',
    msg: msg ?? '',
    caller,
    line: at,
    timeMs: timestamp === undefined ? NaN : Date.parse(timestamp.replace(' Z', 'Z').replace(' ', 'T')),
    field: name => fields[name],
    fields: () => fields,
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** The result of these lines, cut into parts before the given line numbers. */
export function collect<Part, Result>(
  collector: LogCollector<Part, Result>,
  lines: readonly Line[],
  cuts: readonly number[] = [],
  kind: DocumentKind = 'mattermost-log',
  entry = 'mattermost.log',
): Result | undefined {
  const fold = collector.startFold()
  const edges = [0, ...cuts.filter(cut => cut > 0 && cut < lines.length).sort((a, b) => a - b), lines.length]
  for (let i = 0; i + 1 < edges.length; i++) {
    const from = edges[i] ?? 0
    const part = collector.startPart()
    lines.slice(from, edges[i + 1]).forEach((line, at) => {
      const record = recordOf(line, at, kind)
      if (collector.kinds.includes(kind) && collector.wants(record)) part.add(record)
    })
    const taken = part.take()
    // What comes from a worker thread went through a structured clone.
    if (taken !== undefined) fold.add(structuredClone(taken), { entry, firstLine: from + 1 })
  }
  return fold.result()
}

/** The JSON lines of a text; what is none is left out, as the log pass hands over records only. */
export function linesOf(text: string): readonly Line[] {
  return text.split('\n').flatMap(line => {
    try {
      return [JSON.parse(line) as Line]
    } catch {
      return []
    }
  })
}
