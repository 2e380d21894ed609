// Entries that speak of the whole server: metadata, stats, jobs, permissions, plugins, schema. Each may fail alone.
import type { YamlMap } from '../../encode/yaml-value.js'
import { encodeGoJson } from '../../encode/go-json.js'
import { encodeYaml } from '../../encode/go-yaml.js'
import { plainReason } from '../connection-words.js'
import { databaseReason, type Query } from '../database/connect.js'
import { countAll } from '../database/counts.js'
import { readJobs } from '../database/job-runs.js'
import { readPermissions } from '../database/permissions.js'
import { readSchema } from '../database/schema.js'
import { schemaDocument } from '../documents/database-schema.js'
import type { DiagnosticsFacts } from '../documents/diagnostics.js'
import { jobLists, jobsDocument, jobTypes, type JobList, type Jobs } from '../documents/jobs.js'
import { isId, metadataDocument } from '../documents/metadata.js'
import { permissionsDocument } from '../documents/permissions.js'
import { pluginsDocument, secretKeys, type InstalledPlugin } from '../documents/plugins.js'
import { statsDocument, type Stats } from '../documents/stats.js'
import { supportPacketDocument } from '../documents/support-packet.js'
import type { JsonMap } from '../json-map.js'
import { maskText } from '../sanitize/mask-text.js'
import { isAtLeast, yamlStyleOf } from '../versions.js'
import { isOn } from './diagnostics-facts.js'
import { textAt, type Gathered } from './gather.js'
import { placeOf } from './places.js'
import { readPluginFolder } from './plugin-folder.js'

/** An entry whose content is ready, or why there is none. */
export interface Made {
  readonly name: string
  readonly content: string | undefined
  readonly errors: readonly string[]
  /** Values masked that the server would have shown. */
  readonly masked?: number
}

export function metadataEntry(gathered: Gathered, now: Date): Made {
  const { identity, traces, version, versionKnown } = gathered
  const serverId = identity?.serverId ?? traces.serverId
  const license = identity?.license ?? traces.license
  const failed = (reason: string): Made => ({
    name: 'metadata.yaml',
    content: undefined,
    errors: [`failed to generate Packet metadata: ${reason}`],
  })
  if (!versionKnown) return failed('nothing tells the version of the server (--server-version)')
  if (!isId(serverId)) return failed('neither database nor log tells the id of the server')
  const facts = {
    generatedAt: now.getTime(),
    serverVersion: version,
    serverId,
    licenseId: license?.id ?? '',
    customerId: isId(license?.customerId) ? license.customerId : '',
  }
  return made('metadata.yaml', metadataDocument(facts), version)
}

export interface Rows {
  readonly stats: Stats
  readonly jobs: Jobs
}

/** The entries made from the database, by version; and its rows, which the old document holds as well. */
export async function databaseEntries(
  gathered: Gathered,
  raw: boolean,
  now: Date,
): Promise<{ readonly entries: readonly Made[]; readonly rows: Rows; readonly errors: readonly string[] }> {
  const { version, database, databaseError } = gathered
  const recent = isAtLeast(version, '10.5')
  if (database === undefined) {
    const names = recent ? ['stats.yaml', 'jobs.yaml', 'permissions.yaml', ...schemaNames(version)] : []
    return {
      entries: names.map(name => unread(name, databaseError ?? '')),
      rows: { stats: {}, jobs: {} },
      errors: [],
    }
  }
  const { query } = database
  const counted = await countAll(query, now.getTime())
  const lists = recent ? jobLists(version) : (Object.keys(jobTypes) as JobList[])
  const runs = await readJobs(query, lists)
  const rows = { stats: counted.stats, jobs: runs.jobs }
  if (!recent) return { entries: [], rows, errors: [...counted.errors, ...runs.errors] }
  const entries = [
    { ...made('stats.yaml', statsDocument(counted.stats), version), errors: counted.errors },
    { ...masking(made('jobs.yaml', jobsDocument(runs.jobs, version), version), raw), errors: runs.errors },
    await permissionsEntry(query, version),
    ...(schemaNames(version).length === 0 ? [] : [await schemaEntry(query, version)]),
  ]
  return { entries, rows, errors: [] }
}

const schemaNames = (version: string): readonly string[] =>
  isAtLeast(version, '10.11') ? ['database_schema.yaml'] : []

/** In words that tell which entry is missing. */
function unread(name: string, reason: string): Made {
  const what = { 'stats.yaml': 'stats', 'jobs.yaml': 'jobs list', 'permissions.yaml': 'permissions' }[name]
  return { name, content: undefined, errors: [`failed to get ${what ?? 'schema definition'}: ${reason}`] }
}

async function permissionsEntry(query: Query, version: string): Promise<Made> {
  const { roles, schemes, errors } = await readPermissions(query)
  if (roles === undefined && schemes === undefined)
    return { name: 'permissions.yaml', content: undefined, errors }
  return { ...made('permissions.yaml', permissionsDocument(roles, schemes, version), version), errors }
}

async function schemaEntry(query: Query, version: string): Promise<Made> {
  try {
    return made('database_schema.yaml', schemaDocument(await readSchema(query)), version)
  } catch (error) {
    return unread('database_schema.yaml', databaseReason(error))
  }
}

export function supportPacketEntry(
  facts: DiagnosticsFacts,
  { stats, jobs }: Rows,
  version: string,
  raw: boolean,
): Made {
  return masking(made('support_packet.yaml', supportPacketDocument(facts, stats, jobs), version), raw)
}

export interface PluginsResult {
  readonly entry: Made | undefined
  /** Settings that manifests mark as secret; `undefined`: no manifest could be read. */
  readonly secrets: ReadonlyMap<string, readonly string[]>
}

export async function pluginsEntry(gathered: Gathered): Promise<PluginsResult> {
  const config = gathered.config ?? {}
  const failed = (reason: string): PluginsResult => ({
    entry: {
      name: 'plugins.json',
      content: undefined,
      errors: [`failed to get plugin list for Support Packet: ${reason}`],
    },
    secrets: new Map(),
  })
  if (gathered.config !== undefined && !isOn(config, 'PluginSettings', 'Enable'))
    return failed('plugins have been disabled')
  const folder = placeOf(textAt(config, 'PluginSettings', 'Directory') || './plugins', gathered.places)
  const states = ((config['PluginSettings'] as JsonMap | undefined)?.['PluginStates'] ?? {}) as JsonMap
  try {
    const { plugins, errors } = await readPluginFolder(folder, states)
    const content = encodeGoJson(pluginsDocument(plugins, gathered.version))
    return { entry: { name: 'plugins.json', content, errors }, secrets: secretsOf(plugins) }
  } catch (error) {
    return failed(plainReason(error).replace(/^scandir /, 'open '))
  }
}

function secretsOf(plugins: readonly InstalledPlugin[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    plugins.flatMap(({ manifest }) => {
      const { id } = manifest
      return typeof id === 'string' ? [[id, secretKeys(manifest)] as const] : []
    }),
  )
}

export const made = (name: string, document: YamlMap, version: string): Made => ({
  name,
  content: encodeYaml(document, yamlStyleOf(version)),
  errors: [],
})

/** Errors of jobs quote what other programs said. */
function masking(entry: Made, raw: boolean): Made {
  if (raw || entry.content === undefined) return entry
  const lines = entry.content.split('\n').map(line => maskText(line))
  return {
    ...entry,
    content: lines.map(({ text }) => text).join('\n'),
    masked: lines.reduce((sum, { count }) => sum + count, 0),
  }
}
