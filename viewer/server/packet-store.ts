// The packets that are open in this run: their state, their analysis, and what must be let go when one is removed.
import { rm } from 'node:fs/promises'
import type { Analysis, Opened, Packet, PacketEntry, Progress } from '../../analyzer/index.js'
import type { EntryRow, PacketId, PacketList, PacketSummary, ReadSoFar } from '../shared/wire.js'
import type { Analyzer } from './analyzer.js'
import { openEntryText, type EntryText } from './entry-text.js'
import { failure } from './failure.js'
import type { PrivateDirectory } from './private-directory.js'

/** Where a packet comes from. `ownFile` is a copy made for an upload; it goes when the packet goes. */
export interface PacketOrigin {
  readonly path: string
  readonly shownAs: string
  readonly ownFile: boolean
}

export interface PacketStore {
  list(): Pick<PacketList, 'packets' | 'opening'>
  /** Opens what lies at the path and starts its analysis; resolves as soon as the packets have their ids. */
  add(origin: PacketOrigin): Promise<readonly PacketSummary[]>
  /** The analysis; refuses in words while there is none. */
  analysis(id: PacketId): Analysis
  /** What could be said before the logs were read; refuses in words where nothing was, and once there is the whole. */
  early(id: PacketId): Analysis
  entries(id: PacketId): readonly EntryRow[]
  /** The opened packet; refuses in words for a file that is none. */
  packet(id: PacketId): Packet
  entry(id: PacketId, index: number): { readonly packet: Packet; readonly entry: PacketEntry }
  text(id: PacketId, index: number): Promise<EntryText>
  /** Where a packet lies, and under which name a person knows it. `isOurs`: the file is a private one of the viewer. */
  origin(id: PacketId): { readonly path: string; readonly name: string; readonly isOurs: boolean }
  remove(id: PacketId): Promise<void>
  /** Called before a packet is let go: what was made of it goes first. */
  onRelease(release: (id: PacketId) => Promise<void>): void
  close(): Promise<void>
}

interface OpenPacket {
  readonly id: PacketId
  readonly origin: PacketOrigin
  readonly source: string
  readonly packet: Packet | undefined
  readonly texts: Map<number, Promise<EntryText>>
  state: State
}

type State =
  | { readonly kind: 'analyzing'; readonly read?: ReadSoFar; readonly early?: Analysis }
  | { readonly kind: 'ready'; readonly analysis: Analysis }
  | { readonly kind: 'failed'; readonly reason: string }

/** Smaller logs are read before anybody could look at what is said without them. */
const largeLogsBytes = 16 * 1024 * 1024

