// What came of the HTTP requests that a log shows: outcomes by route and status, latencies where they are logged, failures
// over time. Two kinds of line tell: at debug level one a request, and at any level one for each that failed in the server.
//   {… "debug","msg":"Received HTTP request",…,"method":"GET","url":"/api/v4/users/me","request_id":"…","status_code":"200"}
//   {… "error","msg":"Unable to save the Post.","caller":"web/context.go:122","path":"/api/v4/posts",…,"http_code":500}
import type { CollectorFold, PartPlace } from '../collector.js'
import { defineTellingCollector } from '../collector.js'
import { createTimeBuckets } from '../templates/time-buckets.js'
import type { Histogram } from './histogram.js'
import { createHistogram } from './histogram.js'
import {
  createRequestReader,
  createRequestTally,
  isErrorLine,
  isRequestLine,
  type RequestTold,
} from './request-part.js'
import type {
  PartLatency,
  PartOutcome,
  RequestActivity,
  RequestOutcome,
  RequestPart,
  RouteLatency,
} from './request-types.js'
import { methods, requestLimits } from './request-types.js'
import { bySeen, joinSeen, seenIn } from './sighting.js'

export type { RequestActivity, RequestOutcome, RouteLatency } from './request-types.js'

export const requests = defineTellingCollector<RequestTold, RequestPart, RequestActivity>({
  kinds: ['mattermost-log'],
  wants: head => isRequestLine(head) || isErrorLine(head),
  startReading: createRequestReader,
  startTally: createRequestTally,
  ignoresIds: true,
  startFold: createRequestFold,
})

function createRequestFold(): CollectorFold<RequestPart, RequestActivity> {
  const routes = new Set<string>()
  const outcomes = new Map<string, RequestOutcome>()
  const latencies = new Map<string, Omit<RouteLatency, 'times'> & { readonly histogram: Histogram }>()
  const requests = createTimeBuckets()
  const failedRequests = createTimeBuckets()
  const errorLines = createTimeBuckets()

  function add(part: RequestPart, place: PartPlace): void {
    for (const outcome of part.outcomes) addOutcome(outcome, routeIn(part, outcome.route), place)
    for (const latency of part.latencies) addLatency(latency, routeIn(part, latency.route))
    requests.merge(part.times.requests)
    failedRequests.merge(part.times.failedRequests)
    errorLines.merge(part.times.errorLines)
  }

  /** Bounds the routes of all parts as those of one are bounded. */
  function routeIn(part: RequestPart, number: number): string | undefined {
    const name = part.routes[number]
    if (name === undefined || routes.has(name)) return name
    if (routes.size >= requestLimits.routes) return undefined
    routes.add(name)
    return name
  }

  function addOutcome(
    { method, status, toldBy, seen }: PartOutcome,
    route: string | undefined,
    place: PartPlace,
  ) {
    const what = { method: methods[method] ?? '?', route, status, toldBy }
    const isFull = outcomes.size >= requestLimits.outcomes && !outcomes.has(keyOf(what))
    const kept = isFull ? { ...what, route: undefined } : what
    const key = keyOf(kept)
    outcomes.set(key, { ...kept, ...joinSeen(outcomes.get(key), seenIn(seen, place)) })
  }

  function addLatency({ method, times }: PartLatency, route: string | undefined): void {
    const name = methods[method] ?? '?'
    const isFull = latencies.size >= requestLimits.latencies && !latencies.has(`${name} ${route ?? ''}`)
    const kept = isFull ? { method: '?', route: undefined } : { method: name, route }
    const key = `${kept.method} ${kept.route ?? ''}`
    const latency = latencies.get(key) ?? { ...kept, histogram: createHistogram() }
    latencies.set(key, latency)
    latency.histogram.merge(times)
  }

  return {
    add,
    result: () =>
      outcomes.size === 0
        ? undefined
        : {
            outcomes: [...outcomes.values()].sort(bySeen),
            latencies: [...latencies.values()].map(({ method, route, histogram }) => ({
              method,
              route,
              times: histogram.result(),
            })),
            times: {
              requests: requests.result(),
              failedRequests: failedRequests.result(),
              errorLines: errorLines.result(),
            },
          },
  }
}

function keyOf({ toldBy, status, method, route }: Omit<RequestOutcome, 'count' | 'entry' | 'line'>): string {
  return `${toldBy} ${status} ${method} ${route ?? ''}`
}
