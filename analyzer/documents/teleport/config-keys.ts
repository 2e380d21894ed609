// What teleport.yaml may hold, as data: every key with the type of its value, and from which schema and server version on it is known.
// Sources: the configuration reference of Teleport 11 to 18, and what 11.0.0-dev said to forty broken files.

export type KeyType =
  | 'text'
  /** yes, no, on, off, true, false, with or without quotes. */
  | 'flag'
  | 'number'
  /** `30m`, `1h0m0s`; never without a unit. */
  | 'duration'
  /** `host:port`, or a host alone. */
  | 'address'
  | 'list'
  /** Not checked. */
  | 'any'

export interface Key {
  readonly type: KeyType
  /** Values allowed, in lower case. */
  readonly oneOf?: readonly string[]
  /** The server does not start with another one. */
  readonly schema?: 'v3' | 'before v3'
  /** First major version that knows the key; the server refuses unknown ones. */
  readonly from?: number
  /** What to use instead. */
  readonly instead?: string
  readonly secret?: true
}

/** A section: its keys, or one section for each item of a list below `[]`. */
export interface Section {
  readonly [key: string]: Key | Section
}

const text: Key = { type: 'text' }
const secret: Key = { type: 'text', secret: true }
const flag: Key = { type: 'flag' }
const number: Key = { type: 'number' }
const duration: Key = { type: 'duration' }
const address: Key = { type: 'address' }
const any: Key = { type: 'any' }
const list: Key = { type: 'list' }
const from = (major: number, key: Key = any): Key => ({ ...key, from: major })
const one = (...oneOf: readonly string[]): Key => ({ type: 'text', oneOf })

export const joinMethods: readonly string[] = [
  'token',
  'iam',
  'ec2',
  'azure',
  'azure_devops',
  'gcp',
  'github',
  'gitlab',
  'bitbucket',
  'circleci',
  'kubernetes',
  'oracle',
  'spacelift',
  'terraform_cloud',
  'tpm',
  'bound_keypair',
  'env0',
  'generic_oidc',
]

const log: Section = {
  output: text,
  severity: one('', 'err', 'error', 'warn', 'warning', 'info', 'debug', 'trace'),
  format: {
    output: one('', 'text', 'json'),
    extra_fields: { type: 'list', oneOf: ['level', 'timestamp', 'component', 'caller'] },
  },
}

const storage: Section = {
  type: text,
  path: text,
  sync: text,
  journal: text,
  poll_stream_period: any,
  busy_timeout: any,
  region: text,
  access_key: secret,
  secret_key: secret,
  table_name: text,
  billing_mode: text,
  read_capacity_units: number,
  write_capacity_units: number,
  auto_scaling: flag,
  continuous_backups: flag,
  retention_period: duration,
  audit_retention_period: { type: 'duration', instead: 'retention_period' },
  audit_events_uri: any,
  audit_sessions_uri: text,
  audit_table_name: text,
  peers: list,
  prefix: text,
  insecure: flag,
  username: text,
  password_file: text,
  tls_cert_file: text,
  tls_key_file: text,
  tls_ca_file: text,
  etcd_max_client_msg_size_bytes: number,
  conn_string: secret,
  change_feed_conn_string: secret,
  disable_cdc: flag,
}

const instance: Section = {
  nodename: text,
  data_dir: text,
  pid_file: text,
  auth_token: secret,
  join_params: {
    method: one(...joinMethods),
    token_name: secret,
    token_secret: from(18, secret),
    azure: any,
    gitlab: any,
  },
  auth_servers: { type: 'list', schema: 'before v3' },
  auth_server: { type: 'address', schema: 'v3', from: 11 },
  proxy_server: { type: 'address', schema: 'v3', from: 11 },
  relay_server: from(18, address),
  ca_pin: any,
  advertise_ip: text,
  diag_addr: address,
  connection_limits: { max_connections: number, max_users: number, rates: list },
  cache: { enabled: flag, type: text, ttl: duration, max_backoff: duration },
  log,
  storage,
  ciphers: {
    type: 'list',
    oneOf: [
      'aes128-gcm@openssh.com',
      'aes256-gcm@openssh.com',
      'chacha20-poly1305@openssh.com',
      'aes128-ctr',
      'aes192-ctr',
      'aes256-ctr',
    ],
  },
  kex_algos: list,
  mac_algos: list,
  ciphersuites: list,
  ca_signature_algo: { type: 'text', instead: 'nothing; it has no effect any more' },
  keys: any,
  seed_config: flag,
  trace: any,
  http_proxy: any,
  shutdown_delay: from(15, duration),
}

