// `match`: what a rule's `logs:` block saw, as its expressions read it.
import type { LogRecord } from '../documents/log/types.js'
import { averageRate } from './log-bounds.js'
import type { Among, ComparedMatch, MatchOfAll } from './log-match.js'

/** Times are CEL timestamps; what the log does not say is absent, so that asking for it makes a rule skip. */
export function matchVariable(match: ComparedMatch): Record<string, unknown> {
  const { count, groups, by, examples, firstSeenMs, lastSeenMs, node, among } = match
  return withoutUndefined({
    count,
    at_least: match.atLeast === true,
    groups,
    by: by.map(({ value, count }) => ({ value, count })),
    first: examples[0] && recordVariable(examples[0]),
    last: examples.at(-1) && recordVariable(examples.at(-1) as LogRecord),
    first_seen: timeOf(firstSeenMs),
    last_seen: timeOf(lastSeenMs),
    first_seen_ms: firstSeenMs,
    last_seen_ms: lastSeenMs,
    span_seconds:
      firstSeenMs === undefined || lastSeenMs === undefined ? undefined : (lastSeenMs - firstSeenMs) / 1000,
    per_minute: rateOf(match, minuteMs),
    per_hour: rateOf(match, 60 * minuteMs),
    share: shareOf(count, among?.records),
    node: node ?? '',
    all: among && allVariable(among.all),
  })
}

/** All nodes together; `seen(match.all)` says how often and when. */
function allVariable({ count, atLeast, firstSeenMs, lastSeenMs, nodes, records }: MatchOfAll): object {
  return withoutUndefined({
    count,
    at_least: atLeast,
    first_seen: timeOf(firstSeenMs),
    last_seen: timeOf(lastSeenMs),
    nodes,
    share: shareOf(count, records),
  })
}

/** Names of `match.all`; lint checks them. */
export const matchOfAllFields: readonly string[] = [
  'count',
  'at_least',
  'first_seen',
  'last_seen',
  'nodes',
  'share',
]

const minuteMs = 60_000

/** An average from the first to the last record, over at least the unit itself. */
function rateOf({ count, firstSeenMs, lastSeenMs }: ComparedMatch, perMs: number): number | undefined {
  if (firstSeenMs === undefined || lastSeenMs === undefined) return undefined
  return averageRate(count, lastSeenMs - firstSeenMs, perMs, perMs)
}

const shareOf = (count: number, records: Among['records'] | undefined): number | undefined =>
  records === undefined || records === 0 ? undefined : (count * 100) / records

/** Names of `match` that rules may read; lint checks them. */
export const matchFields: readonly string[] = [
  'count',
  'at_least',
  'groups',
  'by',
  'first',
  'last',
  'first_seen',
  'last_seen',
  'first_seen_ms',
  'last_seen_ms',
  'span_seconds',
  'per_minute',
  'per_hour',
  'share',
  'node',
  'all',
]

function recordVariable(record: LogRecord): Record<string, unknown> {
  const { msg, level, caller, fields, entry, line, timeMs } = record
  return withoutUndefined({ msg, level, caller, fields, entry, line, time: timeOf(timeMs) })
}

const timeOf = (ms: number | undefined): Date | undefined => (ms === undefined ? undefined : new Date(ms))

function withoutUndefined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
