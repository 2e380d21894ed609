// Collects a packet on this machine: gathers, writes entry after entry into a file that appears whole or not at all, checks it.
import { hostname } from 'node:os'
import { join } from 'node:path'
import { encodeGoJson } from '../../encode/go-json.js'
import { createAtomicFile } from '../../archive/atomic-file.js'
import { commitFree } from '../../archive/free-name.js'
import { createZipWriter, type ZipWriter } from '../../archive/zip-writer.js'
import { checkMade } from '../../check-made.js'
import { encodeYaml } from '../../encode/go-yaml.js'
import { diagnosticsDocument, type DiagnosticsFacts } from '../documents/diagnostics.js'
import { warningText } from '../documents/warning.js'
import type { JsonMap } from '../json-map.js'
import { sanitizeConfig, type SanitizedConfig } from '../sanitize/config.js'
import { createLogMasker } from '../sanitize/log-masker.js'
import { maskText } from '../sanitize/mask-text.js'
import { isAtLeast } from '../versions.js'
import {
  databaseEntries,
  made,
  metadataEntry,
  pluginsEntry,
  supportPacketEntry,
  type Made,
} from './app-entries.js'
import { diagnosticsFacts, isOn } from './diagnostics-facts.js'
import { testFileStore } from './file-store.js'
import { gather, textAt, type Gathered } from './gather.js'
import { hostDocument } from './host.js'
import { writeLogs, type LogsWritten } from './log-entries.js'
import { logFilesOf } from './log-files.js'
import type { Collected, InstallationGeneration } from './options.js'
import { readServerGauges } from './metrics-page.js'
import { packetName } from './packet-name.js'
import { placeOf } from './places.js'
import { readProfiles, type ProfileResult } from './profiles.js'

/**
 * Makes a packet from an installation. What cannot be had is named in its warning.txt. Throws only when nothing can be
 * written, or when `signal` is aborted; then nothing is left behind.
 */
export async function collectInstallation(request: InstallationGeneration): Promise<Collected> {
  request.onStep?.('configuration')
  const gathered = await gather(request)
  try {
    return await collect(gathered, request)
  } finally {
    await gathered.database?.close()
  }
}

async function collect(gathered: Gathered, request: InstallationGeneration): Promise<Collected> {
  const { destination } = request
  const license = gathered.identity?.license ?? gathered.traces.license
  const wanted =
    destination.kind === 'file'
      ? destination.path
      : join(destination.path, packetName(license?.company, request.now))
  const file = await createAtomicFile(wanted)
  try {
    const zip = createZipWriter(chunk => file.write(chunk), request.now)
    const written = await writeEntries(zip, gathered, request)
    const sizeBytes = await zip.finish()
    request.signal?.throwIfAborted()
    const overwrite = destination.kind === 'file' && destination.overwrite
    const path = await commitFree(file, wanted, destination.kind === 'file', overwrite)
    request.onStep?.('check')
    return { ...written, file: path, sizeBytes, validation: await checkMade(path) }
  } finally {
    await file.discard()
  }
}

type Written = Pick<Collected, 'warnings' | 'masked' | 'cutLogs'>

/** In the order of the server: what speaks of all, what speaks of the node, logs, ours, warnings last. */
async function writeEntries(
  zip: ZipWriter,
  gathered: Gathered,
  request: InstallationGeneration,
): Promise<Written> {
  const { version } = gathered
  const folder = folderOf(gathered, request)
  const warnings = [...gathered.errors]
  const masked: Record<string, number> = {}
  const add = async (entry: Made | undefined, prefix = ''): Promise<void> => {
    if (entry === undefined) return
    request.signal?.throwIfAborted()
    warnings.push(...entry.errors)
    if ((entry.masked ?? 0) > 0) masked[prefix + entry.name] = entry.masked ?? 0
    if (entry.content !== undefined) await zip.add(prefix + entry.name, entry.content)
  }

  await add(isAtLeast(version, '9.11') ? metadataEntry(gathered, request.now) : undefined)
  request.onStep?.('database')
  const database = await databaseEntries(gathered, request.raw, request.now)
  warnings.push(...database.errors)
  for (const entry of database.entries.slice(0, 3)) await add(entry)
  const plugins = await pluginsEntry(gathered)
  await add(plugins.entry)
  for (const entry of database.entries.slice(3)) await add(entry)

  const facts = await nodeFacts(gathered, request, warnings)
  if (isAtLeast(version, '10.5'))
    await add(made('diagnostics.yaml', diagnosticsDocument(facts, version), version), folder)
  else await add(supportPacketEntry(facts, database.rows, version, request.raw))
  const sanitized = sanitizedOf(gathered, request, plugins.secrets)
  await add(configEntry(sanitized), folder)
  await writeProfiles(zip, gathered, request, folder, warnings)
  const logs = await writeAllLogs(zip, gathered, request, folder, sanitized?.secrets ?? [])
  warnings.push(...logs.errors)
  Object.assign(masked, logs.masked)

  await add(await hostEntry(gathered, request, { masked, cut: logs.cut }), folder)
  const said = warnings.map(warning => (request.raw ? warning : maskText(warning).text))
  const text = warningText(said)
  if (text !== undefined) await zip.add('warning.txt', text)
  return { warnings: said, masked, cutLogs: logs.cut }
}

