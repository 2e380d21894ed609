// database_schema.yaml: tables, columns and indexes as the catalogue of PostgreSQL has them.
import type { YamlMap } from '../../encode/yaml-value.js'

export interface Column {
  readonly name: string
  readonly dataType: string
  /** Characters; 0 without a limit. */
  readonly maxLength: number
  readonly isNullable: boolean
}

export interface Index {
  readonly name: string
  readonly definition: string
}

export interface Table {
  readonly name: string
  /** Empty with the collation of the database. */
  readonly collation: string
  readonly options: Readonly<Record<string, string>>
  readonly columns: readonly Column[]
  readonly indexes: readonly Index[]
}

export interface Schema {
  readonly collation: string
  readonly encoding: string
  readonly tables: readonly Table[]
}

export function schemaDocument({ collation, encoding, tables }: Schema): YamlMap {
  return {
    database_collation: collation === '' ? undefined : collation,
    database_encoding: encoding === '' ? undefined : encoding,
    tables: tables.map(tableItem),
  }
}

function tableItem({ name, collation, options, columns, indexes }: Table): YamlMap {
  const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    name,
    collation: collation === '' ? undefined : collation,
    options: sorted.length === 0 ? undefined : Object.fromEntries(sorted),
    columns: columns.map(column => ({
      name: column.name,
      data_type: column.dataType,
      max_length: column.maxLength === 0 ? undefined : column.maxLength,
      is_nullable: column.isNullable,
    })),
    indexes: indexes.length === 0 ? undefined : indexes.map(index => ({ ...index })),
  }
}
