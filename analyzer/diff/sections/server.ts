// What runs where: versions, host, database, licence, the nodes there are; and the numbers that move from minute to minute.
import { valueAt } from '../../documents/shape.js'
import type { Document, ValuePath } from '../../documents/types.js'
import type { Row } from '../rows.js'
import type { Source, Told } from '../taken.js'
import { valueOf } from '../values.js'
import { notTold, type SectionDefinition } from './definition.js'

/** A value with its name, where diagnostics.yaml has it and where support_packet.yaml, which came before, had it. */
type Place = readonly [name: string, now: ValuePath | undefined, before: string | undefined]

const fixed: readonly Place[] = [
  ['server version', ['server', 'version'], 'server_version'],
  ['build', ['server', 'build_hash'], 'build_hash'],
  ['Go version', ['server', 'go_version'], undefined],
  ['operating system', ['server', 'os'], 'server_os'],
  ['architecture', ['server', 'architecture'], 'server_architecture'],
  ['host name', ['server', 'hostname'], undefined],
  ['installation', ['server', 'installation_type'], undefined],
  ['processors', ['server', 'cpu_cores'], undefined],
  ['memory (MiB)', ['server', 'total_memory_mb'], undefined],
  ['processors of the container', ['server', 'container_cpu_limit'], undefined],
  ['memory of the container (MiB)', ['server', 'container_memory_limit_mb'], undefined],
  ['file descriptors at most', ['server', 'max_file_descriptors'], undefined],
  ['started at', ['server', 'started_at'], undefined],
  ['configuration kept in', ['config', 'store_type'], undefined],
  ['database', ['database', 'type'], 'database_type'],
  ['database version', ['database', 'version'], 'database_version'],
  ['schema version', ['database', 'schema_version'], 'database_schema_version'],
  ['file store', ['file_store', 'file_driver'], 'file_driver'],
  ['file store state', ['file_store', 'file_status'], 'file_status'],
  ['file system', ['file_store', 'filesystem_type'], undefined],
  ['nodes of the cluster', ['cluster', 'number_of_nodes'], undefined],
  ['mail state', ['notifications', 'email', 'status'], undefined],
  ['push state', ['notifications', 'push', 'status'], undefined],
  ['LDAP state', ['ldap', 'status'], undefined],
  ['LDAP server', ['ldap', 'server_name'], 'ldap_vendor_name'],
  ['LDAP version', ['ldap', 'server_version'], 'ldap_vendor_version'],
  ['SAML state', ['saml', 'status'], undefined],
  ['search state', ['elastic', 'status'], undefined],
  ['search version', ['elastic', 'server_version'], 'elastic_server_version'],
  ['licence', ['license', 'sku_short_name'], undefined],
  ['licensed to', ['license', 'company'], 'license_to'],
  ['licensed seats', ['license', 'users'], 'license_supported_users'],
  ['licence is a trial', ['license', 'is_trial'], 'license_is_trial'],
  ['licence ends at', ['license', 'expires_at'], undefined],
]

const moving: readonly Place[] = [
  ['database connections', ['database', 'master_connections'], 'master_db_connections'],
  ['database connections in use', ['database', 'master_connections_in_use'], undefined],
  ['waits for a database connection', ['database', 'master_pool_wait_count'], undefined],
  ['connections to replicas', ['database', 'replica_connections'], 'read_db_connections'],
  ['connections for searches', ['database', 'search_connections'], undefined],
  ['cache hits of the database', ['database', 'cache_hit_ratio'], undefined],
  ['deadlocks', ['database', 'deadlocks'], undefined],
  ['rollbacks', ['database', 'rollbacks'], undefined],
  ['sessions idle in a transaction', ['database', 'idle_in_transaction_count'], undefined],
  ['sessions waiting for a lock', ['database', 'waiting_for_lock_count'], undefined],
  ['longest query (s)', ['database', 'longest_query_duration_seconds'], undefined],
  ['dead rows of posts', ['database', 'posts_dead_tuples'], undefined],
  ['WebSocket connections', ['websocket', 'connections'], 'websocket_connections'],
  ['open file descriptors', ['server', 'open_file_descriptors'], undefined],
  ['room for files (MiB)', ['file_store', 'available_mb'], undefined],
]

export const server: SectionDefinition = {
  id: 'server',
  title: 'Server',
  product: 'mattermost',
  take: source => placesOf(source, fixed),
}

export const load: SectionDefinition = {
  id: 'load',
  title: 'Load when the packet was made',
  product: 'mattermost',
  take: source => placesOf(source, moving),
}

function placesOf({ documents }: Source, places: readonly Place[]): Told {
  const now = documents.of('diagnostics').flatMap(document => rowsOf(document, places, ([, path]) => path))
  if (now.length > 0) return now
  const before = documents
    .of('support-packet')
    .flatMap(document => rowsOf(document, places, ([, , key]) => (key === undefined ? undefined : [key])))
  return before.length > 0 ? before : notTold('it has no diagnostics.yaml that could be read')
}

function rowsOf(
  { value, node }: Document,
  places: readonly Place[],
  pathOf: (place: Place) => ValuePath | undefined,
): readonly Row[] {
  return places.flatMap(place => {
    const path = pathOf(place)
    const found = path === undefined ? undefined : valueAt(value, path)
    const [name] = place
    return found === undefined ? [] : [{ key: name, name, node: node ?? '', values: { '': valueOf(found) } }]
  })
}

export const teleportServer: SectionDefinition = {
  id: 'server',
  title: 'Hosts',
  product: 'teleport',
  take({ documents }) {
    const rows = documents.of('teleport-identity').flatMap(({ value, node }): readonly Row[] =>
      ['version', 'roles', 'running', 'hostname'].flatMap(key => {
        const found = valueAt(value, [key])
        return found === undefined
          ? []
          : [{ key, name: key, node: node ?? '', values: { '': valueOf(found) } }]
      }),
    )
    return rows.length > 0 ? rows : notTold('it has no identity.json that could be read')
  },
}

export const nodes: SectionDefinition = {
  id: 'nodes',
  title: 'Nodes',
  take: ({ nodes: names, nodeTitles, analysis }) =>
    analysis.packet.product === undefined
      ? notTold('no product was recognised')
      : names
          .filter(name => name !== '')
          .map(name => ({ key: name, name: nodeTitles.get(name) ?? name, values: {} })),
}
