// How the database schema differs from what the server's migrations make, and the tables that are there.
import { valueAt } from '../documents/shape.js'
import type { Derived, Facts, Source } from '../facts/index.js'
import { foundSchema, type FoundTable } from '../facts/schema/found.js'
import type { ViewedPacket } from './read.js'
import { listFact } from './read.js'
import type { Cell, TableColumn, TableRow, TablesView } from './types.js'

const differenceColumns: readonly TableColumn[] = [
  { id: 'difference', title: 'Difference', kind: 'text', choices: true, main: true },
  { id: 'table', title: 'Table', kind: 'code', main: true },
  { id: 'object', title: 'Column or index', kind: 'code', main: true },
  { id: 'expected', title: 'Expected', kind: 'code' },
  { id: 'found', title: 'Found', kind: 'code' },
  { id: 'for', title: 'Used for', kind: 'text' },
]

const tableColumns: readonly TableColumn[] = [
  { id: 'table', title: 'Table', kind: 'code', main: true },
  { id: 'owner', title: 'Belongs to', kind: 'text', choices: true, main: true },
  { id: 'columns', title: 'Columns', kind: 'number', main: true },
  { id: 'indexes', title: 'Indexes', kind: 'number' },
  { id: 'collation', title: 'Collation', kind: 'code' },
  { id: 'options', title: 'Options', kind: 'code' },
  { id: 'columnList', title: 'Columns and types', kind: 'code', hidden: true },
  { id: 'indexList', title: 'Index definitions', kind: 'code', hidden: true },
]

const mostRows = 20_000

/** Anything a difference may say; which of it depends on its kind. */
interface Difference {
  readonly table: string
  readonly column?: string
  readonly index?: string
  readonly option?: string
  readonly type?: string
  readonly definition?: string
  readonly same_as?: string
  readonly required?: boolean
  readonly expected?: string | boolean
  readonly found?: string | boolean
  readonly used_for?: string
}

interface DifferenceKind {
  readonly fact: string
  readonly name: string
  readonly light: TableRow['light']
  readonly expected: (one: Difference) => Cell
  readonly found: (one: Difference) => Cell
}

const absent = () => 'not there'
const kinds: readonly DifferenceKind[] = [
  { fact: 'missing_tables', name: 'missing table', light: 'error', expected: () => 'a table', found: absent },
  {
    fact: 'missing_columns',
    name: 'missing column',
    light: 'error',
    expected: one => one.type ?? null,
    found: absent,
  },
  {
    fact: 'missing_indexes',
    name: 'missing index',
    light: 'warning',
    expected: one => one.definition ?? null,
    found: absent,
  },
  {
    fact: 'changed_indexes',
    name: 'changed index',
    light: 'warning',
    expected: one => one.definition ?? null,
    found: one => one.found ?? null,
  },
  { fact: 'type_differences', name: 'other type', light: 'warning', expected: stated, found: given },
  {
    fact: 'nullability_differences',
    name: 'other nullability',
    light: 'info',
    expected: one => nullWords(one.expected),
    found: one => nullWords(one.found),
  },
  {
    fact: 'missing_options',
    name: 'other option',
    light: 'info',
    expected: stated,
    found: one => one.found ?? 'not set',
  },
  {
    fact: 'extra_columns',
    name: 'unexpected column',
    light: 'info',
    expected: absent,
    found: one => `${one.type ?? ''}${one.required === true ? ', NOT NULL' : ''}`,
  },
  {
    fact: 'extra_indexes',
    name: 'unexpected index',
    light: 'info',
    expected: absent,
    found: one => one.definition ?? null,
  },
  {
    fact: 'duplicate_indexes',
    name: 'duplicate index',
    light: 'info',
    expected: absent,
    found: one => `does the same as ${one.same_as ?? 'another'}`,
  },
]

function stated({ expected }: Difference): Cell {
  return expected ?? null
}

function given({ found }: Difference): Cell {
  return found ?? null
}

