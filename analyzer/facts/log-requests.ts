// Facts of HTTP requests as the server log shows them. At the usual level only requests that failed in the server are logged,
// so each fact of other outcomes is unknown, not zero, unless the log has a line for each request.
import type { RequestActivity, RequestOutcome } from '../documents/log/collect/requests.js'
import type { LogActivity } from '../documents/log/collect/index.js'
import type { FactInput } from './types.js'
import type { Latency } from './latency.js'
import { latencyOf } from './latency.js'
import { countOfAll, groupBy, ofActivity, spanOf } from './log-activity.js'
import type { Told } from './log-activity.js'
import { busiestOf, joinedBuckets } from './log-windows.js'
import { serverLogsOf } from './logs.js'

/** Routes that a fact lists. */
const TOP = 10

type Outcomes = readonly RequestOutcome[]

const outcomesOf = ({ requests }: LogActivity): Outcomes => requests?.outcomes ?? []
const requestLines = (outcomes: Outcomes): Outcomes => outcomes.filter(({ toldBy }) => toldBy === 'request')
const between = (from: number, to: number) => (outcome: RequestOutcome) =>
  outcome.status >= from && outcome.status <= to

const isClientError = between(400, 499)
const isServerError = between(500, 599)

/** Levels that the log has records of tell which level was in force: what is more urgent is logged then as well. */
function visibleOf(activity: LogActivity, input: FactInput): 'all' | 'server-errors' | undefined {
  if (requestLines(outcomesOf(activity)).length > 0) return 'all'
  const levels = new Set((serverLogsOf(input) ?? []).flatMap(file => Object.keys(file.byLevel)))
  return ['info', 'warn', 'error'].some(level => levels.has(level)) ? 'server-errors' : undefined
}

/**
 * A failed request has two lines where every request has one. Which lines are of one request is not looked into: of
 * each route and status the more frequent kind of line counts, so that the sum is never too high.
 */
function withoutDoubles(outcomes: Outcomes): Outcomes {
  return groupBy(outcomes, ({ method, route, status }) => `${method} ${route ?? ''} ${status}`).flatMap(
    group => [...group].sort((a, b) => b.count - a.count).slice(0, 1),
  )
}

/** A fact of all requests; unknown where the log has no line for each. */
function ofRequestLines<T>(id: string, title: string, derive: (lines: Outcomes) => Told<T> | undefined) {
  return ofActivity(id, title, activity => {
    const lines = requestLines(outcomesOf(activity))
    return lines.length === 0 ? undefined : derive(lines)
  })
}

/** A route and what came of its requests. */
export interface RouteErrors {
  readonly method: string
  readonly route: string
  readonly count: number
  readonly statuses: Readonly<Record<string, number>>
  readonly first_seen_ms?: number
  readonly last_seen_ms?: number
}

function worstRoutes(outcomes: Outcomes): Told<readonly RouteErrors[]> {
  const groups = groupBy(outcomes, ({ method, route }) => `${method} ${route ?? ''}`)
    .map(group => ({ group, count: countOfAll(group) }))
    .sort((a, b) => b.count - a.count)
    .slice(0, TOP)
  return {
    value: groups.map(({ group, count }) => ({
      method: group[0]?.method ?? '?',
      route: group[0]?.route ?? 'other routes',
      count,
      statuses: statusesOf(group),
      ...spanOf(group),
    })),
    seen: groups.flatMap(({ group }) => group.slice(0, 1)),
  }
}

function statusesOf(outcomes: Outcomes): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { status, count } of outcomes) counts[status] = (counts[status] ?? 0) + count
  return counts
}

function shareOf(lines: Outcomes, wanted: (outcome: RequestOutcome) => boolean): Told<number> {
  const found = lines.filter(wanted)
  return { value: countOfAll(found) / countOfAll(lines), seen: found }
}

