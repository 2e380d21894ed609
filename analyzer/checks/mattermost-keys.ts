// The keys that Mattermost servers write into their documents, with the release that brought them: what `--strict` knows. From the
// server's source (server/public/model) and from packets of running servers, 9.11 to 11.10. Settings of configurations are in
// documents/config-defaults.
import { defaults } from '../documents/config-defaults/defaults.js'
import type { DocumentKind } from '../packet/layout-types.js'

/**
 * Key → what may stand below it: `true` anything, a text the first release that has the key (and anything below), or keys of its
 * own, where `''` is the first release. `*` stands for every key. Lists have the keys of their items.
 */
export interface KeyTree {
  readonly [key: string]: KnownKey
}
export type KnownKey = true | string | KeyTree

/** The newest release whose keys are known; what later ones write is not judged. */
export const newestKnown = '11.10'

const status = { status: true, error: true } as const

const job = {
  id: true,
  type: true,
  priority: true,
  status: true,
  progress: true,
  data: true,
  create_at: true,
  create_at_ms: true,
  start_at: true,
  start_at_ms: true,
  last_activity_at: true,
  last_activity_at_ms: true,
} as const

const jobLists = {
  ldap_sync_jobs: job,
  data_retention_jobs: job,
  message_export_jobs: job,
  elastic_post_indexing_jobs: job,
  elastic_post_aggregation_jobs: job,
  bleve_post_indexing_jobs: job,
  migration_jobs: job,
} as const

const manifest = {
  id: true,
  name: true,
  description: true,
  homepage_url: true,
  support_url: true,
  release_notes_url: true,
  icon_path: true,
  version: true,
  min_server_version: true,
  server: { executables: true, executable: true },
  webapp: { bundle_path: true },
  settings_schema: { header: true, footer: true, settings: true, sections: true },
  props: true,
} as const

const lived = {
  id: true,
  name: true,
  display_name: true,
  description: true,
  create_at: true,
  update_at: true,
  delete_at: true,
} as const

/** Sections that the defaults do not list whole: any key may stand in them, or these beside the known ones. */
const withoutDefault: KeyTree = {
  SqlSettings: { DataSource: true, AtRestEncryptKey: true },
  FileSettings: { PublicLinkSalt: true },
  PluginSettings: { Plugins: true, PluginStates: true },
  ElasticsearchSettings: { BulkIndexingTimeWindowSeconds: true },
  // Flags come and go with every release.
  FeatureFlags: true,
}

