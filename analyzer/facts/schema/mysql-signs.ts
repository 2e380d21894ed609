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

/** pgloader names all indexes so; a name or two may be anybody's choice. */
const fewestIndexNames = 3

export function mysqlSigns(found: FoundSchema): readonly MysqlSign[] {
  const tables = [...found.values()]
  const names = tables.flatMap(indexNameSigns)
  return [
    ...(names.length < fewestIndexNames ? [] : names),
    ...upperCaseSigns(found),
    ...tables.flatMap(collationSigns),
    ...tables.flatMap(typeSigns),
  ]
}

function indexNameSigns(table: FoundTable): readonly MysqlSign[] {
  const names = [...table.indexes.keys()].filter(name => /^idx_\d{5,}_/.test(name))
  return names.map(name => sign('index_name', table, name))
}

/** Of Mattermost's own tables only: a plugin may quote its names for reasons of its own. */
function upperCaseSigns(found: FoundSchema): readonly MysqlSign[] {
  const own = everyTable()
  return [...found].flatMap(([key, table]) => {
    const names = own.has(key) ? [table.name, ...table.columnNames] : []
    return names.filter(hasUpperCase).map(name => sign('upper_case', table, name))
  })
}

function collationSigns(table: FoundTable): readonly MysqlSign[] {
  const { collation = '' } = table
  return /^utf8(?:mb[34])?_/i.test(collation) ? [sign('collation', table, collation)] : []
}

function typeSigns(table: FoundTable): readonly MysqlSign[] {
  const columns = [...table.columns].filter(([, { type }]) => mysqlType.test(type))
  return columns.map(([name]) => sign('type', table, name))
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
