// The one table of the viewer: sorted by its headings, narrowed by words and choices, copied as TSV; a row opens in the panel.
import { useEffect } from 'preact/hooks'
import type { TableColumn, TableRow, TableView } from '../../shared/pages.js'
import { route, updateQuery, zone } from '../state.js'
import {
  cellWords,
  choicesOf,
  formatChoices,
  nextSort,
  parseChoices,
  rowsOf,
  shownColumns,
  toggledChoice,
  type Choices,
  type ColumnChoices,
  type PlacedColumn,
} from '../tables/table-rows.js'
import { useRowWindow } from '../tables/row-window.js'
import { visibleText } from '../visible-text.js'
import { numberWords } from '../words.js'
import { FilterToggles } from './filter-toggles.js'
import { PacketLines, PacketText } from './packet-text.js'
import { SearchBox } from './search-box.js'
import { Shape } from './severity-mark.js'

/** What the address says of a table. */
export function tableQuery(table: TableView) {
  const { q = '', is, sort } = route.value.query
  return { words: q, choices: parseChoices(is, table.start), sort }
}

export function shownRows(table: TableView): readonly TableRow[] {
  return rowsOf(table, tableQuery(table))
}

export function TableFilters({ table }: { readonly table: TableView }) {
  const { words, choices } = tableQuery(table)
  const choose = (chosen: Choices) => updateQuery({ is: formatChoices(chosen) })
  return (
    <div class="filters">
      {choicesOf(table).map(one => (
        <ColumnFilter key={one.column.id} of={one} choices={choices} onChoose={choose} />
      ))}
      <SearchBox
        label={`Search ${table.title.toLowerCase()}`}
        value={words}
        onChange={text => updateQuery({ q: text }, 'replace')}
      />
    </div>
  )
}

interface ColumnFilterProps {
  readonly of: ColumnChoices
  readonly choices: Choices
  readonly onChoose: (choices: Choices) => void
}

/** More than these are chosen from a list. */
const togglesAtOnce = 7

function ColumnFilter({ of: { column, values }, choices, onChoose }: ColumnFilterProps) {
  const chosen = [...(choices.get(column.id) ?? [])]
  if (values.length <= togglesAtOnce)
    return (
      <FilterToggles
        label={column.title}
        choices={values.map(({ text, count }) => ({ id: text, count, content: <PacketText text={text} /> }))}
        chosen={chosen}
        onToggle={text => onChoose(toggledChoice(choices, column.id, text))}
      />
    )
  return (
    <label class="inline">
      {column.title}
      <select
        value={chosen[0] ?? ''}
        onChange={event => {
          const text = event.currentTarget.value
          onChoose(new Map(choices).set(column.id, new Set(text === '' ? [] : [text])))
        }}
      >
        <option value="">all {values.length}</option>
        {values.map(({ text, count }) => (
          <option key={text} value={text}>
            {visibleText(text)} ({numberWords(count)})
          </option>
        ))}
      </select>
    </label>
  )
}

interface DataTableProps {
  readonly table: TableView
  /** Of the table, narrowed and in order. */
  readonly rows: readonly TableRow[]
  /** The row in the panel. */
  readonly open: string | undefined
}

export function DataTable({ table, rows, open }: DataTableProps) {
  const { ref, rows: seen, show } = useRowWindow(rows.length)
  const columns = shownColumns(table)
  const position = open === undefined ? -1 : rows.findIndex(({ id }) => id === open)
  useEffect(() => {
    if (position >= 0) show(position)
  }, [position])
  if (rows.length === 0) return <NoRows table={table} />
  return (
    <table class={seen.isWindowed ? 'data-table is-windowed' : 'data-table'} aria-rowcount={rows.length + 1}>
      {seen.isWindowed ? <Widths columns={columns.map(({ column }) => column)} /> : null}
      <thead>
        <tr>
          {columns.map(({ column }) => (
            <Heading key={column.id} column={column} />
          ))}
        </tr>
      </thead>
      <tbody ref={ref}>
        {seen.before > 0 ? <Gap height={seen.before} columns={columns.length} /> : null}
        {rows.slice(seen.first, seen.last).map((row, offset) => (
          <Row
            key={row.id}
            row={row}
            columns={columns}
            index={seen.first + offset + 2}
            open={row.id === open}
          />
        ))}
        {seen.after > 0 ? <Gap height={seen.after} columns={columns.length} /> : null}
      </tbody>
    </table>
  )
}

