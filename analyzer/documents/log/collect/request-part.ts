// Reads and counts the requests of one part of a log. Three of four lines of a debug log are requests, so a line costs little here:
// requests with the same route, method and status tell the same object, and what is counted is found by it.
import type { CollectorHead, PartTally, RecordText } from '../collector.js'
import { createTimeBuckets } from '../templates/time-buckets.js'
import { goDurationNs } from './go-duration.js'
import type { Histogram } from './histogram.js'
import { createHistogram } from './histogram.js'
import { rememberingPaths } from './path-memo.js'
import type { PartLatency, PartOutcome, RequestPart, ToldBy } from './request-types.js'
import { methods, requestLimits } from './request-types.js'
import { routeOf } from './routes.js'
import { joinSightings, sight, type Sighting, sightingAt } from './sighting.js'

const methodNumbers: ReadonlyMap<string, number> = new Map(methods.map((name, number) => [name, number]))
/** Number of the routes that are not told apart. */
const OTHER = requestLimits.routes

/** How a request ended. */
interface Ending {
  /** `undefined` where the line names none. */
  readonly route: string | undefined
  readonly method: number
  readonly status: number
  readonly toldBy: ToldBy
}

/** What a line tells of a request. */
export interface RequestTold {
  readonly ending: Ending
  /** How long it took, where that is logged. */
  readonly ns: number | undefined
}

/** `Received HTTP request`: one a request, at debug level; the status is there since 6.0. */
export function isRequestLine({ level, msg }: CollectorHead): boolean {
  return level === 'debug' && msg === 'Received HTTP request'
}

/** Lines of the file that turns what a handler returned into an answer: they say how the request ended. */
export function isErrorLine({ caller }: CollectorHead): boolean {
  return caller !== undefined && caller.startsWith('web/context.go')
}

export function createRequestReader(): (record: RecordText) => RequestTold | undefined {
  const routes = rememberingPaths(createEndings)
  const unnamed = createEndings(undefined)

  function endings(path: string | undefined): Endings {
    return (path === undefined ? undefined : routes(path)) ?? unnamed
  }

  function readRequest(record: RecordText): RequestTold {
    const status = statusOf(record.field('status_code'))
    const told = endings(record.field('url'))(methodOf(record), status, 'request')
    const ns = durationOf(record)
    return ns === undefined ? told : { ...told, ns }
  }

  /** A line of that file without a status is about something else. */
  function readError(record: RecordText): RequestTold | undefined {
    const status = statusOf(record.field('http_code') ?? record.field('status_code'))
    return status === 0 ? undefined : endings(record.field('path'))(methodOf(record), status, 'error')
  }

  return record => (isRequestLine(record) ? readRequest(record) : readError(record))
}

/** Equal endings of requests for one route are the same object. */
type Endings = (method: number, status: number, toldBy: ToldBy) => RequestTold

function createEndings(path: string | undefined): Endings {
  const route = path === undefined ? undefined : routeOf(path)
  const known = new Map<number, RequestTold>()
  return (method, status, toldBy) => {
    const key = keyOf(method, status, toldBy)
    const found = known.get(key)
    if (found) return found
    const told = { ending: { route, method, status, toldBy }, ns: undefined }
    known.set(key, told)
    return told
  }
}

function methodOf(record: RecordText): number {
  return methodNumbers.get(record.field('method') ?? '') ?? 0
}

/** Go writes none that is longer; ids are. */
const LONGEST_DURATION = 22

/** No server that is known writes it; servers that were changed do. */
function durationOf(record: RecordText): number | undefined {
  const text = record.field('duration') ?? record.field('latency')
  const ns = text === undefined || text.length > LONGEST_DURATION ? undefined : goDurationNs(text)
  return ns === undefined || ns < 0 ? undefined : ns
}

