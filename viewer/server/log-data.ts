// The logs of one packet, made ready for the page of logs: their text in a private file, their records in columns. One
// reading of the packet; after it, nothing of the packet is read again.
import type { ClassifiedEntry, LogSummary, LogTools, Packet } from '../../analyzer/index.js'
import {
  levelOrder,
  mergeLanes,
  type FileColumns,
  type Lane,
  type LogColumns,
  type TemplateInfo,
} from './log-columns.js'
import { fileColumns, templateTable } from './log-file-columns.js'
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
  const text = await openLogText(path)
  try {
    const summary = await tools.readLogs(packet, logs, [], {
      index: true,
      collectors: [],
      threads: 0,
      onProgress: onBytes,
      onText: (entry, bytes) => text.add(entry, bytes),
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
  const files = inOrderOfText(logs, text).map(([log, range], number, all) => {
    const namesakes = all.slice(0, number).filter(([other]) => isNamesake(other, log)).length
    const columns = fileColumns(tools, text, { log, range, index, templates, namesakes }, notes)
    return { log, range, columns }
  })
  const columns = mergeLanes(lanesOf(tools, logs, files))
  return {
    tools,
    text,
    columns,
    files: files.map(({ log, range, columns: own }) => ({ log, range, records: own.records })),
    templates: templates.infos,
    ...levelsOf(tools, templates.infos),
    nodes: [...new Set(logs.map(({ node }) => node ?? ''))],
    ...windowOf(columns),
    summary,
    notes,
  }
}

function isNamesake(one: ClassifiedEntry, other: ClassifiedEntry): boolean {
  return one.entry.name === other.entry.name && one.node === other.node
}

/** Rotated files of one log are one lane. */
function lanesOf(
  tools: LogTools,
  logs: readonly ClassifiedEntry[],
  files: readonly { readonly log: ClassifiedEntry; readonly columns: FileColumns }[],
): readonly Lane[] {
  const numbers = new Map(files.map(({ log }, number) => [log, number]))
  return tools.logSeries(logs).map((series): Lane =>
    series.flatMap(log => {
      const file = numbers.get(log)
      const columns = file === undefined ? undefined : files[file]?.columns
      return file === undefined || columns === undefined ? [] : [{ file, columns }]
    }),
  )
}

/** Levels beyond the bound count as the last one. */
function levelsOf(tools: LogTools, infos: readonly TemplateInfo[]): Pick<LogData, 'levels' | 'levelOf'> {
  const occurring = levelOrder(
    tools,
    infos.map(({ level }) => level),
  )
  const levels = occurring.slice(0, logDataLimits.levels)
  const numbers = new Map(levels.map((level, number) => [level, number]))
  return { levels, levelOf: Uint8Array.from(infos, ({ level }) => numbers.get(level) ?? levels.length - 1) }
}

function inOrderOfText(logs: readonly ClassifiedEntry[], text: LogText): [ClassifiedEntry, TextRange][] {
  return logs
    .flatMap((log): [ClassifiedEntry, TextRange][] => {
      const range = text.ranges.get(log.entry.index)
      return range === undefined ? [] : [[log, range]]
    })
    .sort(([, a], [, b]) => a.from - b.from || a.end - b.end)
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
