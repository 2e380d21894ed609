// One packet of a cluster out of packets of its nodes: what speaks of a node goes into its folder, what speaks of all is taken once.
import { join } from 'node:path'
import { openPackets, readWhole, type Packet, type Validation } from '../../../analyzer/index.js'
import { classifyEntries } from '../../../analyzer/packet/layout.js'
import { createAtomicFile } from '../../archive/atomic-file.js'
import { entryBytes } from '../../archive/entry-bytes.js'
import { isSafeName } from '../../archive/entry-name.js'
import { commitFree, type Destination } from '../../archive/free-name.js'
import { checkMade } from '../../check-made.js'
import { createZipWriter, type ZipWriter } from '../../archive/zip-writer.js'
import { warningText } from '../documents/warning.js'

export interface MergeRequest {
  readonly sources: readonly string[]
  /** Names of the nodes, in the order of the sources; else what each packet says. */
  readonly nodes: readonly string[]
  readonly destination: Destination
  readonly now: Date
  readonly signal?: AbortSignal
  readonly onStep?: (step: string) => void
}

export type Merged =
  | {
      readonly kind: 'packet'
      readonly file: string
      readonly sizeBytes: number
      readonly nodes: readonly string[]
      readonly validation: Validation | undefined
      /** What was damaged, or differs between the packets. */
      readonly remarks: readonly string[]
    }
  | { readonly kind: 'refused'; readonly message: string }

/** Throws when the packet cannot be written, or `signal` is aborted. Packets of different servers are refused. */
export async function mergePackets(request: MergeRequest): Promise<Merged> {
  const packets: Packet[] = []
  try {
    for (const source of request.sources)
      for (const opened of await openPackets(source)) {
        if (opened.kind === 'unreadable')
          return { kind: 'refused', message: `${opened.source}: ${opened.problem.message}` }
        packets.push(opened.packet)
      }
    const parts = await Promise.all(packets.map((packet, index) => partOf(packet, request.nodes[index])))
    const reason = refusalOf(parts)
    return reason === undefined ? await write(parts, request) : { kind: 'refused', message: reason }
  } finally {
    await Promise.all(packets.map(packet => packet.close()))
  }
}

interface Part {
  readonly packet: Packet
  /** Folder for entries that lie at the root; `''` when all of its nodes have folders already. */
  readonly node: string
  readonly serverId: string | undefined
  readonly version: string | undefined
  readonly warnings: readonly string[]
}

const largestTextBytes = 4 * 1024 * 1024

async function partOf(packet: Packet, given: string | undefined): Promise<Part> {
  const text = async (name: string): Promise<string> => {
    const entry = packet.entries.find(candidate => candidate.name === name)
    return entry === undefined
      ? ''
      : (await readWhole(packet, entry, largestTextBytes)).bytes.toString('utf8')
  }
  const [metadata, diagnostics, old, warning] = [
    await text('metadata.yaml'),
    await text('diagnostics.yaml'),
    await text('support_packet.yaml'),
    await text('warning.txt'),
  ]
  const scalar = (document: string, key: string): string | undefined =>
    new RegExp(`^\\s*${key}: ["']?([^"'\\s]+)`, 'm').exec(document)?.[1]
  return {
    packet,
    node: safe(given ?? scalar(diagnostics, 'hostname') ?? ''),
    serverId: scalar(metadata, 'server_id'),
    version: scalar(metadata, 'server_version') ?? scalar(old, 'server_version'),
    warnings: [...warning.matchAll(/^\t\* (.*)$/gm)].map(([, point = '']) => point),
  }
}

const safe = (name: string): string => name.replace(/[^\w.-]+/g, '_').replace(/^\.+/, '')

function refusalOf(parts: readonly Part[]): string | undefined {
  if (parts.length < 2) return 'There is nothing to merge: name the packets of two or more nodes.'
  const ids = new Set(parts.flatMap(({ serverId }) => serverId ?? []))
  if (ids.size > 1)
    return `The packets are of different servers (${[...ids].join(', ')}): only nodes of one cluster share a server id.`
  return undefined
}

async function write(parts: readonly Part[], request: MergeRequest): Promise<Merged> {
  const wanted =
    request.destination.kind === 'file'
      ? request.destination.path
      : join(
          request.destination.path,
          `mm_support_packet_${request.now.toISOString().slice(0, 16).replace(':', '-')}.zip`,
        )
  const file = await createAtomicFile(wanted)
  try {
    const zip = createZipWriter(chunk => file.write(chunk), request.now)
    const written = await writeParts(zip, parts, request)
    const sizeBytes = await zip.finish()
    request.signal?.throwIfAborted()
    const exact = request.destination.kind === 'file'
    const overwrite = request.destination.kind === 'file' && request.destination.overwrite
    const path = await commitFree(file, wanted, exact, overwrite)
    return { kind: 'packet', file: path, sizeBytes, ...written, validation: await checkMade(path) }
  } finally {
    await file.discard()
  }
}

async function writeParts(
  zip: ZipWriter,
  parts: readonly Part[],
  request: MergeRequest,
): Promise<{ readonly nodes: readonly string[]; readonly remarks: readonly string[] }> {
  const names = new Set<string>()
  const folders = new Set<string>()
  const remarks = [...differences(parts)]
  for (const [index, part] of parts.entries()) {
    const folder = freeFolder(part.node === '' ? `node-${index + 1}` : part.node, folders)
    for (const { name, entry } of placed(part, folder, names)) {
      request.signal?.throwIfAborted()
      request.onStep?.(name)
      names.add(name)
      const { error } = await zip.add(name, entryBytes(part.packet, entry), 1)
      if (error !== undefined)
        remarks.push(
          `${part.packet.source}: ${entry.name} is damaged: ${error instanceof Error ? error.message : 'unreadable'}`,
        )
    }
  }
  const nodes = [
    ...new Set([...names].flatMap(name => (/^([^/]+)\/sanitized_config\.json$/.exec(name) ?? []).slice(1))),
  ]
  const points = [...new Set(parts.flatMap(part => part.warnings))]
  const warnings = warningText(points)
  if (warnings !== undefined) await zip.add('warning.txt', warnings)
  return { nodes, remarks }
}

function freeFolder(name: string, taken: Set<string>): string {
  let free = name
  for (let number = 2; taken.has(free); number++) free = `${name}-${number}`
  taken.add(free)
  return free
}

interface Placed {
  readonly name: string
  readonly entry: Packet['entries'][number]
}

/** What speaks of all comes from the first packet that has it; a node's own entries go into its folder. */
function* placed({ packet }: Part, folder: string, names: ReadonlySet<string>): Generator<Placed> {
  for (const { entry, kind, node, plugin } of classifyEntries(packet.entries)) {
    if (kind === 'warning' || !entry.readable || !isSafeName(entry.name)) continue
    const ofNode =
      node === '' ||
      (node === undefined && plugin === undefined && kind === 'unknown' && !entry.name.includes('/'))
    const name = ofNode ? `${folder}/${entry.name}` : entry.name
    if (!names.has(name)) yield { name, entry }
  }
}

function differences(parts: readonly Part[]): readonly string[] {
  const versions = new Set(parts.flatMap(({ version }) => version ?? []))
  const unnamed = parts.filter(({ serverId }) => serverId === undefined)
  return [
    ...(versions.size > 1 ? [`The nodes run different versions: ${[...versions].join(', ')}.`] : []),
    ...unnamed.map(({ packet }) => `${packet.source} does not say which server it is of.`),
  ]
}
