// Kinds of objects that `tctl get` lists, as data. Sources: RFD 77, the resource handlers of Teleport 11 to 18 (of 13.3.8 and 15.3.1
// read whole), and what clusters of 11.0.0-dev and 13.3.8 answered. Never asked for: `all`, which turns secrets on, and sessions of web users.

export interface ObjectKind {
  readonly kind: string
  /** In every dump; the others only where completeness is wanted. */
  readonly core: boolean
  /** First major version that may have it; without, every version. Earlier ones are not asked. */
  readonly since?: number
  /** Last major version that has it. */
  readonly until?: number
}

const core = (kind: string, since?: number): ObjectKind => ({
  kind,
  core: true,
  ...(since === undefined ? {} : { since }),
})
const more = (kind: string, since?: number): ObjectKind => ({ ...core(kind, since), core: false })

/** Join tokens first: what is found there is taken out of everything that comes later. */
export const objectKinds: readonly ObjectKind[] = [
  core('token'),
  core('cluster_auth_preference'),
  core('auth_server'),
  core('proxy'),
  core('node'),
  core('user'),
  core('role'),
  core('connectors'),
  core('saml'),
  core('oidc'),
  core('github'),
  core('cert_authority'),
  core('cluster_networking_config'),
  core('session_recording_config'),
  core('trusted_cluster'),
  core('remote_cluster'),
  core('tunnel'),
  core('semaphore'),
  core('lock'),
  core('kube_server'),
  { ...core('kube_service'), until: 12 },
  core('kube_cluster', 11),
  core('db_server'),
  core('db'),
  core('db_service', 11),
  core('app_server'),
  core('app'),
  core('windows_desktop_service'),
  core('windows_desktop'),
  { ...core('namespace'), until: 17 },
  core('bot', 14),
  core('access_list', 14),
  core('discovery_config', 14),
  core('autoupdate_config', 16),
  core('autoupdate_version', 16),
  core('autoupdate_agent_rollout', 17),
  core('cluster_maintenance_config', 12),
  core('user_task', 16),
  core('health_check_config', 17),
  more('network_restrictions'),
  more('installer'),
  more('ui_config', 12),
  more('access_request', 15),
  more('bot_instance', 15),
  more('device', 12),
  more('login_rule', 12),
  more('saml_idp_service_provider', 12),
  more('user_group', 12),
  more('okta_import_rule', 12),
  more('okta_assignment', 13),
  more('integration', 12),
  more('plugin', 15),
  more('server_info', 14),
  more('external_audit_storage', 14),
  more('audit_query', 14),
  more('security_report', 14),
  more('db_object_import_rule', 15),
  more('db_object', 15),
  more('access_monitoring_rule', 15),
  more('crown_jewel', 15),
  more('vnet_config', 16),
  more('access_graph_settings', 16),
  more('static_host_user', 16),
  more('dynamic_windows_desktop', 16),
  more('spiffe_federation', 16),
  more('workload_identity', 16),
  more('git_server', 17),
]

/** What a status report calls necessary: without these most questions stay open. */
export const criticalKinds: ReadonlySet<string> = new Set([
  'auth_server',
  'proxy',
  'node',
  'role',
  'cluster_auth_preference',
])

export interface KindChoice {
  /** Only these, whatever the version; kinds that are not known here too. */
  readonly only?: readonly string[]
  readonly without?: readonly string[]
  /** Major version of the cluster; unknown means that all are asked. */
  readonly major: number | undefined
  /** Further kinds than the core ones. */
  readonly all: boolean
}

export function chosenKinds({ only, without = [], major, all }: KindChoice): readonly string[] {
  const listed = objectKinds
    .filter(({ core: isCore }) => isCore || all)
    .filter(({ since = 0, until = Infinity }) => major === undefined || (since <= major && major <= until))
    .map(({ kind }) => kind)
  const kinds = only === undefined || only.length === 0 ? listed : inOrder(only)
  return kinds.filter(kind => !without.includes(kind))
}

/** In the order of the list, so that tokens are known before the rest. */
function inOrder(only: readonly string[]): readonly string[] {
  const rank = (kind: string): number => {
    const at = objectKinds.findIndex(known => known.kind === kind)
    return at < 0 ? objectKinds.length : at
  }
  return [...new Set(only)].sort((a, b) => rank(a) - rank(b))
}

/** What may stand in `--objects`: a name, never a flag, a list or `all`. */
export const isKindName = (text: string): boolean => /^[a-z][a-z0-9_]{1,63}$/.test(text) && text !== 'all'

export interface ListCommand {
  readonly entry: string
  readonly argv: readonly string[]
  readonly core: boolean
}

/** Lists for people, and what only they tell: who is connected now, alerts, the phase of a rotation. */
export const listCommands: readonly ListCommand[] = [
  { entry: 'tctl_inventory.txt', argv: ['inventory', 'status', '--connected'], core: true },
  { entry: 'tctl_nodes_ls.txt', argv: ['nodes', 'ls'], core: true },
  { entry: 'tctl_tokens_ls.txt', argv: ['tokens', 'ls'], core: true },
  { entry: 'tctl_alerts_ls.txt', argv: ['alerts', 'ls', '-v'], core: true },
  { entry: 'tctl_users_ls.txt', argv: ['users', 'ls'], core: false },
  { entry: 'tctl_apps_ls.txt', argv: ['apps', 'ls'], core: false },
  { entry: 'tctl_db_ls.txt', argv: ['db', 'ls'], core: false },
  { entry: 'tctl_bots_ls.txt', argv: ['bots', 'ls'], core: false },
]
