// Signs that a schema came from MySQL, mostly by pgloader: they tell where differences have their cause.
import type { ValuePath } from '../../documents/types.js'
import { everyTable } from './expected.js'
import type { FoundSchema, FoundTable } from './found.js'

export type MysqlSignKind =
  /** pgloader names indexes after the number of the table, which has five digits at least: `idx_16421_primary`. */
  | 'index_name'
  /** MySQL has names in mixed case, PostgreSQL only where somebody quoted them. */
  | 'upper_case'
  /** `utf8mb4_…` is a collation of MySQL. */
  | 'collation'
  /** A type of MySQL, with its display width. */
  | 'type'

export interface MysqlSign {
  readonly sign: MysqlSignKind
  readonly table: string
  /** The index, column or table it shows in, or the collation. */
  readonly name: string
  readonly place: ValuePath
}

export function mysqlSigns(found: FoundSchema): readonly MysqlSign[] {
  const own = everyTable()
  return [...found].flatMap(([key, table]) => [
    // A plugin may quote its names for reasons of its own.
    ...(own.has(key) ? [table.name, ...table.columnNames] : [])
      .filter(hasUpperCase)
      .map(name => sign('upper_case', table, name)),
    ...[...table.indexes.keys()]
      .filter(name => /^idx_\d{5,}_/.test(name))
      .map(name => sign('index_name', table, name)),
    ...(/^utf8(mb[34])?_/i.test(table.collation ?? '')
      ? [sign('collation', table, table.collation ?? '')]
      : []),
    ...[...table.columns]
      .filter(([, { type }]) => mysqlType.test(type))
      .map(([name]) => sign('type', table, name)),
  ])
}

/** Types PostgreSQL does not have, in case something else wrote the file: `bigint(20)`, `longtext`, `datetime`. */
const mysqlType =
  /^(?:(?:tiny|small|medium|big)?int\(\d+\)|(?:tiny|medium|long)text|tinyint|mediumint|datetime|(?:tiny|medium|long)?blob|enum\()/i

function sign(kind: MysqlSignKind, table: FoundTable, name: string): MysqlSign {
  return { sign: kind, table: table.name, name, place: table.path }
}

function hasUpperCase(name: string): boolean {
  return /[A-Z]/.test(name)
}
