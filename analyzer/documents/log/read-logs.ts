// One pass over all logs of a packet: files, templates, lifecycle, and what the rules' queries match. The documents
// stage's only streaming reader; facts and the rule engine work on what it returns.
import type { ClassifiedEntry } from '../../packet/classified.js'
import type { DocumentKind } from '../../packet/layout-types.js'
import type { Packet, ReadOutcome } from '../../packet/types.js'
import { compileQueries } from './compile-queries.js'
import { createFileReader, type FileReader } from './file-reader.js'
import { byRotation } from './rotation.js'
import { createGunzipTo, type Gunzip, isGzip } from './gunzip.js'
import { createNodeState, nodeMatches, type NodeState } from './node-state.js'
import type { LogFile, LogMatch, LogQuery, LogSummary } from './types.js'

export interface ReadLogsOptions {
  /** Called after each chunk with the bytes read so far, over all entries. */
  onProgress?(bytes: number): void
  /** Stops the pass; what was read until then is returned. */
  readonly signal?: AbortSignal
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
  return logKinds.has(kind)
}

/** Never throws for what a log holds. Throws for a pattern that is not RE2 (a bug: rules are checked when loaded). */
export async function readLogs(
  packet: Packet,
  logEntries: readonly ClassifiedEntry[],
  queries: readonly LogQuery[],
  options: ReadLogsOptions = {},
): Promise<LogSummary> {
  const compiled = compileQueries(queries)
  const outcomes = new Map<number, ReadOutcome>()
  const progress = createProgress(options)
  const nodes: NodeResult[] = []
  for (const [node, entries] of byNode(logEntries)) {
    const state = createNodeState(node, queries, compiled)
    const files = await readNode(packet, entries, state, outcomes, progress)
    nodes.push({ state, files, matches: nodeMatches(state) })
  }
  return summarize(queries, nodes, outcomes)
}

interface NodeResult {
  readonly state: NodeState
  readonly files: readonly LogFile[]
  readonly matches: readonly (LogMatch | undefined)[]
}

/** Nodes share no state, and each reads its files in order of time: the unit for reading in parallel. */
function byNode(entries: readonly ClassifiedEntry[]): ReadonlyMap<string | undefined, ClassifiedEntry[]> {
  const nodes = new Map<string | undefined, ClassifiedEntry[]>()
  for (const entry of entries) nodes.set(entry.node, [...(nodes.get(entry.node) ?? []), entry])
  for (const list of nodes.values()) list.sort(byRotation)
  return nodes
}

async function readNode(
  packet: Packet,
  entries: readonly ClassifiedEntry[],
  state: NodeState,
  outcomes: Map<number, ReadOutcome>,
  progress: Progress,
): Promise<LogFile[]> {
  const kinds = new Set(entries.map(entry => entry.kind))
  const files: LogFile[] = []
  for (const entry of entries) {
    if (progress.stopped()) break
    const reader = createFileReader({
      entry: entry.entry.name,
      kind: entry.kind,
      node: state,
      isDefault: isDefaultKind(entry.kind, kinds),
    })
    outcomes.set(entry.entry.index, await feed(packet, entry, reader, progress))
    files.push(reader.end())
  }
  return files
}

/** An advanced log repeats records of mattermost.log, so it stands in only where a node has none. */
function isDefaultKind(kind: DocumentKind, present: ReadonlySet<DocumentKind>): boolean {
  if (kind === 'mattermost-log' || kind === 'teleport-log') return true
  return kind === 'advanced-log' && !present.has('mattermost-log')
}

async function feed(
  packet: Packet,
  { entry }: ClassifiedEntry,
  reader: FileReader,
  progress: Progress,
): Promise<ReadOutcome> {
  let gunzip: Gunzip | undefined
  let first = true
  const outcome = await packet.read(entry, chunk => {
    if (first) gunzip = isGzip(chunk) ? createGunzipTo(reader.write) : undefined
    first = false
    progress.add(chunk.length)
    if (progress.stopped()) return false
    if (gunzip) return gunzip.write(chunk).then(() => undefined)
    reader.write(chunk)
    return undefined
  })
  const failure = await gunzip?.end()
  if (failure === undefined || outcome.kind !== 'complete') return outcome
  const message = `${entry.name} could not be unpacked to its end: ${failure}.`
  return {
    kind: 'partial',
    sizeBytes: outcome.sizeBytes,
    problem: { code: 'LOG_GZIP_DAMAGED', severity: 'error', message, entry: entry.name },
  }
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
): LogSummary {
  const matches = queries.map((query, i): [string, LogMatch[]] => [
    query.id,
    nodes.flatMap(({ matches: own }) => own[i] ?? []),
  ])
  return {
    files: nodes.flatMap(({ files }) => files),
    templates: nodes.flatMap(({ state }) => state.templates.result(state.node)),
    lifecycle: nodes.flatMap(({ state }) => state.lifecycle.events),
    matches: new Map(matches),
    outcomes,
  }
}
