// support_packet.yaml: what servers to 10.4 wrote in place of diagnostics, stats and jobs.
import type { YamlMap } from '../../encode/yaml-value.js'
import type { DiagnosticsFacts } from './diagnostics.js'
import { oldJobItem, type JobList, type Jobs } from './jobs.js'
import type { Stats } from './stats.js'

const lists: readonly JobList[] = [
  'data_retention_jobs',
  'message_export_jobs',
  'elastic_post_indexing_jobs',
  'elastic_post_aggregation_jobs',
  'bleve_post_indexin_jobs',
  'ldap_sync_jobs',
  'migration_jobs',
]

/** The old document has the two newest runs of each. */
export const oldJobRuns = 2

export function supportPacketDocument(facts: DiagnosticsFacts, stats: Stats, jobs: Jobs): YamlMap {
  const { server, database, fileStore, license } = facts
  return {
    server_os: server.os,
    server_architecture: server.architecture,
    server_version: server.version,
    build_hash: server.buildHash,
    database_type: database.type,
    database_version: database.version,
    database_schema_version: database.schemaVersion,
    websocket_connections: facts.websocketConnections,
    master_db_connections: database.masterConnections,
    read_db_connections: database.replicaConnections,
    cluster_id: facts.cluster.id,
    file_driver: fileStore.driver,
    file_status: fileStore.status === 'FAIL' ? `FAIL: ${fileStore.error ?? ''}` : fileStore.status,
    license_to: license === undefined ? '' : license.company,
    license_supported_users: license === undefined || license.users === 0 ? undefined : license.users,
    license_is_trial: license?.isTrial === true ? true : undefined,
    active_users: stats.active_users,
    daily_active_users: stats.daily_active_users,
    monthly_active_users: stats.monthly_active_users,
    inactive_user_count: stats.deactivated_users,
    total_posts: stats.posts,
    total_channels: stats.channels,
    total_teams: stats.teams,
    ...Object.fromEntries(lists.map(list => [list, jobs[list]?.slice(0, oldJobRuns).map(oldJobItem)])),
  }
}
