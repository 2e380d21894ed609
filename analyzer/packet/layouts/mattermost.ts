// The Mattermost Support Packet: every generation since 5.33 and every entry it writes, as data for layout.ts.
import type {
  EntrySpec,
  Generation,
  NamedEntries,
  ProductDefinition,
  VersionHint,
} from '../layout-definition.js'
import { classifyMattermost, kindOfLog, mattermostSignature } from './mattermost-names.js'

const generations: readonly Generation[] = [
  generation('5.33', '9.2', 'Mattermost 5.33 to 9.1'),
  generation('9.2', '9.11', 'Mattermost 9.2 to 9.10'),
  generation('9.11', '10.4', 'Mattermost 9.11 to 10.3'),
  generation('10.4', '10.5', 'Mattermost 10.4'),
  generation('10.5', '10.10', 'Mattermost 10.5 to 10.9'),
  generation('10.10', '10.11', 'Mattermost 10.10'),
  generation('10.11', '11.0', 'Mattermost 10.11 to 10.12'),
  generation('11.0', undefined, 'Mattermost 11.0 and later'),
]

/** Node folders came with 10.10; before, a cluster's packet has at most prefixed names beside the local node's. */
function generation(from: string, until: string | undefined, title: string): Generation {
  const [major = 0, minor = 0] = from.split('.').map(Number)
  return {
    id: `mattermost-${from}`,
    title,
    from,
    until,
    nodeFolders: major > 10 || (major === 10 && minor >= 10),
  }
}

const fileLogging = {
  setting: ['LogSettings', 'EnableFile'],
  equals: true,
  otherwise: 'the server does not log to a file (LogSettings.EnableFile is false)',
}

/**
 * Conditions: plugins.json needs PluginSettings.Enable, the schema needs PostgreSQL, logs need file logging.
 * `mattermost.log` and `notifications.log` are also left out when the person deselected logs.
 */
const entries: readonly EntrySpec[] = [
  {
    name: 'metadata.yaml',
    kind: 'metadata',
    scope: 'cluster',
    expectation: 'expected',
    from: '9.11',
    failure: /metadata/i,
  },
  {
    name: 'support_packet.yaml',
    kind: 'support-packet',
    scope: 'cluster',
    expectation: 'expected',
    from: '5.33',
    until: '10.5',
    failure: /support package|support packet yaml/i,
  },
  {
    name: 'stats.yaml',
    kind: 'stats',
    scope: 'cluster',
    expectation: 'expected',
    from: '10.5',
    failure: /\bstats?\b/i,
  },
  {
    name: 'jobs.yaml',
    kind: 'jobs',
    scope: 'cluster',
    expectation: 'expected',
    from: '10.5',
    failure: /\bjobs?\b/i,
  },
  {
    name: 'permissions.yaml',
    kind: 'permissions',
    scope: 'cluster',
    expectation: 'expected',
    from: '10.5',
    failure: /\b(permissions?|roles?|schemes?)\b/i,
  },
  {
    name: 'plugins.json',
    kind: 'plugins',
    scope: 'cluster',
    expectation: 'conditional',
    from: '5.33',
    condition: {
      setting: ['PluginSettings', 'Enable'],
      equals: true,
      otherwise: 'plugins are switched off (PluginSettings.Enable is false)',
    },
    failure: /\bplugin list|\bplugins (have been|are) disabled|get plugins|plugin environment/i,
  },
  {
    name: 'database_schema.yaml',
    otherNames: ['postgres_schema_dump.sql'],
    kind: 'database-schema',
    scope: 'cluster',
    expectation: 'conditional',
    from: '10.11',
    condition: {
      setting: ['SqlSettings', 'DriverName'],
      equals: 'postgres',
      otherwise: 'the schema is written for PostgreSQL only (SqlSettings.DriverName)',
    },
    failure: /\bschema\b/i,
  },
  {
    name: 'diagnostics.yaml',
    kind: 'diagnostics',
    scope: 'node',
    expectation: 'expected',
    from: '10.5',
    failure: /\bdiagnostics\b/i,
  },
  {
    name: 'sanitized_config.json',
    kind: 'config',
    scope: 'node',
    expectation: 'expected',
    from: '5.33',
    failure: /sanitized config/i,
  },
  {
    name: 'mattermost.log',
    kind: 'mattermost-log',
    scope: 'node',
    expectation: 'conditional',
    from: '5.33',
    condition: fileLogging,
    group: 'logs',
    failure: /mattermost log|LogSettings\.EnableFile/i,
  },
  {
    name: 'notifications.log',
    kind: 'notifications-log',
    scope: 'node',
    expectation: 'conditional',
    from: '5.33',
    until: '11.0',
    condition: {
      setting: ['NotificationLogSettings', 'EnableFile'],
      equals: true,
      otherwise: 'notifications are not logged to a file (NotificationLogSettings.EnableFile is false)',
    },
    group: 'logs',
    createdLate: true,
    // The server spells it both ways.
    failure: /notifi?cation log|notifcation log|NotificationLogSettings\.EnableFile/i,
  },
  {
    name: 'cpu.prof',
    kind: 'cpu-profile',
    scope: 'node',
    expectation: 'expected',
    from: '9.2',
    failure: /cpu profil/i,
  },
  {
    name: 'heap.prof',
    kind: 'heap-profile',
    scope: 'node',
    expectation: 'expected',
    from: '9.2',
    failure: /heap profil/i,
  },
  {
    name: 'goroutines',
    kind: 'goroutines',
    scope: 'node',
    expectation: 'expected',
    from: '9.2',
    failure: /goroutine/i,
  },
  {
    name: 'tsdb_dump.tar.gz',
    kind: 'tsdb-dump',
    scope: 'cluster',
    expectation: 'optional',
    from: '9.8',
    failure: /tsdb|metrics plugin/i,
  },
  { name: 'warning.txt', kind: 'warning', scope: 'cluster', expectation: 'optional', from: '5.33' },
]

