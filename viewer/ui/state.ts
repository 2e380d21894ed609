// The state of the page: the address, the packets, and what was loaded of them. Views read signals; only actions here write them.
import { computed, signal } from '@preact/signals'
import type { MakeJob } from '../shared/make.js'
import type { Analysis, EntryRow, PacketId, PacketSummary } from '../shared/wire.js'
import { api, type Answer } from './api.js'
import { groupFindings } from './finding-groups.js'
import { formatRoute, packetsRoute, parseRoute, viewRoute, type Query, type Route } from './route.js'
import type { Finding, Zone } from './words.js'

export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly message: string }

const loading = { kind: 'loading' } as const

export const route = signal<Route>(packetsRoute)
export const packets = signal<readonly PacketSummary[]>([])
/** Files the server has not told us the id of yet. */
export const opening = signal<readonly string[]>([])
/** Undefined until the list was asked for once. */
/** Packets that are being made, or were. */
export const making = signal<readonly MakeJob[]>([])
/** Why the list could not be had. */
export const listFailure = signal<string | undefined>(undefined)
export const listKnown = signal(false)
export const uploads = signal<readonly Upload[]>([])
/** Taken off the list, but not yet off the server: can be undone. */
export const removed = signal<ReadonlySet<PacketId>>(new Set())
export const zone = signal<Zone>('utc')
/** What the last copy did; read out by screen readers, shown in the rail. */
export const notice = signal('')
export const paletteOpen = signal(false)
export const keysOpen = signal(false)

const analyses = signal<ReadonlyMap<PacketId, Loaded<Analysis>>>(new Map())
/** What is said before the logs are read. */
const earlies = signal<ReadonlyMap<PacketId, Loaded<Analysis>>>(new Map())
const entryLists = signal<ReadonlyMap<PacketId, Loaded<readonly EntryRow[]>>>(new Map())

export interface Upload {
  readonly name: string
  readonly state: 'sending' | 'failed'
  readonly reason?: string
}

/** The packet the address names. */
export const currentPacket = computed(() => packets.value.find(({ id }) => id === route.value.packet))
export const currentAnalysis = computed<Loaded<Analysis>>(() => {
  const whole = analyses.value.get(route.value.packet ?? '') ?? loading
  const early = earlies.value.get(route.value.packet ?? '')
  return whole.kind === 'loading' && early?.kind === 'ready' ? early : whole
})
/** The analysis is what can be said so far: the logs are still being read. */
export const isSoFar = computed(() => {
  const { packet = '' } = route.value
  return earlies.value.get(packet)?.kind === 'ready' && analyses.value.get(packet)?.kind !== 'ready'
})
export const currentEntries = computed<Loaded<readonly EntryRow[]>>(
  () => entryLists.value.get(route.value.packet ?? '') ?? loading,
)
/** All findings, those that are suppressed too. */
export const allGroups = computed(() =>
  currentAnalysis.value.kind === 'ready' ? groupFindings(currentAnalysis.value.value.findings) : [],
)
/** Those that count. */
export const currentGroups = computed(() =>
  allGroups.value.filter(({ cause }) => cause.suppressed === undefined),
)
/** The evidence in the panel. */
export const currentEvidence = computed(() => {
  const { ev } = route.value.query
  const cut = ev?.lastIndexOf('~') ?? -1
  if (ev === undefined || cut === -1) return undefined
  const finding = findingWith(ev.slice(0, cut))
  const position = Number(ev.slice(cut + 1))
  const evidence = finding?.evidence[position]
  return finding === undefined || evidence === undefined ? undefined : { finding, evidence, position }
})

export function findingWith(fingerprint: string | undefined): Finding | undefined {
  const { value: loaded } = currentAnalysis
  if (loaded.kind !== 'ready' || fingerprint === undefined) return undefined
  return loaded.value.findings.find(finding => finding.fingerprint === fingerprint)
}

/** Position of the entry with that name; undefined when the packet does not have it. */
export function entryIndex(name: string): number | undefined {
  const { value: loaded } = currentEntries
  return loaded.kind === 'ready' ? loaded.value.find(entry => entry.name === name)?.index : undefined
}

/** Shows another place; `replace` where going back to the old one would be no use, such as each letter of a search. */
export function navigate(to: Route, how: 'push' | 'replace' = 'push'): void {
  const address = formatRoute(to)
  if (how === 'push' && address !== formatRoute(route.value)) history.pushState(null, '', address)
  else history.replaceState(null, '', address)
  follow(to)
}

/** Changes part of the query of this view; `undefined` takes a part out. */
export function updateQuery(
  change: { readonly [key in keyof Query]: string | undefined },
  how: 'push' | 'replace' = 'push',
): void {
  navigate({ ...route.value, query: withoutUndefined({ ...route.value.query, ...change }) }, how)
}

function withoutUndefined(query: { readonly [key in keyof Query]: string | undefined }): Query {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
}

export function showEvidence(finding: Finding, position: number): void {
  updateQuery({ ev: `${finding.fingerprint}~${position}`, show: undefined })
}

function follow(to: Route): void {
  route.value = to
  if (to.packet !== undefined) loadPacket(to.packet)
}

