// What objects of `tctl get` look like, by kind: the fields that rules and facts read. Fields beyond these, and kinds that
// are not here, are kept as they are. Newer versions of Teleport add fields; none of those read here was renamed so far.
import type { FromShape, Shape } from '../shape.js'

/** Values are a text or a list of texts. */
const labels = { '*': 'unknown' } as const

const metadata = {
  name: 'string',
  description: 'string',
  /** RFC 3339: of presence objects the end of the last heartbeat's ten minutes, of tokens the end of their life. */
  expires: 'string',
  labels,
  /** Until v13: nanoseconds since 1970 of the last write, rounded when read. */
  id: 'unknown',
  revision: 'string',
} as const

const envelope = { kind: 'string', sub_kind: 'string', version: 'string', metadata } as const

/** Rotation of a certificate authority, as it and every host that follows it tell. */
const rotation = {
  /** standby, in_progress; empty or absent before the first one. */
  state: 'string',
  /** standby, init, update_clients, update_servers, rollback. */
  phase: 'string',
  mode: 'string',
  current_id: 'string',
  started: 'string',
  grace_period: 'string',
  last_rotated: 'string',
} as const

const accessRule = { resources: ['string'], verbs: ['string'], where: 'string' } as const

/** `allow` or `deny` of a role. */
const conditions = {
  logins: ['string'],
  node_labels: labels,
  node_labels_expression: 'string',
  app_labels: labels,
  db_labels: labels,
  kubernetes_labels: labels,
  kubernetes_labels_expression: 'string',
  kubernetes_groups: ['string'],
  kubernetes_users: ['string'],
  kubernetes_resources: [
    { kind: 'string', api_group: 'string', namespace: 'string', name: 'string', verbs: ['string'] },
  ],
  db_users: ['string'],
  db_names: ['string'],
  windows_desktop_labels: labels,
  windows_desktop_logins: ['string'],
  rules: [accessRule],
  request: { roles: ['string'], search_as_roles: ['string'] },
  review_requests: { roles: ['string'], preview_as_roles: ['string'] },
  impersonate: { users: ['string'], roles: ['string'] },
} as const

const options = {
  max_session_ttl: 'string',
  client_idle_timeout: 'string',
  disconnect_expired_cert: 'boolean',
  max_sessions: 'number',
  max_connections: 'number',
  max_kubernetes_connections: 'number',
  forward_agent: 'boolean',
  port_forwarding: 'unknown',
  pin_source_ip: 'boolean',
  /** true, or `hardware_key` and the like. */
  require_session_mfa: 'unknown',
  lock: 'string',
  create_host_user: 'unknown',
  record_session: { default: 'string', ssh: 'string' },
} as const

/** auth_server, proxy, node: hosts that say every minute that they live. */
const server = {
  ...envelope,
  spec: {
    addr: 'string',
    hostname: 'string',
    public_addr: 'string',
    public_addrs: ['string'],
    version: 'string',
    use_tunnel: 'boolean',
    proxy_ids: ['string'],
    peer_addr: 'string',
    cmd_labels: { '*': { result: 'string' } },
    rotation,
  },
} as const

/** kube_server, db_server, app_server: one a host and a proxied thing. */
const proxiedServer = {
  ...envelope,
  spec: {
    host_id: 'string',
    hostname: 'string',
    version: 'string',
    rotation,
    proxy_ids: ['string'],
    uri: 'string',
    protocol: 'string',
    database: { metadata, spec: { uri: 'string', tls: { mode: 'unknown' } } },
    cluster: { metadata },
    app: { metadata, spec: { uri: 'string', insecure_skip_verify: 'boolean' } },
  },
} as const

const roleMapping = { name: 'string', claim: 'string', value: 'string', roles: ['string'] } as const

const keys = {
  ssh: [{ public_key: 'string', private_key: 'string' }],
  tls: [{ cert: 'string', key: 'string' }],
  jwt: [{ public_key: 'string', private_key: 'string' }],
} as const

