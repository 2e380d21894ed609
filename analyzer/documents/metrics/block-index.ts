// The index of a block: `BAAAD700 | version | symbols | series | postings … | table of contents`. Of a cut one, what lies before the cut.
import { attempt, cursorOver, malformed, readByte, readU32 } from './cursor.js'
import { damaged, unread, type MetricsNote } from './note.js'
import { chunksOf, labelsOf, walkSeries, type ChunkPlace, type SeriesTable } from './series-table.js'
import { readSymbols, type Symbols } from './symbols.js'
import { readToc } from './toc.js'

export interface BlockIndex {
  readonly symbols: Symbols
  readonly table: SeriesTable
  readonly bytes: Uint8Array
}

const indexMagic = 0xbaaad700
/** Magic and version; the symbols follow. */
const indexHeaderBytes = 5

export function openIndex(index: Uint8Array, file: string, notes: MetricsNote[]): BlockIndex | undefined {
  const header = attempt(() => {
    const cursor = cursorOver(index, 0, index.length)
    if (readU32(cursor) !== indexMagic) throw malformed('it does not begin as an index does')
    return readByte(cursor)
  })
  if (header.kind === 'ok' && header.value !== 2) {
    notes.push(unread(file, `The index has format ${header.value}; format 2 is read.`))
    return undefined
  }
  const toc = attempt(() => readToc(index))
  if (toc.kind === 'malformed') {
    notes.push(
      damaged(file, `The table at the end of the index: ${toc.reason}. What lies before it was used.`),
    )
  }
  // Prometheus writes the symbols first and the series behind them, so both are found without the table.
  const symbols = attempt(() => readSymbols(index, toc.kind === 'ok' ? toc.value.symbols : indexHeaderBytes))
  if (symbols.kind === 'malformed') {
    notes.push(damaged(file, `The names and labels cannot be read: ${symbols.reason}.`))
    return undefined
  }
  const from = toc.kind === 'ok' ? toc.value.series : symbols.value.endsAt
  const to = toc.kind === 'ok' ? toc.value.seriesEnd : index.length
  return { symbols: symbols.value, table: walkSeries(index, from, to), bytes: index }
}

export interface IndexedSeries {
  /** Symbols in turn, all known to exist: label, value. */
  readonly labels: readonly number[]
  /** Symbol of its name, or -1. */
  readonly name: number
  readonly places: readonly ChunkPlace[]
}

/** A sound entry of the table; malformed when it is none after all. */
export function seriesAt({ symbols, table, bytes }: BlockIndex, number: number): IndexedSeries {
  const { symbols: labels, rest } = labelsOf(bytes, table.starts[number] ?? 0, table.ends[number] ?? 0)
  let name = -1
  for (let at = 0; at < labels.length; at += 2) {
    if (symbols.text(labels[at] ?? -1) === '__name__') name = labels[at + 1] ?? -1
    symbols.text(labels[at + 1] ?? -1)
  }
  return { labels, name, places: chunksOf(rest) }
}
