// diagnostics.yaml (Mattermost 10.5 and later): state of one node when the packet was made. Format 1 until 10.9, then 2.
//
//   version: 2
//   database:
//     type: postgres
//     schema_version: "159"
//     master_connections: 6
//   file_store:
//     file_status: FAIL
//     erorr: "unable to check if the S3 bucket exists: Error response code ."
import { yamlParser } from './parser.js'
import type { Finished } from './parser.js'
import { isMap } from './shape.js'
import type { FromShape } from './shape.js'
import type { Locate, ValuePath } from './types.js'

/** `OK`, `FAIL` or `disabled`, with the reason of a failure. */
const status = { status: 'string', error: 'string', erorr: 'string' } as const

const shape = {
  /** Format: 1 until 10.9, 2 since 10.10. */
  version: 'number',
  license: {
    company: 'string',
    /** Licensed seats. */
    users: 'number',
    /** E10, E20, professional, enterprise, advanced, entry. */
    sku_short_name: 'string',
    /** False flags are left out. */
    is_trial: 'boolean',
    is_gov_sku: 'boolean',
    is_non_production: 'boolean',
    is_cloud: 'boolean',
    /** Epoch milliseconds. */
    expires_at: 'number',
    is_seat_count_enforced: 'boolean',
    extra_users: 'number',
  },
  server: {
    os: 'string',
    architecture: 'string',
    hostname: 'string',
    version: 'string',
    build_hash: 'string',
    /** `docker`, or `unknown`. */
    installation_type: 'string',
    /** Logical CPUs of the host; since 11.4. */
    cpu_cores: 'number',
    /** MiB of the host; since 11.4. */
    total_memory_mb: 'number',
    process_id: 'number',
    go_version: 'string',
    /** RFC 3339, UTC; since 11.8. */
    started_at: 'string',
    host_started_at: 'string',
    /** -1 where the operating system does not tell. */
    open_file_descriptors: 'number',
    max_file_descriptors: 'number',
    /** CPUs of the control group; left out when unlimited. */
    container_cpu_limit: 'number',
    /** MiB of the control group. */
    container_memory_limit_mb: 'number',
  },
  /** In spite of its name a location: `file:///…`, `memory://`, or a redacted data source. */
  config: { store_type: 'string' },
  database: {
    type: 'string',
    version: 'string',
    /** Number of the last migration, as text. */
    schema_version: 'string',
    /** Open connections of this node. */
    master_connections: 'number',
    replica_connections: 'number',
    search_connections: 'number',
    /** Pool, since 11.9; waits and closed ones count from the start of the process. */
    master_connections_in_use: 'number',
    master_connections_idle: 'number',
    master_pool_wait_count: 'number',
    master_pool_wait_duration_ms: 'number',
    master_connections_closed_max_idle: 'number',
    master_connections_closed_max_lifetime: 'number',
    replica_connections_in_use: 'number',
    replica_connections_idle: 'number',
    replica_pool_wait_count: 'number',
    replica_pool_wait_duration_ms: 'number',
    replica_connections_closed_max_idle: 'number',
    replica_connections_closed_max_lifetime: 'number',
    /** 0 to 1. */
    cache_hit_ratio: 'number',
    /** Since the statistics of PostgreSQL were reset. */
    deadlocks: 'number',
    temp_files: 'number',
    rollbacks: 'number',
    temp_bytes_mb: 'number',
    idle_in_transaction_count: 'number',
    waiting_for_lock_count: 'number',
    longest_query_duration_seconds: 'number',
    posts_dead_tuples: 'number',
    /** RFC 3339. */
    posts_last_autovacuum: 'string',
  },
  file_store: {
    /** `OK` or `FAIL`. */
    file_status: 'string',
    /** The server's key is `erorr` until about 11.8; the value here is always under `error`. */
    error: 'string',
    erorr: 'string',
    file_driver: 'string',
    filesystem_type: 'string',
    /** Volume of FileSettings.Directory, local driver only. */
    total_mb: 'number',
    available_mb: 'number',
  },
  websocket: { connections: 'number' },
  /** `''` and 0 without clustering. */
  cluster: { id: 'string', number_of_nodes: 'number', is_leader: 'boolean' },
  /** Since 11.8. */
  notifications: { email: status, push: status },
  /** Empty when LDAP is off; `erorr` until 10.12. */
  ldap: { ...status, server_name: 'string', server_version: 'string' },
  /** Since 11.2. */
  saml: { ...status, provider_type: 'string' },
  elastic: { ...status, backend: 'string', server_version: 'string', server_plugins: ['string'] },
  /** Since 11.9: gitlab, google, office365, openid. */
  oauth_providers: { '*': status },
} as const

/** Diagnostics of one node, as in the file, with `erorr` renamed to `error`. */
export type Diagnostics = FromShape<typeof shape>

export const parseDiagnostics = yamlParser(shape, renameErrors)

function renameErrors(value: Diagnostics, _locate: Locate, raw: unknown): Finished<Diagnostics> {
  return { value: withoutTypo(value) as Diagnostics, pathInFile: path => pathWithTypo(raw, path) }
}

/** Renames `erorr` at every depth; a correct `error` beside it wins. */
function withoutTypo(value: unknown): unknown {
  if (!isMap(value)) return value
  const renamed = Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'erorr') return Object.hasOwn(value, 'error') ? [] : [['error', inner] as const]
    return [[key, withoutTypo(inner)] as const]
  })
  return Object.fromEntries(renamed)
}

function pathWithTypo(raw: unknown, path: ValuePath): ValuePath {
  let inner = raw
  return path.map(step => {
    const renamed =
      step === 'error' && isMap(inner) && !Object.hasOwn(inner, 'error') && Object.hasOwn(inner, 'erorr')
    const key = renamed ? 'erorr' : step
    inner = isMap(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined
    return key
  })
}
