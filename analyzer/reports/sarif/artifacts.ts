// The packet and its entries as SARIF artifacts. Entries are nested in the packet, and their URIs stand on the base PACKET.
import type { EntryInfo, PacketInfo } from '../../analysis.js'
import { boundedLine } from '../bounded-text.js'
import type { Artifact, ArtifactLocation } from './format.js'
import { messageOf } from './message.js'

/** Entries that are listed whether or not a result names them. */
const mostListed = 1000

export interface Artifacts {
  /** The packet itself, for what concerns no single entry. */
  readonly packet: ArtifactLocation
  /** The location of an entry; one that was not listed before is listed now. */
  entry(name: string): ArtifactLocation
  all(): readonly Artifact[]
}

export function createArtifacts(packet: Pick<PacketInfo, 'source'> & Partial<PacketInfo>): Artifacts {
  const root = rootLocation(packet.source)
  const artifacts: Artifact[] = [rootArtifact(root, packet)]
  const known = new Map((packet.entries ?? []).map(entry => [entry.name, entry]))
  const locations = new Map<string, ArtifactLocation>()
  const locate = (name: string): ArtifactLocation => {
    const seen = locations.get(name)
    if (seen !== undefined) return seen
    const location = { uri: entryUri(name), uriBaseId: 'PACKET' }
    const indexed = { ...location, index: artifacts.length }
    artifacts.push({ location, parentIndex: 0, ...entryParts(known.get(name)) })
    locations.set(name, indexed)
    return indexed
  }
  for (const entry of (packet.entries ?? []).slice(0, mostListed))
    if (entry.sizeBytes !== undefined) locate(entry.name)
  return { packet: { ...root, index: 0 }, entry: locate, all: () => artifacts }
}

function rootArtifact(location: ArtifactLocation, { sizeBytes, sha256 }: Partial<PacketInfo>): Artifact {
  return {
    location,
    ...(sizeBytes === undefined ? {} : { length: sizeBytes }),
    ...(sha256 === undefined ? {} : { hashes: { 'sha-256': sha256 } }),
    roles: ['analysisTarget'],
  }
}

function entryParts(entry: EntryInfo | undefined): Omit<Artifact, 'location'> {
  if (entry === undefined) return {}
  const { kind, status, sizeBytes, node } = entry
  return {
    ...(sizeBytes === undefined ? {} : { length: sizeBytes }),
    properties: { kind, status, ...(node === undefined ? {} : { node: boundedLine(node, 200) }) },
  }
}

/**
 * What PACKET stands for. A relative source hangs below the directory the command ran in, which a report does not know; one
 * that climbs out of it has no base at all.
 */
export function uriBases(source: string): Readonly<Record<string, ArtifactLocation>> {
  const { uri = '', uriBaseId } = rootLocation(source)
  const description = messageOf('Inside the packet: entries are relative to this.')
  const workDirectory = { description: messageOf('The directory the command ran in.') }
  if (uriBaseId !== undefined)
    return { PACKET: { uri: `${uri}/`, uriBaseId, description }, [uriBaseId]: workDirectory }
  return { PACKET: uri.startsWith('file:') ? { uri: `${uri}/`, description } : { description } }
}

/** `build/a.zip` → below WORKDIR; `/srv/a.zip` and `C:\a.zip` → file URIs; `../a.zip` and standard input → a name alone. */
function rootLocation(source: string): ArtifactLocation {
  if (source === '-') return { uri: 'stdin', description: messageOf('Standard input') }
  const path = /^[A-Za-z]:[\\/]/.test(source) ? `/${source.replaceAll('\\', '/')}` : source
  const segments = path
    .replace(/^(?:\.\/+)+/, '')
    .split('/')
    .filter(segment => segment !== '')
  if (segments.some(isDots)) return { uri: encoded(segments.at(-1) ?? ''), description: messageOf(source) }
  const uri = segments.map(encoded).join('/')
  if (path.startsWith('/')) return { uri: `file:///${uri}` }
  return { uri, uriBaseId: 'WORKDIR' }
}

/** A name with empty or dotted parts would climb or vanish when the URI is resolved: then it is one part as a whole. */
function entryUri(name: string): string {
  const segments = name.split('/')
  const isPlain = segments.every(segment => segment !== '' && !isDots(segment))
  return isPlain ? segments.map(encoded).join('/') : encoded(name)
}

const isDots = (segment: string): boolean => /^\.{1,2}$/.test(segment)

/** The longest part of a URI: names have a limit of their own where archives are read. */
const longestPart = 4096

/** `..` alone is left by the encoding, and is a way up. */
function encoded(part: string): string {
  const text = encodeURIComponent(part.slice(0, longestPart).toWellFormed())
  return isDots(text) ? text.replaceAll('.', '%2E') : text
}