const authentication: Section = {
  type: one('local', 'github', 'oidc', 'saml'),
  second_factor: one('off', 'otp', 'on', 'optional', 'webauthn', 'u2f'),
  second_factors: from(17, { type: 'list', oneOf: ['otp', 'webauthn', 'sso'] }),
  connector_name: text,
  u2f: { type: 'any', instead: 'webauthn' },
  webauthn: {
    rp_id: text,
    attestation_allowed_cas: list,
    attestation_denied_cas: list,
    disabled: flag,
  },
  require_session_mfa: any,
  hardware_key: from(15),
  piv_slot: from(13),
  locking_mode: one('strict', 'best_effort'),
  local_auth: flag,
  passwordless: flag,
  headless: from(12, flag),
  device_trust: from(12),
  default_session_ttl: from(13, duration),
  signature_algorithm_suite: from(17, text),
  stable_unix_user_config: from(18),
  okta: from(15),
}

const auth: Section = {
  enabled: flag,
  cluster_name: text,
  listen_addr: address,
  public_addr: any,
  proxy_protocol: one('on', 'off', 'unspecified'),
  proxy_protocol_allow_downgrade: from(15, flag),
  tokens: { type: 'list', secret: true },
  authentication,
  session_recording: one('node', 'node-sync', 'proxy', 'proxy-sync', 'off'),
  proxy_checks_host_keys: flag,
  license_file: text,
  client_idle_timeout: duration,
  client_idle_timeout_message: text,
  disconnect_expired_cert: flag,
  keep_alive_interval: duration,
  keep_alive_count_max: number,
  session_control_timeout: duration,
  ssh_dial_timeout: from(14, duration),
  kubeconfig_file: { type: 'text', instead: 'kubernetes_service.kubeconfig_file' },
  ca_pin: any,
  web_idle_timeout: duration,
  routing_strategy: one('unambiguous_match', 'most_recent'),
  case_insensitive_routing: flag,
  proxy_listener_mode: one('separate', 'multiplex'),
  proxy_ping_interval: from(12, duration),
  tunnel_strategy: {
    type: one('agent_mesh', 'proxy_peering'),
    agent_connection_count: number,
  },
  message_of_the_day: text,
  ca_key_params: any,
  load_all_cas: flag,
  hosted_plugins: from(12),
  assist: from(13),
  access_monitoring: from(14),
  agent_rollout_controller_sync_period: from(17, duration),
  dynamic_config: from(18),
  oidc_connectors: any,
}

const proxy: Section = {
  enabled: flag,
  listen_addr: address,
  web_listen_addr: address,
  tunnel_listen_addr: address,
  kube_listen_addr: address,
  mysql_listen_addr: address,
  mysql_server_version: text,
  postgres_listen_addr: address,
  mongo_listen_addr: address,
  peer_listen_addr: address,
  peer_public_addr: address,
  peer_address: { type: 'address', instead: 'peer_listen_addr' },
  public_addr: any,
  ssh_public_addr: any,
  tunnel_public_addr: any,
  kube_public_addr: any,
  mysql_public_addr: any,
  postgres_public_addr: any,
  mongo_public_addr: any,
  proxy_protocol: one('on', 'off', 'unspecified'),
  proxy_protocol_allow_downgrade: from(15, flag),
  trust_x_forwarded_for: from(13, flag),
  https_keypairs: list,
  https_keypairs_reload_interval: duration,
  https_key_file: text,
  https_cert_file: text,
  https_ca_file: text,
  acme: { enabled: flag, email: text, uri: text },
  kubernetes: any,
  ui: any,
  idp: from(12),
  assist: from(13),
  automatic_upgrades_channels: from(14),
  proxy_group_id: from(17),
  proxy_group_generation: from(17),
  debug_service: any,
}

