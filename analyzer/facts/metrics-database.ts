// Facts of what the server asked of its database over time: how long calls took, which took longest, and how far replicas lag.
import { summarise } from '../documents/metrics/gauges.js'
import { quantile } from '../documents/metrics/histogram.js'
import { bucketsOf, metricsFact, risen, seriesOf, shown, tenths } from './metrics-source.js'
import { callTimes, mostRisen } from './metrics-requests.js'

const storeTime = 'mattermost_db_store_time'
const listed = 10

/** A call of the store is one query or a few; caches answer before it. */
const calls = metricsFact(
  'metrics.database.calls',
  'Calls of the database while the metrics were recorded, each one query or a few',
  metrics => {
    const series = seriesOf(metrics, `${storeTime}_count`)
    return series.length === 0
      ? undefined
      : { value: risen(metrics, series), series: shown(mostRisen(metrics, series)) }
  },
)

export const metricsDatabaseFacts = [
  calls,
  metricsFact(
    'metrics.database.average_ms',
    'Average time of a call of the database in milliseconds',
    (metrics, input) => {
      const count = input.fact(calls)?.value ?? 0
      const series = seriesOf(metrics, `${storeTime}_sum`)
      if (count === 0 || series.length === 0) return undefined
      return {
        value: tenths((risen(metrics, series) * 1000) / count),
        series: shown(mostRisen(metrics, series)),
      }
    },
  ),
  metricsFact(
    'metrics.database.p95_ms',
    'Milliseconds within which 95 % of the calls of the database were answered',
    metrics => {
      const value = quantile(0.95, bucketsOf(metrics, seriesOf(metrics, `${storeTime}_bucket`)))
      if (value === undefined) return undefined
      const sums = mostRisen(metrics, seriesOf(metrics, `${storeTime}_sum`))
      return { value: tenths(value * 1000), series: shown(sums) }
    },
  ),
  metricsFact(
    'metrics.database.methods',
    'Calls of the database that took most of the time in all, each {name, calls, average_ms, p95_ms, total_seconds}',
    metrics => {
      const value = callTimes(metrics, storeTime, 'method').slice(0, listed)
      if (value.length === 0) return undefined
      return { value, series: shown(mostRisen(metrics, seriesOf(metrics, `${storeTime}_sum`))) }
    },
  ),
  metricsFact(
    'metrics.database.replica_lag',
    'Lag of the read replicas, each {name, most_seconds, last_seconds}, most first; only where the server is set to measure it',
    metrics => {
      const series = seriesOf(metrics, 'mattermost_db_replica_lag_time')
      const value = series
        .flatMap(one => {
          const lag = summarise(one)
          return lag === undefined
            ? []
            : [
                {
                  name: one.labels.get('node') ?? '',
                  most_seconds: tenths(lag.max),
                  last_seconds: tenths(lag.last),
                },
              ]
        })
        .sort((a, b) => b.most_seconds - a.most_seconds)
      return value.length === 0 ? undefined : { value, series: shown(series) }
    },
  ),
]
