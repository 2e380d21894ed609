// Rows of a table as a person wants them: found by words, narrowed by choices, sorted, and as text for a spreadsheet.
import type { Cell, TableColumn, TableRow, TableView } from '../../shared/pages.js'
import { bytesWords, durationWords, numberWords, timeWords, type Zone } from '../words.js'

/** Choices by column; a column without any is not narrowed. */
export type Choices = ReadonlyMap<string, ReadonlySet<string>>

export interface TableQuery {
  readonly words: string
  readonly choices: Choices
  /** A column, with `-` before it for the largest first; undefined: the order of the table. */
  readonly sort: string | undefined
}

export function rowsOf(table: TableView, query: TableQuery): readonly TableRow[] {
  return sortRows(table, filterRows(table, query), query.sort)
}

function filterRows({ columns, rows }: TableView, { words, choices }: TableQuery): readonly TableRow[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const chosen = columns.flatMap(({ id }, at) => {
    const values = choices.get(id)
    return values === undefined || values.size === 0 ? [] : [{ at, values }]
  })
  if (wanted.length === 0 && chosen.length === 0) return rows
  return rows.filter(({ cells }) => {
    if (!chosen.every(({ at, values }) => values.has(choiceText(cells[at])))) return false
    const text = cells.join('\n').toLowerCase()
    return wanted.every(word => text.includes(word))
  })
}

const collator = new Intl.Collator('en', { numeric: true })

function sortRows({ columns }: TableView, rows: readonly TableRow[], sort: string | undefined) {
  const [, sign, id] = /^(-?)(.*)$/s.exec(sort ?? '') ?? []
  const at = columns.findIndex(column => column.id === id)
  if (at === -1) return rows
  const direction = sign === '-' ? -1 : 1
  return rows.toSorted((a, b) => compareCells(a.cells[at] ?? null, b.cells[at] ?? null, direction))
}

/** What is not known stands last, whichever way the others are sorted. */
function compareCells(a: Cell, b: Cell, direction: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  if (typeof a === 'number' && typeof b === 'number') return (a - b) * direction
  return collator.compare(String(a), String(b)) * direction
}

export interface PlacedColumn {
  readonly column: TableColumn
  /** Position among all columns. */
  readonly at: number
}

/** Columns that say something in at least one row, and the main ones. */
export function tellingColumns({ columns, rows }: TableView): readonly PlacedColumn[] {
  return columns
    .map((column, at) => ({ column, at }))
    .filter(({ column, at }) => column.main === true || rows.some(({ cells }) => cells[at] !== null))
}

/** Columns to draw: those only the panel shows are left out. */
export function shownColumns(table: TableView): readonly PlacedColumn[] {
  return tellingColumns(table).filter(({ column }) => column.hidden !== true)
}

/** A click on a heading: up, down, and back to the order of the table. Numbers and times begin with the largest. */
export function nextSort({ id, kind }: TableColumn, sort: string | undefined): string | undefined {
  const isAmount = kind !== 'text' && kind !== 'code'
  const order = isAmount ? [undefined, `-${id}`, id] : [undefined, id, `-${id}`]
  const at = order.indexOf(sort)
  return order[((at === -1 ? 0 : at) + 1) % order.length]
}

export const notHere = 'not in this packet'

export function choiceText(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? notHere : String(cell)
}

export interface ColumnChoices {
  readonly column: TableColumn
  readonly values: readonly { readonly text: string; readonly count: number }[]
}

/** The values of the columns that have few: most frequent first. A single value narrows nothing. */
export function choicesOf({ columns, rows }: TableView): readonly ColumnChoices[] {
  return columns.flatMap((column, at) => {
    if (column.choices !== true) return []
    const counts = new Map<string, number>()
    for (const { cells } of rows) {
      const text = choiceText(cells[at])
      counts.set(text, (counts.get(text) ?? 0) + 1)
    }
    if (counts.size < 2 || counts.size > mostChoices) return []
    const values = [...counts].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count)
    return [{ column, values }]
  })
}

