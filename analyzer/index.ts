// The library: what other programs, the CLI and the viewer use of the analyzer. Everything else is internal.
import type { Analysis, Validation } from './analysis.js'
import type { AnalyzeOptions } from './analyze.js'
import type { OwnYaml } from './baseline/own-yaml.js'
import type { Baseline } from './baseline/types.js'
import type { DiffPart, PacketDiff } from './diff/types.js'
import type { LoadedRules } from './engine/load.js'
import { eachPacketOf, onePacketOf, type InputOptions, type PacketInput } from './input.js'
import type { RecordFilter, ShownRecord, ViewOptions } from './log-records.js'
import type * as LogToolsModule from './log-tools.js'
import type { OpenOptions } from './packet/limits.js'
import type { Problem } from './packet/problem.js'
import type { Packet } from './packet/types.js'
import type { ReportOptions } from './reports/types.js'
import { validateOpened, type ValidateOptions } from './validate.js'
import type { PacketViews } from './views/index.js'
import type { MissingPart } from './views/types.js'

export type * from './analysis.js'
export type { AnalyzeOptions, Progress } from './analyze.js'
export type { FileMistake, OwnYaml } from './baseline/own-yaml.js'
export type { BaselineChoice } from './baseline/suppress.js'
export type { Baseline, KnownFinding, Suppression } from './baseline/types.js'
export type * from './diff/types.js'
export type { Rule, RuleFile } from './engine/rule.js'
export type { RuleMistake } from './engine/lint.js'
export type { LoadedRules } from './engine/load.js'
export { SeveralPacketsError, UnreadablePacketError, type InputOptions, type PacketInput } from './input.js'
export type { ReportOptions } from './reports/types.js'
export type { RecordFilter, ShownRecord, ViewOptions } from './log-records.js'
export type { Limits, OpenOptions } from './packet/limits.js'
export type * from './packet/layout-types.js'
export type { ChunkSink, EntryBytes, Opened, Packet, PacketEntry, ReadOutcome } from './packet/types.js'
export type * from './views/types.js'
export type { PacketViews } from './views/index.js'
export { defaultLimits } from './packet/limits.js'
export { openBuffer, openChunks, openPackets } from './packet/open.js'
export { packetOf } from './packet/memory.js'
export { readWhole } from './packet/read-whole.js'
export { extractPacket } from './packet/extract.js'
export type { Expectations, ValidateOptions } from './validate.js'
export { toolVersion } from './version.js'

/**
 * Analyzes one packet with all rules (or those of `options.rules`). Damage, missing entries and odd content become problems and
 * skipped rules in the result; nothing of that throws. What was opened for it is closed; a packet that was open stays open.
 * @throws {UnreadablePacketError} when it is not a packet at all
 * @throws {SeveralPacketsError} when an archive holds several; `analyzePackets` takes all of them
 * @throws the reason of `options.signal`, when it was aborted
 */
export function analyzePacket(
  input: PacketInput,
  options: AnalyzeOptions & InputOptions = {},
): Promise<Analysis> {
  return onePacketOf(input, options, packet => analyzed(packet, options))
}

/** As `analyzePacket`, for an archive that may hold several packets: one analysis each, in the order of the archive. */
export function analyzePackets(
  input: PacketInput,
  options: AnalyzeOptions & InputOptions = {},
): Promise<readonly Analysis[]> {
  return eachPacketOf(input, options, packet => analyzed(packet, options))
}

async function analyzed(packet: Packet, options: AnalyzeOptions): Promise<Analysis> {
  // Rules, facts and the log reader are loaded only by those who analyze: validating starts without them.
  const { analyzeOpened } = await import('./analyze.js')
  return analyzeOpened(packet, options)
}

/**
 * Checks the format of one packet only: layout, completeness, documents, integrity; no rules, no logs. Takes and throws what
 * `analyzePacket` does.
 */
export function validatePacket(
  input: PacketInput,
  options: InputOptions & ValidateOptions = {},
): Promise<Validation> {
  return onePacketOf(input, options, packet => validateOpened(packet, options))
}

/** A baseline file by its text, for `options.baseline` of `analyzePacket`; `wrong` names every mistake with its line. */
export async function readBaseline(text: string): Promise<OwnYaml<Baseline>> {
  const baseline = await import('./baseline/read.js')
  return baseline.readBaseline(text)
}

/**
 * What changed from one packet to another: findings by fingerprint, settings, plugins, permissions, schema, counts, log messages.
 * `only` chooses parts. Takes and throws what `analyzePacket` does.
 */
export async function diffPackets(
  before: PacketInput,
  after: PacketInput,
  options: AnalyzeOptions & InputOptions & { readonly only?: readonly DiffPart[] } = {},
): Promise<PacketDiff> {
  const { comparePackets, takePacket } = await import('./diff/index.js')
  const take = (input: PacketInput) => onePacketOf(input, options, packet => takePacket(packet, options))
  // One after the other: two at once would need the memory of both.
  const earlier = await take(before)
  return comparePackets(earlier, await take(after), options.only)
}

/**
 * Rules for `options.rules`: those built in, and those of further directories or files. `invalid` names every mistake of every
 * file. Throws only when a directory cannot be read.
 */
export async function loadRules(
  paths: readonly string[] = [],
  options: RuleLoading = {},
): Promise<LoadedRules> {
  const load = await import('./engine/load.js')
  return load.loadRules(paths, options)
}

export interface RuleLoading {
  /** `false` leaves out the rules that are built in. */
  readonly builtIn?: boolean
}

/**
 * Analyses as a report: `text`, `json`, `ndjson`, `sarif`, `junit`, `markdown`, `html`, `github`, `codequality`. Ends with a newline.
 * @throws {RangeError} for a format that does not exist
 */
export async function formatAnalyses(
  format: string,
  analyses: readonly Analysis[],
  options: Partial<ReportOptions> = {},
): Promise<string> {
  const { analysisReports, defaultReportOptions } = await import('./reports/index.js')
  const report = analysisReports.find(({ name }) => name === format)
  if (report === undefined)
    throw new RangeError(
      `There is no format "${format}". Formats: ${analysisReports.map(({ name }) => name).join(', ')}.`,
    )
  return report.format(analyses, { ...defaultReportOptions, ...options })
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

/** As `analyzePackets`, for a path (`-` is standard input). */
export function analyzeFile(
  path: string,
  options?: AnalyzeOptions & OpenOptions,
): Promise<readonly Analysis[]> {
  return analyzePackets(path, options)
}

/** As `analyzeFile`, for the format only. */
export function validateFile(
  path: string,
  options: InputOptions & ValidateOptions = {},
): Promise<readonly Validation[]> {
  return eachPacketOf(path, options, packet => validateOpened(packet, options))
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