const serverErrors = ofActivity(
  'requests.server_errors',
  'Requests that failed in the server (status 500 and above), counted once each; at least so many',
  (activity, input) => {
    if (visibleOf(activity, input) === undefined) return undefined
    const failed = withoutDoubles(outcomesOf(activity).filter(isServerError))
    return { value: countOfAll(failed), seen: failed }
  },
)

/** A route and how long its requests took. */
export interface RouteLatency extends Latency {
  readonly method: string
  readonly route: string
}

function slowRoutes({ latencies }: RequestActivity): readonly RouteLatency[] {
  return latencies
    .flatMap(({ method, route, times }) => {
      const latency = latencyOf([times])
      return latency === undefined ? [] : [{ method, route: route ?? 'other routes', ...latency }]
    })
    .sort((a, b) => b.p95_ms - a.p95_ms)
    .slice(0, TOP)
}

export const requestFacts = [
  ofActivity(
    'requests.visible',
    'Which requests the log shows: all, or server-errors where its level hides the others',
    (activity, input) => {
      const value = visibleOf(activity, input)
      return value === undefined ? undefined : { value, seen: requestLines(outcomesOf(activity)).slice(0, 1) }
    },
  ),
  ofRequestLines('requests.count', 'Requests that have a line of their own', lines => ({
    value: countOfAll(lines),
    seen: lines,
  })),
  ofRequestLines(
    'requests.by_status',
    'Requests by HTTP status, for logs with a line for each request; 0 stands for none (websockets)',
    lines => ({ value: statusesOf(lines), seen: lines }),
  ),
  ofRequestLines(
    'requests.server_error_share',
    'Share of requests with status 500 and above, 0 to 1',
    lines => shareOf(lines, isServerError),
  ),
  ofRequestLines('requests.client_error_share', 'Share of requests with status 400 to 499, 0 to 1', lines =>
    shareOf(lines, isClientError),
  ),
  serverErrors,
  ofRequestLines('requests.client_errors', 'Requests that were refused (status 400 to 499)', lines => {
    const refused = lines.filter(isClientError)
    return { value: countOfAll(refused), seen: refused }
  }),
  ofActivity(
    'requests.failing_routes',
    'The ten routes with most failures in the server, each {method, route, count, statuses, first_seen_ms, last_seen_ms}',
    (activity, input) =>
      visibleOf(activity, input) === undefined
        ? undefined
        : worstRoutes(withoutDoubles(outcomesOf(activity).filter(isServerError))),
  ),
  ofRequestLines(
    'requests.refused_routes',
    'The ten routes with most refused requests, in the form of requests.failing_routes',
    lines => worstRoutes(lines.filter(isClientError)),
  ),
  ofRequestLines(
    'requests.busiest_routes',
    'The ten routes with most requests, in the form of requests.failing_routes',
    worstRoutes,
  ),
  ofActivity(
    'requests.worst_window',
    'When most requests failed in the server: {from_ms, until_ms, count, per_minute}; absent when none did',
    ({ requests }) => {
      if (requests === undefined) return undefined
      const { failedRequests, errorLines } = requests.times
      const lines = [failedRequests, errorLines].map(times => busiestOf(joinedBuckets([times])))
      const [worst] = lines.flatMap(line => line ?? []).sort((a, b) => b.count - a.count)
      return worst && { value: worst, seen: requests.outcomes.filter(isServerError) }
    },
  ),
  ofActivity(
    'requests.latency',
    'How long requests took, where the log says it: {count, p50_ms, p95_ms, p99_ms, max_ms, total_ms}; percentiles within 4.5 %',
    ({ requests }) => {
      const value = latencyOf(requests?.latencies.map(({ times }) => times) ?? [])
      return value && { value }
    },
  ),
  ofActivity(
    'requests.slow_routes',
    'The ten routes whose requests took longest (95th percentile), where the log says it: {method, route} and the values of requests.latency',
    ({ requests }) =>
      requests === undefined || requests.latencies.length === 0 ? undefined : { value: slowRoutes(requests) },
  ),
]
