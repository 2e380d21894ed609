// Facts of what holds for the whole cluster: how people log in, how long idle sessions last, what is recorded. Read from the
// objects in force, which teleport.yaml of an Auth Service may have set or not.
import type { ResourceKind } from '../../documents/teleport/resource-shapes.js'
import { valueAt } from '../../documents/shape.js'
import { asFlag, asText } from '../reading.js'
import type { FactDefinition, FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { proxyHosts } from './resource-connectors.js'
import { listOf, singletonOf, wholeListOf } from './resource-index.js'
import { durationOf } from './resource-times.js'

/** A fact that is one value of an object that every cluster has once. */
function settingFact<T>(
  id: string,
  title: string,
  kind: ResourceKind,
  path: readonly string[],
  accept: (value: unknown) => T | undefined,
): FactDefinition<T> {
  return defineFact<T>({
    id,
    title,
    scope: 'packet',
    derive(input) {
      const object = singletonOf(input, kind)
      const value = object && accept(valueAt(object.value, ['spec', ...path]))
      return object === undefined || value === undefined
        ? undefined
        : { value, from: [object.at('spec', ...path)] }
    },
  })
}

/** Second factors by name; newer versions list them, as numbers or texts, older ones have one word. */
const secondFactors = defineFact<readonly string[]>({
  id: 'teleport.settings.second_factors',
  title: 'Second factors that people may log in with: otp, webauthn, sso; `none` where one may do without',
  scope: 'packet',
  derive(input) {
    const object = singletonOf(input, 'cluster_auth_preference')
    const { second_factors: several, second_factor: one } = object?.value.spec ?? {}
    if (object === undefined) return undefined
    if (several !== undefined && several.length > 0)
      return { value: several.flatMap(factorName), from: [object.at('spec', 'second_factors')] }
    const value = one === undefined ? undefined : factorsOf[one.toLowerCase()]
    return value && { value, from: [object.at('spec', 'second_factor')] }
  },
})

const factorNumbers: Readonly<Record<number, string>> = { 1: 'otp', 2: 'webauthn', 3: 'sso' }

function factorName(value: unknown): readonly string[] {
  if (typeof value === 'number') return [factorNumbers[value] ?? String(value)]
  return typeof value === 'string' ? [value.toLowerCase().replace(/^second_factor_type_/, '')] : []
}

const factorsOf: Readonly<Record<string, readonly string[]>> = {
  off: ['none'],
  optional: ['none', 'otp', 'webauthn'],
  on: ['otp', 'webauthn'],
  otp: ['otp'],
  webauthn: ['webauthn'],
  u2f: ['webauthn'],
}

const authType = settingFact(
  'teleport.settings.auth_type',
  'How people log in where they do not choose: local, github, oidc, saml',
  'cluster_auth_preference',
  ['type'],
  value => asText(value)?.toLowerCase(),
)

const localAuth = settingFact(
  'teleport.settings.local_auth',
  'Whether users with a password of the cluster may log in',
  'cluster_auth_preference',
  ['allow_local_auth'],
  asFlag,
)

const connectorName = settingFact(
  'teleport.settings.connector_name',
  'Connector that logs people in where they choose none',
  'cluster_auth_preference',
  ['connector_name'],
  asText,
)

const lockingMode = settingFact(
  'teleport.settings.locking_mode',
  'What happens when locks cannot be kept up to date: best_effort or strict',
  'cluster_auth_preference',
  ['locking_mode'],
  asText,
)

const passwordless = settingFact(
  'teleport.settings.passwordless',
  'Whether people may log in without a password',
  'cluster_auth_preference',
  ['allow_passwordless'],
  asFlag,
)

const sessionMfa = settingFact(
  'teleport.settings.session_mfa',
  'Whether every session asks for a second factor again, for the whole cluster',
  'cluster_auth_preference',
  ['require_session_mfa'],
  asRequired,
)

/** `true`, or which kind of key is wanted; newer versions write numbers, of which zero is no. */
export function asRequired(value: unknown): boolean | undefined {
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'string') return !['', 'no', 'false', 'off'].includes(value.toLowerCase())
  return asFlag(value)
}

export interface RelyingParty {
  readonly rp_id: string
  readonly hosts: readonly string[]
}

const relyingParty = defineFact<RelyingParty>({
  id: 'teleport.settings.webauthn',
  title: 'Domain that security keys are registered for and the public hosts of the proxies: {rp_id, hosts}',
  scope: 'packet',
  derive(input) {
    const object = singletonOf(input, 'cluster_auth_preference')
    const rpId = asText(object?.value.spec?.webauthn?.rp_id)
    const hosts = input.fact(proxyHosts)
    if (object === undefined || rpId === undefined || hosts === undefined) return undefined
    return {
      value: { rp_id: rpId, hosts: [...hosts.value] },
      from: [object.at('spec', 'webauthn', 'rp_id'), ...hosts.from],
    }
  },
})

