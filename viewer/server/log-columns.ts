// All records of all logs in columns, in the merged order of time: what pages, counts and filters work on.
import type { LogTools } from '../../analyzer/index.js'

/** A record has the same place in every column: its number. Some 33 bytes a record. */
export interface LogColumns {
  readonly records: number
  /** What it is ordered by, in epoch milliseconds: its time, or that of the record before it; -Infinity without any. */
  readonly timeMs: Float64Array
  /** Where it lies in the text of all logs. */
  readonly offset: Float64Array
  /** In bytes, with its last line end. */
  readonly length: Uint32Array
  /** 1-based, in its entry. */
  readonly line: Uint32Array
  /** Into the files and the templates of the logs. */
  readonly file: Uint16Array
  readonly template: Uint32Array
  /** Numbers of the records in order of their offsets. */
  readonly byOffset: Uint32Array
}

/** Records of one file, in its order. */
export interface FileColumns {
  readonly records: number
  readonly timeMs: Float64Array
  readonly offset: Float64Array
  readonly length: Uint32Array
  readonly line: Uint32Array
  readonly template: Uint32Array
}

/** Room for so many records. */
export function createFileColumns(records: number): FileColumns {
  return {
    records,
    timeMs: new Float64Array(records),
    offset: new Float64Array(records),
    length: new Uint32Array(records),
    line: new Uint32Array(records),
    template: new Uint32Array(records),
  }
}

/** Files that are one log, its rotated ones first; `file` is the number of each, in the order of the text. */
export type Lane = readonly { readonly file: number; readonly columns: FileColumns }[]

/**
 * Merges the lanes as the `logs` command does: of each, the next record is known, and the earliest of them comes next; the
 * order within a lane is kept also where its clock went back.
 */
export function mergeLanes(lanes: readonly Lane[]): LogColumns {
  for (const lane of lanes) fillTimes(lane)
  const total = lanes.flat().reduce((sum, { columns }) => sum + columns.records, 0)
  const merged = {
    ...createFileColumns(total),
    file: new Uint16Array(total),
    byOffset: new Uint32Array(total),
  }
  const starts = startsOf(lanes.flat())
  const cursors = lanes.map(lane => createCursor(lane, starts)).filter(cursor => !cursor.isDone())
  let at = 0
  while (cursors.length > 0) {
    const first = earliest(cursors)
    const until = nextTime(cursors, first)
    do first.copyTo(merged, at++)
    while (!first.isDone() && comesBefore(first.timeMs(), until))
    if (first.isDone()) cursors.splice(cursors.indexOf(first), 1)
  }
  return merged
}

/** How many records lie before those of a file, by its number. */
function startsOf(files: Lane): ReadonlyMap<number, number> {
  const starts = new Map<number, number>()
  let before = 0
  for (const { file, columns } of [...files].sort((a, b) => a.file - b.file)) {
    starts.set(file, before)
    before += columns.records
  }
  return starts
}

/** A record without a time has that of the record before it. */
function fillTimes(lane: Lane): void {
  let last = -Infinity
  for (const { columns } of lane) {
    const { timeMs } = columns
    for (let i = 0; i < timeMs.length; i++) {
      const time = timeMs[i] as number
      if (Number.isNaN(time)) timeMs[i] = last
      else last = time
    }
  }
}

interface Cursor {
  isDone(): boolean
  timeMs(): number
  /** Copies the record and goes on to the next. */
  copyTo(merged: LogColumns, to: number): void
}

function createCursor(lane: Lane, starts: ReadonlyMap<number, number>): Cursor {
  const files = lane.filter(({ columns }) => columns.records > 0)
  let file = 0
  let at = 0
  const isDone = () => file >= files.length
  return {
    isDone,
    timeMs: () => files[file]?.columns.timeMs[at] ?? Infinity,
    copyTo(merged, to) {
      const from = files[file]
      if (from === undefined) return
      const { columns } = from
      merged.timeMs[to] = columns.timeMs[at] as number
      merged.offset[to] = columns.offset[at] as number
      merged.length[to] = columns.length[at] as number
      merged.line[to] = columns.line[at] as number
      merged.template[to] = columns.template[at] as number
      merged.file[to] = from.file
      merged.byOffset[(starts.get(from.file) ?? 0) + at] = to
      if (++at < columns.records) return
      at = 0
      file++
    },
  }
}

function earliest(cursors: readonly Cursor[]): Cursor {
  return cursors.reduce((first, cursor) => (cursor.timeMs() < first.timeMs() ? cursor : first))
}

interface Until {
  readonly ms: number
  readonly inclusive: boolean
}

/** Until when a lane may go on: the earliest time of the others, a little less where one before it has the same time. */
function nextTime(cursors: readonly Cursor[], own: Cursor): Until {
  let until: Until = { ms: Infinity, inclusive: true }
  let isBefore = true
  for (const cursor of cursors) {
    if (cursor === own) isBefore = false
    else if (cursor.timeMs() < until.ms) until = { ms: cursor.timeMs(), inclusive: !isBefore }
  }
  return until
}

function comesBefore(timeMs: number, { ms, inclusive }: Until): boolean {
  return inclusive ? timeMs <= ms : timeMs < ms
}

/** Number of the record of a file that a line belongs to; undefined before the first. */
export function recordAtLine(columns: LogColumns, file: number, line: number): number | undefined {
  const { byOffset, file: fileOf, line: lineOf } = columns
  let low = 0
  let high = byOffset.length
  const isBefore = (place: number) => {
    const record = byOffset[place] as number
    const order = (fileOf[record] as number) - file
    return order < 0 || (order === 0 && (lineOf[record] as number) <= line)
  }
  // Files lie one after the other in the order of their numbers, lines ascend in each.
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(middle)) low = middle + 1
    else high = middle
  }
  const record = byOffset[low - 1]
  return record !== undefined && fileOf[record] === file ? record : undefined
}

/** What the numbers in `template` stand for. */
export interface TemplateInfo {
  readonly id: string
  readonly level: string
  /** File of the caller; empty without one. */
  readonly caller: string
  readonly template: string
}

/** The template of lines that fit no log format. */
export const unknownTemplate: TemplateInfo = {
  id: 'unknown',
  level: 'unknown',
  caller: '',
  template: 'Lines that fit no log format',
}

/** Levels that occur, most urgent first; custom ones by name, `unknown` last. */
export function levelOrder({ orderedLevels }: LogTools, levels: Iterable<string>): readonly string[] {
  const rank = (level: string) => {
    const at = (orderedLevels as readonly string[]).indexOf(level)
    if (at !== -1) return at
    return level === 'unknown' ? 1_000 : 100
  }
  return [...new Set(levels)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}
