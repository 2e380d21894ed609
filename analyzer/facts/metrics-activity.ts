// Facts of what happened on the server over time: connected clients, posts, logins, its cluster, its plugins, its log.
import { summarise } from '../documents/metrics/gauges.js'
import { quantile } from '../documents/metrics/histogram.js'
import type { FactDefinition } from './types.js'
import { callTimes, mostRisen } from './metrics-requests.js'
import {
  bucketsOf,
  metricsFact,
  oneOf,
  risen,
  secondsOf,
  seriesOf,
  shown,
  summed,
  tenths,
  type NodeMetrics,
} from './metrics-source.js'

/** How often something happened, over all series of a counter. */
function countFact(id: string, title: string, metric: string): FactDefinition<number> {
  return metricsFact(id, title, metrics => {
    const series = seriesOf(metrics, metric)
    if (series.length === 0) return undefined
    return { value: risen(metrics, series), series: shown(mostRisen(metrics, series)) }
  })
}

function perSecondFact(id: string, title: string, metric: string): FactDefinition<number> {
  return metricsFact(id, title, metrics => {
    const series = seriesOf(metrics, metric)
    const seconds = secondsOf(metrics)
    if (series.length === 0 || seconds === 0) return undefined
    return { value: tenths(risen(metrics, series) / seconds), series: shown(mostRisen(metrics, series)) }
  })
}

/** By kind of client since 10.11; together they are what the server holds. */
const websockets = (metrics: NodeMetrics) => summed(seriesOf(metrics, 'mattermost_http_websockets_total'))

const logins = countFact(
  'metrics.logins',
  'Successful logins while the metrics were recorded',
  'mattermost_login_logins_total',
)
const failedLogins = countFact(
  'metrics.failed_logins',
  'Failed logins while the metrics were recorded',
  'mattermost_login_logins_fail_total',
)

const listed = 10
/** Fewer calls of a hook have no average that means anything. */
const leastCalls = 10

export const metricsActivityFacts = [
  metricsFact('metrics.websockets.last', 'Connected clients (websockets) at the last scrape', metrics => {
    const series = websockets(metrics)
    const summary = series && summarise(series)
    return summary && { value: summary.last, series: shown([series]) }
  }),
  metricsFact('metrics.websockets.most', 'Most connected clients (websockets) at once', metrics => {
    const series = websockets(metrics)
    const summary = series && summarise(series)
    return summary && { value: summary.max, series: shown([series]) }
  }),
  metricsFact(
    'metrics.websockets.largest_drop',
    'Largest loss of connected clients between two scrapes: {from, to, lost, at_ms}',
    metrics => {
      const series = websockets(metrics)
      if (series === undefined || series.times.length < 2) return undefined
      const { times, values } = series
      let lost = { from: 0, to: 0, lost: 0, at_ms: times[0] ?? 0 }
      for (let at = 1; at < values.length; at++) {
        const [from, to] = [values[at - 1] ?? 0, values[at] ?? 0]
        if (from - to > lost.lost) lost = { from, to, lost: from - to, at_ms: times[at] ?? 0 }
      }
      return { value: lost, series: shown([series]) }
    },
  ),
  perSecondFact(
    'metrics.websockets.events_per_second',
    'Events sent to clients a second on average',
    'mattermost_websocket_event_total',
  ),
  countFact('metrics.posts', 'Posts written while the metrics were recorded', 'mattermost_post_total'),
  logins,
  failedLogins,
  metricsFact('metrics.failed_login_percent', 'Percent of the logins that failed', (metrics, input) => {
    const [good, bad] = [input.fact(logins)?.value, input.fact(failedLogins)?.value]
    if (good === undefined || bad === undefined || good + bad === 0) return undefined
    const series = [
      oneOf(metrics, 'mattermost_login_logins_fail_total'),
      oneOf(metrics, 'mattermost_login_logins_total'),
    ]
    return { value: tenths((bad * 100) / (good + bad)), series: shown(series) }
  }),
  metricsFact(
    'metrics.cluster.average_health_score',
    'Health of the connection to other nodes, on average: 0 is healthy, the larger the worse',
    metrics => {
      const series = oneOf(metrics, 'mattermost_cluster_cluster_health_score')
      const summary = series && summarise(series)
      return summary && { value: tenths(summary.avg), series: shown([series]) }
    },
  ),
  metricsFact(
    'metrics.cluster.request_p95_ms',
    'Milliseconds within which 95 % of the requests between nodes were answered',
    metrics => {
      const metric = 'mattermost_cluster_cluster_request_duration_seconds'
      const value = quantile(0.95, bucketsOf(metrics, seriesOf(metrics, `${metric}_bucket`)))
      if (value === undefined) return undefined
      return { value: tenths(value * 1000), series: shown(seriesOf(metrics, `${metric}_count`)) }
    },
  ),
  countFact(
    'metrics.cluster.requests',
    'Requests to other nodes while the metrics were recorded',
    'mattermost_cluster_cluster_requests_total',
  ),
  metricsFact(
    'metrics.plugin_hooks',
    'Hooks of plugins, longest average first, each {plugin, name, calls, average_ms, p95_ms, total_seconds}; those called 10 times or more',
    metrics => {
      const metric = 'mattermost_plugin_hook_time'
      const plugins = new Set(
        seriesOf(metrics, `${metric}_sum`).map(({ labels }) => labels.get('plugin_id') ?? ''),
      )
      const value = [...plugins]
        .slice(0, 200)
        .flatMap(plugin =>
          callTimes(metrics, metric, 'hook_name', { plugin_id: plugin }).map(times => ({ plugin, ...times })),
        )
        .filter(({ calls }) => calls >= leastCalls)
        .sort((a, b) => b.average_ms - a.average_ms)
        .slice(0, listed)
      return { value, series: shown(mostRisen(metrics, seriesOf(metrics, `${metric}_sum`))) }
    },
  ),
  countFact(
    'metrics.log.dropped',
    'Records that the server could not write to a log target and dropped',
    'mattermost_logging_logger_dropped_total',
  ),
]
