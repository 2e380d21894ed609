// A finished dump under other names. In two steps, since a name is to be replaced in every file, also in those that were written
// before anybody knew that it is one: first all names are learned, then everything is copied.
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { openPackets, type Packet, type PacketEntry } from '../../../analyzer/index.js'
import { entryBytes } from '../../archive/entry-bytes.js'
import type { Destination } from '../../archive/free-name.js'
import { makeProcessFolder } from '../../archive/process-folder.js'
import {
  createDump,
  defaultCaps,
  workPrefix,
  type Attempt,
  type Dump,
  type DumpOptions,
} from '../dump/index.js'
import type { AgentResult, DumpFacts } from '../report/index.js'
import { gleanerFor, labelLine } from './glean.js'
import type { Keyed } from './keyed.js'
import { asBytes, changeLines, changeText } from './lines.js'
import { nameLines, type LineChange } from './name-lines.js'
import { createNames, type Names } from './names.js'
import { changeTable } from './tables.js'
import { yamlPlaces } from './yaml-places.js'

/** Works in a folder that nobody else can look into, beside where the result goes, and removes it. */
export async function inPrivate<T>(
  destination: Destination,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const parent = destination.kind === 'file' ? dirname(destination.path) : destination.path
  const folder = await makeProcessFolder(parent, workPrefix)
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export interface Obfuscated {
  /** With all entries, not finished: its reports are still to be written. */
  readonly dump: Dump
  /** The same facts under other names. */
  readonly facts: DumpFacts
}

/** `path` is a dump without reports. Throws when it cannot be read or the other not be written. */
export async function obfuscateDump(
  path: string,
  facts: DumpFacts,
  to: Pick<DumpOptions, 'destination' | 'fileName' | 'now'>,
  keyed: Keyed,
  onStep: (what: string) => void,
): Promise<Obfuscated> {
  const opened = await openPackets(path)
  const [first] = opened
  if (first === undefined || first.kind !== 'ok') throw new Error('the dump cannot be read again')
  const { packet } = first
  const names = createNames(keyed)
  learnFacts(facts, names)
  onStep('looking for names')
  for (const entry of packet.entries) await glean(packet, entry, names)
  const dump = await createDump({
    ...to,
    caps: { ...defaultCaps, entryBytes: Infinity, totalBytes: Infinity },
  })
  try {
    for (const entry of packet.entries) {
      onStep(entry.rawName)
      await copy(packet, entry, dump, names, keyed)
    }
  } catch (error) {
    await dump.discard()
    throw error
  } finally {
    await packet.close()
  }
  return { dump, facts: otherFacts(facts, names, keyed, dump) }
}

function learnFacts({ agents, cluster }: DumpFacts, names: Names): void {
  if (cluster.name !== undefined) names.learnHost('cluster', cluster.name)
  for (const { name } of agents) names.learnHost('host', name.replace(/^[^@]*@/, ''))
}

async function glean(packet: Packet, entry: PacketEntry, names: Names): Promise<void> {
  const gleaner = gleanerFor(entry.rawName, names)
  if (gleaner === undefined) return
  const lines = changeLines(entryBytes(packet, entry), line => {
    gleaner(Buffer.from(line, 'latin1').toString('utf8'))
    return undefined
  })
  for await (const _ of lines) void _
}

async function copy(
  packet: Packet,
  entry: PacketEntry,
  dump: Dump,
  names: Names,
  keyed: Keyed,
): Promise<void> {
  const name = freeName(otherName(entry.rawName, names, keyed), dump)
  const source = entryBytes(packet, entry)
  await dump.add({ name, content: 'own' }, otherBytes(entry.rawName, source, names, keyed))
}

/** Two names never become one; should they, both entries stay. */
function freeName(wanted: string, dump: Dump): string {
  let name = wanted
  for (let number = 2; dump.has(name); number++) name = `${wanted}.${number}`
  return name
}

/** Of names of entries each part, since they are put together with underscores. */
export function otherName(name: string, names: Names, keyed: Keyed): string {
  const change = nameLines(names, keyed)
  const part = (text: string): string => text.split('_').map(change).join('_')
  return name
    .split('/')
    .map(segment => (segment.startsWith('kubectl_logs_') ? part(segment) : change(segment)))
    .join('/')
}

/** Profiles hold names of functions, in packed form; nothing in them can be changed. */
const isBinary = (name: string): boolean => /\.pprof$|\.gz$/.test(name)

function otherBytes(
  name: string,
  source: AsyncIterable<Buffer>,
  names: Names,
  keyed: Keyed,
): AsyncIterable<Buffer> {
  if (isBinary(name)) return source
  if (/^objects\/tctl_[^/]*\.txt$/.test(name)) return changeTable(source, nameLines(names, keyed, true))
  const change = nameLines(names, keyed)
  const isYaml = /\/teleport\.ya?ml$|^objects\/.*\.ya?ml$/.test(name)
  return changeLines(source, isYaml ? yamlChange(names, change) : change)
}

function yamlChange(names: Names, change: LineChange): LineChange {
  const placeOf = yamlPlaces()
  return line => labelLine(placeOf(line), names) ?? change(line)
}

function otherFacts(facts: DumpFacts, names: Names, keyed: Keyed, dump: Dump): DumpFacts {
  const change = nameLines(names, keyed)
  const text = (value: string): string => changeText(value, change)
  const named = (value: string): string =>
    Buffer.from(names.known(asBytes(value)) ?? asBytes(text(value)), 'latin1').toString('utf8')
  const some = <K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> =>
    value === undefined ? {} : ({ [key]: text(value) } as Partial<Record<K, string>>)
  const agent = (result: AgentResult): AgentResult => ({
    ...result,
    id: named(result.id),
    name: named(result.name),
    ...some('reason', result.reason),
    ...some('message', result.message),
    ...(result.folder === undefined ? {} : { folder: otherName(result.folder, names, keyed) }),
  })
  const attempt = (result: Attempt): Attempt => ({
    ...result,
    what: text(result.what),
    ...some('node', result.node),
    ...some('reason', result.reason),
    ...(result.entry === undefined ? {} : { entry: otherName(result.entry, names, keyed) }),
  })
  const { name } = facts.cluster
  return {
    ...facts,
    cluster: { ...facts.cluster, name: name === undefined ? undefined : named(name) },
    agents: facts.agents.map(agent),
    attempts: facts.attempts.map(attempt),
    entries: dump.entries,
  }
}