function NoRows({ table }: { readonly table: TableView }) {
  if (table.rows.length === 0) return <p class="note">{table.empty}</p>
  return (
    <p class="note">
      No row fits these filters.{' '}
      <button type="button" class="button" onClick={() => updateQuery({ q: undefined, is: '-' })}>
        Show all {numberWords(table.rows.length)}
      </button>
    </p>
  )
}

function Gap({ height, columns }: { readonly height: number; readonly columns: number }) {
  return (
    <tr class="gap" aria-hidden="true">
      <td colSpan={columns} style={{ height: `${height}px` }} />
    </tr>
  )
}

function isAmount({ kind }: TableColumn): boolean {
  return kind !== 'text' && kind !== 'code' && kind !== 'time'
}

function classOf(column: TableColumn): string | undefined {
  const classes = [
    isAmount(column) ? 'number' : '',
    column.kind === 'time' ? 'time' : '',
    column.kind === 'code' ? 'is-code' : '',
    column.main === true ? '' : 'extra',
  ]
  return classes.filter(Boolean).join(' ') || undefined
}

/** Where rows have one height, the widths cannot follow the content: amounts get half of what text gets. */
function Widths({ columns }: { readonly columns: readonly TableColumn[] }) {
  const weights = columns.map((column, at) => (isAmount(column) ? 1 : at === 0 ? 3 : 2))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return (
    <colgroup>
      {columns.map((column, at) => (
        <col
          key={column.id}
          class={classOf(column)}
          style={{ width: `${(100 * (weights[at] ?? 1)) / sum}%` }}
        />
      ))}
    </colgroup>
  )
}

function Heading({ column }: { readonly column: TableColumn }) {
  const { sort } = route.value.query
  const direction = sort === column.id ? 'ascending' : sort === `-${column.id}` ? 'descending' : undefined
  return (
    <th scope="col" class={classOf(column)} aria-sort={direction}>
      <button
        type="button"
        class="sort-button"
        onClick={() => updateQuery({ sort: nextSort(column, sort) }, 'replace')}
      >
        {column.title}
        <span class="sort-mark" aria-hidden="true">
          {direction === undefined ? '' : direction === 'ascending' ? '↑' : '↓'}
        </span>
      </button>
    </th>
  )
}

interface RowProps {
  readonly row: TableRow
  readonly columns: readonly PlacedColumn[]
  /** 1-based among all rows with the heading. */
  readonly index: number
  readonly open: boolean
}

function Row({ row, columns, index, open }: RowProps) {
  return (
    <tr class={open ? 'is-open' : undefined} aria-rowindex={index}>
      {columns.map(({ column, at }, position) => {
        const words = cellWords(row.cells[at], column.kind, zone.value)
        const isKnown = row.cells[at] !== null && row.cells[at] !== undefined
        return (
          <td key={column.id} class={classOf(column)}>
            {position === 0 ? (
              <button
                type="button"
                class={column.kind === 'code' ? 'row-button' : 'row-button is-text'}
                data-row
                aria-expanded={open}
                onClick={() => updateQuery({ row: open ? undefined : row.id, ev: undefined })}
              >
                {row.light === undefined ? null : <Shape of={row.light} />}
                <PacketText text={words} />
              </button>
            ) : (
              <span class={cellClass(column, isKnown)}>
                <PacketLines text={shortened(words)} />
              </span>
            )}
          </td>
        )
      })}
    </tr>
  )
}

/** Characters of a cell in a row; the panel has all of it. */
const shownInRow = 300

function shortened(words: string): string {
  return words.length > shownInRow ? `${words.slice(0, shownInRow)} …` : words
}

function cellClass({ kind }: TableColumn, isKnown: boolean): string | undefined {
  if (!isKnown) return 'quiet'
  return kind === 'code' ? 'cell-code' : undefined
}
