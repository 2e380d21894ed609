// The database schema that a packet states (`database_schema.yaml`, or a dump in SQL), checked and keyed by name.
import { valueAt } from '../../documents/shape.js'
import type { ValuePath } from '../../documents/types.js'
import { asList, asPositive, asRecord, asText } from '../reading.js'

export interface FoundColumn {
  readonly type: string
  /** `undefined` when the packet does not say. */
  readonly nullable: boolean | undefined
  readonly path: ValuePath
}

export interface FoundTable {
  readonly path: ValuePath
  /** As the packet writes it; keys are in lower case. */
  readonly name: string
  readonly columnNames: readonly string[]
  readonly collation: string | undefined
  readonly columns: ReadonlyMap<string, FoundColumn>
  /** Name → definition. */
  readonly indexes: ReadonlyMap<string, string>
  readonly options: ReadonlyMap<string, string>
}

export type FoundSchema = ReadonlyMap<string, FoundTable>

/** `undefined` when there is no list of tables, or nothing in it. */
export function foundSchema(document: unknown): FoundSchema | undefined {
  const tables = asList(valueAt(document, ['tables'])) ?? []
  const found = new Map<string, FoundTable>()
  tables.forEach((table, index) => {
    const name = asText(valueAt(table, ['name']))
    const key = name?.toLowerCase()
    if (name !== undefined && key !== undefined && !found.has(key))
      found.set(key, foundTable(name, table, ['tables', index]))
  })
  return found.size === 0 ? undefined : found
}

function foundTable(name: string, table: unknown, path: ValuePath): FoundTable {
  return {
    path,
    name,
    columnNames: (asList(valueAt(table, ['columns'])) ?? []).flatMap(
      column => asText(valueAt(column, ['name'])) ?? [],
    ),
    collation: asText(valueAt(table, ['collation'])),
    columns: named(valueAt(table, ['columns']), (column, index) =>
      foundColumn(column, [...path, 'columns', index]),
    ),
    indexes: named(valueAt(table, ['indexes']), index => asText(valueAt(index, ['definition']))),
    options: new Map(
      Object.entries(asRecord(valueAt(table, ['options'])) ?? {}).map(([key, value]) => [key, String(value)]),
    ),
  }
}

function foundColumn(column: unknown, path: ValuePath): FoundColumn | undefined {
  const type = asText(valueAt(column, ['data_type']))
  if (type === undefined) return undefined
  const length = asPositive(valueAt(column, ['max_length']))
  const nullable = valueAt(column, ['is_nullable'])
  return {
    type: length === undefined ? type : `${type}(${length})`,
    nullable: typeof nullable === 'boolean' ? nullable : undefined,
    path,
  }
}

/** A list of named things by name; what has no name or cannot be read is left out. */
function named<T>(list: unknown, read: (item: unknown, index: number) => T | undefined): Map<string, T> {
  const found = new Map<string, T>()
  asList(list)?.forEach((item, index) => {
    const name = asText(valueAt(item, ['name']))
    const value = name === undefined ? undefined : read(item, index)
    if (name !== undefined && value !== undefined) found.set(name.toLowerCase(), value)
  })
  return found
}
