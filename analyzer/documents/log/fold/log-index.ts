// All records of all logs in columns: where each stands, when, its level and its template. Some 25 bytes a record, so it is made
// only on request: for lists that show any part of a log, and for tests.
import type { PartIndex } from '../scan/part.js'

/** A record has the same place in every column. In the order of each file; files one after the other. */
export interface LogIndex {
  readonly records: number
  /** Into `files`. */
  readonly file: Uint32Array
  /** Byte offset of the record in its decompressed entry. */
  readonly offset: Float64Array
  /** 1-based, of its first line. */
  readonly line: Uint32Array
  /** NaN when the record has no readable time. */
  readonly timeMs: Float64Array
  /** Into `templates`, whose level is the record's. */
  readonly template: Uint32Array
  readonly files: readonly { readonly entry: string; readonly node: string | undefined }[]
  /** Ids as in the summary's templates. */
  readonly templates: readonly { readonly id: string; readonly level: string }[]
}

/** Columns of one file, growing. */
export interface IndexColumns {
  /** `templates` maps the part's template numbers to those of the index. */
  add(part: PartIndex, place: { offset: number; firstLine: number }, templates: readonly number[]): void
  readonly count: () => number
  /** Writes them into the index from `at` on; `firstTemplate` is the number of the node's first template. */
  copyTo(index: LogIndex, at: number, file: number, firstTemplate: number): void
}

export function createIndexColumns(): IndexColumns {
  let room = 1_024
  let count = 0
  let offset = new Float64Array(room)
  let line = new Uint32Array(room)
  let timeMs = new Float64Array(room)
  let template = new Uint32Array(room)

  function grow(needed: number): void {
    if (needed <= room) return
    room = Math.max(needed, room * 2)
    offset = grown(offset, new Float64Array(room))
    line = grown(line, new Uint32Array(room))
    timeMs = grown(timeMs, new Float64Array(room))
    template = grown(template, new Uint32Array(room))
  }

  return {
    add(part, place, templates) {
      grow(count + part.start.length)
      for (let i = 0; i < part.start.length; i++) {
        offset[count] = place.offset + (part.start[i] as number)
        line[count] = place.firstLine + (part.line[i] as number)
        timeMs[count] = part.timeMs[i] as number
        template[count++] = templates[part.template[i] as number] as number
      }
    },
    count: () => count,
    copyTo(index, at, file, firstTemplate) {
      index.file.fill(file, at, at + count)
      index.offset.set(offset.subarray(0, count), at)
      index.line.set(line.subarray(0, count), at)
      index.timeMs.set(timeMs.subarray(0, count), at)
      for (let i = 0; i < count; i++) index.template[at + i] = firstTemplate + (template[i] as number)
    },
  }
}

function grown<T extends Float64Array | Uint32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

/** The files of one node, whose templates are numbered together. */
export interface IndexedNode {
  readonly templates: LogIndex['templates']
  readonly files: readonly {
    readonly entry: string
    readonly node: string | undefined
    readonly columns: IndexColumns
  }[]
}

export function joinIndex(nodes: readonly IndexedNode[]): LogIndex {
  const all = nodes.flatMap(({ files }) => files)
  const records = all.reduce((sum, { columns }) => sum + columns.count(), 0)
  const index: LogIndex = {
    records,
    file: new Uint32Array(records),
    offset: new Float64Array(records),
    line: new Uint32Array(records),
    timeMs: new Float64Array(records),
    template: new Uint32Array(records),
    files: all.map(({ entry, node }) => ({ entry, node })),
    templates: nodes.flatMap(({ templates }) => templates),
  }
  let at = 0
  let file = 0
  let firstTemplate = 0
  for (const { files, templates } of nodes) {
    for (const { columns } of files) {
      columns.copyTo(index, at, file++, firstTemplate)
      at += columns.count()
    }
    firstTemplate += templates.length
  }
  return index
}
