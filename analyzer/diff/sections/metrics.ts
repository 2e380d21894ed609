// How the server did while its metrics were recorded: a few numbers that people ask for first, as means, percentiles and peaks.
import type { PoolUse } from '../../facts/metrics-pool.js'
import type { Row } from '../rows.js'
import type { Source } from '../taken.js'
import { notTold, type SectionDefinition } from './definition.js'
import { measuredRow, measuredRows, whyNone, type Measure } from './measured.js'

const measures: readonly Measure[] = [
  { fact: 'metrics.requests_per_second', name: 'HTTP requests a second', least: 0.5 },
  { fact: 'metrics.api.p50_ms', name: 'API requests, median (ms)', least: 20 },
  { fact: 'metrics.api.p95_ms', name: 'API requests, 95th percentile (ms)', least: 50 },
  { fact: 'metrics.api.p99_ms', name: 'API requests, 99th percentile (ms)', least: 100 },
  { fact: 'metrics.api.error_percent', name: 'API requests that failed (%)', least: 0.5 },
  { fact: 'metrics.database.average_ms', name: 'calls of the database, average (ms)', least: 5 },
  { fact: 'metrics.database.p95_ms', name: 'calls of the database, 95th percentile (ms)', least: 20 },
  { fact: 'metrics.cpu.cores', name: 'processors in use, average', least: 0.2 },
  { fact: 'metrics.cpu.most_percent', name: 'processors in use at most (% of all)', least: 10 },
  { fact: 'metrics.memory.most_resident_mb', name: 'memory at most (MiB)', least: 50 },
  { fact: 'metrics.goroutines.most', name: 'goroutines at most', least: 50 },
  { fact: 'metrics.gc.longest_pause_ms', name: 'longest pause of garbage collection (ms)', least: 20 },
  { fact: 'metrics.file_descriptors.most_open', name: 'open file descriptors at most', least: 50 },
  { fact: 'metrics.websockets.most', name: 'connected clients at most', least: 10 },
  { fact: 'metrics.websockets.events_per_second', name: 'events sent to clients a second', least: 1 },
  { fact: 'metrics.failed_login_percent', name: 'logins that failed (%)', least: 5 },
  { fact: 'metrics.cluster.request_p95_ms', name: 'requests between nodes, 95th percentile (ms)', least: 20 },
  { fact: 'metrics.log.dropped', name: 'log records dropped', least: 1 },
]

const leastConnections = 3

export const metrics: SectionDefinition = {
  id: 'metrics',
  title: 'Metrics',
  product: 'mattermost',
  note: 'Each number is over the whole time that the metrics of its packet cover.',
  take(source) {
    const rows = source.nodes.flatMap(node => [...windowRows(source, node), ...poolRows(source, node)])
    const all = [...measuredRows(source, measures), ...rows]
    return all.length > 0 ? all : notTold(whyNone(source, 'tsdb-dump', 'metrics'))
  },
}

function windowRows({ facts }: Source, node: string): readonly Row[] {
  const window = facts.get('metrics.window', node)?.value as { readonly seconds: number } | undefined
  if (window === undefined) return []
  return [
    measuredRow({
      key: 'window',
      name: 'time recorded (minutes)',
      node,
      value: window.seconds / 60,
      least: 1,
    }),
  ]
}

function poolRows({ facts }: Source, node: string): readonly Row[] {
  const pools = (facts.get('metrics.pools', node)?.value ?? []) as readonly PoolUse[]
  return pools.flatMap(({ name: pool, most_in_use: most, average_in_use: average }) => {
    const row = (what: string, value: number): Row =>
      measuredRow({
        key: `pool ${pool} ${what}`,
        name: `database connections in use, ${pool}, ${what}`,
        node,
        value,
        least: leastConnections,
      })
    return [row('average', average), row('at most', most)]
  })
}
