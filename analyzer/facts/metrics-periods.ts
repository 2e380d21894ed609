// Facts of bad times: stretches in which requests were slow or failed, which an average over a day would hide.
import type { Series } from '../documents/metrics/types.js'
import { metricsFact, seriesOf, tenths, type NodeMetrics, type Shown } from './metrics-source.js'

/** What happened between one scrape and the next. */
interface Interval {
  readonly fromMs: number
  readonly toMs: number
  calls: number
  seconds: number
  errors: number
}

const apiTime = 'mattermost_api_time'

/** Requests by the time in which they were answered. A request that hangs is counted when it ends. */
function intervalsOf(metrics: NodeMetrics): readonly Interval[] {
  const counts = seriesOf(metrics, `${apiTime}_count`)
  const scraped = new Set<number>()
  for (const one of counts) one.times.forEach(time => scraped.add(time))
  const times = Float64Array.from(scraped).sort()
  const intervals = new Map<number, Interval>()
  times.forEach((toMs, at) => {
    if (at > 0) intervals.set(toMs, { fromMs: times[at - 1] ?? 0, toMs, calls: 0, seconds: 0, errors: 0 })
  })
  for (const one of counts) {
    const isError = /^5\d\d$/.test(one.labels.get('status_code') ?? '')
    eachRise(one, (toMs, rise) => {
      const interval = intervals.get(toMs)
      if (interval === undefined) return
      interval.calls += rise
      if (isError) interval.errors += rise
    })
  }
  for (const one of seriesOf(metrics, `${apiTime}_sum`)) {
    eachRise(one, (toMs, rise) => {
      const interval = intervals.get(toMs)
      if (interval !== undefined) interval.seconds += rise
    })
  }
  return [...intervals.values()]
}

/** A counter that falls began again at zero; one that is new began there as well. */
function eachRise({ times, values }: Series, tell: (toMs: number, rise: number) => void): void {
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0
    const before = at === 0 ? 0 : (values[at - 1] ?? 0)
    const rise = value >= before ? value - before : value
    if (rise > 0) tell(times[at] ?? 0, rise)
  }
}

/** Neighbours that are bad, or without requests between bad ones, as one. */
function stretches(
  intervals: readonly Interval[],
  isBad: (interval: Interval) => boolean,
): readonly Interval[] {
  const found: Interval[] = []
  let current: Interval | undefined
  let quiet: Interval[] = []
  for (const interval of intervals) {
    if (isBad(interval)) {
      current = [current, ...quiet, interval].reduce<Interval | undefined>(
        (all, one) => (all === undefined ? one : one === undefined ? all : together(all, one)),
        undefined,
      )
      quiet = []
    } else if (current !== undefined && interval.calls === 0) {
      quiet.push(interval)
    } else {
      if (current !== undefined) found.push(current)
      current = undefined
      quiet = []
    }
  }
  return current === undefined ? found : [...found, current]
}

function together(a: Interval, b: Interval): Interval {
  return {
    fromMs: a.fromMs,
    toMs: b.toMs,
    calls: a.calls + b.calls,
    seconds: a.seconds + b.seconds,
    errors: a.errors + b.errors,
  }
}

const averageMs = ({ calls, seconds }: Interval): number => (calls === 0 ? 0 : (seconds * 1000) / calls)

/** The usual average: what half of the stretches between scrapes stay below. */
function usualMs(intervals: readonly Interval[]): number {
  const averages = intervals.filter(({ calls }) => calls > 0).map(averageMs)
  averages.sort((a, b) => a - b)
  return averages[averages.length >>> 1] ?? 0
}

/** From so long on average people notice, whatever is usual; few requests may be long ones by their nature. */
const slowMs = 250
const leastCalls = 10
const leastErrors = 10
const failingShare = 0.05
const leastIntervals = 4
const listed = 10

/** The stretches that are worst, with the series that show the first of them. */
function periodsFact<T>(
  id: string,
  title: string,
  find: (intervals: readonly Interval[]) => readonly Interval[],
  tell: (period: Interval, intervals: readonly Interval[]) => T,
  show: readonly string[],
  isWorse: (a: Interval, b: Interval) => number,
) {
  return metricsFact(id, title, metrics => {
    const intervals = intervalsOf(metrics)
    if (intervals.length < leastIntervals) return undefined
    const found = find(intervals).toSorted(isWorse).slice(0, listed)
    const value = found.map(period => tell(period, intervals))
    return { value, series: shownOf(metrics, show, found[0]) }
  })
}

/** The series that rose most in a stretch. */
function shownOf(
  metrics: NodeMetrics,
  names: readonly string[],
  period: Interval | undefined,
): readonly Shown[] {
  if (period === undefined) return []
  const series = names.flatMap(name => seriesOf(metrics, name))
  return series
    .map(one => {
      let rise = 0
      eachRise(one, (toMs, more) => {
        if (toMs > period.fromMs && toMs <= period.toMs) rise += more
      })
      return { series: one, rise, fromMs: period.fromMs, toMs: period.toMs }
    })
    .filter(({ rise }) => rise > 0)
    .sort((a, b) => b.rise - a.rise)
    .slice(0, 4)
}

const placeOf = ({ fromMs, toMs, calls }: Interval) => ({
  from_ms: fromMs,
  to_ms: toMs,
  seconds: Math.round((toMs - fromMs) / 1000),
  requests: calls,
})

export const metricsPeriodFacts = [
  periodsFact(
    'metrics.api.slow_periods',
    'Times in which API requests took 250 ms or more on average, and five times as long as usual, longest first, each {from_ms, to_ms, seconds, requests, average_ms, usual_ms}',
    intervals => {
      const limit = Math.max(slowMs, 5 * usualMs(intervals))
      return stretches(intervals, one => one.calls > 0 && averageMs(one) >= limit).filter(
        ({ calls }) => calls >= leastCalls,
      )
    },
    (period, intervals) => ({
      ...placeOf(period),
      average_ms: Math.round(averageMs(period)),
      usual_ms: tenths(usualMs(intervals)),
    }),
    [`${apiTime}_sum`],
    (a, b) => b.seconds - a.seconds,
  ),
  periodsFact(
    'metrics.api.failing_periods',
    'Times in which 5 % or more of the API requests failed with a status from 500 on, 10 at least, most first, each {from_ms, to_ms, seconds, requests, server_errors, percent}',
    intervals =>
      stretches(intervals, ({ calls, errors }) => errors > 0 && errors >= failingShare * calls).filter(
        ({ errors }) => errors >= leastErrors,
      ),
    period => ({
      ...placeOf(period),
      server_errors: period.errors,
      percent: tenths((period.errors * 100) / period.calls),
    }),
    [`${apiTime}_count`],
    (a, b) => b.errors - a.errors,
  ),
]
