// The logs of one packet, made ready for the page of logs: their text in a private file, their records in columns. One
// reading of the packet; after it, nothing of the packet is read again.
import type { ClassifiedEntry, LogIndex, LogSummary, LogTools, Packet } from '../../analyzer/index.js'
import {
  createFileColumns,
  levelOrder,
  mergeLanes,
  type FileColumns,
  type Lane,
  type LogColumns,
  type TemplateInfo,
  unknownTemplate,
} from './log-columns.js'
import { readGap } from './log-gaps.js'
import { openLogText, type LogText, type TextRange } from './log-text.js'

export interface LogData {
  readonly tools: LogTools
  readonly text: LogText
  readonly columns: LogColumns
  readonly files: readonly DataFile[]
  readonly templates: readonly TemplateInfo[]
  /** Level of each template, into `levels`. */
  readonly levelOf: Uint8Array
  /** Most urgent first. */
  readonly levels: readonly string[]
  readonly nodes: readonly string[]
  /** Of the first and the last record with a time. */
  readonly firstMs: number | undefined
  readonly lastMs: number | undefined
  /** What single messages do over time is told from it. */
  readonly summary: LogSummary
  /** What could not be read or was left out, in sentences. */
  readonly notes: readonly string[]
}

export interface DataFile {
  readonly log: ClassifiedEntry
  readonly range: TextRange
  readonly records: number
}

export const logDataLimits = {
  /** Lines of no format that are kept as records, over all files. A file that is no log at all has some. */
  unknownLines: 2_000_000,
  /** Levels that are told apart; custom targets have some twenty. */
  levels: 255,
  /** Real packets have a dozen; comparing them with each other is bounded by this. */
  files: 5_000,
} as const

