// The records of one log file in columns: those of the log engine's index, and between them the lines that fit no format.
import type { ClassifiedEntry, LogIndex, LogSummary, LogTools } from '../../analyzer/index.js'
import { createFileColumns, type FileColumns, type TemplateInfo, unknownTemplate } from './log-columns.js'
import { readGap } from './log-gaps.js'
import type { LogText, TextRange } from './log-text.js'

/** Lines of no format that are kept as records, of each file. A file that is no log at all has some. */
const unknownLinesMost = 2_000_000

export interface TemplateTable {
  readonly infos: readonly TemplateInfo[]
  /** Number of each template of the index. */
  readonly numbers: Uint32Array
  readonly unknown: number
}

/** A message is one template on all nodes; the index has it once for each. */
export function templateTable(index: LogIndex | undefined, { templates }: LogSummary): TemplateTable {
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

export interface FileParts {
  readonly log: ClassifiedEntry
  readonly range: TextRange
  readonly index: LogIndex | undefined
  readonly templates: TemplateTable
  /** Files of the same name and node before it: an archive may hold several. */
  readonly namesakes: number
}

/** Records of the index, and between them the lines that fit no format. */
export function fileColumns(tools: LogTools, text: LogText, parts: FileParts, notes: string[]): FileColumns {
  const { index, range, log } = parts
  const { from, end } = indexRange(index, log, parts.namesakes)
  const gaps = readGaps(tools, text, gapsOf(index, from, end, range))
  if (gaps.isFull)
    notes.push(
      `${log.entry.name} has more lines that fit no log format than are listed here. See all of it under Files.`,
    )
  return fillColumns(parts, { from, end }, gaps)
}

interface Gaps {
  readonly unknown: readonly UnknownLine[]
  /** Where a record ends that lines of no format follow, by its number in the index. */
  readonly ends: ReadonlyMap<number, number>
  readonly isFull: boolean
}

function readGaps(tools: LogTools, text: LogText, gaps: Iterable<Gap>): Gaps {
  const unknown: UnknownLine[] = []
  const ends = new Map<number, number>()
  let isFull = false
  for (const gap of gaps) {
    readGap(tools, text, gap, {
      unknownLine(offset, length, line) {
        isFull = unknown.length >= unknownLinesMost
        if (!isFull) unknown.push({ after: gap.after, offset, length, line })
      },
      recordEnd: end => void ends.set(gap.after, end),
    })
    if (isFull) break
  }
  return { unknown, ends, isFull }
}

function fillColumns(
  { index, range, templates }: FileParts,
  { from, end }: { readonly from: number; readonly end: number },
  { unknown, ends }: Gaps,
): FileColumns {
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
    if (next < unknown.length) takeUnknown(i)
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
