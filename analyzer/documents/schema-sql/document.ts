// The schema that a script made, in the model of database_schema.yaml, and where each part of it stands in the script.
import type { DatabaseSchema, SchemaTable } from '../database-schema.js'
import type { SourceText } from '../text.js'
import type { Locate, ValuePath } from '../types.js'
import type { Draft, DraftTable, SqlPlace } from './draft.js'

/** The tables that the server sees: of one schema, as database_schema.yaml has them. */
export function tablesOf(draft: Draft): readonly DraftTable[] {
  const tables = [...draft.tables.values()]
  const schema = serversSchema(tables)
  return tables.filter(table => table.schema === schema)
}

/** Where Mattermost's own tables are; `public`, unless somebody put them elsewhere. */
function serversSchema(tables: readonly DraftTable[]): string | undefined {
  const home = tables.filter(({ name }) => name.toLowerCase() === 'posts').map(({ schema }) => schema)
  const schemas = home.length > 0 ? home : tables.map(({ schema }) => schema)
  return schemas.includes('public') ? 'public' : schemas[0]
}

export function schemaDocument(draft: Draft, tables: readonly DraftTable[]): DatabaseSchema {
  return {
    ...(draft.collation === undefined ? {} : { database_collation: draft.collation }),
    ...(draft.encoding === undefined ? {} : { database_encoding: draft.encoding }),
    tables: tables.map(schemaTable),
  }
}

function schemaTable(table: DraftTable): SchemaTable {
  const columns = [...table.columns.values()]
  const collation = columns.find(column => column.collation !== undefined)?.collation
  return {
    name: table.name,
    ...(collation === undefined ? {} : { collation }),
    ...(table.options.size === 0 ? {} : { options: Object.fromEntries(table.options) }),
    columns: columns.map(({ name, data_type, max_length, nullable }) => ({
      name,
      data_type,
      ...(max_length === undefined ? {} : { max_length }),
      is_nullable: nullable,
    })),
    indexes: [...table.indexes.values()].map(({ name, definition }) => ({ name, definition })),
  }
}

/** Finds `['tables', 3, 'columns', 1, 'data_type']`: the column's definition. What has no place of its own has its table's. */
export function locateIn(source: SourceText, tables: readonly DraftTable[]): Locate {
  return path => {
    const place = placeFor(tables, path)
    return place && source.placeOf(offsetOf(source.text, place))
  }
}

function placeFor(tables: readonly DraftTable[], [root, index, part, item]: ValuePath): SqlPlace | undefined {
  const table = root === 'tables' && typeof index === 'number' ? tables[index] : undefined
  if (table === undefined) return tables[0]?.place
  const parts = part === 'columns' ? table.columns : part === 'indexes' ? table.indexes : undefined
  const found = typeof item === 'number' ? [...(parts?.values() ?? [])][item] : undefined
  return found?.place ?? table.place
}

/** The parser counts bytes of UTF-8; everything here counts UTF-16 units. A character has at most as many as bytes. */
function offsetOf(text: string, { start, bytes }: SqlPlace): number {
  const after = Buffer.from(text.slice(start, start + bytes))
  return start + after.subarray(0, bytes).toString('utf8').length
}
