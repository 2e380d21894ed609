// Where facts of metrics come from: the dump, the scraped server that is the node in question, and series of it as evidence.
import { between, finite, increase } from '../documents/metrics/counters.js'
import { boundOf, type Bucket } from '../documents/metrics/histogram.js'
import { named } from '../documents/metrics/matchers.js'
import type { MetricsDump, Series } from '../documents/metrics/types.js'
import type { Document } from '../documents/types.js'
import type { Derived, FactDefinition, FactInput, Source } from './types.js'
import { defineFact } from './types.js'
import { asText, readFirst } from './reading.js'
import { sourceOfEntry } from './source.js'

/** The metrics of one node. */
export interface NodeMetrics {
  readonly document: Document
  readonly dump: MetricsDump
  /** Address that Prometheus scraped: `127.0.0.1:8067`. */
  readonly instance: string
  /** First and last successful scrape, in epoch milliseconds. */
  readonly fromMs: number
  readonly toMs: number
  readonly scrapes: number
}

/** What every Mattermost server writes from its start on, whatever its version. */
const always = ['mattermost_http_requests_total', 'mattermost_system_server_start_time'] as const

/** The series of each scraped Mattermost server that tells when it was scraped; exporters and other programs have none. */
export function scrapedServers(dump: MetricsDump): readonly Series[] {
  for (const name of always) {
    const found = finite(dump.select(named(name))).filter(({ labels }) => labels.has('instance'))
    if (found.length > 0) return found
  }
  return []
}

/** Not listed: other facts start from it. */
export const nodeMetrics = defineFact<NodeMetrics>({
  id: 'metrics.source',
  title: 'Metrics of the node',
  scope: 'node',
  derive(input) {
    const document = input.documents.get('tsdb-dump', input.node)
    if (document === undefined) return undefined
    const dump = document.value as MetricsDump
    const server = serverOfNode(scrapedServers(dump), input)
    if (server === undefined) return undefined
    const { times, labels } = server
    const value = {
      document,
      dump,
      instance: labels.get('instance') ?? '',
      fromMs: times[0] ?? 0,
      toMs: times.at(-1) ?? 0,
      scrapes: times.length,
    }
    return { value, from: [sourceOfEntry(document.entry, document.node)] }
  },
})

/** One server and one node are the same. In a cluster the address has to name the node: guessing would blame the wrong one. */
function serverOfNode(servers: readonly Series[], input: FactInput): Series | undefined {
  if (servers.length === 1 && input.nodes.length === 1) return servers[0]
  const hostname = readFirst(input, [['diagnostics', 'server', 'hostname']], asText)?.value
  const names = [input.node, hostname].flatMap(name =>
    name === undefined || name === '' ? [] : [shortName(name)],
  )
  const found = servers.filter(({ labels }) =>
    names.includes(shortName(hostOf(labels.get('instance') ?? ''))),
  )
  return found.length === 1 ? found[0] : undefined
}

/** `app-1.example.com:8067` → `app-1.example.com`. */
function hostOf(instance: string): string {
  return instance.replace(/:\d+$/, '')
}

/** Addresses stay whole; of names the first part, since one side may have the domain and the other not. */
function shortName(host: string): string {
  const lower = host.toLowerCase()
  return /^[\d.]+$|:/.test(lower) ? lower : (lower.split('.')[0] ?? lower)
}

/** Series of a metric of the node. */
export function seriesOf(
  { dump, instance }: NodeMetrics,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): readonly Series[] {
  return finite(dump.select(named(name, { ...labels, instance })))
}

/** The one series of a metric without further labels, by the first of its names that is there. */
export function oneOf(metrics: NodeMetrics, ...names: readonly string[]): Series | undefined {
  for (const name of names) {
    const [found] = seriesOf(metrics, name)
    if (found !== undefined) return found
  }
  return undefined
}

/** How much counters rose together while they were scraped. */
export function risen(metrics: NodeMetrics, series: readonly Series[]): number {
  return series.reduce((sum, one) => sum + increase(one, metrics.fromMs), 0)
}

/** What the buckets of histograms counted while they were scraped. */
export function bucketsOf(metrics: NodeMetrics, series: readonly Series[]): readonly Bucket[] {
  return series.map(one => ({ le: boundOf(one.labels.get('le')), count: increase(one, metrics.fromMs) }))
}