const recordingMode = settingFact(
  'teleport.settings.recording_mode',
  'Where sessions are recorded: node, node-sync, proxy, proxy-sync, off',
  'session_recording_config',
  ['mode'],
  asText,
)

const hostKeyChecks = settingFact(
  'teleport.settings.host_key_checks',
  'Whether proxies that record sessions check the keys of hosts',
  'session_recording_config',
  ['proxy_checks_host_keys'],
  asFlag,
)

/** Seconds of a duration; zero is how "never" is printed. */
const secondsOf = (value: unknown): number | undefined => {
  const ms = typeof value === 'string' ? durationOf(value) : undefined
  return ms === undefined ? undefined : ms / 1000
}

const keepAlive = settingFact(
  'teleport.settings.keep_alive_seconds',
  'Seconds between keep-alive messages of idle connections',
  'cluster_networking_config',
  ['keep_alive_interval'],
  secondsOf,
)

const idleTimeout = settingFact(
  'teleport.settings.idle_timeout_seconds',
  'Seconds after which idle sessions are ended; 0 for never',
  'cluster_networking_config',
  ['client_idle_timeout'],
  secondsOf,
)

const webIdleTimeout = settingFact(
  'teleport.settings.web_idle_timeout_seconds',
  'Seconds after which idle sessions of the web page are ended; 0 for the default',
  'cluster_networking_config',
  ['web_idle_timeout'],
  secondsOf,
)

const tunnelStrategy = settingFact(
  'teleport.settings.tunnel_strategy',
  'How agents behind tunnels reach proxies: agent_mesh or proxy_peering',
  'cluster_networking_config',
  ['tunnel_strategy', 'type'],
  asText,
)

const routing = settingFact(
  'teleport.settings.routing_strategy',
  'What happens when a name fits several nodes: unambiguous_match or most_recent',
  'cluster_networking_config',
  ['routing_strategy'],
  value => (value === 0 ? 'unambiguous_match' : value === 1 ? 'most_recent' : asText(value)),
)

const peeringConnections = settingFact(
  'teleport.settings.peering_connections',
  'Proxies that each agent connects to with proxy peering',
  'cluster_networking_config',
  ['tunnel_strategy', 'proxy_peering', 'agent_connection_count'],
  value => (typeof value === 'number' ? value : undefined),
)

const deniedNetworks = defineFact<readonly string[]>({
  id: 'teleport.settings.denied_networks',
  title: 'Networks that no session may connect to; 0.0.0.0/0 and ::/0 are all there are',
  scope: 'packet',
  derive(input) {
    const object = singletonOf(input, 'network_restrictions')
    if (object === undefined) return undefined
    const denied = (object.value.spec?.deny ?? []).flatMap(({ cidr }) => cidr ?? [])
    return { value: denied, from: [object.at('spec', 'deny')] }
  },
})

const clusterName = defineFact<string>({
  id: 'teleport.settings.name',
  title: 'Name of the cluster',
  scope: 'packet',
  derive(input: FactInput) {
    const user = listOf(input, 'cert_authority')?.find(
      ({ value }) => (value.spec?.type ?? value.sub_kind) === 'user',
    )
    return user === undefined || user.name === ''
      ? undefined
      : { value: user.name, from: [user.at('metadata', 'name')] }
  },
})

export interface ServerCount {
  readonly auths: number
  readonly proxies: number
}

const servers = defineFact<ServerCount>({
  id: 'teleport.settings.servers',
  title: 'Auth Services and Proxy Services that are listed: {auths, proxies}',
  scope: 'packet',
  derive(input) {
    const [auths, proxies] = [wholeListOf(input, 'auth_server'), wholeListOf(input, 'proxy')]
    if (auths === undefined || proxies === undefined) return undefined
    const from = [...auths, ...proxies].slice(0, 4).map(({ at }) => at('spec', 'hostname'))
    return { value: { auths: auths.length, proxies: proxies.length }, from }
  },
})

const publicAddresses = defineFact<readonly string[]>({
  id: 'teleport.settings.public_hosts',
  title: 'Public host names of the proxies',
  scope: 'packet',
  derive(input) {
    const hosts = input.fact(proxyHosts)
    return hosts && { value: [...hosts.value], from: hosts.from }
  },
})

export const settingFacts = [
  clusterName,
  servers,
  publicAddresses,
  authType,
  localAuth,
  connectorName,
  secondFactors,
  passwordless,
  sessionMfa,
  lockingMode,
  relyingParty,
  recordingMode,
  hostKeyChecks,
  keepAlive,
  idleTimeout,
  webIdleTimeout,
  tunnelStrategy,
  peeringConnections,
  routing,
  deniedNetworks,
]