/** File targets of AdvancedLoggingJSON become entries; which settings count changed twice. */
const namedEntries: readonly NamedEntries[] = [
  advancedTargets('LogSettings', '10.5'),
  advancedTargets('ExperimentalAuditSettings', '10.7'),
  { ...advancedTargets('NotificationLogSettings', '10.7'), until: '11.0' },
]

function advancedTargets(section: string, from: string): NamedEntries {
  return {
    setting: [section, 'AdvancedLoggingJSON'],
    when: { path: ['type'], equals: 'file' },
    file: ['options', 'filename'],
    group: 'logs',
    title: `a log target of ${section}.AdvancedLoggingJSON`,
    from,
    kind: kindOfLog,
  }
}

const versionHints: readonly VersionHint[] = [
  { atLeast: '5.33', kind: 'config', title: 'sanitized_config.json' },
  { atLeast: '5.33', kind: 'support-packet', title: 'support_packet.yaml' },
  { atLeast: '9.2', kind: 'goroutines', title: 'profiles' },
  { atLeast: '9.2', kind: 'cpu-profile', title: 'profiles' },
  { atLeast: '9.11', kind: 'metadata', title: 'metadata.yaml' },
  { atLeast: '10.5', kind: 'stats', title: 'stats.yaml' },
  { atLeast: '10.5', kind: 'jobs', title: 'jobs.yaml' },
  { atLeast: '10.5', kind: 'permissions', title: 'permissions.yaml' },
  { atLeast: '10.5', kind: 'diagnostics', title: 'diagnostics.yaml' },
  {
    atLeast: '10.10',
    value: { kind: 'diagnostics', path: ['version'], equals: 2, title: 'diagnostics.yaml version 2' },
    title: 'diagnostics.yaml version 2',
  },
  { atLeast: '10.10', inNodeFolder: true, title: 'node folders' },
  { atLeast: '10.11', kind: 'database-schema', title: 'database_schema.yaml' },
]

export const mattermost: ProductDefinition = {
  product: 'mattermost',
  partTitle: 'Mattermost files, not a whole packet',
  generations,
  entries,
  otherRootNames: [],
  optionalKinds: ['plugin-diagnostics', 'database-schema-sql', 'host'],
  nodeCount: { kind: 'diagnostics', path: ['cluster', 'number_of_nodes'], title: 'diagnostics.yaml' },
  signature: mattermostSignature,
  classify: classifyMattermost,
  versionSources: [
    { kind: 'metadata', path: ['server_version'], title: 'metadata.yaml' },
    { kind: 'support-packet', path: ['server_version'], title: 'support_packet.yaml' },
    { kind: 'diagnostics', path: ['server', 'version'], title: 'diagnostics.yaml' },
  ],
  versionHints,
  namedEntries,
}
