// Facts of the metrics that the metrics plugin records: what a packet's single moment cannot show. Which time they cover stands here.
import type { MetricsDump } from '../documents/metrics/types.js'
import { metricsActivityFacts } from './metrics-activity.js'
import { metricsDatabaseFacts } from './metrics-database.js'
import { metricsPeriodFacts } from './metrics-periods.js'
import { metricsPoolFacts } from './metrics-pool.js'
import { metricsProcessFacts } from './metrics-process.js'
import { metricsRequestFacts } from './metrics-requests.js'
import { metricsFact, scrapedServers, secondsOf, seriesOf, shown } from './metrics-source.js'
import { sourceOfEntry } from './source.js'
import { defineFact } from './types.js'

const window = metricsFact(
  'metrics.window',
  'The time that the metrics of this node cover: {from_ms, to_ms, seconds, scrapes}',
  metrics => ({
    value: {
      from_ms: metrics.fromMs,
      to_ms: metrics.toMs,
      seconds: Math.round(secondsOf(metrics)),
      scrapes: metrics.scrapes,
    },
    series: [],
  }),
)

const failedScrapes = metricsFact(
  'metrics.failed_scrapes',
  'How often the server did not answer when it was asked for its metrics',
  metrics => {
    const series = seriesOf(metrics, 'up')
    if (series.length === 0) return undefined
    const value = series.reduce((sum, { values }) => sum + values.filter(up => up === 0).length, 0)
    return { value, series: shown(series) }
  },
)

const instances = defineFact({
  id: 'metrics.instances',
  title: 'Addresses of the Mattermost servers whose metrics are in the packet',
  scope: 'packet',
  derive({ documents }) {
    const document = documents.of('tsdb-dump')[0]
    if (document === undefined) return undefined
    const servers = scrapedServers(document.value as MetricsDump)
    const value = [...new Set(servers.map(({ labels }) => labels.get('instance') ?? ''))]
    return { value, from: [sourceOfEntry(document.entry, document.node)] }
  },
})

export const metricsFacts = [
  window,
  instances,
  failedScrapes,
  ...metricsPoolFacts,
  ...metricsRequestFacts,
  ...metricsPeriodFacts,
  ...metricsDatabaseFacts,
  ...metricsProcessFacts,
  ...metricsActivityFacts,
]
