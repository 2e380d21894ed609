// `match`: what a rule's `logs:` block saw, as its expressions read it.
import type { LogMatch, LogRecord } from '../documents/log/types.js'

/** Times are CEL timestamps; what the log does not say is absent, so that asking for it makes a rule skip. */
export function matchVariable(match: LogMatch): Record<string, unknown> {
  const { count, groups, by, examples, firstSeenMs, lastSeenMs, node } = match
  return withoutUndefined({
    count,
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
    node: node ?? '',
  })
}

/** Names of `match` that rules may read; lint checks them. */
export const matchFields: readonly string[] = [
  'count',
  'groups',
  'by',
  'first',
  'last',
  'first_seen',
  'last_seen',
  'first_seen_ms',
  'last_seen_ms',
  'span_seconds',
  'node',
]

function recordVariable(record: LogRecord): Record<string, unknown> {
  const { msg, level, caller, fields, entry, line, timeMs } = record
  return withoutUndefined({ msg, level, caller, fields, entry, line, time: timeOf(timeMs) })
}

const timeOf = (ms: number | undefined): Date | undefined => (ms === undefined ? undefined : new Date(ms))

function withoutUndefined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
