// Tables as tctl prints them for people (`tctl nodes ls`, `tctl status`, `tctl get --format=text`), and .tsv files of a dump:
// rows by column name. Cells that tctl cut end in three dots.
//
//   ServerID                             Services Version
//   ------------------------------------ -------- ----------
//   3fbbee11-7465-41fd-bfaa-5245e940c546 Node     11.0.0-dev
//
//   Cluster  teleport.example.com
//   host CA  never updated
import type { SourceText } from '../text.js'
import type { Parsed, ValuePath } from '../types.js'

export interface Listing {
  /** Rows of all tables in the entry. */
  readonly rows: readonly Row[]
  /** Lines of two columns without a heading, such as those of `tctl status`. */
  readonly pairs: readonly Pair[]
  /** Lines of the entry that hold something. */
  readonly lines: number
}

/** Cells by column; names are in lower case without spaces: `serverid`, `publicaddress`. */
export interface Row {
  readonly cells: Readonly<Record<string, string>>
  readonly line: number
}

export interface Pair {
  readonly key: string
  readonly value: string
  readonly line: number
}

/** Rows kept; a cluster of this size lists no more. */
const maxRows = 50_000

export function parseListing(source: SourceText): Parsed<Listing> {
  const lines = source.text.split('\n', maxRows + 1).map(line => line.replace(/\s+$/, ''))
  const rows = lines[0]?.includes('\t') === true ? tsvRows(lines) : tableRows(lines)
  const value: Listing = {
    rows,
    pairs: rows.length > 0 ? [] : pairsOf(lines),
    lines: lines.filter(line => line !== '').length,
  }
  return {
    kind: 'ok',
    value,
    locate: path => ({ line: lineAt(value, path), column: 1 }),
    problems: source.problems,
  }
}

function lineAt(value: Listing, [list, index]: ValuePath): number {
  if (typeof index !== 'number') return 1
  return (list === 'pairs' ? value.pairs[index] : value.rows[index])?.line ?? 1
}

function tsvRows(lines: readonly string[]): readonly Row[] {
  const [head = '', ...others] = lines
  const names = head.split('\t').map(columnName)
  return others.flatMap((line, index) => {
    if (line === '') return []
    const cells = line.split('\t')
    return [{ cells: cellsOf(names, cells), line: index + 2 }]
  })
}

/** A line of dashes below the heading gives the columns; a blank line ends a table. */
function tableRows(lines: readonly string[]): readonly Row[] {
  const rows: Row[] = []
  let columns: Columns | undefined
  lines.forEach((line, index) => {
    if (isRuler(line)) columns = columnsOf(line, lines[index - 1] ?? '')
    else if (line === '') columns = undefined
    else if (columns !== undefined && !isRuler(lines[index + 1] ?? ''))
      rows.push({ cells: cellsOf(columns.names, cutAt(line, columns.starts)), line: index + 1 })
  })
  return rows
}

interface Columns {
  readonly names: readonly string[]
  readonly starts: readonly number[]
}

const isRuler = (line: string): boolean => /^-{2,}(?: +-{2,})*$/.test(line)

function columnsOf(ruler: string, head: string): Columns {
  const starts = [...ruler.matchAll(/-+/g)].map(found => found.index)
  return { names: cutAt(head, starts).map(columnName), starts }
}

function cutAt(line: string, starts: readonly number[]): readonly string[] {
  return starts.map((start, index) => line.slice(start, starts[index + 1]).trim())
}

const columnName = (text: string): string => text.toLowerCase().replace(/[^a-z0-9_]+/g, '')

function cellsOf(names: readonly string[], cells: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.flatMap((name, index) => (name === '' ? [] : [[name, cells[index] ?? '']])))
}

function pairsOf(lines: readonly string[]): readonly Pair[] {
  return lines.flatMap((line, index) => {
    const [, key, value] = /^(\S(?: ?\S+){0,3}) {2,}(\S.*)$/.exec(line.slice(0, 500)) ?? []
    return key === undefined || value === undefined ? [] : [{ key, value, line: index + 1 }]
  })
}