export function createPacketStore(analyzer: Analyzer, directory: PrivateDirectory): PacketStore {
  const open = new Map<PacketId, OpenPacket>()
  const opening = new Set<PacketOrigin>()
  const releasing: ((id: PacketId) => Promise<void>)[] = []
  let unopened = 0

  function find(id: PacketId): OpenPacket {
    const found = open.get(id)
    if (found === undefined)
      throw failure(404, 'NO_SUCH_PACKET', 'This packet is not open here. Open its file again to see it.')
    return found
  }

  function findEntry(id: PacketId, index: number) {
    const { packet } = find(id)
    const entry = packet?.entries.find(candidate => candidate.index === index)
    if (packet === undefined || entry === undefined)
      throw failure(404, 'NO_SUCH_ENTRY', `This packet has no entry with number ${index}.`)
    return { packet, entry }
  }

  /** A file that cannot be opened is a row that says why. */
  async function openAt(origin: PacketOrigin): Promise<readonly PacketSummary[]> {
    const rows: PacketSummary[] = []
    try {
      for (const opened of await analyzer.openPackets(origin.path)) rows.push(await take(opened, origin))
    } catch (error) {
      rows.push(keepFailed(origin, `This file could not be opened: ${(error as Error).message}`))
    }
    return rows
  }

  async function take(opened: Opened, origin: PacketOrigin): Promise<PacketSummary> {
    if (opened.kind === 'unreadable') return keepFailed(origin, opened.problem.message)
    const packet = renamed(opened.packet, origin)
    const id = await packet.sha256()
    const known = open.get(id)
    if (known !== undefined) {
      await packet.close()
      return summaryOf(known)
    }
    const kept: OpenPacket = {
      id,
      origin,
      source: packet.source,
      packet,
      texts: new Map(),
      state: { kind: 'analyzing' },
    }
    open.set(id, kept)
    startAnalysis(kept, packet)
    return summaryOf(kept)
  }

  function startAnalysis(kept: OpenPacket, packet: Packet): void {
    let isEarlyAsked = false
    const onProgress = ({ doneBytes, totalBytes }: Progress) => {
      if (kept.state.kind !== 'analyzing') return
      const read = { doneBytes, ...(totalBytes === undefined ? {} : { totalBytes }) }
      kept.state = { ...kept.state, read }
      if (isEarlyAsked || (totalBytes ?? Infinity) < largeLogsBytes) return
      isEarlyAsked = true
      void analyzeEarly(kept, packet)
    }
    void analyzer.analyzePacket(packet, onProgress).then(
      analysis => (kept.state = { kind: 'ready', analysis }),
      (error: Error) => (kept.state = { kind: 'failed', reason: `The analysis failed: ${error.message}` }),
    )
  }

  /** What goes wrong here goes wrong in the whole analysis too, and is told there. */
  async function analyzeEarly(kept: OpenPacket, packet: Packet): Promise<void> {
    const early = await analyzer.analyzeEarly?.(packet).catch(() => undefined)
    if (early !== undefined && kept.state.kind === 'analyzing') kept.state = { ...kept.state, early }
  }

  function keepFailed(origin: PacketOrigin, reason: string): PacketSummary {
    const id = `unopened-${++unopened}`
    const kept: OpenPacket = {
      id,
      origin,
      source: origin.shownAs,
      packet: undefined,
      texts: new Map(),
      state: { kind: 'failed', reason: withoutOwnPath(reason, origin) },
    }
    open.set(id, kept)
    return summaryOf(kept)
  }

  async function release(gone: OpenPacket): Promise<void> {
    open.delete(gone.id)
    for (const other of releasing) await other(gone.id)
    for (const text of gone.texts.values()) await text.then(opened => opened.close()).catch(() => undefined)
    await gone.packet?.close()
    const stillUsed = [...open.values()].some(other => other.origin === gone.origin)
    if (gone.origin.ownFile && !stillUsed) await rm(gone.origin.path, { force: true })
  }

  return {
    list: () => ({
      packets: [...open.values()].map(summaryOf),
      opening: [...opening].map(({ shownAs }) => shownAs),
    }),
    async add(origin) {
      opening.add(origin)
      try {
        return await openAt(origin)
      } finally {
        opening.delete(origin)
      }
    },
    analysis(id) {
      const { state } = find(id)
      if (state.kind === 'ready') return state.analysis
      if (state.kind === 'failed') throw failure(409, 'NOT_ANALYZED', state.reason)
      throw failure(409, 'ANALYZING', 'This packet is still being analyzed. Ask again in a moment.')
    },
    early(id) {
      const { state } = find(id)
      if (state.kind === 'analyzing' && state.early !== undefined) return state.early
      throw failure(409, 'NOTHING_EARLY', 'Nothing was said of this packet before its logs were read.')
    },
    entries: id => (find(id).packet?.entries ?? []).map(rowOf),
    packet(id) {
      const { packet, state } = find(id)
      if (packet === undefined)
        throw failure(409, 'NOT_OPENED', state.kind === 'failed' ? state.reason : 'This file was not opened.')
      return packet
    },
    entry: findEntry,
    text(id, index) {
      const { packet, entry } = findEntry(id, index)
      const { texts } = find(id)
      const known = texts.get(index)
      if (known !== undefined) return known
      const text = openEntryText(packet, entry, directory.newPath('entry'))
      texts.set(index, text)
      return text
    },
    origin(id) {
      const { origin, packet } = find(id)
      const { path, ownFile } = origin
      if (packet === undefined || path === '-')
        throw failure(409, 'NO_FILE', 'There is no file of this packet to read again.')
      return { path, name: origin.shownAs, isOurs: ownFile }
    },
    remove: id => release(find(id)),
    onRelease: other => void releasing.push(other),
    async close() {
      for (const packet of [...open.values()]) await release(packet)
    },
  }
}

export function rowOf(entry: PacketEntry): EntryRow {
  return {
    index: entry.index,
    name: entry.name,
    readable: entry.readable,
    ...(entry.sizeBytes === undefined ? {} : { sizeBytes: entry.sizeBytes }),
    ...(entry.damage === undefined ? {} : { damage: entry.damage.message }),
  }
}

function summaryOf(open: OpenPacket): PacketSummary {
  const { state, id, source, packet } = open
  const common = { id, source, ...(packet === undefined ? {} : { sizeBytes: packet.sizeBytes }) }
  if (state.kind === 'analyzing')
    return {
      ...common,
      state: 'analyzing',
      ...(state.read === undefined ? {} : { read: state.read }),
      ...(state.early === undefined ? {} : { hasEarly: true }),
    }
  if (state.kind === 'failed') return { ...common, state: 'failed', reason: state.reason }
  const { product, serverVersion, generatedAt } = state.analysis.packet
  const { verdict, bySeverity } = state.analysis.summary
  const stated = {
    ...(product === undefined ? {} : { product }),
    ...(serverVersion === undefined ? {} : { serverVersion }),
    ...(generatedAt === undefined ? {} : { generatedAt }),
  }
  return { ...common, state: 'ready', verdict, headline: { ...stated, bySeverity } }
}

/** An upload is shown under the name it had where it came from, never under that of our copy. */
function renamed(packet: Packet, origin: PacketOrigin): Packet {
  return origin.ownFile ? { ...packet, source: withoutOwnPath(packet.source, origin) } : packet
}

function withoutOwnPath(text: string, origin: PacketOrigin): string {
  return origin.ownFile ? text.replaceAll(origin.path, origin.shownAs) : text
}
