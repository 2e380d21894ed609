// One pass over all logs of a packet: files, templates, lifecycle, and what the rules' queries match. The documents
// stage's only streaming reader; facts and the rule engine work on what it returns.
import { availableParallelism } from 'node:os'
import type { ClassifiedEntry } from '../../packet/classified.js'
import type { DocumentKind } from '../../packet/layout-types.js'
import { isOwnLog } from '../../packet/layout.js'
import type { Packet, PacketEntry, ReadOutcome } from '../../packet/types.js'
import type { LogActivity } from './collect/index.js'
import { type CompiledQueries, compileQueries } from './queries/compile-queries.js'
import { createEntryText } from './entry-text/entry-text.js'
import { createFileFold, type FileFold } from './fold/file-fold.js'
import { readUnpacked } from './entry-text/read-unpacked.js'
import { createInOrder, type InOrder } from './fold/in-order.js'
import { type IndexedNode, joinIndex } from './fold/log-index.js'
import { createNodeState, nodeActivity, nodeMatches, type NodeState } from './fold/node-state.js'
import { allCollectors, type CollectorList } from './scan/part-collectors.js'
import { byRotation, writtenNear } from './rotation.js'
import type { FileKind } from './scan/scan.js'
import { createScanByKind, scanHere, type Scanners } from './scan/scanners.js'
import {
  createSegmenter,
  type PartSink,
  type Segmenter,
  type SegmentSizes,
  usualSizes,
} from './scan/segmenter.js'
import type { LogFile, LogMatch, LogQuery, LogSummary, NodeActivity } from './types.js'
import { scanOnWorkers } from './scan/workers.js'

export interface ReadLogsOptions {
  /** Called after each chunk with the bytes read so far, over all entries. */
  onProgress?(bytes: number): void
  /**
   * Given the text that records are found in, as it comes: unpacked, in UTF-8, what offsets are counted in. One entry after the
   * other; each at least once, an empty one with no bytes. The bytes are valid until the answer.
   */
  readonly onText?: (entry: PacketEntry, bytes: Buffer) => Promise<void>
  /** Stops the pass; what was read until then is returned. */
  readonly signal?: AbortSignal
  /** Worker threads; 0 reads on this one. Default: one less than there are cores, up to four, when the logs are large. */
  readonly threads?: number
  /** Give a line of every record, in columns. */
  readonly index?: boolean
  /** The script of a worker thread; default: the one beside the bundle. Without one this thread does the work. */
  readonly worker?: URL | undefined
  /** Where logs are cut into parts; for tests. */
  readonly sizes?: SegmentSizes
  /** Default: all. Workers know no others, so this thread does the work. */
  readonly collectors?: CollectorList
}

const logKinds: ReadonlySet<DocumentKind> = new Set([
  'mattermost-log',
  'notifications-log',
  'ldap-log',
  'audit-log',
  'advanced-log',
  'teleport-log',
])

/** Kinds of entry that this pass reads. */
export function isLogKind(kind: DocumentKind): boolean {
  return logKinds.has(kind) || isOwnLog(kind)
}

/** Never throws for what a log holds. Throws for a pattern that is not RE2 (a bug: rules are checked when loaded). */
export async function readLogs(
  packet: Packet,
  logEntries: readonly ClassifiedEntry[],
  queries: readonly LogQuery[],
  options: ReadLogsOptions = {},
): Promise<LogSummary> {
  const compiled = compileQueries(queries)
  const collectors = options.collectors ?? allCollectors
  const scanners = createScanners(logEntries, compiled, queries, options)
  const pass: Pass = {
    packet,
    scanners,
    outcomes: new Map(),
    progress: createProgress(options),
    sizes: options.sizes ?? usualSizes,
    onText: options.onText,
  }
  try {
    const lanes = packet.format === 'tar.gz' || options.onText ? 1 : scanners.lanes
    const nodes = await mapConcurrently([...byNode(logEntries)], lanes, async ([node, entries]) => {
      const state = createNodeState(node, queries, compiled, collectors)
      const files = await readNode(pass, entries, state)
      return { state, files, matches: nodeMatches(state) }
    })
    return summarize(queries, nodes, pass.outcomes, options.index === true)
  } finally {
    scanners.close()
  }
}