/** More are no choice any more; the search finds them. */
const mostChoices = 60

/** In the address: `status~error,type~ldap_sync`; `-` when the person wants none of those the table starts with. */
export function parseChoices(text: string | undefined, start: TableView['start']): Choices {
  if (text === undefined)
    return new Map(Object.entries(start ?? {}).map(([column, values]) => [column, new Set(values)]))
  const choices = new Map<string, Set<string>>()
  for (const item of text.split(',')) {
    const cut = item.indexOf('~')
    if (cut === -1) continue
    const column = item.slice(0, cut)
    choices.set(column, (choices.get(column) ?? new Set()).add(decoded(item.slice(cut + 1))))
  }
  return choices
}

export function formatChoices(choices: Choices): string {
  const items = [...choices].flatMap(([column, values]) =>
    [...values].map(value => `${column}~${encodeURIComponent(value)}`),
  )
  return items.length === 0 ? '-' : items.join(',')
}

export function toggledChoice(choices: Choices, column: string, value: string): Choices {
  const values = new Set(choices.get(column))
  if (!values.delete(value)) values.add(value)
  return new Map(choices).set(column, values)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A cell as people read it. */
export function cellWords(cell: Cell | undefined, kind: TableColumn['kind'], zone: Zone): string {
  if (cell === null || cell === undefined) return notHere
  if (typeof cell !== 'number') return String(cell)
  switch (kind) {
    case 'time':
      return timeOf(cell, zone)
    case 'duration':
      return durationWords(cell)
    case 'bytes':
      return cell < 0 ? `−${bytesWords(-cell)}` : bytesWords(cell)
    case 'minutes':
      return cell === 0 ? 'under 1 min' : durationWords(cell * 60_000)
    case 'percent':
      return `${numberWords(cell)} %`
    default:
      return numberWords(cell)
  }
}

function timeOf(ms: number, zone: Zone): string {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? String(ms) : timeWords(date.toISOString(), zone)
}

/** Units of the numbers in copies. */
const tsvUnits: Partial<Readonly<Record<TableColumn['kind'], string>>> = {
  duration: 'ms',
  bytes: 'bytes',
  minutes: 'min',
  percent: '%',
}

/** All columns, also those that only the panel shows: tabs between them, none inside; times as ISO text. */
export function rowsAsTsv({ columns }: TableView, rows: readonly TableRow[]): string {
  const head = columns.map(({ title, kind }) =>
    kind in tsvUnits ? `${title} (${tsvUnits[kind] ?? ''})` : title,
  )
  const lines = rows.map(({ cells }) => columns.map(({ kind }, at) => tsvCell(cells[at], kind)))
  return [head, ...lines].map(line => line.join('\t')).join('\n') + '\n'
}

function tsvCell(cell: Cell | undefined, kind: TableColumn['kind']): string {
  if (cell === null || cell === undefined) return ''
  const isTime = kind === 'time' && typeof cell === 'number' && Math.abs(cell) <= 8.64e15
  return (isTime ? new Date(cell).toISOString() : String(cell)).replace(/[\t\r\n]+/g, ' ')
}

export interface FoundRow {
  readonly table: TableView
  readonly row: TableRow
}

/** The row that an address names, by its id or as `L<line>`: then the last one that begins at or before that line. */
export function findRow(tables: readonly TableView[], name: string): FoundRow | undefined {
  const line = /^L(\d{1,9})$/.exec(name)?.[1]
  const all = tables.flatMap(table => table.rows.map(row => ({ table, row })))
  if (line === undefined) return all.find(({ row }) => row.id === name)
  const before = all.filter(({ row }) => (row.place?.line ?? Infinity) <= Number(line))
  return before.reduce<FoundRow | undefined>(
    (best, one) => ((one.row.place?.line ?? 0) > (best?.row.place?.line ?? 0) ? one : best),
    undefined,
  )
}
