// Facts of database connections over time: pools that were used up, and times when the server stood still waiting for them.
import { increase } from '../documents/metrics/counters.js'
import { summarise } from '../documents/metrics/gauges.js'
import type { Series } from '../documents/metrics/types.js'
import { metricsFact, oneOf, seriesOf, tenths, type NodeMetrics, type Shown } from './metrics-source.js'

/** Connections of the node to one database. */
export interface PoolUse {
  /** `master`, `replica-0`, … */
  readonly name: string
  /** 0: no limit. */
  readonly max_open: number
  readonly most_in_use: number
  readonly average_in_use: number
  /** Longest time in which every scrape found all connections in use; 0 when none or one did. */
  readonly full_seconds: number
  readonly full_from_ms?: number
  readonly full_to_ms?: number
  /** Times that a query waited for a connection, and how long all of them waited; absent where the server does not count. */
  readonly waits?: number
  readonly waited_seconds?: number
  readonly average_wait_ms?: number
}

interface Pool {
  readonly name: string
  readonly inUse: Series
  readonly maxOpen: number
  readonly waits: Series | undefined
  readonly waited: Series | undefined
}

function poolsOf(metrics: NodeMetrics): readonly Pool[] {
  return seriesOf(metrics, 'go_sql_in_use_connections').map(inUse => {
    const name = inUse.labels.get('db_name') ?? ''
    const of = (metric: string) => seriesOf(metrics, metric, { db_name: name })[0]
    return {
      name,
      inUse,
      maxOpen: of('go_sql_max_open_connections')?.values.at(-1) ?? 0,
      waits: of('go_sql_wait_count_total'),
      waited: of('go_sql_wait_duration_seconds_total'),
    }
  })
}

interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** The longest run of scrapes that found the pool used up. */
function longestFull({ inUse: { times, values }, maxOpen }: Pool): Span | undefined {
  let longest: Span | undefined
  let fromMs: number | undefined
  for (let at = 0; at < values.length && maxOpen > 0; at++) {
    const time = times[at] ?? 0
    if ((values[at] ?? 0) < maxOpen) fromMs = undefined
    else {
      fromMs ??= time
      if (longest === undefined || time - fromMs > longest.toMs - longest.fromMs)
        longest = { fromMs, toMs: time }
    }
  }
  return longest
}

function useOf(pool: Pool): PoolUse | undefined {
  const inUse = summarise(pool.inUse)
  if (inUse === undefined) return undefined
  const full = longestFull(pool)
  return {
    name: pool.name,
    max_open: pool.maxOpen,
    most_in_use: inUse.max,
    average_in_use: tenths(inUse.avg),
    full_seconds: full === undefined ? 0 : Math.round((full.toMs - full.fromMs) / 1000),
    ...(full === undefined ? {} : { full_from_ms: full.fromMs, full_to_ms: full.toMs }),
    ...waitsOf(pool),
  }
}

function waitsOf({ waits, waited }: Pool): Partial<PoolUse> {
  if (waits === undefined || waited === undefined) return {}
  const count = increase(waits)
  const seconds = increase(waited)
  const average_wait_ms = count > 0 ? Math.round((seconds * 1000) / count) : 0
  return { waits: count, waited_seconds: tenths(seconds), average_wait_ms }
}

/** Those that queries waited for longest come first, in the list as in the evidence. */
const pools = metricsFact(
  'metrics.pools',
  'Database connections of this node over time, each pool {name, max_open, most_in_use, average_in_use, full_seconds, full_from_ms, full_to_ms, waits, waited_seconds, average_wait_ms}; full_… is the longest time in which all connections were in use',
  metrics => {
    const known = poolsOf(metrics)
      .flatMap(pool => {
        const use = useOf(pool)
        return use === undefined ? [] : [{ pool, use }]
      })
      .sort(
        (a, b) =>
          (b.use.waited_seconds ?? 0) - (a.use.waited_seconds ?? 0) || b.use.most_in_use - a.use.most_in_use,
      )
    if (known.length === 0) return undefined
    const series = known.flatMap(({ pool }) =>
      [pool.inUse, pool.waits, pool.waited].flatMap(one => (one === undefined ? [] : [{ series: one }])),
    )
    return { value: known.map(({ use }) => use), series }
  },
)

