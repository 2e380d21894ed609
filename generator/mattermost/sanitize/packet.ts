// A packet made fit to be given on: its configurations, logs and documents without what looks like a secret. Profiles stay as they are.
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import { openPackets, readWhole, type Packet, type Validation } from '../../../analyzer/index.js'
import { classifyEntries } from '../../../analyzer/packet/layout.js'
import { createAtomicFile } from '../../archive/atomic-file.js'
import { entryBytes } from '../../archive/entry-bytes.js'
import { isSafeName } from '../../archive/entry-name.js'
import { commitFree, type Destination } from '../../archive/free-name.js'
import { checkMade } from '../../check-made.js'
import { createZipWriter, type ZipWriter } from '../../archive/zip-writer.js'
import { encodeGoJson } from '../../encode/go-json.js'
import { secretKeys } from '../documents/plugins.js'
import { sanitizeConfig } from './config.js'
import type { Json, JsonMap } from '../json-map.js'
import { createLogMasker, type LogMasker } from './log-masker.js'

export interface SanitizeRequest {
  /** A path, or `-` for `input`. */
  readonly source: string
  readonly input?: Readable
  readonly destination: Destination
  readonly now: Date
  readonly signal?: AbortSignal
  readonly onStep?: (step: string) => void
}

export type Sanitized =
  | {
      readonly kind: 'packet'
      readonly file: string
      readonly sizeBytes: number
      readonly validation: Validation | undefined
      /** How many values were masked, by entry. */
      readonly masked: Readonly<Record<string, number>>
      /** Entries that could not be read to their end. */
      readonly remarks: readonly string[]
    }
  | { readonly kind: 'refused'; readonly message: string }

/** Throws when the packet cannot be written, or `signal` is aborted. */
export async function sanitizePacket(request: SanitizeRequest): Promise<Sanitized> {
  const [opened, ...others] = await openPackets(
    request.source,
    request.input === undefined ? {} : { input: request.input },
  )
  const packets = [opened, ...others].flatMap(one => (one?.kind === 'ok' ? [one.packet] : []))
  try {
    if (opened === undefined || opened.kind === 'unreadable')
      return {
        kind: 'refused',
        message: `${request.source}: ${opened?.problem.message ?? 'nothing is there'}`,
      }
    if (others.length > 0)
      return {
        kind: 'refused',
        message: `${request.source} holds several packets: extract them and sanitize each.`,
      }
    return await write(opened.packet, request)
  } finally {
    await Promise.all(packets.map(packet => packet.close()))
  }
}

async function write(packet: Packet, request: SanitizeRequest): Promise<Sanitized> {
  const { destination } = request
  const stem = basename(packet.source)
    .replace(/^-$/, 'packet')
    .replace(/(\.tar)?\.(zip|gz|tgz|tar)$/i, '')
  const name = `${stem === '' ? 'packet' : stem}-sanitized.zip`
  const wanted = destination.kind === 'file' ? destination.path : join(destination.path, name)
  const file = await createAtomicFile(wanted)
  try {
    const zip = createZipWriter(chunk => file.write(chunk), request.now)
    const written = await writeEntries(zip, packet, request)
    const sizeBytes = await zip.finish()
    request.signal?.throwIfAborted()
    const overwrite = destination.kind === 'file' && destination.overwrite
    const path = await commitFree(file, wanted, destination.kind === 'file', overwrite)
    return { kind: 'packet', file: path, sizeBytes, ...written, validation: await checkMade(path) }
  } finally {
    await file.discard()
  }
}

/** Entries that are no text, or of which nothing but numbers and names of functions is known. */
const binaryKinds = new Set(['cpu-profile', 'heap-profile', 'tsdb-dump'])