/** Reads all logs once. Rejects when the disk is full or `signal` stops it; nothing is left behind then. */
export async function readLogData(
  tools: LogTools,
  packet: Packet,
  path: string,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<LogData> {
  const found = tools.logEntries(packet)
  const logs = found.slice(0, logDataLimits.files)
  const text = await openLogText(tools, path)
  try {
    const summary = await tools.readLogs(text.keeping(packet), logs, [], {
      index: true,
      collectors: [],
      threads: 0,
      onProgress: onBytes,
      signal,
    })
    signal.throwIfAborted()
    return assemble(tools, text, { logs, leftOut: found.length - logs.length }, summary)
  } catch (error) {
    await text.close()
    throw error
  }
}

function assemble(
  tools: LogTools,
  text: LogText,
  { logs, leftOut }: { readonly logs: readonly ClassifiedEntry[]; readonly leftOut: number },
  { index, ...summary }: LogSummary,
): LogData {
  const notes = notesOf(summary, logs)
  if (leftOut > 0)
    notes.push(`Only the first ${logs.length} logs are shown here; ${leftOut} more stand under Files.`)
  const templates = templateTable(index, summary)
  const ordered = inOrderOfText(logs, text)
  const files = ordered.map(([log, range], number) => {
    const isNamesake = ([other]: (typeof ordered)[number]) =>
      other.entry.name === log.entry.name && other.node === log.node
    const namesakes = ordered.slice(0, number).filter(isNamesake).length
    return {
      log,
      range,
      columns: fileColumns(tools, text, { log, range, index, templates, namesakes }, notes),
    }
  })
  const lanes = tools.logSeries(logs).map((series): Lane =>
    series.flatMap(log => {
      const number = files.findIndex(file => file.log === log)
      const columns = files[number]?.columns
      return columns === undefined ? [] : [{ file: number, columns }]
    }),
  )
  const columns = mergeLanes(lanes)
  const levels = levelOrder(
    tools,
    templates.infos.map(({ level }) => level),
  ).slice(0, logDataLimits.levels)
  const last = levels.length - 1
  const levelOf = Uint8Array.from(templates.infos, ({ level }) => {
    const at = levels.indexOf(level)
    return at === -1 ? last : at
  })
  return {
    tools,
    text,
    columns,
    files: files.map(({ log, range, columns: own }) => ({ log, range, records: own.records })),
    templates: templates.infos,
    levels,
    levelOf,
    nodes: [...new Set(logs.map(({ node }) => node ?? ''))],
    ...windowOf(columns),
    summary,
    notes,
  }
}

function inOrderOfText(logs: readonly ClassifiedEntry[], text: LogText): [ClassifiedEntry, TextRange][] {
  return logs
    .flatMap((log): [ClassifiedEntry, TextRange][] => {
      const range = text.ranges.get(log.entry.index)
      return range === undefined ? [] : [[log, range]]
    })
    .sort(([, a], [, b]) => a.from - b.from || a.end - b.end)
}

interface TemplateTable {
  readonly infos: readonly TemplateInfo[]
  /** Number of each template of the index. */
  readonly numbers: Uint32Array
  readonly unknown: number
}

/** A message is one template on all nodes; the index has it once for each. */
function templateTable(index: LogIndex | undefined, { templates }: LogSummary): TemplateTable {
  const known = new Map(templates.map(template => [template.id, template]))
  const infos: TemplateInfo[] = []
  const byId = new Map<string, number>()
  const numbers = Uint32Array.from(index?.templates ?? [], ({ id, level }) => {
    const found = byId.get(id)
    if (found !== undefined) return found
    const template = known.get(id)
    byId.set(id, infos.length)
    return infos.push({ id, level, caller: template?.caller ?? '', template: template?.template ?? '' }) - 1
  })
  return { infos: [...infos, unknownTemplate], numbers, unknown: infos.length }
}

interface FileParts {
  readonly log: ClassifiedEntry
  readonly range: TextRange
  readonly index: LogIndex | undefined
  readonly templates: TemplateTable
  /** Files of the same name and node before it: an archive may hold several. */
  readonly namesakes: number
}

/** Records of the index, and between them the lines that fit no format. */
function fileColumns(tools: LogTools, text: LogText, parts: FileParts, notes: string[]): FileColumns {
  const { index, range, templates } = parts
  const { from, end } = indexRange(index, parts.log, parts.namesakes)
  const unknown: UnknownLine[] = []
  const ends = new Map<number, number>()
  let isFull = false
  const sinkFor = (at: number) => ({
    unknownLine(offset: number, length: number, line: number) {
      isFull = unknown.length >= logDataLimits.unknownLines
      if (!isFull) unknown.push({ after: at, offset, length, line })
    },
    recordEnd: (to: number) => void ends.set(at, to),
  })
  for (const gap of gapsOf(index, from, end, range)) readGap(tools, text, gap, sinkFor(gap.after))
  if (isFull)
    notes.push(
      `${parts.log.entry.name} has more lines that fit no log format than are listed here. See all of it under Files.`,
    )
  const columns = createFileColumns(end - from + unknown.length)
  let to = 0
  let next = 0
  const takeUnknown = (after: number) => {
    for (let line = unknown[next]; line !== undefined && line.after === after; line = unknown[++next]) {
      columns.offset[to] = line.offset
      columns.length[to] = line.length
      columns.line[to] = line.line
      columns.timeMs[to] = NaN
      columns.template[to++] = templates.unknown
    }
  }
  takeUnknown(from - 1)
  for (let i = from; i < end; i++) {
    const offset = range.from + (index?.offset[i] ?? 0)
    const nextOffset = i + 1 < end ? range.from + (index?.offset[i + 1] ?? 0) : range.end
    columns.offset[to] = offset
    columns.length[to] = (ends.get(i) ?? nextOffset) - offset
    columns.line[to] = index?.line[i] ?? 0
    columns.timeMs[to] = index?.timeMs[i] ?? NaN
    columns.template[to++] = templates.numbers[index?.template[i] ?? 0] ?? templates.unknown
    if (unknown.length > 0) takeUnknown(i)
  }
  return columns
}

interface UnknownLine {
  /** Number in the index of the record before it. */
  readonly after: number
  readonly offset: number
  readonly length: number
  readonly line: number
}

/** Records of a file lie together in the index. */
function indexRange(
  index: LogIndex | undefined,
  log: ClassifiedEntry,
  namesakes: number,
): { from: number; end: number } {
  const numbers = [...(index?.files.keys() ?? [])].filter(number => {
    const file = index?.files[number]
    return file?.entry === log.entry.name && file.node === log.node
  })
  const file = numbers[namesakes]
  if (index === undefined || file === undefined) return { from: 0, end: 0 }
  return { from: lowerBound(index.file, file), end: lowerBound(index.file, file + 1) }
}

function lowerBound(sorted: Uint32Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

interface Gap {
  readonly from: number
  readonly end: number
  readonly firstLine: number
  readonly after: number
}

/** Where more than one line belongs to a record, or stands before the first. */
function* gapsOf(
  index: LogIndex | undefined,
  from: number,
  end: number,
  range: TextRange,
): Generator<Gap, void, void> {
  const offsetOf = (i: number) => range.from + (index?.offset[i] ?? 0)
  const first = from < end ? offsetOf(from) : range.end
  if (first > range.from) yield { from: range.from, end: first, firstLine: 1, after: from - 1 }
  for (let i = from; i < end; i++) {
    const line = index?.line[i] ?? 0
    const isLast = i + 1 === end
    if (!isLast && (index?.line[i + 1] ?? 0) - line <= 1) continue
    yield { from: offsetOf(i), end: isLast ? range.end : offsetOf(i + 1), firstLine: line, after: i }
  }
}

function windowOf({ timeMs, records }: LogColumns): Pick<LogData, 'firstMs' | 'lastMs'> {
  let firstMs = Infinity
  let lastMs = -Infinity
  for (let i = 0; i < records; i++) {
    const time = timeMs[i] as number
    if (time === -Infinity) continue
    if (time < firstMs) firstMs = time
    if (time > lastMs) lastMs = time
  }
  return firstMs > lastMs ? { firstMs: undefined, lastMs: undefined } : { firstMs, lastMs }
}

/** What the reading of each entry came to, where it did not come to its end. */
function notesOf({ outcomes }: LogSummary, logs: readonly ClassifiedEntry[]): string[] {
  return logs.flatMap(({ entry }) => {
    const outcome = outcomes?.get(entry.index)
    if (outcome?.kind !== 'partial') return []
    const { message } = outcome.problem
    return [message.startsWith(entry.name) ? message : `${entry.name}: ${message}`]
  })
}