/** Seconds from the first scrape to the last. */
export function secondsOf({ fromMs, toMs }: NodeMetrics): number {
  return (toMs - fromMs) / 1000
}

/** Several series of one moment added up: each distinct time with the sum of what they say then. */
export function summed(series: readonly Series[]): Series | undefined {
  const [first, ...others] = series
  if (first === undefined || others.length === 0) return first
  const sums = new Map<number, number>()
  for (const { times, values } of series) {
    times.forEach((time, at) => sums.set(time, (sums.get(time) ?? 0) + (values[at] ?? 0)))
  }
  const times = Float64Array.from(sums.keys()).sort()
  return { labels: first.labels, times, values: Float64Array.from(times, time => sums.get(time) ?? 0) }
}

/** A fact of the node's metrics; `derive` gives `undefined` where they do not say. */
export function metricsFact<T>(
  id: string,
  title: string,
  derive: (metrics: NodeMetrics, input: FactInput) => { value: T; series: readonly Shown[] } | undefined,
): FactDefinition<T> {
  return defineFact<T>({
    id,
    title,
    scope: 'node',
    derive: (input): Derived<T> | undefined => {
      const metrics = input.fact(nodeMetrics)?.value
      const told = metrics && derive(metrics, input)
      if (metrics === undefined || told === undefined || !isSound(told.value)) return undefined
      const shown = told.series.slice(0, evidenceRows).map(one => sourceOfSeries(metrics, one))
      return {
        value: told.value,
        from: shown.length > 0 ? shown : [sourceOfEntry(metrics.document.entry, metrics.document.node)],
      }
    },
  })
}

/** Damaged samples can be so large that their sum is no number any more: then nothing is known. */
function isSound(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  return typeof value !== 'object' || value === null || Object.values(value).every(isSound)
}

/** A series as evidence, and the time that matters of it. */
export interface Shown {
  readonly series: Series
  readonly fromMs?: number
  readonly toMs?: number
}

export const shown = (series: readonly (Series | undefined)[]): readonly Shown[] =>
  series.flatMap(one => (one === undefined ? [] : [{ series: one }]))

const evidenceRows = 4

/** At `go_sql_in_use_connections{db_name="master"}`: `12 12 12 12, 09:05:36 to 09:05:51 UTC`. */
function sourceOfSeries({ document }: NodeMetrics, { series, fromMs, toMs }: Shown): Source {
  const part = between(series, fromMs ?? -Infinity, toMs ?? Infinity)
  const name = nameOf(series)
  const times = [part.times[0], part.times.at(-1)].map(time => clock(time ?? 0))
  return {
    ...sourceOfEntry(document.entry, document.node),
    path: [name],
    excerpt: `${peaks(part.values).map(compact).join(' ')}, ${times[0] ?? ''} to ${times[1] ?? ''} UTC`,
  }
}

/** Labels that say where a series was scraped, not what it is. */
const placeLabels: ReadonlySet<string> = new Set(['__name__', 'instance', 'job'])

function nameOf({ labels }: Series): string {
  const said = [...labels].flatMap(([label, value]) =>
    placeLabels.has(label) ? [] : [`${label}=${JSON.stringify(value.slice(0, 80))}`],
  )
  return `${labels.get('__name__') ?? ''}${said.length === 0 ? '' : `{${said.join(',')}}`}`
}

const valuesShown = 16

/** At most so many values: of each stretch of the time the one farthest from zero. */
function peaks(values: Float64Array): readonly number[] {
  const width = Math.max(1, Math.ceil(values.length / valuesShown))
  return Array.from({ length: Math.ceil(values.length / width) }, (_, at) => {
    const stretch = values.subarray(at * width, (at + 1) * width)
    return stretch.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), stretch[0] ?? 0)
  })
}

function compact(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)))
}

function clock(ms: number): string {
  const time = new Date(ms)
  return Number.isNaN(time.getTime()) ? 'an impossible time' : time.toISOString().slice(11, 19)
}

/** Tenths are enough for people, and keep floating point out of messages. */
export function tenths(value: number): number {
  return Math.round(value * 10) / 10
}
