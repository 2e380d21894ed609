// The variables of rules: their names, the documents behind them, and a sentence for authors. Lint and the packet's subject read it.
import type { DocumentKind } from '../packet/layout-types.js'

export interface RuleVariable {
  readonly name: string
  /** The document whose value it is; `undefined` for those that are put together. */
  readonly kind?: DocumentKind
  readonly does: string
}

const known: RuleVariable[] = [
  { name: 'config', kind: 'config', does: 'sanitized_config.json as the server wrote it' },
  { name: 'diagnostics', kind: 'diagnostics', does: 'diagnostics.yaml (10.5 and later)' },
  { name: 'support_packet', kind: 'support-packet', does: 'support_packet.yaml (before 10.5)' },
  { name: 'metadata', kind: 'metadata', does: 'metadata.yaml' },
  { name: 'stats', kind: 'stats', does: 'stats.yaml' },
  { name: 'jobs', kind: 'jobs', does: 'jobs.yaml' },
  { name: 'permissions', kind: 'permissions', does: 'permissions.yaml' },
  { name: 'plugins', kind: 'plugins', does: 'plugins.json' },
  { name: 'warning', kind: 'warning', does: 'warning.txt: what the server could not collect' },
  { name: 'schema', kind: 'database-schema', does: 'database_schema.yaml' },
  { name: 'plugin_diagnostics', does: 'Diagnostics that plugins wrote, by plugin id' },
  {
    name: 'teleport_config',
    kind: 'teleport-config',
    does: 'teleport.yaml of an instance; flags are booleans',
  },
  { name: 'teleport_health', kind: 'teleport-health', does: 'Answers of /readyz and /healthz' },
  { name: 'teleport_identity', kind: 'teleport-identity', does: 'identity.json of a Teleport instance' },
  {
    name: 'teleport_command',
    kind: 'teleport-command',
    does: 'How an instance was started: `teleport_command.flags.debug`, `.arguments`',
  },
  {
    name: 'teleport_unit',
    kind: 'teleport-unit',
    does: 'The systemd unit of an instance: `teleport_unit.Service.LimitNOFILE`',
  },
  {
    name: 'packet',
    does: '`packet.entries["name"]` with status, kind, size_bytes, reason; `packet.kinds["audit-log"]`: number of entries',
  },
  {
    name: 'unexplained',
    does: 'Errors and warnings of the log that no other finding rests on, each {id, level, message, caller, plugin, cause, count, share, per_minute, first_seen_ms, last_seen_ms}',
  },
  { name: 'facts', does: 'Derived values, by their ids: `facts.database.pool.in_use`' },
]

export const ruleVariables: readonly RuleVariable[] = known

/** Their names. Asked for each time: a product may add variables. */
export const variableNames = (): readonly string[] => ruleVariables.map(({ name }) => name)

/** For products that live elsewhere: see add-product.ts. */
export function addVariables(variables: readonly RuleVariable[]): void {
  known.push(...variables)
}
