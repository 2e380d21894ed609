// Facts of an instance's metrics: its state, its storage, what failed and what was refused, tunnels and remote clusters.
import type { Derived, FactDefinition, FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { meanFact, metricFact, metricValue, samplesOf, sourcesOf } from './metrics-source.js'

const states: readonly string[] = ['ok', 'recovering', 'degraded', 'starting']

const processState = defineFact<string>({
  id: 'teleport.metrics.state',
  title: 'State of the process as its metrics tell it: ok, recovering, degraded, starting',
  scope: 'node',
  derive(input) {
    const found = metricValue(input, 'process_state')
    const value = found && states[found.value]
    return found === undefined || value === undefined ? undefined : { value, from: found.from }
  },
})

/** A remote cluster and whether it is connected. */
export interface RemoteCluster {
  readonly name: string
  readonly online: boolean
}

const remoteClusters = defineFact<readonly RemoteCluster[]>({
  id: 'teleport.metrics.remote_clusters',
  title: 'Leaf clusters that the metrics of the instance count, each {name, online}',
  scope: 'node',
  derive(input) {
    const found = samplesOf(input, 'remote_clusters')
    if (found === undefined) return undefined
    return {
      value: found.samples.map(({ labels, value }) => ({
        name: labels.get('cluster') ?? '',
        online: value > 0,
      })),
      from: sourcesOf(found.document, found.samples),
    }
  },
})

/** One metric in percent of another or of their sum. */
function shareFact(
  id: string,
  title: string,
  part: string,
  whole: string,
  least: number,
): FactDefinition<number> {
  return defineFact<number>({
    id,
    title,
    scope: 'node',
    derive(input: FactInput): Derived<number> | undefined {
      const [some, all] = [metricValue(input, part), metricValue(input, whole)]
      if (some === undefined || all === undefined || all.value < least) return undefined
      return { value: Math.round((some.value * 1000) / all.value) / 10, from: [...some.from, ...all.from] }
    },
  })
}

/** Too few attempts are no share: one refusal of two is nothing. */
const fewest = 20

export const metricsFacts = [
  processState,
  metricFact('teleport.metrics.goroutines', 'Goroutines of the process', 'go_goroutines'),
  metricFact(
    'teleport.metrics.memory_bytes',
    'Resident memory of the process, in bytes',
    'process_resident_memory_bytes',
  ),
  metricFact(
    'teleport.metrics.audit_failed',
    'Audit events that could not be written',
    'audit_failed_emit_events',
  ),
  metricFact(
    'teleport.metrics.audit_disk_percent',
    'Disk space used where the audit log lies, in percent, measured every five minutes; 0 before the first time',
    'audit_percentage_disk_space_used',
  ),
  meanFact(
    'teleport.metrics.storage_read_ms',
    'Mean time of a read of the storage, in milliseconds',
    'backend_read_seconds',
  ),
  meanFact(
    'teleport.metrics.storage_write_ms',
    'Mean time of a write to the storage, in milliseconds',
    'backend_write_seconds',
  ),
  metricFact(
    'teleport.metrics.storage_writes_failed',
    'Writes to the storage that failed',
    'backend_write_requests_failed_total',
  ),
  metricFact(
    'teleport.metrics.storage_reads_failed',
    'Reads of the storage that failed; also for what does not exist',
    'backend_read_requests_failed_total',
  ),
  metricFact('teleport.metrics.heartbeats_missed', 'Heartbeats that were missed', 'heartbeats_missed_total'),
  metricFact('teleport.metrics.failed_logins', 'Failed logins', 'failed_login_attempts_total'),
  metricFact('teleport.metrics.logins', 'Logins', 'user_login_total'),
  metricFact(
    'teleport.metrics.throttled',
    'Requests for certificates that were throttled',
    'auth_generate_requests_throttled_total',
  ),
  metricFact(
    'teleport.metrics.connections_refused',
    'Connections over the limit of connections',
    'proxy_connection_limit_exceeded_total',
  ),
  metricFact(
    'teleport.metrics.sessions_refused',
    'Sessions over the limit of concurrent sessions',
    'user_max_concurrent_sessions_hit_total',
  ),
  metricFact(
    'teleport.metrics.tunnels',
    'Reverse tunnels that are connected',
    'teleport_reverse_tunnels_connected',
  ),
  metricFact(
    'teleport.metrics.missing_tunnels',
    'Proxies that agents have not found',
    'proxy_missing_ssh_tunnels',
  ),
  metricFact(
    'teleport.metrics.certificate_mismatches',
    'Connections with a certificate that did not match',
    'certificate_mismatch_total',
  ),
  metricFact(
    'teleport.metrics.connects',
    'Attempts of the proxy to connect to nodes',
    'teleport_connect_to_node_attempts_total',
  ),
  metricFact(
    'teleport.metrics.connects_failed',
    'Attempts of the proxy to connect to nodes that failed',
    'failed_connect_to_node_attempts_total',
  ),
  metricFact(
    'teleport.metrics.cluster_unknown',
    'Requests for a cluster that is not known',
    'cluster_name_not_found_total',
  ),
  shareFact(
    'teleport.metrics.stale_percent',
    'Events of the cache that came too late, in percent',
    'teleport_cache_stale_events',
    'teleport_cache_events',
    fewest,
  ),
  remoteClusters,
]