const ssh: Section = {
  enabled: flag,
  listen_addr: address,
  public_addr: any,
  labels: any,
  commands: list,
  permit_user_env: flag,
  pam: { enabled: flag, service_name: text, use_pam_auth: flag, environment: any, enabled_on: any },
  enhanced_recording: {
    enabled: flag,
    command_buffer_size: number,
    disk_buffer_size: number,
    network_buffer_size: number,
    cgroup_path: text,
    root_path: text,
  },
  x11: { enabled: flag, display_offset: number, max_display: number },
  max_concurrent_sessions: number,
  port_forwarding: flag,
  force_listen: from(15, flag),
  ssh_file_copy: flag,
  disable_create_host_user: flag,
}

const kubernetes: Section = {
  enabled: flag,
  listen_addr: address,
  public_addr: any,
  kubeconfig_file: text,
  kube_cluster_name: text,
  labels: any,
  commands: list,
  resources: list,
}

const database: Section = {
  enabled: flag,
  resources: list,
  databases: list,
  aws: list,
  azure: list,
}

const app: Section = {
  enabled: flag,
  debug_app: flag,
  mcp_demo_server: from(18, flag),
  apps: list,
  resources: list,
  allowed_hosts: any,
  denied_hosts: any,
}

const desktop: Section = {
  enabled: flag,
  listen_addr: address,
  public_addr: any,
  show_desktop_wallpaper: flag,
  ldap: {
    addr: address,
    domain: text,
    username: text,
    sid: text,
    server_name: text,
    insecure_skip_verify: flag,
    der_ca_file: { type: 'text', instead: 'ldap_ca_cert' },
    ldap_ca_cert: text,
    pem_encoded_ca_cert: text,
    locate_server: any,
    kdc_address: any,
  },
  pki_domain: text,
  kdc_address: text,
  discovery: any,
  discovery_configs: from(17),
  discovery_interval: from(17, duration),
  publish_crl_interval: any,
  hosts: { type: 'list', instead: 'static_hosts' },
  non_ad_hosts: { type: 'list', instead: 'static_hosts' },
  static_hosts: from(14, list),
  host_labels: list,
  labels: any,
  resources: any,
}

const discovery: Section = {
  enabled: flag,
  discovery_group: from(12, text),
  poll_interval: from(14, duration),
  aws: list,
  azure: list,
  gcp: list,
  kubernetes: from(13, list),
  access_graph: any,
}

/** The whole file. */
export const configKeys: Section = {
  version: { type: 'text', oneOf: ['v1', 'v2', 'v3'] },
  teleport: instance,
  auth_service: auth,
  proxy_service: proxy,
  ssh_service: ssh,
  kubernetes_service: kubernetes,
  db_service: database,
  app_service: app,
  windows_desktop_service: desktop,
  discovery_service: discovery,
  metrics_service: {
    enabled: flag,
    listen_addr: address,
    keypairs: list,
    ca_certs: list,
    grpc_server_latency: flag,
    grpc_client_latency: flag,
    mtls: any,
  },
  tracing_service: {
    enabled: flag,
    exporter_url: text,
    sampling_rate_per_million: number,
    ca_certs: list,
    keypairs: list,
  },
  debug_service: { enabled: from(16, flag) },
  okta_service: from(12),
  jamf_service: from(13),
  relay_service: from(18),
  linux_desktop_service: from(18),
}

/** The section or key a path leads to; `undefined` where the file may not have it. */
export function keyAt(path: readonly (string | number)[]): Key | Section | undefined {
  let found: Key | Section | undefined = configKeys
  for (const step of path) {
    if (found === undefined || isKey(found)) return found
    found = Object.hasOwn(found, step) ? found[step] : undefined
  }
  return found
}

/** A key has a type in words; a section that has a key of that name holds another key there. */
export function isKey(found: Key | Section): found is Key {
  return typeof found.type === 'string'
}

/** Services that run when the file does not mention them. */
export const servicesOnByDefault: readonly string[] = ['auth_service', 'proxy_service', 'ssh_service']

/** Section of the file → the role that `teleport start --roles` and the marker files of a dump call it. */
export const rolesByService: Readonly<Record<string, string>> = {
  auth_service: 'auth',
  proxy_service: 'proxy',
  ssh_service: 'node',
  kubernetes_service: 'kube',
  db_service: 'db',
  app_service: 'app',
  windows_desktop_service: 'windowsdesktop',
  discovery_service: 'discovery',
}