export const resourceShapes = {
  user: {
    ...envelope,
    spec: {
      roles: ['string'],
      traits: { '*': 'unknown' },
      expires: 'string',
      status: {
        is_locked: 'boolean',
        locked_message: 'string',
        locked_time: 'string',
        lock_expires: 'string',
      },
      created_by: { time: 'string', user: { name: 'string' }, connector: { id: 'string', type: 'string' } },
      saml_identities: ['unknown'],
      oidc_identities: ['unknown'],
      github_identities: ['unknown'],
    },
  },
  role: { ...envelope, spec: { allow: conditions, deny: conditions, options } },
  node: server,
  proxy: server,
  auth_server: server,
  kube_server: proxiedServer,
  kube_service: { ...envelope, spec: { ...server.spec, kube_clusters: [{ name: 'string' }] } },
  db_server: proxiedServer,
  app_server: proxiedServer,
  windows_desktop_service: server,
  windows_desktop: { ...envelope, spec: { addr: 'string', host_id: 'string', domain: 'string' } },
  db: { ...envelope, spec: { uri: 'string', protocol: 'string', tls: { mode: 'unknown' } } },
  app: { ...envelope, spec: { uri: 'string', public_addr: 'string', insecure_skip_verify: 'boolean' } },
  kube_cluster: { ...envelope, spec: { '*': 'unknown' } },
  token: {
    ...envelope,
    spec: {
      roles: ['string'],
      join_method: 'string',
      bot_name: 'string',
      /** Rules of iam, ec2 and the like; other methods have theirs in a block of their own name. */
      allow: [{ '*': 'unknown' }],
      kubernetes: { type: 'string', allow: [{ service_account: 'string' }] },
    },
  },
  lock: {
    ...envelope,
    spec: { target: { '*': 'unknown' }, message: 'string', expires: 'string' },
  },
  semaphore: {
    ...envelope,
    spec: { leases: [{ lease_id: 'string', expires: 'string', holder: 'string' }] },
  },
  cert_authority: {
    ...envelope,
    spec: {
      type: 'string',
      cluster_name: 'string',
      active_keys: keys,
      additional_trusted_keys: keys,
      role_map: [{ remote: 'string', local: ['string'] }],
      rotation,
    },
  },
  remote_cluster: { ...envelope, status: { connection: 'string', last_heartbeat: 'string' } },
  trusted_cluster: {
    ...envelope,
    spec: {
      enabled: 'boolean',
      token: 'string',
      tunnel_addr: 'string',
      web_proxy_addr: 'string',
      roles: ['string'],
      role_map: [{ remote: 'string', local: ['string'] }],
    },
  },
  tunnel: { ...envelope, spec: { cluster_name: 'string', dial_addrs: ['string'], type: 'string' } },
  github: {
    ...envelope,
    spec: {
      client_id: 'string',
      client_secret: 'string',
      redirect_url: 'string',
      display: 'string',
      endpoint_url: 'string',
      teams_to_roles: [{ organization: 'string', team: 'string', roles: ['string'] }],
      teams_to_logins: [{ organization: 'string', team: 'string', logins: ['string'] }],
    },
  },
  oidc: {
    ...envelope,
    spec: {
      client_id: 'string',
      client_secret: 'string',
      issuer_url: 'string',
      /** A text or a list of texts. */
      redirect_url: 'unknown',
      scope: ['string'],
      claims_to_roles: [roleMapping],
      username_claim: 'string',
    },
  },
  saml: {
    ...envelope,
    spec: {
      acs: 'string',
      audience: 'string',
      issuer: 'string',
      sso: 'string',
      cert: 'string',
      entity_descriptor: 'string',
      entity_descriptor_url: 'string',
      service_provider_issuer: 'string',
      attributes_to_roles: [roleMapping],
      signing_key_pair: { cert: 'string', private_key: 'string' },
      assertion_key_pair: { cert: 'string', private_key: 'string' },
    },
  },
  cluster_auth_preference: {
    ...envelope,
    spec: {
      type: 'string',
      second_factor: 'string',
      /** Names; newer versions write numbers (1 otp, 2 webauthn, 3 sso). */
      second_factors: ['unknown'],
      connector_name: 'string',
      webauthn: { rp_id: 'string' },
      require_session_mfa: 'unknown',
      allow_local_auth: 'boolean',
      allow_passwordless: 'boolean',
      disconnect_expired_cert: 'boolean',
      locking_mode: 'string',
    },
  },
  cluster_networking_config: {
    ...envelope,
    spec: {
      client_idle_timeout: 'string',
      web_idle_timeout: 'string',
      keep_alive_interval: 'string',
      keep_alive_count_max: 'number',
      session_control_timeout: 'string',
      /** A name, or its number. */
      proxy_listener_mode: 'unknown',
      routing_strategy: 'unknown',
      tunnel_strategy: {
        type: 'string',
        agent_mesh: 'unknown',
        proxy_peering: { agent_connection_count: 'number' },
      },
    },
  },
  session_recording_config: { ...envelope, spec: { mode: 'string', proxy_checks_host_keys: 'boolean' } },
  network_restrictions: {
    ...envelope,
    spec: { allow: [{ cidr: 'string' }], deny: [{ cidr: 'string' }] },
  },
  access_list: {
    ...envelope,
    spec: {
      title: 'string',
      audit: { next_audit_date: 'string' },
      grants: { roles: ['string'] },
      owner_grants: { roles: ['string'] },
      membership_requires: { roles: ['string'] },
      ownership_requires: { roles: ['string'] },
    },
  },
  bot: { ...envelope, spec: { roles: ['string'] } },
} as const satisfies Readonly<Record<string, Shape>>

const anyResource = { ...envelope, spec: { '*': 'unknown' }, status: { '*': 'unknown' } } as const

/** A kind whose fields are known. */
export type ResourceKind = keyof typeof resourceShapes

/** An object of a known kind. */
export type ResourceOf<Kind extends ResourceKind> = FromShape<(typeof resourceShapes)[Kind]>

/** An object of any kind. */
export type Resource = FromShape<typeof anyResource>

export function isKnownKind(kind: unknown): kind is ResourceKind {
  return typeof kind === 'string' && Object.hasOwn(resourceShapes, kind)
}

/** The shape of a kind; of an unknown one its envelope only. */
export function resourceShapeOf(kind: unknown): Shape {
  return isKnownKind(kind) ? resourceShapes[kind] : anyResource
}