/** A time in which hardly any request was answered while all connections to the database were taken. */
export interface Stall {
  readonly pool: string
  readonly from_ms: number
  readonly to_ms: number
  readonly seconds: number
  readonly in_use: number
  readonly max_open: number
  /** Requests answered in that time, and how many there are usually in as long a time. */
  readonly requests: number
  readonly usual_requests: number
}

/** Below this share of the usual rate nothing moves. */
const stillShare = 0.2
/** A server that nobody uses cannot be told from one that stands still. */
const leastPerSecond = 1
const leastScrapes = 8
const stallsListed = 10

const stalls = metricsFact(
  'metrics.stalls',
  'Times in which hardly any request was answered while all database connections were in use, longest first, each {pool, from_ms, to_ms, seconds, in_use, max_open, requests, usual_requests}; unknown for a server with fewer than 1 request per second',
  metrics => {
    const requests = oneOf(metrics, 'mattermost_http_requests_total')
    const known = poolsOf(metrics).filter(({ maxOpen }) => maxOpen > 0)
    const usual = requests && usualRate(requests)
    if (requests === undefined || usual === undefined || known.length === 0) return undefined
    const found = known.flatMap(pool => stallsOf(pool, requests, usual))
    const value = found.sort((a, b) => b.seconds - a.seconds).slice(0, stallsListed)
    return { value, series: evidenceOf(value[0], known, requests) }
  },
)

/** The middle of the rates between two scrapes; `undefined` where it is too small or rests on too few. */
function usualRate({ times, values }: Series): number | undefined {
  if (times.length < leastScrapes) return undefined
  const rates = Array.from(times.subarray(1), (time, at) => {
    const rise = (values[at + 1] ?? 0) - (values[at] ?? 0)
    return Math.max(0, rise) / ((time - (times[at] ?? 0)) / 1000)
  }).sort((a, b) => a - b)
  const usual = rates[rates.length >>> 1] ?? 0
  return usual >= leastPerSecond ? usual : undefined
}

function stallsOf(pool: Pool, { times, values }: Series, usual: number): readonly Stall[] {
  const inUse = new Map(Array.from(pool.inUse.times, (time, at) => [time, pool.inUse.values[at] ?? 0]))
  const isFull = (time: number | undefined) => (inUse.get(time ?? NaN) ?? 0) >= pool.maxOpen
  const found: Stall[] = []
  for (let at = 0; at + 1 < times.length; at++) {
    const start = at
    let answered = 0
    for (; at + 1 < times.length && isFull(times[at]) && isFull(times[at + 1]); at++) {
      const rise = (values[at + 1] ?? 0) - (values[at] ?? 0)
      const seconds = ((times[at + 1] ?? 0) - (times[at] ?? 0)) / 1000
      if (rise < 0 || rise > stillShare * usual * seconds) break
      answered += rise
    }
    if (at > start) found.push(stallOf(pool, times[start] ?? 0, times[at] ?? 0, answered, usual))
  }
  return found
}

function stallOf(pool: Pool, fromMs: number, toMs: number, requests: number, usual: number): Stall {
  const seconds = (toMs - fromMs) / 1000
  return {
    pool: pool.name,
    from_ms: fromMs,
    to_ms: toMs,
    seconds: Math.round(seconds),
    in_use: pool.maxOpen,
    max_open: pool.maxOpen,
    requests,
    usual_requests: Math.round(usual * seconds),
  }
}

/** What was seen around the longest one; without one, that nothing was. */
function evidenceOf(stall: Stall | undefined, known: readonly Pool[], requests: Series): readonly Shown[] {
  const pool = known.find(({ name }) => name === stall?.pool) ?? known[0]
  const around =
    stall === undefined
      ? {}
      : { fromMs: stall.from_ms - 3 * aroundMs(requests), toMs: stall.to_ms + 3 * aroundMs(requests) }
  return [pool?.inUse, requests, pool?.waits, pool?.waited].flatMap(series =>
    series === undefined ? [] : [{ series, ...around }],
  )
}

/** Time between two scrapes. */
function aroundMs({ times }: Series): number {
  return ((times.at(-1) ?? 0) - (times[0] ?? 0)) / Math.max(1, times.length - 1)
}

export const metricsPoolFacts = [pools, stalls]
