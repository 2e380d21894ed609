// diagnostics.yaml: one node at the moment of the packet. What only a running server knows, or what could not be had, is left out.
import type { YamlMap } from '../../encode/yaml-value.js'
import { isAtLeast } from '../versions.js'

export interface License {
  readonly id: string
  readonly customerId: string
  /** Unknown when only a log tells of the licence. */
  readonly company: string | undefined
  readonly users: number
  readonly skuShortName: string
  readonly isTrial: boolean
  readonly isGovSku: boolean
}

/** Every field that is `undefined` is left out. */
export interface DiagnosticsFacts {
  /** `undefined` without a licence. */
  readonly license: License | undefined
  readonly server: {
    readonly os: string
    readonly architecture: string
    readonly cpuCores: number
    readonly totalMemoryMb: number
    readonly hostname: string
    /** `undefined` when nothing tells it. */
    readonly version: string | undefined
    readonly buildHash: string | undefined
    readonly installationType: string
    readonly processId: number | undefined
    readonly goVersion: string | undefined
    readonly startedAt: string | undefined
    readonly hostStartedAt: string | undefined
    readonly openFileDescriptors: number | undefined
    readonly maxFileDescriptors: number | undefined
    readonly containerCpuLimit: number | undefined
    readonly containerMemoryLimitMb: number | undefined
  }
  readonly configLocation: string
  readonly database: {
    readonly type: string
    readonly version: string | undefined
    readonly schemaVersion: string | undefined
    readonly masterConnections: number | undefined
    readonly replicaConnections: number | undefined
    readonly searchConnections: number | undefined
  }
  readonly fileStore: {
    readonly status: 'OK' | 'FAIL' | undefined
    readonly error: string | undefined
    readonly driver: string
  }
  readonly websocketConnections: number | undefined
  readonly cluster: { readonly id: string | undefined; readonly numberOfNodes: number | undefined }
  /** Kind of the identity provider; `undefined` without SAML. */
  readonly samlProvider: string | undefined
  /** False when a service of this name is in use, so that its state is not known. */
  readonly ldapOff: boolean
  readonly searchOff: boolean
}

export function diagnosticsDocument(facts: DiagnosticsFacts, version: string): YamlMap {
  const { license } = facts
  return {
    version: isAtLeast(version, '10.10') ? 2 : 1,
    license: {
      company: license === undefined ? '' : license.company,
      users: license?.users ?? 0,
      sku_short_name: license?.skuShortName ?? '',
      is_trial: license?.isTrial === true ? true : undefined,
      is_gov_sku: license?.isGovSku === true ? true : undefined,
    },
    server: serverMap(facts.server, version),
    config: { store_type: facts.configLocation },
    database: {
      type: facts.database.type,
      version: facts.database.version,
      schema_version: facts.database.schemaVersion,
      master_connections: facts.database.masterConnections,
      replica_connections: facts.database.replicaConnections,
      search_connections: facts.database.searchConnections,
    },
    file_store: {
      file_status: facts.fileStore.status,
      // The misspelt key is the server's.
      [isAtLeast(version, '11.9') ? 'error' : 'erorr']: facts.fileStore.error,
      file_driver: facts.fileStore.driver,
    },
    websocket: { connections: facts.websocketConnections },
    cluster: { id: facts.cluster.id, number_of_nodes: facts.cluster.numberOfNodes },
    ldap: facts.ldapOff ? {} : undefined,
    ...samlMap(facts, version),
    elastic: facts.searchOff ? {} : undefined,
  }
}

function samlMap({ samlProvider }: DiagnosticsFacts, version: string): YamlMap {
  if (!isAtLeast(version, '11.2')) return {}
  return { saml: samlProvider === undefined ? {} : { provider_type: samlProvider } }
}

/** Keys came, and were grouped anew, with 11.4, 11.8 and 11.9. */
function serverMap(server: DiagnosticsFacts['server'], version: string): YamlMap {
  const machine = { os: server.os, architecture: server.architecture }
  const capacity = { cpu_cores: server.cpuCores, total_memory_mb: server.totalMemoryMb }
  const build = { version: server.version, build_hash: server.buildHash }
  const { hostname } = server
  const installation = { installation_type: server.installationType }
  const started = { started_at: server.startedAt, host_started_at: server.hostStartedAt }
  if (!isAtLeast(version, '11.4')) return { ...machine, hostname, ...build, ...installation }
  if (!isAtLeast(version, '11.8')) return { ...machine, ...capacity, hostname, ...build, ...installation }
  const process = { process_id: server.processId }
  const go = { go_version: server.goVersion }
  if (!isAtLeast(version, '11.9'))
    return { ...machine, ...capacity, hostname, ...process, ...build, ...go, ...installation, ...started }
  const limits = {
    container_cpu_limit: server.containerCpuLimit,
    container_memory_limit_mb: server.containerMemoryLimitMb,
  }
  const files = {
    open_file_descriptors: server.openFileDescriptors,
    max_file_descriptors: server.maxFileDescriptors,
  }
  return {
    ...machine,
    hostname,
    ...installation,
    ...capacity,
    ...limits,
    ...process,
    ...started,
    ...files,
    ...build,
    ...go,
  }
}

/** The kind of an identity provider by its address, as the server tells it. */
export function samlProviderOf(descriptorUrl: string): string | undefined {
  if (descriptorUrl === '') return undefined
  const url = descriptorUrl.toLowerCase()
  return samlProviders.find(([signs]) => signs.some(sign => url.includes(sign)))?.[1] ?? 'unknown'
}

const samlProviders: readonly (readonly [readonly string[], string])[] = [
  [['login.microsoftonline.com', 'sts.windows.net'], 'Azure AD'],
  [['.okta.com', '.oktapreview.com'], 'Okta'],
  [['.auth0.com'], 'Auth0'],
  [['.onelogin.com'], 'OneLogin'],
  [['accounts.google.com'], 'Google Workspace'],
  [['sso.jumpcloud.com'], 'JumpCloud'],
  [['duo.com/saml2'], 'Duo'],
  [['.centrify.com'], 'Centrify'],
  [['/realms/'], 'Keycloak'],
  [['/adfs/'], 'ADFS'],
  [['shibboleth.net', '/idp/shibboleth'], 'Shibboleth'],
]
