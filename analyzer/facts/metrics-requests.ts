// Facts of requests over time: how many, how long they took, how many failed, and which take longest.
import { quantile } from '../documents/metrics/histogram.js'
import type { Series } from '../documents/metrics/types.js'
import {
  bucketsOf,
  metricsFact,
  oneOf,
  risen,
  secondsOf,
  seriesOf,
  shown,
  tenths,
  type NodeMetrics,
} from './metrics-source.js'

/** Calls of one kind, and how long they took. */
export interface CallTimes {
  readonly calls: number
  readonly average_ms: number
  readonly p95_ms: number
  readonly total_seconds: number
}

/** Histograms of one metric by a label: how long the calls of each value took, largest total first. */
export function callTimes(
  metrics: NodeMetrics,
  metric: string,
  label: string,
  having: Readonly<Record<string, string>> = {},
): readonly (CallTimes & { readonly name: string })[] {
  const buckets = groupedBy(seriesOf(metrics, `${metric}_bucket`, having), label)
  const sums = groupedBy(seriesOf(metrics, `${metric}_sum`, having), label)
  return [...sums]
    .flatMap(([name, series]) => {
      const counted = bucketsOf(metrics, buckets.get(name) ?? [])
      const p95 = quantile(0.95, counted)
      const calls = counted.reduce((sum, { le, count }) => (le === Infinity ? sum + count : sum), 0)
      if (p95 === undefined || calls === 0) return []
      const seconds = risen(metrics, series)
      return [
        {
          name,
          calls,
          average_ms: tenths((seconds * 1000) / calls),
          p95_ms: tenths(p95 * 1000),
          total_seconds: tenths(seconds),
        },
      ]
    })
    .sort((a, b) => b.total_seconds - a.total_seconds || (a.name < b.name ? -1 : 1))
}

function groupedBy(series: readonly Series[], label: string): ReadonlyMap<string, readonly Series[]> {
  const groups = new Map<string, Series[]>()
  for (const one of series) {
    const value = one.labels.get(label) ?? ''
    const same = groups.get(value)
    if (same === undefined) groups.set(value, [one])
    else same.push(one)
  }
  return groups
}

/** The series whose counters rose most, for evidence. */
export function mostRisen(metrics: NodeMetrics, series: readonly Series[]): readonly Series[] {
  return series
    .map(one => ({ one, rise: risen(metrics, [one]) }))
    .sort((a, b) => b.rise - a.rise)
    .slice(0, 4)
    .map(({ one }) => one)
}

const apiTime = 'mattermost_api_time'
const listed = 10

function apiQuantile(percent: number) {
  return metricsFact(
    `metrics.api.p${percent}_ms`,
    `Milliseconds within which ${percent} % of the API requests were answered, over the whole time of the metrics`,
    metrics => {
      const value = quantile(percent / 100, bucketsOf(metrics, seriesOf(metrics, `${apiTime}_bucket`)))
      if (value === undefined) return undefined
      const sums = mostRisen(metrics, seriesOf(metrics, `${apiTime}_sum`))
      return { value: tenths(value * 1000), series: shown(sums) }
    },
  )
}

const answered = (metrics: NodeMetrics) => seriesOf(metrics, `${apiTime}_count`)
const isServerError = ({ labels }: Series): boolean => /^5\d\d$/.test(labels.get('status_code') ?? '')

const apiRequests = metricsFact(
  'metrics.api.requests',
  'API requests answered while the metrics were recorded',
  metrics => {
    const series = answered(metrics)
    return series.length === 0
      ? undefined
      : { value: risen(metrics, series), series: shown(mostRisen(metrics, series)) }
  },
)

const serverErrors = metricsFact(
  'metrics.api.server_errors',
  'API requests answered with a status from 500 on while the metrics were recorded (servers that record the status)',
  metrics => {
    const series = answered(metrics)
    if (!series.some(({ labels }) => labels.has('status_code'))) return undefined
    const failed = series.filter(isServerError)
    return { value: risen(metrics, failed), series: shown(mostRisen(metrics, failed)) }
  },
)

export const metricsRequestFacts = [
  apiRequests,
  ...[50, 95, 99].map(apiQuantile),
  serverErrors,
  metricsFact(
    'metrics.api.error_percent',
    'Percent of the API requests that were answered with a status from 500 on',
    (metrics, input) => {
      const all = input.fact(apiRequests)?.value ?? 0
      const failed = input.fact(serverErrors)?.value
      if (failed === undefined || all === 0) return undefined
      const series = answered(metrics)
      return {
        value: Math.round((failed * 10_000) / all) / 100,
        series: shown(mostRisen(metrics, series.filter(isServerError))),
      }
    },
  ),
  metricsFact(
    'metrics.api.handlers',
    'API requests that took most of the time in all, each {name, calls, average_ms, p95_ms, total_seconds}',
    metrics => {
      const value = callTimes(metrics, apiTime, 'handler').slice(0, listed)
      if (value.length === 0) return undefined
      return { value, series: shown(mostRisen(metrics, seriesOf(metrics, `${apiTime}_sum`))) }
    },
  ),
  metricsFact(
    'metrics.requests_per_second',
    'HTTP requests a second on average, files and pages of the web client among them',
    metrics => {
      const series = oneOf(metrics, 'mattermost_http_requests_total')
      const seconds = secondsOf(metrics)
      if (series === undefined || seconds === 0) return undefined
      return { value: tenths(risen(metrics, [series]) / seconds), series: shown([series]) }
    },
  ),
]
