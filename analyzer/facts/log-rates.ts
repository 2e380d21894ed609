// Facts of how much was logged when: the busiest window, the one with most errors, and what is usual.
import type { LogFile } from '../documents/log/types.js'
import type { TimeBuckets } from '../documents/log/templates/time-buckets.js'
import type { FactDefinition } from './types.js'
import type { TimeWindow } from './log-windows.js'
import { busiestOf, joinedBuckets, windowsOf } from './log-windows.js'
import { errorLevels, ofLogs } from './logs.js'

const anyLevel = { has: () => true }

/** Counts over time of records with these levels; `undefined` where the log has no timeline. */
function bucketsOf(
  files: readonly LogFile[],
  levels: { has(level: string): boolean },
): TimeBuckets | undefined {
  const timelines = files.map(file => file.timeline).filter(timeline => timeline !== undefined)
  if (timelines.length < files.length) return undefined
  return joinedBuckets(
    timelines.flatMap(timeline =>
      Object.entries(timeline)
        .filter(([level]) => levels.has(level))
        .map(([, buckets]) => buckets),
    ),
  )
}

function ofTimeline<T>(
  id: string,
  title: string,
  levels: { has(level: string): boolean },
  derive: (buckets: TimeBuckets, files: readonly LogFile[]) => T | undefined,
): FactDefinition<T> {
  return ofLogs(id, title, files => {
    const buckets = bucketsOf(files, levels)
    return buckets && derive(buckets, files)
  })
}

/** Less than so many windows have no usual. */
const FEWEST_WINDOWS = 5

/** Windows from the first record to the last, empty ones too: silence is part of the usual. */
function medianPerMinute(buckets: TimeBuckets, files: readonly LogFile[]): number | undefined {
  const windows = windowsOf(buckets)
  const [first] = windows
  const from = Math.min(...files.map(file => file.firstSeenMs ?? Infinity))
  const until = Math.max(...files.map(file => file.lastSeenMs ?? -Infinity))
  const lengthMs = first === undefined ? 60_000 : first.until_ms - first.from_ms
  const all = Math.ceil((until - from) / lengthMs)
  if (!(all >= FEWEST_WINDOWS)) return undefined
  const rates = windows.map(({ per_minute }) => per_minute).sort((a, b) => a - b)
  const empty = Math.max(0, all - rates.length)
  const middle = Math.floor(all / 2)
  return middle < empty ? 0 : rates[middle - empty]
}

export const logRateFacts: readonly FactDefinition[] = [
  ofTimeline<TimeWindow>(
    'logs.rates.busiest_window',
    'When most was logged: {from_ms, until_ms, count, per_minute}, a window of a minute or more',
    anyLevel,
    busiestOf,
  ),
  ofTimeline<TimeWindow>(
    'logs.rates.worst_window',
    'When most errors were logged: {from_ms, until_ms, count, per_minute}; absent when there are none',
    errorLevels,
    busiestOf,
  ),
  ofTimeline<number>(
    'logs.rates.usual_errors_per_minute',
    'Errors a minute in the middle one of all windows, for logs of five windows and more',
    errorLevels,
    medianPerMinute,
  ),
  ofTimeline<number>(
    'logs.rates.usual_records_per_minute',
    'Records a minute in the middle one of all windows, for logs of five windows and more',
    anyLevel,
    medianPerMinute,
  ),
]
