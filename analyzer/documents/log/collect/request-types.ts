// The vocabulary of the collector of requests: what is counted within a part of a log, and what a whole log adds up to.
import type { TimeBuckets } from '../templates/time-buckets.js'
import type { Distribution } from './histogram.js'
import type { Seen, Sighting } from './sighting.js'

/** `request`: the line that closes every request. `error`: the line of one that failed. A failed one may have both. */
export type ToldBy = 'request' | 'error'

/** Requests with the same route and status. */
export interface RequestOutcome extends Seen {
  /** `GET`, or `?` where the line does not say. */
  readonly method: string
  /** Path without ids and names; `undefined` for routes beyond the bound. */
  readonly route: string | undefined
  /** HTTP status; 0 where none is logged (websockets). */
  readonly status: number
  readonly toldBy: ToldBy
}

export interface RouteLatency {
  readonly method: string
  readonly route: string | undefined
  /** Nanoseconds. */
  readonly times: Distribution
}

/** Requests over time. */
export interface RequestTimes {
  /** All that have a line of their own. */
  readonly requests: TimeBuckets
  /** Of these, with status 500 and above. */
  readonly failedRequests: TimeBuckets
  /** Error lines with status 500 and above. */
  readonly errorLines: TimeBuckets
}

export interface RequestActivity {
  /** Most frequent first. */
  readonly outcomes: readonly RequestOutcome[]
  readonly latencies: readonly RouteLatency[]
  readonly times: RequestTimes
}

/** An outcome within a part: route and method by their numbers. */
export interface PartOutcome {
  readonly route: number
  readonly method: number
  readonly status: number
  readonly toldBy: ToldBy
  readonly seen: Sighting
}

export interface PartLatency {
  readonly route: number
  readonly method: number
  readonly times: Distribution
}

export interface RequestPart {
  /** Names of the routes by their numbers. */
  readonly routes: readonly string[]
  readonly outcomes: readonly PartOutcome[]
  readonly latencies: readonly PartLatency[]
  readonly times: RequestTimes
}

/** `?` for a method that is none, or not said. */
export const methods = ['?', 'GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'] as const

export const requestLimits = {
  /** Routes told apart: a server has about 600, and a scanner tries any number. */
  routes: 1_000,
  /** Route and status together: a route has a few. Later ones count as other routes. */
  outcomes: 5_000,
  /** Routes with latencies of their own, 2 KB each. */
  latencies: 500,
} as const