/** What all files of one pass have in common. */
interface Pass {
  readonly packet: Packet
  readonly scanners: Scanners
  readonly outcomes: Map<number, ReadOutcome>
  readonly progress: Progress
  readonly sizes: SegmentSizes
  readonly onText: ReadLogsOptions['onText'] | undefined
}

interface NodeResult {
  readonly state: NodeState
  readonly files: readonly ReadFile[]
  readonly matches: readonly (LogMatch | undefined)[]
}

interface ReadFile {
  readonly file: LogFile
  readonly fold: FileFold
}

/**
 * Below this, starting threads costs more than they save: each has to warm up, which takes 0.7 s of its core. In bytes of all
 * logs.
 */
const worthThreads = 80 * 1024 * 1024
const mostThreads = 4
/** What a byte of a `.gz` log counts for: logs pack well. */
const gzipRatio = 10

function createScanners(
  logEntries: readonly ClassifiedEntry[],
  compiled: CompiledQueries,
  queries: readonly LogQuery[],
  options: ReadLogsOptions,
): Scanners {
  const index = options.index === true
  const { collectors, worker = bundledWorker() } = options
  const scanOf = createScanByKind(compiled, queries, { index, ...(collectors && { collectors }) })
  const nodes = new Set(logEntries.map(({ node }) => node)).size
  const threads = options.threads ?? threadsFor(logEntries, nodes)
  if (threads === 0 || worker === undefined || collectors) return scanHere(scanOf)
  return scanOnWorkers({ threads, nodes, worker, setup: { queries, index }, scanOf })
}

function threadsFor(logEntries: readonly ClassifiedEntry[], nodes: number): number {
  const bytes = logEntries.reduce((sum, { entry: { name, sizeBytes, compressedBytes } }) => {
    const known = sizeBytes ?? (compressedBytes ?? 0) * gzipRatio
    return sum + (name.endsWith('.gz') ? known * gzipRatio : known)
  }, 0)
  const cores = availableParallelism()
  // One log on two cores: this thread inflates and folds, so that a second one gains nothing (measured).
  if (bytes < worthThreads || (nodes === 1 && cores === 2)) return 0
  // This thread scans too when the others are busy.
  return Math.min(cores - 1, mostThreads)
}

/** Beside the bundle; sources have none, as Node.js cannot run them. */
function bundledWorker(): URL | undefined {
  return import.meta.url.endsWith('.ts') ? undefined : new URL('../analyzer/log-worker.js', import.meta.url)
}

/** Some at a time; results in the order of the items. */
async function mapConcurrently<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  async function lane(): Promise<void> {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i] as T)
  }
  const lanes = Array.from({ length: Math.min(most, items.length) }, lane)
  await Promise.all(lanes)
  return results
}

/** Nodes share no state, and each reads its files in order of time: the unit for reading in parallel. */
function byNode(entries: readonly ClassifiedEntry[]): ReadonlyMap<string | undefined, ClassifiedEntry[]> {
  const nodes = new Map<string | undefined, ClassifiedEntry[]>()
  for (const entry of entries) nodes.set(entry.node, [...(nodes.get(entry.node) ?? []), entry])
  for (const list of nodes.values()) list.sort(byRotation)
  return nodes
}

