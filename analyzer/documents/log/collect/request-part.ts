// Counts the requests of one part of a log. Three of four lines of a debug log are requests, so a line costs little here:
// no object, and one look into a table.
import type { CollectorHead, CollectorRecord, PartCollector } from '../collector.js'
import { createTimeBuckets } from '../time-buckets.js'
import { goDurationNs } from './go-duration.js'
import type { Histogram } from './histogram.js'
import { createHistogram } from './histogram.js'
import type { PartOutcome, RequestPart, ToldBy } from './request-types.js'
import { methods, requestLimits } from './request-types.js'
import { createRouteNumbers } from './routes.js'
import { sight, sightingAt } from './sighting.js'

const methodNumbers: ReadonlyMap<string, number> = new Map(methods.map((name, number) => [name, number]))
/** Number of the routes that are not told apart. */
const OTHER = requestLimits.routes
/** Lines of one server have the same fields: one that so many lines lack is not looked for in the rest of the part. */
const PROBES = 100

/** `Received HTTP request`: one a request, at debug level; the status is there since 6.0. */
export function isRequestLine({ level, msg }: CollectorHead): boolean {
  return level === 'debug' && msg === 'Received HTTP request'
}

/** Lines of the file that turns what a handler returned into an answer: they say how the request ended. */
export function isErrorLine({ caller }: CollectorHead): boolean {
  return caller !== undefined && caller.startsWith('web/context.go')
}

export function createRequestPart(): PartCollector<RequestPart> {
  const routes = createRouteNumbers(requestLimits.routes)
  const outcomes = new Map<number, PartOutcome>()
  const latencies = new Map<number, Histogram>()
  const requests = createTimeBuckets()
  const failedRequests = createTimeBuckets()
  const errorLines = createTimeBuckets()
  let probes = 0

  function addRequest(record: CollectorRecord): void {
    const status = statusOf(record.field('status_code'))
    const place = placeOf(record, record.field('url'))
    count(place, status, 'request', record)
    requests.add(record.timeMs)
    if (status >= 500) failedRequests.add(record.timeMs)
    if (probes < PROBES || latencies.size > 0) addLatency(place, record)
  }

  /** A line of that file without a status is about something else. */
  function addError(record: CollectorRecord): void {
    const status = statusOf(record.field('http_code') ?? record.field('status_code'))
    if (status === 0) return
    count(placeOf(record, record.field('path')), status, 'error', record)
    if (status >= 500) errorLines.add(record.timeMs)
  }

  /** Route and method in one number. */
  function placeOf(record: CollectorRecord, path: string | undefined): number {
    const method = methodNumbers.get(record.field('method') ?? '') ?? 0
    return ((path === undefined ? undefined : routes.numberOf(path)) ?? OTHER) * 16 + method
  }

  function count(place: number, status: number, toldBy: ToldBy, record: CollectorRecord): void {
    let key = keyOf(place, status, toldBy)
    let outcome = outcomes.get(key)
    if (outcome === undefined && outcomes.size >= requestLimits.outcomes) {
      key = keyOf(OTHER * 16 + (place & 15), status, toldBy)
      outcome = outcomes.get(key)
    }
    if (outcome === undefined) {
      outcome = { ...routeAndMethod(key >> 11), status, toldBy, seen: sightingAt(record.line) }
      outcomes.set(key, outcome)
    }
    sight(outcome.seen, record.timeMs)
  }

  /** No server that is known writes it; servers that were changed do. */
  function addLatency(place: number, record: CollectorRecord): void {
    probes++
    const ns = goDurationNs(record.field('duration') ?? record.field('latency') ?? '')
    if (ns === undefined || ns < 0) return
    const isFull = latencies.size >= requestLimits.latencies && !latencies.has(place)
    const key = isFull ? OTHER * 16 : place
    const histogram = latencies.get(key) ?? createHistogram()
    latencies.set(key, histogram)
    histogram.add(ns)
  }

  return {
    add(record) {
      if (isRequestLine(record)) addRequest(record)
      else addError(record)
    },
    take() {
      if (outcomes.size === 0) return undefined
      return {
        routes: routes.names,
        outcomes: [...outcomes.values()],
        latencies: [...latencies].map(([place, times]) => ({
          ...routeAndMethod(place),
          times: times.result(),
        })),
        times: {
          requests: requests.result(),
          failedRequests: failedRequests.result(),
          errorLines: errorLines.result(),
        },
      }
    },
  }
}

function keyOf(place: number, status: number, toldBy: ToldBy): number {
  return (place << 11) | (status << 1) | (toldBy === 'error' ? 1 : 0)
}

function routeAndMethod(place: number): { readonly route: number; readonly method: number } {
  return { route: place >> 4, method: place & 15 }
}

/** `200`, written as text or number; 0 for what is no status. */
function statusOf(text: string | undefined): number {
  if (text?.length !== 3) return 0
  const status = Number(text)
  return status >= 100 && status <= 599 ? Math.floor(status) : 0
}
