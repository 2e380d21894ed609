// The schema while its script is read: what each statement adds or changes, with the place it came from.
import { valueAt } from '../shape.js'
import { columnType } from './column-types.js'
import type { ColumnType } from './column-types.js'
import { indexOfConstraint, indexOfStatement, primaryKeyOf } from './indexes.js'
import type { IndexedTable, NamedIndex } from './indexes.js'
import { maxTables } from './limits.js'
import { fieldsOf, listAt, optionsOf, stringsAt, textAt } from './tree.js'
import type { Fields } from './tree.js'

/** A place in the script: the statement's offset, and in it the bytes (not characters) the parser counted. */
export interface SqlPlace {
  readonly start: number
  readonly bytes: number
}

export interface DraftColumn extends ColumnType {
  readonly name: string
  readonly place: SqlPlace
  readonly collation: string | undefined
  nullable: boolean
}

export interface DraftTable extends IndexedTable {
  readonly place: SqlPlace
  readonly columns: Map<string, DraftColumn>
  readonly indexes: Map<string, NamedIndex & { readonly place: SqlPlace }>
  readonly options: Map<string, string>
}

export interface Draft {
  /** Key: schema and name, as `tableKey` puts them together. */
  readonly tables: Map<string, DraftTable>
  readonly domains: Map<string, ColumnType>
  encoding: string | undefined
  collation: string | undefined
}

export function emptyDraft(): Draft {
  return { tables: new Map(), domains: new Map(), encoding: undefined, collation: undefined }
}

/** What a statement is, where it begins, and its text. */
export interface PlacedStatement {
  readonly statement: Fields
  readonly text: string
  readonly start: number
}

/** Applies one statement; one that says nothing of tables changes nothing. */
export function applyStatement(draft: Draft, placed: PlacedStatement): void {
  const { statement } = placed
  const table = fieldsOf(statement, 'CreateStmt')
  const index = fieldsOf(statement, 'IndexStmt')
  const change = fieldsOf(statement, 'AlterTableStmt')
  const database = fieldsOf(statement, 'CreatedbStmt')
  const domain = fieldsOf(statement, 'CreateDomainStmt')
  if (table !== undefined) createTable(draft, table, placed)
  else if (index !== undefined) createIndex(draft, index, placed)
  else if (change !== undefined) changeTable(draft, change, placed)
  else if (database !== undefined) createDatabase(draft, database)
  else if (domain !== undefined) createDomain(draft, domain)
}

function createTable(draft: Draft, fields: Fields, { start }: PlacedStatement): void {
  const [schema, name] = relationOf(fields)
  const key = tableKey(schema, name)
  if (name === '' || draft.tables.has(key) || draft.tables.size >= maxTables) return
  const table: DraftTable = {
    schema,
    name,
    partitioned: fields['partspec'] !== undefined,
    place: { start, bytes: 0 },
    columns: new Map(),
    indexes: new Map(),
    options: new Map(optionsOf(listAt(fields, 'options'))),
  }
  draft.tables.set(key, table)
  for (const element of listAt(fields, 'tableElts')) addElement(draft, table, element, start)
}

/** A column or a constraint, of CREATE TABLE or of ALTER TABLE ADD. */
function addElement(draft: Draft, table: DraftTable, element: unknown, start: number): void {
  const column = fieldsOf(element, 'ColumnDef')
  const constraint = fieldsOf(element, 'Constraint')
  if (column !== undefined) addColumn(draft, table, column, start)
  else if (constraint !== undefined) addConstraint(table, constraint, start)
}

function addColumn(draft: Draft, table: DraftTable, fields: Fields, start: number): void {
  const name = textAt(fields, 'colname')
  const type = columnType(fields['typeName'], draft.domains)
  if (name === undefined || type === undefined || table.columns.has(name)) return
  const constraints = listAt(fields, 'constraints')
    .map(node => fieldsOf(node, 'Constraint'))
    .filter(constraint => constraint !== undefined)
  const kinds = constraints.map(constraint => textAt(constraint, 'contype'))
  const nullable =
    !kinds.some(kind => kind !== undefined && refusesNull.has(kind)) && !isSerial(fields['typeName'])
  const collation = stringsAt(fields, 'collClause', 'collname').at(-1)
  table.columns.set(name, { name, ...type, nullable, collation, place: placeOf(fields, start) })
  for (const constraint of constraints) addConstraint(table, constraint, start, name)
}

const refusesNull = new Set(['CONSTR_NOTNULL', 'CONSTR_PRIMARY', 'CONSTR_IDENTITY'])

function isSerial(typeName: unknown): boolean {
  return /serial/.test(stringsAt(typeName, 'names').at(-1) ?? '')
}

function addConstraint(table: DraftTable, constraint: Fields, start: number, column?: string): void {
  for (const key of primaryKeyOf(constraint)) refuseNull(table, key)
  const index = indexOfConstraint(constraint, table, column)
  if (index !== undefined) table.indexes.set(index.name, { ...index, place: placeOf(constraint, start) })
}

function refuseNull(table: DraftTable, column: string): void {
  const known = table.columns.get(column)
  if (known !== undefined) known.nullable = false
}

function createIndex(draft: Draft, fields: Fields, { text, start }: PlacedStatement): void {
  const table = draft.tables.get(tableKey(...relationOf(fields)))
  const index = indexOfStatement(fields, text)
  if (table !== undefined && index !== undefined) {
    table.indexes.set(index.name, { ...index, place: { start, bytes: 0 } })
  }
}

function changeTable(draft: Draft, fields: Fields, { start }: PlacedStatement): void {
  const table = draft.tables.get(tableKey(...relationOf(fields)))
  if (table === undefined) return
  for (const node of listAt(fields, 'cmds')) {
    const command = fieldsOf(node, 'AlterTableCmd')
    if (command !== undefined) applyCommand(draft, table, command, start)
  }
}

/** Of the changes a dump makes after it created a table, those that show in the model. */
function applyCommand(draft: Draft, table: DraftTable, command: Fields, start: number): void {
  const subtype = textAt(command, 'subtype')
  if (subtype === 'AT_AddConstraint' || subtype === 'AT_AddColumn') {
    addElement(draft, table, command['def'], start)
  } else if (subtype === 'AT_SetNotNull') {
    refuseNull(table, textAt(command, 'name') ?? '')
  } else if (subtype === 'AT_SetRelOptions') {
    const options = optionsOf(listAt(command, 'def', 'List', 'items'))
    for (const [name, value] of options) table.options.set(name, value)
  }
}

/** `CREATE DATABASE` is there in dumps made with `--create`. */
function createDatabase(draft: Draft, fields: Fields): void {
  const options = new Map(optionsOf(listAt(fields, 'options')))
  draft.encoding ??= options.get('encoding')
  draft.collation ??= options.get('lc_collate') ?? options.get('locale')
}

function createDomain(draft: Draft, fields: Fields): void {
  const name = stringsAt(fields, 'domainname').at(-1)
  const type = columnType(fields['typeName'], draft.domains)
  if (name !== undefined && type !== undefined) draft.domains.set(name, type)
}

/** Schema and name of the table a statement is about. */
function relationOf(fields: Fields): readonly [schema: string, name: string] {
  return [textAt(fields, 'relation', 'schemaname') ?? 'public', textAt(fields, 'relation', 'relname') ?? '']
}

function tableKey(schema: string, name: string): string {
  return JSON.stringify([schema, name])
}

function placeOf(fields: Fields, start: number): SqlPlace {
  const bytes = valueAt(fields, ['location'])
  return { start, bytes: typeof bytes === 'number' && bytes > 0 ? bytes : 0 }
}