export const mattermostKeys: Partial<Readonly<Record<DocumentKind, KeyTree>>> = {
  metadata: {
    version: true,
    type: true,
    generated_at: true,
    server_version: true,
    server_id: true,
    license_id: true,
    customer_id: true,
    extras: true,
  },
  stats: {
    registered_users: true,
    active_users: true,
    daily_active_users: true,
    monthly_active_users: true,
    deactivated_users: true,
    guests: true,
    single_channel_guests: '11.7',
    bot_accounts: true,
    posts: true,
    channels: true,
    teams: true,
    slash_commands: true,
    incoming_webhooks: true,
    outgoing_webhooks: true,
  },
  jobs: jobLists,
  permissions: {
    roles: { ...lived, permissions: true, scheme_managed: true, built_in: true, scheme_id: '11.2' },
    schemes: {
      ...lived,
      scope: true,
      default_team_admin_role: true,
      default_team_user_role: true,
      default_team_guest_role: true,
      default_channel_admin_role: true,
      default_channel_user_role: true,
      default_channel_guest_role: true,
      default_playbook_admin_role: true,
      default_playbook_member_role: true,
      default_run_admin_role: true,
      default_run_member_role: true,
    },
  },
  plugins: { enabled: manifest, disabled: manifest },
  'database-schema': {
    database_collation: true,
    database_encoding: true,
    tables: {
      name: true,
      collation: true,
      options: true,
      columns: { name: true, data_type: true, max_length: true, is_nullable: true },
      indexes: { name: true, definition: true },
    },
  },
  'support-packet': {
    server_os: true,
    server_architecture: true,
    server_version: true,
    build_hash: true,
    database_type: true,
    database_version: true,
    database_schema_version: true,
    websocket_connections: true,
    master_db_connections: true,
    read_db_connections: true,
    cluster_id: true,
    file_driver: true,
    file_status: true,
    ldap_vendor_name: true,
    ldap_vendor_version: true,
    elastic_server_version: true,
    elastic_server_plugins: true,
    license_to: true,
    license_supported_users: true,
    license_is_trial: true,
    active_users: true,
    daily_active_users: true,
    monthly_active_users: true,
    inactive_user_count: true,
    total_posts: true,
    total_channels: true,
    total_teams: true,
    ...jobLists,
    compliance_jobs: job,
  },
  diagnostics: {
    version: true,
    license: {
      company: true,
      users: true,
      sku_short_name: true,
      is_trial: true,
      is_gov_sku: true,
      is_non_production: '11.10',
      is_cloud: '11.10',
      expires_at: '11.10',
      is_seat_count_enforced: '11.10',
      extra_users: '11.10',
    },
    server: {
      os: true,
      architecture: true,
      hostname: true,
      version: true,
      build_hash: true,
      installation_type: true,
      cpu_cores: '11.4',
      total_memory_mb: '11.4',
      process_id: '11.8',
      go_version: '11.8',
      started_at: '11.8',
      host_started_at: '11.8',
      open_file_descriptors: '11.8',
      max_file_descriptors: '11.8',
      container_cpu_limit: '11.8',
      container_memory_limit_mb: '11.8',
    },
    config: { store_type: true },
    database: {
      type: true,
      version: true,
      schema_version: true,
      master_connections: true,
      replica_connections: true,
      search_connections: true,
      master_connections_in_use: '11.9',
      master_connections_idle: '11.9',
      master_pool_wait_count: '11.9',
      master_pool_wait_duration_ms: '11.9',
      master_connections_closed_max_idle: '11.9',
      master_connections_closed_max_lifetime: '11.9',
      replica_connections_in_use: '11.9',
      replica_connections_idle: '11.9',
      replica_pool_wait_count: '11.9',
      replica_pool_wait_duration_ms: '11.9',
      replica_connections_closed_max_idle: '11.9',
      replica_connections_closed_max_lifetime: '11.9',
      cache_hit_ratio: '11.9',
      deadlocks: '11.9',
      temp_files: '11.9',
      temp_bytes_mb: '11.9',
      rollbacks: '11.9',
      idle_in_transaction_count: '11.9',
      waiting_for_lock_count: '11.9',
      longest_query_duration_seconds: '11.9',
      posts_dead_tuples: '11.9',
      posts_last_autovacuum: '11.9',
    },
    file_store: {
      file_status: true,
      error: true,
      file_driver: true,
      filesystem_type: '11.8',
      total_mb: '11.8',
      available_mb: '11.8',
    },
    websocket: { connections: true },
    cluster: { id: true, number_of_nodes: true, is_leader: '11.10' },
    notifications: { '': '11.8', email: status, push: status },
    ldap: { ...status, server_name: true, server_version: true },
    saml: { '': '11.2', ...status, provider_type: true },
    elastic: { ...status, backend: '11.2', server_version: true, server_plugins: true },
    oauth_providers: { '': '11.9', gitlab: status, google: status, office365: status, openid: status },
  },
  config: configKeys(),
}

/** Every setting with a default, and the few that have none. */
function configKeys(): KeyTree {
  const sections = Object.entries(defaults).map(([section, settings]): readonly [string, KnownKey] => {
    const more = withoutDefault[section]
    if (more === true) return [section, true]
    const known = Object.fromEntries(Object.keys(settings).map(name => [name, true as const]))
    return [section, typeof more === 'object' ? { ...known, ...more } : known]
  })
  return { ...withoutDefault, ...Object.fromEntries(sections) }
}
