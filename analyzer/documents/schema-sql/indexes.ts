// Indexes of a parse tree as the one line that PostgreSQL itself gives for them (`pg_get_indexdef`).
import { listAt, stringOf, stringsAt, textAt } from './tree.js'
import type { Fields } from './tree.js'
import { valueAt } from '../shape.js'

export interface NamedIndex {
  readonly name: string
  readonly definition: string
}

export interface IndexedTable {
  readonly schema: string
  readonly name: string
  /** The index of a partitioned table is of the table alone; each partition has its own. */
  readonly partitioned: boolean
}

/** `CREATE INDEX` of a dump is that line already, but for line breaks that a person put in. */
export function indexOfStatement(statement: Fields, text: string): NamedIndex | undefined {
  const name = textAt(statement, 'idxname')
  return name === undefined ? undefined : { name, definition: text.replace(/\s*\n\s*/g, ' ').trim() }
}

/** The index behind a primary key or a unique constraint; `undefined` for others (exclusions, which Mattermost has none of, too). */
export function indexOfConstraint(
  constraint: Fields,
  { schema, name: table, partitioned }: IndexedTable,
  column?: string,
): NamedIndex | undefined {
  const kind = textAt(constraint, 'contype')
  if (kind !== 'CONSTR_PRIMARY' && kind !== 'CONSTR_UNIQUE') return undefined
  const keys = column === undefined ? stringsAt(constraint, 'keys') : [column]
  if (keys.length === 0) return undefined
  const name = textAt(constraint, 'conname') ?? usualName(kind, table, keys)
  const including = stringsAt(constraint, 'including')
  const more = including.length === 0 ? '' : ` INCLUDE (${including.map(quoted).join(', ')})`
  const nulls = valueAt(constraint, ['nulls_not_distinct']) === true ? ' NULLS NOT DISTINCT' : ''
  const on = `ON ${partitioned ? 'ONLY ' : ''}${quoted(schema)}.${quoted(table)} USING btree (${keys.map(quoted).join(', ')})`
  return { name, definition: `CREATE UNIQUE INDEX ${quoted(name)} ${on}${more}${nulls}` }
}

/** The name PostgreSQL gives a constraint that has none. */
function usualName(kind: string, table: string, keys: readonly string[]): string {
  return kind === 'CONSTR_PRIMARY' ? `${table}_pkey` : `${table}_${keys.join('_')}_key`
}

/** Columns that a primary key makes NOT NULL. */
export function primaryKeyOf(constraint: Fields): readonly string[] {
  return textAt(constraint, 'contype') === 'CONSTR_PRIMARY'
    ? listAt(constraint, 'keys').flatMap(key => stringOf(key) ?? [])
    : []
}

/** A name as PostgreSQL writes it: quoted only where it must be. Key words are left as they are. */
export function quoted(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}
