// What Mattermost's migrations make of a PostgreSQL database, for each migration from 100 on. The data is text in lines:
//
//   bots: userid v26!, description v1024       a table with its columns; `!` means NOT NULL
//     pk (userid)                              its primary key: the unique index `bots_pkey`
//     idx_a unique (a, b) WHERE (c = 0)        an index; `unique` and a method other than btree stand before `(`
//     autovacuum_vacuum_scale_factor=0.1       a storage option
//   @102 posts_originalid_index                from here on: what migration 102 does
//   posts                                      to a table that exists
//     + idx_posts_original_id (originalid)     adds an index, a column or an option
//     ~ value text                             gives a column another type
//     - remoteid                               drops a column or an index
//   -tokens                                    drops a table
import { baseLevel, baseSchema } from '../data/mattermost-schema-base.js'
import { lastLevel, schemaChanges } from '../data/mattermost-schema-changes.js'

export interface ExpectedColumn {
  /** As `information_schema` words it, with the length: `character varying(26)`. */
  readonly type: string
  readonly nullable: boolean
}

export interface ExpectedTable {
  readonly columns: Map<string, ExpectedColumn>
  /** Name → whole definition, in schema `public`. */
  readonly indexes: Map<string, string>
  readonly options: Map<string, string>
}

/** Table name → table. */
export type ExpectedSchema = Map<string, ExpectedTable>

/** The schema after a migration; `undefined` for migrations outside of what is known. */
export function expectedSchema(level: number): ExpectedSchema | undefined {
  if (!Number.isInteger(level) || level < baseLevel || level > lastLevel) return undefined
  const schema: ExpectedSchema = new Map()
  applyLines(schema, baseSchema.split('\n'))
  for (const block of schemaChanges.split('\n@').slice(1)) {
    const [header = '', ...lines] = block.split('\n')
    if (Number.parseInt(header, 10) <= level) applyLines(schema, lines)
  }
  return schema
}

/** Names of all tables that any of the known migrations makes; some were dropped later. */
export function everyTable(): ReadonlySet<string> {
  const headers = `${baseSchema}\n${schemaChanges}`.matchAll(/^([a-z_]+): /gm)
  return new Set([...headers].map(([, name = '']) => name))
}

function applyLines(schema: ExpectedSchema, lines: readonly string[]): void {
  let name = ''
  for (const line of lines.filter(text => text.trim() !== '')) {
    if (line.startsWith('  ')) applyPart(schema, name, line.trim())
    else name = applyHeader(schema, line)
  }
}

/** A line that begins a table, or drops one; gives the table's name. */
function applyHeader(schema: ExpectedSchema, line: string): string {
  if (line.startsWith('-')) {
    schema.delete(line.slice(1))
    return ''
  }
  const [name = '', columns] = line.split(': ')
  if (columns !== undefined) {
    schema.set(name, { columns: new Map(), indexes: new Map(), options: new Map() })
    for (const column of columns.split(', ')) addColumn(tableOf(schema, name), column)
  }
  return name
}

/** A line inside a table: an index, an option, or a change. */
function applyPart(schema: ExpectedSchema, name: string, line: string): void {
  const table = tableOf(schema, name)
  const [, sign, part] = /^(?:([-+~]) )?(.*)$/.exec(line) as unknown as [string, string | undefined, string]
  if (sign === '-') {
    const dropped = part === 'pk' ? `${name}_pkey` : part
    if (!table.columns.delete(dropped) && !table.indexes.delete(dropped)) throw unreadable(line)
  } else if (part.includes(' (')) addIndex(table, name, part)
  else if (part.includes('=')) table.options.set(...halves(part, '='))
  else addColumn(table, part)
}

function addColumn(table: ExpectedTable, text: string): void {
  const [name, type] = halves(text, ' ')
  const nullable = !type.endsWith('!')
  table.columns.set(name, { type: fullType(nullable ? type : type.slice(0, -1)), nullable })
}

function addIndex(table: ExpectedTable, tableName: string, text: string): void {
  const [head, rest] = halves(text, ' (')
  const [short = '', ...words] = head.split(' ')
  const name = short === 'pk' ? `${tableName}_pkey` : short
  const unique = short === 'pk' || words.includes('unique') ? 'UNIQUE ' : ''
  const method = words.find(word => word !== 'unique') ?? 'btree'
  table.indexes.set(name, `CREATE ${unique}INDEX ${name} ON public.${tableName} USING ${method} (${rest}`)
}

const typeNames: Readonly<Record<string, string>> = {
  array: 'ARRAY',
  big: 'bigint',
  bool: 'boolean',
  bytea: 'bytea',
  enum: 'USER-DEFINED',
  int: 'integer',
  jsonb: 'jsonb',
  real: 'real',
  small: 'smallint',
  text: 'text',
  v: 'character varying',
}

/** `v26` is a text of up to 26 characters, `c64` one of exactly 64. */
function fullType(short: string): string {
  const name = typeNames[short]
  if (name !== undefined) return name
  const [, letter, length] = /^([vc])(\d+)$/.exec(short) ?? []
  if (letter === undefined) throw unreadable(short)
  return `${letter === 'v' ? 'character varying' : 'character'}(${length})`
}

function tableOf(schema: ExpectedSchema, name: string): ExpectedTable {
  const table = schema.get(name)
  if (table === undefined) throw unreadable(name)
  return table
}

function halves(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  if (at < 0) throw unreadable(text)
  return [text.slice(0, at), text.slice(at + separator.length)]
}

/** The data is ours: a line that cannot be read is a mistake in it. */
function unreadable(line: string): Error {
  return new Error(`schema data: cannot read "${line}"`)
}
