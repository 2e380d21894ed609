// What diagnostics.yaml says, from all that was gathered. What only the running server knows stays unknown, and is said to be.
import { cpus, hostname, platform, totalmem, uptime } from 'node:os'
import type { DiagnosticsFacts, License } from '../documents/diagnostics.js'
import { samlProviderOf } from '../documents/diagnostics.js'
import type { JsonMap } from '../json-map.js'
import { maskText } from '../sanitize/mask-text.js'
import type { FileStoreState } from './file-store.js'
import { textAt, type Gathered } from './gather.js'
import type { ServerGauges } from './metrics-page.js'
import { containerLimits, goArchitecture, mebibytes } from './host.js'

export interface DiagnosticsResult {
  readonly facts: DiagnosticsFacts
  readonly errors: readonly string[]
}

/** What was tried or asked at the moment of the packet. */
export interface Observed {
  readonly fileStore: FileStoreState
  /** `undefined`: no server told them. */
  readonly gauges: ServerGauges | undefined
  readonly now: Date
}

export async function diagnosticsFacts(
  gathered: Gathered,
  { fileStore, gauges, now }: Observed,
): Promise<DiagnosticsResult> {
  const config = gathered.config ?? {}
  const clustered = isOn(config, 'ClusterSettings', 'Enable')
  const ldapOff = !isOn(config, 'LdapSettings', 'Enable') && !isOn(config, 'LdapSettings', 'EnableSync')
  const searchOff = !isOn(config, 'ElasticsearchSettings', 'EnableIndexing')
  const facts: DiagnosticsFacts = {
    license: licenseOf(gathered),
    server: await serverOf(gathered, now),
    // Data sources made of words keep their password when the server masks them.
    configLocation: maskText(gathered.configLocation).text,
    database: databaseOf(gathered, config, clustered, gauges),
    fileStore: {
      ...fileStore,
      error: fileStore.error === undefined ? undefined : maskText(fileStore.error).text,
    },
    // A server that does not run has no connections: that is known, not missing.
    websocketConnections: gathered.process === undefined ? 0 : gauges?.websocketConnections,
    cluster: { id: clustered ? undefined : '', numberOfNodes: clustered ? undefined : 0 },
    samlProvider: samlProviderOf(textAt(config, 'SamlSettings', 'IdpDescriptorURL')),
    ldapOff,
    searchOff,
  }
  return { facts, errors: unknowns(gathered, facts, fileStore, clustered) }
}

function licenseOf({ identity, traces }: Gathered): License | undefined {
  return identity?.license ?? traces.license
}

async function serverOf(gathered: Gathered, now: Date): Promise<DiagnosticsFacts['server']> {
  const { process, traces } = gathered
  const limits = await containerLimits(process)
  const [, open] = /^Max open files\s+(\d+)/m.exec(process?.limits ?? '') ?? []
  return {
    os: platform() === 'win32' ? 'windows' : platform(),
    architecture: goArchitecture(),
    cpuCores: cpus().length,
    totalMemoryMb: mebibytes(totalmem()),
    hostname: hostname(),
    version: gathered.versionKnown ? gathered.version : undefined,
    buildHash: traces.buildHash,
    installationType: gathered.environment['MM_INSTALL_TYPE'] ?? 'unknown',
    processId: process?.pid,
    goVersion: traces.goVersion,
    startedAt: process?.startedAt === undefined ? undefined : seconds(process.startedAt),
    hostStartedAt: seconds(new Date(now.getTime() - uptime() * 1000)),
    openFileDescriptors: process?.openFiles,
    maxFileDescriptors: open === undefined ? undefined : Number(open),
    containerCpuLimit: limits.cpuLimit,
    containerMemoryLimitMb: limits.memoryLimitMb,
  }
}

const seconds = (moment: Date): string => `${moment.toISOString().slice(0, 19)}Z`

function databaseOf(
  { identity, process }: Gathered,
  config: JsonMap,
  clustered: boolean,
  gauges: ServerGauges | undefined,
): DiagnosticsFacts['database'] {
  const running = process !== undefined
  const replicas = listLength(config, 'DataSourceReplicas') > 0
  const searchReplicas = listLength(config, 'DataSourceSearchReplicas') > 0
  return {
    type: textAt(config, 'SqlSettings', 'DriverName') || 'postgres',
    version: identity?.version,
    schemaVersion: identity?.schemaVersion,
    // On a single node the connections that the database sees are those of this server.
    masterConnections: running
      ? (gauges?.masterConnections ?? (clustered || replicas ? undefined : identity?.connections))
      : 0,
    replicaConnections: running && replicas ? gauges?.replicaConnections : 0,
    searchConnections: running && searchReplicas ? gauges?.searchConnections : 0,
  }
}

function listLength(config: JsonMap, key: string): number {
  const list = (config['SqlSettings'] as JsonMap | undefined)?.[key]
  return Array.isArray(list) ? list.length : 0
}

function unknowns(
  gathered: Gathered,
  facts: DiagnosticsFacts,
  fileStore: FileStoreState,
  clustered: boolean,
): readonly string[] {
  const missing = [
    ...(gathered.databaseError === undefined ? [] : [`database (${gathered.databaseError})`]),
    ...(facts.websocketConnections === undefined
      ? ['websocket connections (only the running server knows; it tells them on its port for metrics)']
      : []),
    ...(clustered ? ['cluster (only the running nodes know)'] : []),
    ...(facts.server.version === undefined ? ['version (--server-version)'] : []),
    ...(facts.server.buildHash === undefined ? ['build hash (no log tells it)'] : []),
    ...(facts.ldapOff ? [] : ['LDAP (not tested)']),
    ...(facts.searchOff ? [] : ['search engine (not tested)']),
    ...(facts.fileStore.status === undefined ? [`file store (${fileStore.reason ?? 'not tested'})`] : []),
    ...(facts.license !== undefined && facts.license.company === undefined
      ? ['company of the license (only in the license)']
      : []),
  ]
  return missing.length === 0 ? [] : [`diagnostics are not complete: ${missing.join(', ')}`]
}

export function isOn(config: JsonMap, section: string, key: string): boolean {
  return (config[section] as JsonMap | undefined)?.[key] === true
}
