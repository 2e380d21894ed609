// The library: what other programs, the CLI and the viewer use of the analyzer. Everything else is internal.
import type { Analysis, Validation } from './analysis.js'
import type { AnalyzeOptions } from './analyze.js'
import type { RecordFilter, ShownRecord, ViewOptions } from './log-records.js'
import type * as LogToolsModule from './log-tools.js'
import type { OpenOptions } from './packet/limits.js'
import { openPackets } from './packet/open.js'
import type { Problem } from './packet/problem.js'
import type { Packet } from './packet/types.js'
import { validateOpened } from './validate.js'
import type { PacketViews } from './views/index.js'
import type { MissingPart } from './views/types.js'

export type * from './analysis.js'
export type { AnalyzeOptions, Progress } from './analyze.js'
export type { Rule, RuleFile } from './engine/rule.js'
export type { RecordFilter, ShownRecord, ViewOptions } from './log-records.js'
export type { Limits, OpenOptions } from './packet/limits.js'
export type * from './packet/layout-types.js'
export type { ChunkSink, EntryBytes, Opened, Packet, PacketEntry, ReadOutcome } from './packet/types.js'
export type * from './views/types.js'
export type { PacketViews } from './views/index.js'
export { defaultLimits } from './packet/limits.js'
export { openBuffer, openPackets } from './packet/open.js'
export { packetOf } from './packet/memory.js'
export { readWhole } from './packet/read-whole.js'
export { extractPacket } from './packet/extract.js'
export { toolVersion } from './version.js'

/** Thrown by the functions that take a path, when nothing there could be read as a packet. `problem` says why. */
export class UnreadablePacketError extends Error {
  override readonly name = 'UnreadablePacketError'
  constructor(
    readonly source: string,
    readonly problem: Problem,
  ) {
    super(`${source}: ${problem.message}`)
  }
}

/**
 * Analyzes an opened packet with all rules. Damage, missing entries and odd content become problems and skipped
 * rules in the result; nothing of that throws. The packet stays open.
 */
export async function analyzePacket(packet: Packet, options?: AnalyzeOptions): Promise<Analysis> {
  // Rules, facts and the log reader are loaded only by those who analyze: validating starts without them.
  const { analyzeOpened } = await import('./analyze.js')
  return analyzeOpened(packet, options)
}

/** Checks the format of an opened packet only: layout, completeness, documents, integrity. The packet stays open. */
export function validatePacket(packet: Packet): Promise<Validation> {
  return validateOpened(packet)
}

/**
 * Gives the log records of an opened packet that a filter chooses, over all nodes and files in order of time and in
 * pieces; `false` from `onRecords` ends the reading. Resolves with what could not be read. The packet stays open.
 */
export async function readLogRecords(
  packet: Packet,
  filter: RecordFilter,
  onRecords: (records: readonly ShownRecord[]) => Promise<boolean>,
  options: ViewOptions = {},
): Promise<readonly Problem[]> {
  const { logEntries, showRecords } = await import('./log-records.js')
  return showRecords(packet, logEntries(packet), filter, options, onRecords)
}

/** What the viewer's pages show of an opened packet beyond its analysis; worked out as it is asked for. */
export async function viewPacket(packet: Packet): Promise<PacketViews> {
  const { openPacketViews } = await import('./views/index.js')
  return openPacketViews(packet)
}

/** What rules asked for in vain, each part with how to get it; most wanted first. */
export async function whatIsMissing(analysis: Analysis): Promise<readonly MissingPart[]> {
  const { missingParts } = await import('./views/missing.js')
  return missingParts(analysis)
}

/** Rule id → area, for all rules that are built in. */
export async function ruleAreas(): Promise<Readonly<Record<string, string>>> {
  const { areasOfRules } = await import('./views/index.js')
  return areasOfRules()
}

/**
 * Opens, analyzes and closes what lies at a path: an archive, a directory, or `-` for standard input. Gives one
 * analysis a packet; several only for an archive that holds several packets.
 * @throws {UnreadablePacketError} when it is not a packet
 */
export async function analyzeFile(
  path: string,
  options?: AnalyzeOptions & OpenOptions,
): Promise<readonly Analysis[]> {
  return eachPacket(path, options, packet => analyzePacket(packet, options))
}

/** As `analyzeFile`, for the format only. */
export async function validateFile(path: string, options?: OpenOptions): Promise<readonly Validation[]> {
  return eachPacket(path, options, validateOpened)
}

async function eachPacket<T>(
  path: string,
  options: OpenOptions | undefined,
  use: (packet: Packet) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = []
  for (const opened of await openPackets(path, options)) {
    if (opened.kind === 'unreadable') throw new UnreadablePacketError(opened.source, opened.problem)
    try {
      results.push(await use(opened.packet))
    } finally {
      await opened.packet.close()
    }
  }
  return results
}

export type {
  ClassifiedEntry,
  FieldChoice,
  LogIndex,
  LogSummary,
  LogTemplate,
  RecordHead,
  Selection,
  Timeline,
} from './log-tools.js'

/** The parts of the log engine, for programs that show logs; loaded when asked for. */
export type LogTools = typeof LogToolsModule

export function loadLogTools(): Promise<LogTools> {
  return import('./log-tools.js')
}