function nullWords(nullable: string | boolean | undefined): Cell {
  if (nullable === undefined) return null
  return nullable === true ? 'may be NULL' : 'NOT NULL'
}

export function schemaTables(viewed: ViewedPacket): TablesView {
  const { facts, documents } = viewed
  const document = documents.of('database-schema')[0] ?? documents.of('database-schema-sql')[0]
  const compared = listFact(facts, 'schema.missing_tables') !== undefined
  const differences = kinds.flatMap(kind => rowsOfKind(facts, kind)).slice(0, mostRows)
  const found = foundSchema(document?.value)
  const owners = ownersOf(facts)
  const tables = [...(found ?? [])].slice(0, mostRows)
  return {
    tables: [
      {
        id: 'differences',
        title: 'Differences',
        says: compared
          ? 'Compared with what exactly the migrations make that ran on this database.'
          : 'Nothing was compared: the packet does not say which migrations ran, or they are not known, or the schema is damaged.',
        columns: differenceColumns,
        rows: differences,
        empty: compared
          ? 'The schema is what the migrations make: no difference was found.'
          : 'Whether the schema differs cannot be told from this packet.',
      },
      {
        id: 'tables',
        title: 'Tables',
        columns: tableColumns,
        rows: tables.map(([key, table], index) => {
          const line = document?.locate(table.path)?.line
          return {
            id: `${index}`,
            cells: tableCells(table, owners === undefined ? null : (owners.get(key) ?? 'Mattermost')),
            ...(document === undefined
              ? {}
              : { place: { entry: document.entry, ...(line ? { line } : {}) } }),
          }
        }),
        empty: 'This packet lists no tables.',
      },
    ],
    notes: databaseNotes(document?.value),
  }
}

function tableCells(table: FoundTable, owner: Cell): readonly Cell[] {
  const { name, columns, indexes, collation, options } = table
  return [
    name,
    owner,
    columns.size,
    indexes.size,
    collation ?? 'as the database',
    [...options].map(([key, value]) => `${key}=${value}`).join(', ') || 'none',
    [...columns]
      .map(([column, { type, nullable }]) => `${column} ${type}${nullable === false ? ' NOT NULL' : ''}`)
      .join('\n'),
    [...indexes.values()].join('\n') || 'none',
  ]
}

/** Owners of the tables that are not Mattermost's; `undefined` where nobody can tell. */
function ownersOf(facts: Facts): ReadonlyMap<string, string> | undefined {
  const others = listFact<{ readonly table: string; readonly owner: string }>(facts, 'schema.other_tables')
  return others && new Map(others.value.map(({ table, owner }) => [table, owner]))
}

function rowsOfKind(facts: Facts, kind: DifferenceKind): readonly TableRow[] {
  const found: Derived<readonly Difference[]> | undefined = listFact(facts, `schema.${kind.fact}`)
  return (found?.value ?? []).map((one, index) => ({
    id: `${kind.fact} ${one.table} ${one.column ?? one.index ?? one.option ?? ''}`,
    cells: [
      kind.name,
      one.table,
      one.column ?? one.index ?? one.option ?? null,
      kind.expected(one),
      kind.found(one),
      one.used_for ?? null,
    ],
    ...(kind.light === undefined ? {} : { light: kind.light }),
    ...placeOf(found?.from[index]),
  }))
}

function placeOf(source: Source | undefined): Pick<TableRow, 'place'> {
  if (source === undefined) return {}
  const { entry, line } = source
  return { place: { entry, ...(line === undefined ? {} : { line }) } }
}

function databaseNotes(schema: unknown): readonly string[] {
  const collation = valueAt(schema, ['database_collation'])
  const encoding = valueAt(schema, ['database_encoding'])
  if (typeof collation !== 'string' && typeof encoding !== 'string') return []
  const known = (value: unknown) => (typeof value === 'string' ? value : 'not in this packet')
  return [`Collation of the database: ${known(collation)}. Encoding: ${known(encoding)}.`]
}