/** Reads the address, and keeps reading it when the person goes back and forth. */
export function startState(): void {
  const start = new URL(location.href)
  const startToken = start.searchParams.has('token')
  start.searchParams.delete('token')
  // The cookie holds the token from now on; the address can be copied without it.
  if (startToken) history.replaceState(null, '', start.pathname + start.search + start.hash)
  addEventListener('popstate', () => follow(parseRoute(location.href)))
  follow(parseRoute(location.href))
  void watchPackets(startToken)
}

/** Asks for the list until nothing in it is going to change by itself. */
let watching = false
const longestPauseMs = 250
export async function watchPackets(openOnly = false): Promise<void> {
  if (watching) return
  watching = true
  // The first findings are to be seen as soon as they are known: asking costs next to nothing on one machine.
  for (let pause = 100; ; pause = Math.min(pause * 1.5, longestPauseMs)) {
    await refreshPackets()
    if (openOnly) openOnlyPacket()
    const busy =
      opening.value.length > 0 ||
      packets.value.some(({ state }) => state === 'analyzing') ||
      making.value.some(({ state }) => state === 'working')
    if (!busy) break
    await new Promise(resume => setTimeout(resume, pause))
  }
  watching = false
}

async function refreshPackets(): Promise<void> {
  const answer = await api.packets()
  listKnown.value = true
  listFailure.value = answer.kind === 'failed' ? answer.message : undefined
  if (answer.kind === 'failed') {
    opening.value = []
    making.value = []
    return
  }
  packets.value = answer.value.packets
  opening.value = answer.value.opening
  making.value = answer.value.making
  if (route.value.packet !== undefined) loadPacket(route.value.packet)
}

/** A single packet named on the command line is what the person wants to see. */
function openOnlyPacket(): void {
  const only = packets.value.length === 1 && opening.value.length === 0 ? packets.value[0] : undefined
  if (only !== undefined && only.state !== 'failed' && route.value.view === 'packets')
    navigate(viewRoute('overview', only.id), 'replace')
}

/** Loads what the views of a packet need, once. */
function loadPacket(id: PacketId): void {
  const summary = packets.value.find(packet => packet.id === id)
  if (!listKnown.value) return
  if (summary?.state === 'analyzing') {
    if (summary.hasEarly === true) void loadEarly(id)
    return
  }
  void loadOnce(analyses, id, () => api.analysis(id))
  void loadOnce(entryLists, id, async () => mapAnswer(await api.entries(id), ({ entries }) => entries))
}

/** Its entries too: they do not change any more. */
async function loadEarly(id: PacketId): Promise<void> {
  void loadOnce(entryLists, id, async () => mapAnswer(await api.entries(id), ({ entries }) => entries))
  await loadOnce(earlies, id, () => api.early(id))
}

async function loadOnce<T>(
  store: { value: ReadonlyMap<PacketId, Loaded<T>> },
  id: PacketId,
  ask: () => Promise<Answer<T>>,
): Promise<void> {
  if (store.value.has(id)) return
  store.value = new Map(store.value).set(id, loading)
  const answer = await ask()
  const loaded: Loaded<T> =
    answer.kind === 'ok'
      ? { kind: 'ready', value: answer.value }
      : { kind: 'failed', message: answer.message }
  store.value = new Map(store.value).set(id, loaded)
}

function mapAnswer<T, U>(answer: Answer<T>, map: (value: T) => U): Answer<U> {
  return answer.kind === 'ok' ? { kind: 'ok', value: map(answer.value) } : answer
}

/** Sends files one after the other; each joins the list as soon as the server has it. */
export async function uploadFiles(files: readonly File[]): Promise<void> {
  navigate(packetsRoute)
  uploads.value = [
    ...uploads.value.filter(({ state }) => state === 'sending'),
    ...files.map(({ name }) => ({ name, state: 'sending' as const })),
  ]
  for (const file of files) {
    const answer = await api.upload(file)
    uploads.value = uploads.value.flatMap(upload => settle(upload, file.name, answer))
    if (answer.kind === 'ok') for (const { id } of answer.value.packets) forget(id)
    void watchPackets()
  }
}

function settle(upload: Upload, name: string, answer: Answer<unknown>): readonly Upload[] {
  if (upload.name !== name || upload.state !== 'sending') return [upload]
  return answer.kind === 'ok' ? [] : [{ name, state: 'failed', reason: answer.message }]
}

/** A packet that is opened again is no longer removed, and what failed to load is asked for again. */
function forget(id: PacketId): void {
  keepPacket(id)
  analyses.value = new Map([...analyses.value].filter(([known]) => known !== id))
  earlies.value = new Map([...earlies.value].filter(([known]) => known !== id))
  entryLists.value = new Map([...entryLists.value].filter(([known]) => known !== id))
}

const undoMs = 8000
const removals = new Map<PacketId, ReturnType<typeof setTimeout>>()

/** Takes a packet off the list; the server lets it go some seconds later, or when the page is left. */
export function removePacket(id: PacketId): void {
  removed.value = new Set(removed.value).add(id)
  removals.set(
    id,
    setTimeout(() => void finishRemoval(id), undoMs),
  )
  addEventListener('pagehide', () => removals.has(id) && void finishRemoval(id), { once: true })
}

export function keepPacket(id: PacketId): void {
  clearTimeout(removals.get(id))
  removals.delete(id)
  removed.value = new Set([...removed.value].filter(other => other !== id))
}

async function finishRemoval(id: PacketId): Promise<void> {
  clearTimeout(removals.get(id))
  removals.delete(id)
  await api.remove(id)
  forget(id)
  await refreshPackets()
}