/** Folders of nodes exist since 10.10, and only in clusters. */
function folderOf({ config = {}, version }: Gathered, { node }: InstallationGeneration): string {
  if (node !== undefined) return node === '' ? '' : `${safeFolder(node)}/`
  if (!isOn(config, 'ClusterSettings', 'Enable') || !isAtLeast(version, '10.10')) return ''
  return `${safeFolder(textAt(config, 'ClusterSettings', 'OverrideHostname') || hostname())}/`
}

/** A name of one folder. */
const safeFolder = (name: string): string => name.replace(/[\\/\s]+/g, '_').replace(/^\.+/, '') || 'node'

async function nodeFacts(
  gathered: Gathered,
  request: InstallationGeneration,
  warnings: string[],
): Promise<DiagnosticsFacts> {
  request.onStep?.('file store')
  const settings = (gathered.assumed['FileSettings'] ?? {}) as JsonMap
  const directory = placeOf(
    textAt(gathered.assumed, 'FileSettings', 'Directory') || './data/',
    gathered.places,
  )
  const fileStore = await testFileStore(settings, directory)
  const gauges =
    gathered.process === undefined
      ? undefined
      : await readServerGauges(metricsAddress(gathered), request.signal)
  const { facts, errors } = await diagnosticsFacts(gathered, { fileStore, gauges, now: request.now })
  warnings.push(...errors)
  return facts
}

function sanitizedOf(
  { config, version }: Gathered,
  { raw }: InstallationGeneration,
  pluginSecrets: ReadonlyMap<string, readonly string[]>,
): SanitizedConfig | undefined {
  return config === undefined ? undefined : sanitizeConfig(config, { version, pluginSecrets, raw })
}

function configEntry(sanitized: SanitizedConfig | undefined): Made | undefined {
  if (sanitized === undefined) return undefined
  return {
    name: 'sanitized_config.json',
    content: encodeGoJson(sanitized.config),
    errors: [],
    masked: sanitized.extraMasked,
  }
}

const metricsAddress = ({ assumed }: Gathered): string =>
  textAt(assumed, 'MetricsSettings', 'ListenAddress') || ':8067'

async function writeProfiles(
  zip: ZipWriter,
  gathered: Gathered,
  request: InstallationGeneration,
  folder: string,
  warnings: string[],
): Promise<void> {
  const stopped: ProfileResult = { kind: 'failed', reason: 'the server does not run on this machine' }
  request.onStep?.('profiles')
  const profiles =
    gathered.process === undefined
      ? { cpu: stopped, heap: stopped, goroutines: stopped }
      : await readProfiles(metricsAddress(gathered), request.signal)
  const all = [
    ['cpu.prof', profiles.cpu, 'failed to start CPU profile'],
    ['heap.prof', profiles.heap, 'failed to lookup heap profile'],
    ['goroutines', profiles.goroutines, 'failed to lookup goroutine profile'],
  ] as const
  for (const [name, result, failure] of all) {
    if (result.kind === 'profile') await zip.add(folder + name, result.bytes)
    else warnings.push(`${failure}: ${result.reason}`)
  }
}

async function writeAllLogs(
  zip: ZipWriter,
  gathered: Gathered,
  { logs, raw, signal, onStep }: InstallationGeneration,
  folder: string,
  secrets: readonly string[],
): Promise<LogsWritten> {
  if (logs === undefined) return { errors: [], masked: {}, cut: [] }
  const { files, errors } = logFilesOf(gathered.assumed, gathered.version, gathered.places)
  const masker = raw ? undefined : createLogMasker(secrets)
  const written = await writeLogs(files, { zip, folder, options: logs, masker, signal, onStep })
  return { ...written, errors: [...errors, ...written.errors] }
}

async function hostEntry(
  gathered: Gathered,
  request: InstallationGeneration,
  { masked, cut }: { readonly masked: Readonly<Record<string, number>>; readonly cut: readonly string[] },
): Promise<Made> {
  const { assumed, places } = gathered
  const time = (ms: number | undefined): string | undefined =>
    ms === undefined ? undefined : new Date(ms).toISOString()
  const document = await hostDocument({
    process: gathered.process,
    folders: {
      logs: placeOf(textAt(assumed, 'LogSettings', 'FileLocation') || 'logs', places),
      files: placeOf(textAt(assumed, 'FileSettings', 'Directory') || './data/', places),
    },
    toolVersion: request.toolVersion,
    collectedAt: request.now,
    databaseClockAheadMs: await databaseClockAhead(gathered),
    collection: {
      masked_values: Object.keys(masked).length === 0 ? undefined : masked,
      masking: request.raw ? 'as the server' : 'as the server, and whatever looks like a secret',
      logs_since: time(request.logs?.since),
      logs_until: time(request.logs?.until),
      logs_cut: cut.length === 0 ? undefined : cut,
    },
  })
  return { name: 'host.yaml', content: encodeYaml(document, 'goccy'), errors: [] }
}

async function databaseClockAhead({ database }: Gathered): Promise<number | undefined> {
  if (database === undefined) return undefined
  try {
    const before = Date.now()
    const [row] = await database.query<{ ms: string }>(
      'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS ms',
    )
    return Math.round(Number(row?.ms) - (before + Date.now()) / 2)
  } catch {
    return undefined
  }
}