export function createRequestTally(): PartTally<RequestTold, RequestPart> {
  const endings = new Map<Ending, Sighting>()
  const latencies = new Map<Ending, Histogram>()
  const requests = createTimeBuckets()
  const failedRequests = createTimeBuckets()
  const errorLines = createTimeBuckets()

  function add({ ending, ns }: RequestTold, timeMs: number, line: number): void {
    let seen = endings.get(ending)
    if (seen === undefined) endings.set(ending, (seen = sightingAt(line)))
    sight(seen, timeMs)
    if (ending.toldBy === 'request') {
      requests.add(timeMs)
      if (ending.status >= 500) failedRequests.add(timeMs)
      if (ns !== undefined) addLatency(ending, ns)
    } else if (ending.status >= 500) errorLines.add(timeMs)
  }

  function addLatency(ending: Ending, ns: number): void {
    const histogram = latencies.get(ending) ?? createHistogram()
    latencies.set(ending, histogram)
    histogram.add(ns)
  }

  return {
    add,
    take() {
      if (endings.size === 0) return undefined
      const routes = createRouteNumbers()
      return {
        outcomes: outcomesOf(endings, routes.numberOf),
        latencies: latenciesOf(latencies, routes.numberOf),
        routes: routes.names,
        times: {
          requests: requests.result(),
          failedRequests: failedRequests.result(),
          errorLines: errorLines.result(),
        },
      }
    },
  }
}

type NumberOf = (route: string | undefined) => number

/** Gives equal routes the same number, and those beyond the bound that of the others. */
function createRouteNumbers(): { readonly names: readonly string[]; readonly numberOf: NumberOf } {
  const names: string[] = []
  const numbers = new Map<string, number>()
  return {
    names,
    numberOf(route) {
      if (route === undefined) return OTHER
      const known = numbers.get(route)
      if (known !== undefined || names.length >= OTHER) return known ?? OTHER
      numbers.set(route, names.length)
      return names.push(route) - 1
    },
  }
}

/** Of equal endings, which are in the order of the log. */
function outcomesOf(endings: ReadonlyMap<Ending, Sighting>, numberOf: NumberOf): readonly PartOutcome[] {
  const outcomes = new Map<number, PartOutcome>()
  for (const [{ route: name, method, status, toldBy }, seen] of endings) {
    const own = numberOf(name)
    const isFull =
      outcomes.size >= requestLimits.outcomes && !outcomes.has(placeOf(own, method, status, toldBy))
    const route = isFull ? OTHER : own
    const place = placeOf(route, method, status, toldBy)
    const known = outcomes.get(place)
    if (known) joinSightings(known.seen, seen)
    else outcomes.set(place, { route, method, status, toldBy, seen })
  }
  return [...outcomes.values()]
}

function latenciesOf(latencies: ReadonlyMap<Ending, Histogram>, numberOf: NumberOf): readonly PartLatency[] {
  const sums = new Map<string, { readonly route: number; readonly method: number; histogram: Histogram }>()
  for (const [{ route: name, method }, histogram] of latencies) {
    const own = { route: numberOf(name), method }
    const isFull = sums.size >= requestLimits.latencies && !sums.has(`${own.route} ${method}`)
    const kept = isFull ? { route: OTHER, method: 0 } : own
    const key = `${kept.route} ${kept.method}`
    const known = sums.get(key)
    if (known) known.histogram.merge(histogram.result())
    else sums.set(key, { ...kept, histogram })
  }
  return [...sums.values()].map(({ route, method, histogram }) => ({
    route,
    method,
    times: histogram.result(),
  }))
}

function keyOf(method: number, status: number, toldBy: ToldBy): number {
  return (status << 5) | (method << 1) | (toldBy === 'error' ? 1 : 0)
}

function placeOf(route: number, method: number, status: number, toldBy: ToldBy): number {
  return (route << 15) | keyOf(method, status, toldBy)
}

/** `200`, written as text or number; 0 for what is no status. */
function statusOf(text: string | undefined): number {
  if (text?.length !== 3) return 0
  const status = Number(text)
  return status >= 100 && status <= 599 ? Math.floor(status) : 0
}