/** Reads on while earlier parts are still being scanned: what they give is put together in order. */
async function readNode(
  pass: Pass,
  entries: readonly ClassifiedEntry[],
  state: NodeState,
): Promise<ReadFile[]> {
  const kinds = new Set(entries.map(entry => entry.kind))
  const inOrder = createInOrder()
  const files: ReadFile[] = []
  for (const entry of entries) {
    if (pass.progress.stopped()) break
    const file = { kind: entry.kind, isDefault: isDefaultKind(entry.kind, kinds) }
    const fold = createFileFold({ ...file, entry: entry.entry.name, node: state })
    const nearMs = writtenNear(entry.entry)
    const segmenter = createSegmenter(partSink(pass.scanners, inOrder, file, fold, nearMs), pass.sizes)
    pass.outcomes.set(entry.entry.index, await feed(pass, entry, segmenter))
    await segmenter.end()
    inOrder.add(segmenter.sizeBytes(), sizeBytes => files.push({ file: fold.end(sizeBytes), fold }))
  }
  await inOrder.end()
  return files
}

function partSink(
  scanners: Scanners,
  inOrder: InOrder,
  file: FileKind,
  fold: FileFold,
  nearMs: number,
): PartSink {
  return {
    buffer: (bytes, outgrown) => scanners.buffer(bytes, outgrown),
    part(cut) {
      const part = { ...cut, nearMs }
      inOrder.add(
        scanners.scan(file, part),
        known => fold.add(part, known),
        () => scanners.release(part.bytes),
      )
    },
  }
}

/** An advanced log repeats records of mattermost.log, so it stands in only where a node has none. */
function isDefaultKind(kind: DocumentKind, present: ReadonlySet<DocumentKind>): boolean {
  if (isOwnLog(kind)) return true
  return kind === 'advanced-log' && !present.has('mattermost-log')
}

async function feed(
  { packet, progress, onText }: Pass,
  { entry }: ClassifiedEntry,
  segmenter: Segmenter,
): Promise<ReadOutcome> {
  const text = createEntryText()
  async function write(bytes: Buffer): Promise<void> {
    await Promise.all([segmenter.write(bytes), onText?.(entry, bytes)])
  }
  const decode = (bytes: Buffer) => write(text.decode(bytes))
  const outcome = await readUnpacked(packet, entry, decode, bytes => {
    progress.add(bytes)
    return progress.stopped() ? false : undefined
  })
  await write(text.end())
  return outcome
}

interface Progress {
  add(bytes: number): void
  stopped(): boolean
}

function createProgress(options: ReadLogsOptions): Progress {
  let total = 0
  return {
    add(bytes) {
      total += bytes
      options.onProgress?.(total)
    },
    stopped: () => options.signal?.aborted ?? false,
  }
}

function summarize(
  queries: readonly LogQuery[],
  nodes: readonly NodeResult[],
  outcomes: ReadonlyMap<number, ReadOutcome>,
  withIndex: boolean,
): LogSummary {
  const matches = queries.map((query, i): [string, LogMatch[]] => [
    query.id,
    nodes.flatMap(({ matches: own }) => own[i] ?? []),
  ])
  const activity = nodes.flatMap(({ state }) => activityOf(state))
  return {
    files: nodes.flatMap(({ files }) => files.map(({ file }) => file)),
    templates: nodes.flatMap(({ state }) => state.templates.result(state.node)),
    lifecycle: nodes.flatMap(({ state }) => state.lifecycle.events),
    ...(activity.length > 0 ? { activity } : {}),
    matches: new Map(matches),
    ...(withIndex ? { index: joinIndex(nodes.map(indexedFiles)) } : {}),
    outcomes: new Map([...outcomes].sort(([a], [b]) => a - b)),
  }
}

function activityOf(state: NodeState): NodeActivity[] {
  const collected = nodeActivity(state) as LogActivity | undefined
  return collected ? [{ node: state.node, collected }] : []
}

function indexedFiles({ state, files }: NodeResult): IndexedNode {
  return {
    templates: state.templates.ids(),
    files: files.map(({ file: { entry, node }, fold }) => ({ entry, node, columns: fold.index })),
  }
}
