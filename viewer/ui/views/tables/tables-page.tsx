// The pages that are tables: stats, jobs, plugins, permissions, schema, goroutines, cluster, resources. Several tables of a page are chosen from above it.
import { pagePaths, type TablePage, type TablesView, type TableView } from '../../../shared/pages.js'
import { pageNamed } from '../../pages.js'
import { route, updateQuery } from '../../state.js'
import { findRow, rowsAsTsv } from '../../tables/table-rows.js'
import { useApi } from '../../use-api.js'
import { CopyButton } from '../../widgets/copy-button.js'
import { DataTable, shownRows, TableFilters } from '../../widgets/data-table.js'
import { FilterToggles } from '../../widgets/filter-toggles.js'
import { whenLoaded } from '../../widgets/notes.js'
import { RowPanel } from '../../widgets/row-panel.js'
import { BlockedGraph } from './blocked-graph.js'
import { TableMapView } from './table-map.js'
import { countWords, numberWords } from '../../words.js'

function useTables() {
  return useApi<TablesView>(pagePaths.tables(route.value.packet ?? '', route.value.view as TablePage))
}

export function Page() {
  return whenLoaded(useTables(), 'Reading the documents…', view => <Tables view={view} />)
}

export function Panel() {
  const loaded = useTables()
  const { row } = route.value.query
  const found =
    loaded.kind !== 'ready' || row === undefined ? undefined : findRow(tablesFor(loaded.value), row)
  return found === undefined ? null : <RowPanel {...found} />
}

/** The table that is shown first: rows are looked for there before they are in others. */
function tablesFor({ tables }: TablesView): readonly TableView[] {
  const { part } = route.value.query
  return tables.toSorted((a, b) => Number(b.id === part) - Number(a.id === part))
}

function Tables({ view }: { readonly view: TablesView }) {
  const { part, row } = route.value.query
  const found = row === undefined ? undefined : findRow(tablesFor(view), row)
  const table = view.tables.find(({ id }) => id === part) ?? found?.table ?? view.tables[0]
  if (table === undefined) return <p class="note">This packet has nothing for this page.</p>
  const rows = shownRows(table)
  return (
    <>
      <header class="page-head">
        <h1>{pageNamed(route.value.view)?.name}</h1>
        <p class="quiet" role="status">
          {rows.length === table.rows.length
            ? countWords(rows.length, 'row')
            : `${numberWords(rows.length)} of ${countWords(table.rows.length, 'row')}`}
        </p>
        <CopyButton text={() => rowsAsTsv(table, rows)} what={countWords(rows.length, 'row')}>
          Copy as TSV
        </CopyButton>
      </header>
      <TableChoice tables={view.tables} shown={table} />
      {view.notes.map(note => (
        <p class="note" key={note}>
          {note}
        </p>
      ))}
      {table.says === undefined ? null : <p class="note quiet">{table.says}</p>}
      {table.map === undefined ? null : <TableMapView table={table} map={table.map} />}
      {table.blocked === undefined ? null : <BlockedGraph locks={table.blocked} />}
      {table.rows.length === 0 ? null : <TableFilters table={table} />}
      <DataTable
        key={table.id}
        table={table}
        rows={rows}
        open={found?.table === table ? found.row.id : undefined}
      />
    </>
  )
}

interface ChoiceProps {
  readonly tables: readonly TableView[]
  readonly shown: TableView
}

function TableChoice({ tables, shown }: ChoiceProps) {
  if (tables.length < 2) return null
  return (
    <div class="filters">
      <FilterToggles
        label="Table"
        choices={tables.map(({ id, title, rows }) => ({
          id,
          count: rows.length,
          content: <span>{title}</span>,
        }))}
        chosen={[shown.id]}
        onToggle={id =>
          updateQuery({ part: id, row: undefined, sort: undefined, is: undefined, q: undefined })
        }
      />
    </div>
  )
}
