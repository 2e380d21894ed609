// Where a rule's values come from, in words: per rule variable the entry it is read from, since which server version it is
// written, and how to get it. Data for the part of the report that says what could not be judged.
import type { EntryInfo } from '../../analysis.js'

export interface MissingSource {
  /** How a person calls it: the entry's usual name. */
  readonly name: string
  readonly kinds: readonly EntryInfo['kind'][]
  /** First server version that writes it. */
  readonly since?: string
  /** Last minor version that writes it, `10.4` for every 10.4.x. */
  readonly until?: string
  /** What to do to have it in the next packet. */
  readonly how: string
}

const again = 'Make a new packet; the server writes it every time.'

export const missingSources: Readonly<Record<string, MissingSource>> = {
  metadata: { name: 'metadata.yaml', kinds: ['metadata'], since: '9.11', how: again },
  config: { name: 'sanitized_config.json', kinds: ['config'], how: again },
  diagnostics: { name: 'diagnostics.yaml', kinds: ['diagnostics'], since: '10.5', how: again },
  support_packet: { name: 'support_packet.yaml', kinds: ['support-packet'], until: '10.4', how: again },
  stats: { name: 'stats.yaml', kinds: ['stats'], since: '10.5', how: again },
  jobs: { name: 'jobs.yaml', kinds: ['jobs'], since: '10.5', how: again },
  permissions: { name: 'permissions.yaml', kinds: ['permissions'], since: '10.5', how: again },
  plugins: {
    name: 'plugins.json',
    kinds: ['plugins'],
    how: 'It is left out while plugins are disabled (PluginSettings.Enable).',
  },
  schema: {
    name: 'database_schema.yaml',
    kinds: ['database-schema', 'database-schema-sql'],
    since: '10.11',
    how: 'The server writes it for PostgreSQL only; make a new packet.',
  },
  logs: {
    name: 'mattermost.log',
    kinds: ['mattermost-log', 'advanced-log'],
    how: 'Turn on file logging (LogSettings.EnableFile) and make the packet with server logs included.',
  },
  notifications: {
    name: 'notifications.log',
    kinds: ['notifications-log'],
    until: '10.12',
    how: 'Turn on NotificationLogSettings.EnableFile; the file exists once a notification was logged.',
  },
  audit: {
    name: 'audit.log',
    kinds: ['audit-log'],
    how: 'Set up a file target in ExperimentalAuditSettings.AdvancedLoggingJSON.',
  },
  plugin_diagnostics: {
    name: 'diagnostics.yaml of a plugin',
    kinds: ['plugin-diagnostics'],
    since: '10.4',
    how: 'Select the plugin when the packet is made.',
  },
  ldap: {
    name: 'ldap.log',
    kinds: ['ldap-log'],
    how: 'Set up a file target named ldap.log in LogSettings.AdvancedLoggingJSON.',
  },
  warning: { name: 'warning.txt', kinds: ['warning'], how: 'The server writes it only when a part failed.' },
  goroutines: { name: 'goroutines', kinds: ['goroutines'], since: '9.2', how: again },
  cpu_profile: { name: 'cpu.prof', kinds: ['cpu-profile'], since: '9.2', how: again },
  heap_profile: { name: 'heap.prof', kinds: ['heap-profile'], since: '9.2', how: again },
  metrics: {
    name: 'tsdb_dump.tar.gz',
    kinds: ['tsdb-dump'],
    how: 'Install the Metrics plugin and select it when the packet is made.',
  },
  teleport_logs: {
    name: 'the log of an instance',
    kinds: ['teleport-log'],
    how: 'Collect the journal of the unit (`journalctl -u teleport -o short-iso`), or the file that log.output names.',
  },
  teleport_metrics: {
    name: 'metrics.prom',
    kinds: ['teleport-metrics'],
    how: 'Set teleport.diag_addr and collect the dump while the instance runs.',
  },
  teleport_objects: {
    name: 'a list of objects of the cluster',
    kinds: ['teleport-resource'],
    how: 'Collect the dump where tctl may read: on a host of the Auth Service.',
  },
  kubernetes: {
    name: 'a list of Kubernetes objects',
    kinds: ['kubernetes-list'],
    how: 'Collect the dump with kubectl at hand, where Teleport runs in Kubernetes.',
  },
  teleport_config: {
    name: 'the configuration',
    kinds: ['teleport-config'],
    how: 'Collect the dump on the instance itself.',
  },
  teleport_health: {
    name: 'the health answers',
    kinds: ['teleport-health'],
    how: 'Collect the dump while the instance runs.',
  },
  teleport_identity: {
    name: 'identity.json',
    kinds: ['teleport-identity'],
    how: 'Collect the dump on the instance itself.',
  },
  teleport_command: {
    name: 'cmdline',
    kinds: ['teleport-command'],
    how: 'Collect the dump on the instance itself, while it runs.',
  },
  teleport_unit: {
    name: 'the systemd unit',
    kinds: ['teleport-unit'],
    how: 'Collect the dump on the host itself; containers have none.',
  },
}

/** The source a missing path belongs to: `config` of `config.SqlSettings.MaxOpenConns`, `logs` of `mattermost-log`. */
export function sourceNameOf(path: string): string {
  const name = /^[A-Za-z_][\w-]*/.exec(path)?.[0] ?? path
  // Errors that no finding explains are read from the log.
  if (name === 'unexplained') return 'logs'
  if (Object.hasOwn(missingSources, name)) return name
  const ofKind = Object.entries(missingSources).find(([, { kinds }]) => kinds.some(kind => kind === name))
  return ofKind?.[0] ?? name
}
