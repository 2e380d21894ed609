// The pipeline: packet → documents → logs → facts → findings → Analysis. Every stage is called here and nowhere else.
import { abortable } from './abortable.js'
import type { Analysis } from './analysis.js'
import { assembleAnalysis } from './assemble.js'
import { createSuppressor, type BaselineChoice } from './baseline/suppress.js'
import { readValue } from './documents/inventory.js'
import { isLogKind, readLogs } from './documents/log/read-logs.js'
import type { LogQuery, LogSummary } from './documents/log/types.js'
import { applicability } from './engine/applies.js'
import { evaluateRules } from './engine/evaluate.js'
import { builtInRules } from './engine/load.js'
import { logQueries } from './engine/queries.js'
import type { Rule } from './engine/rule.js'
import type { Subject } from './engine/subject.js'
import { packetSubject } from './engine/subject-of-packet.js'
import { deriveFacts, type Facts } from './facts/index.js'
import { packetInfo } from './packet-info.js'
import { withMetrics } from './metrics.js'
import { overviewOf } from './overview/index.js'
import { withProfiles } from './profiles.js'
import { recogniseLayout } from './packet/layout.js'
import type { Inventory } from './packet/layout-types.js'
import type { Problem } from './packet/problem.js'
import type { Packet } from './packet/types.js'
import { finishReading, generationTime, openDocuments, type OpenedDocuments } from './reading.js'

export interface AnalyzeOptions {
  /** Rules to judge by; default: those built in. */
  readonly rules?: readonly Rule[]
  /** Findings that are known: they are in the analysis as suppressed, and count for nothing. */
  readonly baseline?: BaselineChoice
  /** Ends the work at the next piece that is read: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal
  /** Told while logs are read: bytes so far and in all (`undefined` when the archive does not say). */
  readonly onProgress?: (progress: Progress) => void
}

export interface Progress {
  readonly stage: 'logs'
  readonly doneBytes: number
  readonly totalBytes: number | undefined
}

/** Everything: format, documents, logs, rules. Never throws for what the packet holds; the packet stays open. */
export async function analyzeOpened(packet: Packet, options: AnalyzeOptions = {}): Promise<Analysis> {
  const rules = options.rules ?? (await builtInRules())
  return judgeRead(packet, rules, await readForRules(packet, rules, options), options.baseline)
}

/** The stages after reading. */
export async function judgeRead(
  packet: Packet,
  rules: readonly Rule[],
  { subject, inventory, facts, problems, generatedAtMs, logs }: ReadPacket,
  baseline?: BaselineChoice,
): Promise<Analysis> {
  const suppressor = baseline === undefined ? undefined : createSuppressor(baseline)
  const evaluation = evaluateRules(rules, subject, suppressor?.suppress)
  return assembleAnalysis({
    packet: await packetInfo(packet, inventory, generatedAtMs),
    problems,
    evaluation,
    overview: overviewOf(inventory.layout?.product, facts, inventory.layout?.nodes ?? ['']),
    logs,
    baseline: suppressor?.use(),
  })
}

/** A packet read as far as rules ask: what they are judged on, and what else the report tells. */
export interface ReadPacket {
  readonly subject: Subject
  readonly opened: OpenedDocuments
  readonly facts: Facts
  readonly inventory: Inventory
  readonly problems: readonly Problem[]
  readonly generatedAtMs: number | undefined
  readonly logs: LogSummary | undefined
}

/** Every stage before the rules; also for who asks how a single one was judged. */
export async function readForRules(
  original: Packet,
  rules: readonly Rule[],
  options: AnalyzeOptions = {},
): Promise<ReadPacket> {
  const packet = abortable(original, options.signal)
  const opened = await withMetrics(await withProfiles(await openDocuments(packet), rules), rules)
  const logs = await readLogsOf(opened, queriesFor(rules, opened), options)
  for (const [index, outcome] of logs?.outcomes ?? []) opened.outcomes.set(index, outcome)
  const { inventory, problems } = await finishReading(opened)
  const generatedAtMs = generationTime(packet, opened.documents)
  const nodes = inventory.layout?.nodes ?? ['']
  const facts = deriveFacts({ nodes, documents: opened.documents, inventory, logs, generatedAtMs })
  const subject = packetSubject({ nodes, documents: opened.documents, inventory, facts, logs })
  return { subject, opened, facts, inventory, problems, generatedAtMs, logs }
}

/** Queries of the rules that concern this server; the others cost nothing. */
function queriesFor(rules: readonly Rule[], { classified, documents }: OpenedDocuments): readonly LogQuery[] {
  const layout = recogniseLayout(classified, readValue(documents))?.layout
  const server = { product: layout?.product, serverVersion: layout?.serverVersion }
  return logQueries(rules.filter(rule => applicability(rule, server) === 'yes'))
}

async function readLogsOf(
  { packet, classified }: OpenedDocuments,
  queries: readonly LogQuery[],
  { onProgress }: AnalyzeOptions,
): Promise<LogSummary | undefined> {
  const logEntries = classified.filter(({ kind }) => isLogKind(kind))
  if (logEntries.length === 0) return undefined
  const totalBytes = sumOrUnknown(logEntries.map(({ entry }) => entry.sizeBytes))
  return readLogs(packet, logEntries, queries, {
    onProgress: doneBytes => onProgress?.({ stage: 'logs', doneBytes, totalBytes }),
  })
}

function sumOrUnknown(sizes: readonly (number | undefined)[]): number | undefined {
  return sizes.reduce<number | undefined>(
    (sum, size) => (sum === undefined || size === undefined ? undefined : sum + size),
    0,
  )
}
