// Facts of the logs as a whole: how much, how bad, whether they end where they should. What single records say is for rules to match.
import { logsOfNode } from '../documents/log/of-node.js'
import type { LogFile, LogSummary, LogTemplate } from '../documents/log/types.js'
import type { Derived, FactDefinition, FactInput } from './types.js'
import { combine } from './combine.js'
import { logFact, sourcesOfFiles } from './log-fact.js'
import { sourceOfRecord } from './source.js'
import { isOwnLog } from '../packet/layout.js'

export const errorLevels: ReadonlySet<string> = new Set(['panic', 'fatal', 'critical', 'error'])
const detailLevels: ReadonlySet<string> = new Set(['debug', 'trace'])

/** Most groups of records that a fact lists. */
const TOP = 10

/** A rate over less than this says nothing about an hour. */
const RATE_MIN_MS = 60_000

/** A node's server logs that were read; `undefined` when there are none. */
export function serverLogsOf({ logs, node }: FactInput): readonly LogFile[] | undefined {
  const files = logs && logsOfNode(logs, node).files.filter(file => isOwnLog(file.kind))
  return files === undefined || files.length === 0 ? undefined : files
}

/** A fact of the server logs of one node, traced to those logs. */
export function ofLogs<T>(
  id: string,
  title: string,
  derive: (files: readonly LogFile[], input: FactInput) => T | undefined,
): FactDefinition<T> {
  return logFact(id, title, input => {
    const files = serverLogsOf(input)
    const value = files && derive(files, input)
    return files === undefined || value === undefined ? undefined : { value, from: sourcesOfFiles(files) }
  })
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** Records of these levels; with `undefined`, of all. */
function countOf(files: readonly LogFile[], levels: ReadonlySet<string>): number {
  return sum(
    files.flatMap(file =>
      Object.entries(file.byLevel)
        .filter(([level]) => levels.has(level))
        .map(([, count]) => count),
    ),
  )
}

const records = ofLogs('logs.records', 'Records in the log', files => sum(files.map(file => file.records)))

const firstSeen = ofLogs('logs.first_seen_ms', 'Time of the first record, in epoch milliseconds', files =>
  extreme(
    Math.min,
    files.map(file => file.firstSeenMs),
  ),
)

const lastSeen = ofLogs('logs.last_seen_ms', 'Time of the last record, in epoch milliseconds', files =>
  extreme(
    Math.max,
    files.map(file => file.lastSeenMs),
  ),
)

function extreme(
  pick: (...numbers: number[]) => number,
  times: readonly (number | undefined)[],
): number | undefined {
  const known = times.filter(time => time !== undefined)
  return known.length === 0 ? undefined : pick(...known)
}

const levels = ofLogs('logs.levels', 'Records by level', files => {
  const counts: Record<string, number> = Object.create(null) as Record<string, number>
  for (const [level, count] of files.flatMap(file => Object.entries(file.byLevel))) {
    counts[level] = (counts[level] ?? 0) + count
  }
  return { ...counts }
})

/** A log whose last line was never finished, long before the packet was made. */
export interface StoppedLog {
  readonly entry: string
  readonly last_seen_ms: number
  readonly silent_seconds: number
  /** Mean time between records while it was written. */
  readonly usual_gap_seconds: number
  readonly size_bytes: number
  /** The size is a whole number of 4 KiB blocks: what a full disk leaves. */
  readonly whole_blocks: boolean
}

/** A log that ended so lately was being written while the packet was made. */
const FRESH_MS = 10_000
const BLOCK_BYTES = 4096

const stoppedEarly = ofLogs(
  'logs.stopped_early',
  'Logs that end inside a line well before the packet was made, each {entry, last_seen_ms, silent_seconds, usual_gap_seconds, size_bytes, whole_blocks}',
  (files, { generatedAtMs }) =>
    generatedAtMs === undefined ? undefined : files.flatMap(file => stoppedLog(file, generatedAtMs)),
)

function stoppedLog(file: LogFile, generatedAtMs: number): readonly StoppedLog[] {
  const { lastSeenMs, endsInsideLine, sizeBytes } = file
  const usualGapMs = usualGap(file)
  if (!endsInsideLine || lastSeenMs === undefined || usualGapMs === undefined) return []
  const silentMs = generatedAtMs - lastSeenMs
  // Ten times quieter than usual: a log that rarely says anything does not "stop" between two records.
  if (silentMs <= FRESH_MS || silentMs < usualGapMs * 10) return []
  return [
    {
      entry: file.entry,
      last_seen_ms: lastSeenMs,
      silent_seconds: seconds(silentMs),
      usual_gap_seconds: seconds(usualGapMs),
      size_bytes: sizeBytes,
      whole_blocks: sizeBytes > 0 && sizeBytes % BLOCK_BYTES === 0,
    },
  ]
}

function usualGap({ firstSeenMs, lastSeenMs, records }: LogFile): number | undefined {
  if (firstSeenMs === undefined || lastSeenMs === undefined || records < 2) return undefined
  return Math.max(0, lastSeenMs - firstSeenMs) / (records - 1)
}

const seconds = (ms: number): number => Math.round(ms) / 1000

/** A group of records that say the same. */
export interface TopRecord {
  readonly level: string
  readonly message: string
  readonly caller?: string
  readonly count: number
  readonly first_seen_ms?: number
  readonly last_seen_ms?: number
}

/** The most frequent groups of these levels in one node's server log. */
function topFact(
  id: string,
  title: string,
  wanted: ReadonlySet<string>,
): FactDefinition<readonly TopRecord[]> {
  return logFact(id, title, input => {
    if (input.logs === undefined || serverLogsOf(input) === undefined) return undefined
    const top = topTemplates(input.logs, input.node, wanted)
    return { value: top.map(topRecord), from: top.map(template => sourceOfRecord(template.example)) }
  })
}

function topTemplates(logs: LogSummary, node: string, wanted: ReadonlySet<string>): readonly LogTemplate[] {
  return logsOfNode(logs, node)
    .templates.filter(({ level, example }) => wanted.has(level) && isOwnLog(example.kind))
    .sort((a, b) => b.count - a.count || (a.firstSeenMs ?? 0) - (b.firstSeenMs ?? 0))
    .slice(0, TOP)
}

function topRecord({ level, template, caller, count, firstSeenMs, lastSeenMs }: LogTemplate): TopRecord {
  return {
    level,
    message: template,
    ...(caller === undefined ? {} : { caller }),
    count,
    ...(firstSeenMs === undefined ? {} : { first_seen_ms: firstSeenMs }),
    ...(lastSeenMs === undefined ? {} : { last_seen_ms: lastSeenMs }),
  }
}

export const logFacts = [
  ofLogs('logs.lines', 'Lines in the log', files => sum(files.map(file => file.lines))),
  records,
  ofLogs('logs.size_bytes', 'Bytes of the log', files => sum(files.map(file => file.sizeBytes))),
  ofLogs('logs.errors', 'Records of level error and above', files => countOf(files, errorLevels)),
  ofLogs('logs.warnings', 'Records of level warn', files => countOf(files, new Set(['warn']))),
  levels,
  logFact('logs.error_share', 'Share of records of level error and above, 0 to 1', input =>
    shareOf(input, errorLevels),
  ),
  logFact('logs.debug_share', 'Share of records of level debug and trace, 0 to 1', input =>
    shareOf(input, detailLevels),
  ),
  ofLogs('logs.debug_records', 'Records of level debug and trace', files => countOf(files, detailLevels)),
  firstSeen,
  lastSeen,
  ofLogs(
    'logs.bytes_per_hour',
    'Growth of the log in bytes an hour, for a log of a minute and more',
    (files, input) => {
      const first = input.fact(firstSeen)?.value
      const last = input.fact(lastSeen)?.value
      if (first === undefined || last === undefined || last - first < RATE_MIN_MS) return undefined
      return Math.round((sum(files.map(file => file.sizeBytes)) / (last - first)) * 3_600_000)
    },
  ),
  ofLogs('logs.usual_gap_seconds', 'Mean time between two records, in seconds', files => {
    const gaps = files.map(usualGap).filter(gap => gap !== undefined)
    return gaps.length === 0 ? undefined : seconds(Math.min(...gaps))
  }),
  ofLogs(
    'logs.silent_before_packet_seconds',
    'Time between the last record and the packet, in seconds; compare with logs.usual_gap_seconds',
    (_files, input) => {
      const last = input.fact(lastSeen)?.value
      if (last === undefined || input.generatedAtMs === undefined) return undefined
      return seconds(Math.max(0, input.generatedAtMs - last))
    },
  ),
  ofLogs(
    'logs.ends_inside_line',
    'Logs whose last line was not finished, each {entry, lines, size_bytes}',
    files =>
      files
        .filter(file => file.endsInsideLine)
        .map(({ entry, lines, sizeBytes }) => ({ entry, lines, size_bytes: sizeBytes })),
  ),
  stoppedEarly,
  ofLogs('logs.unreadable_lines', 'Lines that are no record, each kind {entry, kind, count, line}', files =>
    files.flatMap(({ entry, bad }) => bad.map(({ kind, count, line }) => ({ entry, kind, count, line }))),
  ),
  topFact(
    'logs.top_errors',
    'The ten most frequent errors, each {level, message, caller, count, first_seen_ms, last_seen_ms}',
    errorLevels,
  ),
  topFact(
    'logs.top_warnings',
    'The ten most frequent warnings, in the form of logs.top_errors',
    new Set(['warn']),
  ),
]

/** Share of the records with these levels; `undefined` for a log without records. */
function shareOf(input: FactInput, wanted: ReadonlySet<string>): Derived<number> | undefined {
  const files = serverLogsOf(input)
  return combine([input.fact(records)], all =>
    files === undefined || all === 0 ? undefined : countOf(files, wanted) / all,
  )
}