async function writeEntries(
  zip: ZipWriter,
  packet: Packet,
  request: SanitizeRequest,
): Promise<{ readonly masked: Record<string, number>; readonly remarks: readonly string[] }> {
  const classified = classifyEntries(packet.entries).filter(
    ({ entry }) => entry.readable && isSafeName(entry.name),
  )
  const pluginSecrets = await secretsOfManifests(packet)
  const configs = new Map<number, ConfigEntry>()
  for (const { entry, kind } of classified)
    if (kind === 'config') configs.set(entry.index, await readConfig(packet, entry, pluginSecrets))
  const masker = createLogMasker([...new Set([...configs.values()].flatMap(({ secrets }) => secrets))])
  const masked: Record<string, number> = {}
  const remarks = packet.entries
    .filter(({ readable, name }) => !readable || !isSafeName(name))
    .map(({ name }) => `${name} is left out: it cannot be read, or its name is not safe.`)
  for (const { entry, kind } of classified) {
    request.signal?.throwIfAborted()
    request.onStep?.(entry.name)
    const before = masker.masked
    const config = configs.get(entry.index)
    const source = config?.text ?? bytesOf(packet, entry, binaryKinds.has(kind) ? undefined : masker)
    const { error } = await zip.add(entry.name, source, 1)
    if (error !== undefined)
      remarks.push(`${entry.name} is damaged: ${error instanceof Error ? error.message : 'unreadable'}`)
    const count = masker.masked - before + (config?.masked ?? 0)
    if (count > 0) masked[entry.name] = count
  }
  return { masked, remarks }
}

const bytesOf = (
  packet: Packet,
  entry: Packet['entries'][number],
  masker: LogMasker | undefined,
): AsyncIterable<Buffer> =>
  masker === undefined ? entryBytes(packet, entry) : masker.mask(entryBytes(packet, entry))

interface ConfigEntry {
  /** `undefined`: no JSON; it is masked as any text. */
  readonly text: string | undefined
  readonly masked: number
  readonly secrets: readonly string[]
}

const largestDocumentBytes = 64 * 1024 * 1024

/** The list of the newest version counts: what any server masks must not be readable. */
const strictest = '99.0.0'

async function readConfig(
  packet: Packet,
  entry: Packet['entries'][number],
  pluginSecrets: ReadonlyMap<string, readonly string[]>,
): Promise<ConfigEntry> {
  const value = await readJson(packet, entry)
  if (value === undefined) return { text: undefined, masked: 0, secrets: [] }
  const known = withAllPlugins(value, pluginSecrets)
  const { config, secrets } = sanitizeConfig(value, {
    version: strictest,
    pluginSecrets: known,
    raw: false,
    keepEmpty: true,
  })
  return { text: encodeGoJson(config), masked: differences(value, config), secrets }
}

/** Nobody knows here which plugins were installed: none of their settings are dropped, and those with telling names masked. */
function withAllPlugins(
  config: JsonMap,
  pluginSecrets: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const plugins = (config['PluginSettings'] as JsonMap | undefined)?.['Plugins']
  const ids = typeof plugins === 'object' && plugins !== null ? Object.keys(plugins) : []
  return new Map([...ids.map(id => [id, []] as const), ...pluginSecrets])
}

async function secretsOfManifests(packet: Packet): Promise<ReadonlyMap<string, readonly string[]>> {
  const entry = packet.entries.find(({ name }) => name === 'plugins.json')
  const value = entry === undefined ? undefined : await readJson(packet, entry)
  const manifests = Object.values(value ?? {}).flatMap(list =>
    Array.isArray(list) ? (list as readonly Json[]) : [],
  )
  return new Map(
    manifests.flatMap(manifest => {
      if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) return []
      const map = manifest as JsonMap
      return typeof map['id'] === 'string' ? [[map['id'], secretKeys(map)] as const] : []
    }),
  )
}

async function readJson(packet: Packet, entry: Packet['entries'][number]): Promise<JsonMap | undefined> {
  const { bytes } = await readWhole(packet, entry, largestDocumentBytes)
  try {
    const value = JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, '')) as Json
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonMap)
      : undefined
  } catch {
    return undefined
  }
}

/** How many texts changed. */
function differences(before: Json, after: Json): number {
  if (typeof before !== 'object' || before === null || typeof after !== 'object' || after === null)
    return before === after ? 0 : 1
  const other = after as JsonMap
  return Object.entries(before as JsonMap).reduce(
    (sum, [key, value]) => sum + (other[key] === undefined ? 0 : differences(value, other[key])),
    0,
  )
}
