// Everything of a packet but its logs: read from configuration, process, log traces and database, each of which may be missing.
import { readFile, realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { completeConfig } from '../config/complete.js'
import { overrideConfig, type Environment } from '../config/environment.js'
import { settleConfig } from '../config/settle.js'
import { databaseReason, openDatabase, type Database } from '../database/connect.js'
import { readStoredConfig, readIdentity, type DatabaseIdentity } from '../database/identity.js'
import type { Json, JsonMap } from '../json-map.js'
import { redactDataSource } from '../sanitize/data-source.js'
import { versionOfSchema } from '../versions.js'
import { logFilesOf } from './log-files.js'
import { noTraces, readLogTraces, type LogTraces } from './log-traces.js'
import type { InstallationGeneration } from './options.js'
import { configFileOf, type Places } from './places.js'
import { findServerProcess, type ServerProcess } from './server-process.js'

/** Assumed when nothing tells the version: the newest layout that this tool knows. */
const newestVersion = '11.6.0'

export interface Gathered {
  readonly process: ServerProcess | undefined
  readonly environment: Environment
  readonly places: Places
  /** Whole, with defaults and the environment; not sanitized. `undefined` when it could not be read. */
  readonly config: JsonMap | undefined
  /** The same, or where nothing could be read the defaults: logs and folders are looked for all the same. */
  readonly assumed: JsonMap
  /** As the server describes it: `file:///opt/mattermost/config/config.json`. */
  readonly configLocation: string
  readonly traces: LogTraces
  readonly version: string
  /** False when `version` is a guess. */
  readonly versionKnown: boolean
  readonly database: Database | undefined
  readonly dataSource: string
  readonly identity: DatabaseIdentity | undefined
  /** Why there is no database. */
  readonly databaseError: string | undefined
  readonly errors: readonly string[]
}

/** Close `database` when it is no longer needed. */
export async function gather(request: InstallationGeneration): Promise<Gathered> {
  const process = await findServerProcess(await realRoot(request.root))
  const environment = { ...process?.environment, ...request.environment }
  const errors = [...environmentErrors(process)]
  const stored = await readStored(request, environment).catch((error: unknown) => {
    errors.push(`failed to read the configuration for the sanitized config: ${databaseReason(error)}`)
    return undefined
  })
  const guess = loadedConfig(stored ?? {}, request.serverVersion ?? newestVersion, environment)
  const folder = request.root ?? rootOfConfig(request)
  const root: Places = { root: folder, serverRoot: folder ?? '/opt/mattermost' }
  const traces = await tracesOf(guess, root, request)
  const places = {
    root: folder,
    serverRoot: traces.directory ?? serverRootOf(process) ?? root.serverRoot,
  }
  const dataSource = request.dataSource ?? textAt(guess, 'SqlSettings', 'DataSource')
  const { database, databaseError } = await connect(dataSource)
  const identity = database === undefined ? undefined : await readIdentity(database.query)
  const known =
    request.serverVersion ?? traces.version ?? versionOfSchema(Number(identity?.schemaVersion ?? 0))
  const version = known ?? newestVersion
  const loaded = loadedConfig(stored ?? {}, version, environment)
  return {
    process,
    environment,
    places,
    config: stored === undefined ? undefined : loaded,
    assumed: loaded,
    configLocation: locationOf(request, places, traces),
    traces,
    version,
    versionKnown: known !== undefined,
    database,
    dataSource,
    identity,
    databaseError,
    errors: [...errors, ...(identity?.errors ?? [])],
  }
}

/** Settings may stand in an environment that only some may read. */
const environmentErrors = (process: ServerProcess | undefined): readonly string[] =>
  process === undefined || process.environmentReadable
    ? []
    : [
        "failed to read the environment of the server's process, which may hold settings: only its user and root may",
      ]

/** As a server has it in memory. */
const loadedConfig = (stored: JsonMap, version: string, environment: Environment): JsonMap =>
  settleConfig(overrideConfig(completeConfig(stored, version), environment))

/** As the system shows paths of processes: absolute, without links. */
async function realRoot(root: string | undefined): Promise<string | undefined> {
  return root === undefined ? undefined : realpath(root).catch(() => resolve(root))
}

/** A whole configuration is some 30 kB. */
const largestConfigBytes = 32 * 1024 * 1024

async function readStored(request: InstallationGeneration, environment: Environment): Promise<JsonMap> {
  const { config, root } = request
  const named = environment['MM_CONFIG'] ?? ''
  if (config?.kind === 'database') return parse(await fromDatabase(config.dataSource))
  if (config === undefined && /^postgres(ql)?:\/\//.test(named)) return parse(await fromDatabase(named))
  const path = config?.path ?? configFileOf(root ?? '.')
  const bytes = await readFile(path)
  if (bytes.length > largestConfigBytes) throw new Error(`${path} is too large for a configuration`)
  return parse(bytes.toString('utf8'))
}

function parse(text: string): JsonMap {
  let value: Json
  try {
    value = JSON.parse(text.replace(/^\ufeff/, '')) as Json
  } catch {
    // What the parser says would show parts of the text.
    throw new Error('it is not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('it is no object')
  return value as JsonMap
}

async function fromDatabase(dataSource: string): Promise<string> {
  const database = await openDatabase(dataSource)
  try {
    return await readStoredConfig(database.query)
  } finally {
    await database.close()
  }
}

async function tracesOf(
  config: JsonMap,
  places: Places,
  request: InstallationGeneration,
): Promise<LogTraces> {
  const { files } = logFilesOf(config, request.serverVersion ?? newestVersion, places)
  const log = files.find(({ name }) => name === 'mattermost.log')
  const traces = log === undefined ? noTraces : await readLogTraces(log.path)
  if (traces.version !== undefined || request.root === undefined) return traces
  // A copy: its log is not where the configuration says but where logs are by default.
  return readLogTraces(`${request.root}/logs/mattermost.log`)
}

/** `/srv/chat/config/config.json` → `/srv/chat`. */
const rootOfConfig = ({ config }: InstallationGeneration): string | undefined =>
  config?.kind === 'file' ? /^(.+)\/config\/[^/]+$/.exec(config.path)?.[1] : undefined

/** `/opt/mattermost/bin/mattermost` → `/opt/mattermost`. */
const serverRootOf = (process: ServerProcess | undefined): string | undefined =>
  /^(.*)\/bin\/mattermost$/.exec(process?.executable ?? '')?.[1]

async function connect(
  dataSource: string,
): Promise<{ readonly database?: Database; readonly databaseError: string | undefined }> {
  if (dataSource === '') return { databaseError: 'no data source is configured' }
  if (/^mysql|@tcp\(/.test(dataSource)) return { databaseError: 'only PostgreSQL can be read' }
  try {
    return { database: await openDatabase(dataSource), databaseError: undefined }
  } catch (error) {
    return { databaseError: `cannot connect to the database: ${databaseReason(error)}` }
  }
}

function locationOf({ config, root }: InstallationGeneration, places: Places, traces: LogTraces): string {
  if (config?.kind === 'database') return redactDataSource(config.dataSource)
  if (traces.configSource !== undefined) return redactedSource(traces.configSource)
  const path = config?.path ?? configFileOf(root ?? '.')
  return `file://${root !== undefined && path.startsWith(root) ? places.serverRoot + path.slice(root.length) : path}`
}

const redactedSource = (source: string): string =>
  source.startsWith('file://') ? source : redactDataSource(source)

export function textAt(config: JsonMap, section: string, key: string): string {
  const value = (config[section] as JsonMap | undefined)?.[key]
  return typeof value === 'string' ? value : ''
}
