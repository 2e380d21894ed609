// The pipeline: packet → documents → logs → facts → findings → Analysis. Every stage is called here and nowhere else.
import type { Analysis } from './analysis.js'
import { assembleAnalysis, packetInfo } from './assemble.js'
import type { Documents } from './documents/index.js'
import { readValue, takeInventory } from './documents/inventory.js'
import { isLogKind, readLogs } from './documents/log/read-logs.js'
import type { LogQuery, LogSummary } from './documents/log/types.js'
import { parseDocuments } from './documents/parse.js'
import { applicability } from './engine/applies.js'
import { evaluateRules } from './engine/evaluate.js'
import { builtInRules } from './engine/load.js'
import { logQueries } from './engine/queries.js'
import type { Rule } from './engine/rule.js'
import { packetSubject } from './engine/subject-of-packet.js'
import { deriveFacts } from './facts/index.js'
import type { ClassifiedEntry } from './packet/classified.js'
import { classifyEntries, recogniseLayout } from './packet/layout.js'
import type { Inventory } from './packet/layout-types.js'
import type { Problem } from './packet/problem.js'
import { trackReads } from './packet/track-reads.js'
import type { Packet, ReadOutcome } from './packet/types.js'
import { verifyEntries } from './packet/verify.js'
import type { Validation } from './analysis.js'

export interface AnalyzeOptions {
  /** Rules to judge by; default: those built in. */
  readonly rules?: readonly Rule[]
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
  const opened = await openDocuments(packet)
  const logs = await readLogsOf(opened, queriesFor(rules, opened), options)
  const { inventory, problems } = await finishReading(opened)
  const generatedAtMs = generationTime(packet, opened.documents)
  const nodes = inventory.layout?.nodes ?? ['']
  const facts = deriveFacts({ nodes, documents: opened.documents, inventory, logs, generatedAtMs })
  const subject = packetSubject({ nodes, documents: opened.documents, inventory, facts, logs })
  return assembleAnalysis({
    packet: await packetInfo(packet, inventory, generatedAtMs),
    problems,
    evaluation: evaluateRules(rules, subject),
    logs,
  })
}

/** Format only: layout, completeness, documents, integrity. Reads every entry once and parses no log. */
export async function validateOpened(packet: Packet): Promise<Validation> {
  const opened = await openDocuments(packet)
  const { inventory, problems } = await finishReading(opened)
  return {
    packet: await packetInfo(packet, inventory, generationTime(packet, opened.documents)),
    problems,
    valid: problems.every(problem => problem.severity !== 'error'),
  }
}

/** A packet with its documents parsed, and a record of how every read of it ended. */
interface OpenedDocuments {
  readonly packet: Packet
  readonly outcomes: Map<number, ReadOutcome>
  readonly classified: readonly ClassifiedEntry[]
  readonly documents: Documents
}

async function openDocuments(original: Packet): Promise<OpenedDocuments> {
  const { packet, outcomes } = trackReads(original)
  const classified = classifyEntries(packet.entries)
  return { packet, outcomes, classified, documents: await parseDocuments(packet, classified) }
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

/** Reads what nobody has read yet, so that damage anywhere is known, and takes the inventory. */
async function finishReading(
  opened: OpenedDocuments,
): Promise<{ readonly inventory: Inventory; readonly problems: readonly Problem[] }> {
  const { packet, outcomes, classified, documents } = opened
  await verifyEntries(packet, packet.entries, outcomes)
  const inventory = takeInventory(packet, classified, documents, outcomes)
  return { inventory, problems: [...packet.problems, ...documents.problems, ...inventory.problems] }
}

/**
 * When the packet was made: metadata says it; in older archives the times of the entries do. The times of files in a
 * directory tell when they were copied there, which is no time of the packet.
 */
function generationTime(packet: Packet, documents: Documents): number | undefined {
  const stated = readValue(documents)('metadata', ['generated_at'])
  if (typeof stated === 'number' && stated > 0) return stated
  if (packet.format === 'directory') return undefined
  const times = packet.entries.map(entry => Date.parse(zoned(entry.modifiedAt)))
  const known = times.filter(time => !Number.isNaN(time))
  return known.length === 0 ? undefined : Math.max(...known)
}

/** A DOS time has no zone: it is no time to compare with. */
function zoned(modifiedAt: string | undefined): string {
  return modifiedAt?.endsWith('Z') === true ? modifiedAt : ''
}
