// Tables, columns and indexes from the catalogue, by statements that take no locks on the tables themselves.
import type { Column, Index, Schema, Table } from '../documents/database-schema.js'
import type { Query } from './connect.js'

/** Ten times what a server has; a database shared with other programs may have more. */
const mostRows = 50_000

/** Throws what the database said. */
export async function readSchema(query: Query): Promise<Schema> {
  const [database] = await query<{ collation: string | null; encoding: string | null }>(
    `SELECT datcollate AS collation, pg_encoding_to_char(encoding) AS encoding
     FROM pg_database WHERE datname = current_database()`,
  )
  const options = await readOptions(query)
  const indexes = await readIndexes(query)
  return {
    collation: database?.collation ?? '',
    encoding: database?.encoding ?? '',
    tables: await readTables(query, options, indexes),
  }
}

interface ColumnRow {
  readonly table: string
  readonly column: string | null
  readonly data_type: string
  readonly max_length: number | null
  readonly is_nullable: string
  readonly collation: string | null
}

async function readTables(
  query: Query,
  options: ReadonlyMap<string, Readonly<Record<string, string>>>,
  indexes: ReadonlyMap<string, readonly Index[]>,
): Promise<readonly Table[]> {
  const rows = await query<ColumnRow>(
    `SELECT t.table_name AS table, c.column_name AS column, c.data_type, c.character_maximum_length AS max_length,
            c.is_nullable, c.collation_name AS collation
     FROM information_schema.tables t
     LEFT JOIN information_schema.columns c ON t.table_name = c.table_name AND t.table_schema = c.table_schema
     WHERE t.table_schema = current_schema()
     ORDER BY t.table_name, c.ordinal_position LIMIT ${mostRows}`,
  )
  const tables = byTable(rows)
  return [...tables].map(([name, columns]) => ({
    name,
    collation: columns.find(({ collation }) => (collation ?? '') !== '')?.collation ?? '',
    options: options.get(name) ?? {},
    columns: columns.filter(({ column }) => column !== null).map(columnOf),
    indexes: indexes.get(name) ?? [],
  }))
}

const columnOf = (row: ColumnRow): Column => ({
  name: row.column ?? '',
  dataType: row.data_type,
  maxLength: row.max_length ?? 0,
  isNullable: row.is_nullable === 'YES',
})

async function readOptions(query: Query): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const rows = await query<{ table: string; option: string }>(
    `SELECT c.relname AS table, unnest(c.reloptions) AS option
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.reloptions IS NOT NULL LIMIT ${mostRows}`,
  )
  const pairs = [...byTable(rows)].map(([table, options]) => {
    const named = options.flatMap(({ option }) => {
      const equals = option.indexOf('=')
      return equals < 0 ? [] : [[option.slice(0, equals), option.slice(equals + 1)] as const]
    })
    return [table, Object.fromEntries(named)] as const
  })
  return new Map(pairs)
}

async function readIndexes(query: Query): Promise<ReadonlyMap<string, readonly Index[]>> {
  const rows = await query<{ table: string; name: string; definition: string }>(
    `SELECT tablename AS table, indexname AS name, indexdef AS definition
     FROM pg_indexes WHERE schemaname = current_schema() LIMIT ${mostRows}`,
  )
  const pairs = [...byTable(rows)].map(
    ([table, indexes]) => [table, indexes.map(({ name, definition }) => ({ name, definition }))] as const,
  )
  return new Map(pairs)
}

/** Rows by their table, in order. */
function byTable<Row extends { readonly table: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.table)
    if (group === undefined) groups.set(row.table, [row])
    else group.push(row)
  }
  return groups
}
