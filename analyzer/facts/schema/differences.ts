// Compares the schema of a packet with what the migrations make, by meaning: names of schemas and of indexes do not matter.
import type { ValuePath } from '../../documents/types.js'
import { indexUse, tableUse } from '../data/mattermost-table-uses.js'
import type { ExpectedSchema, ExpectedTable } from './expected.js'
import type { FoundSchema, FoundTable } from './found.js'

/** A difference and the place in the packet where it shows. */
export type Placed<T> = T & { readonly place: ValuePath }

export interface MissingTable {
  readonly table: string
  /** What people do that needs it. */
  readonly used_for?: string
}

export interface MissingColumn {
  readonly table: string
  readonly column: string
  readonly type: string
}

export interface MissingIndex {
  readonly table: string
  readonly index: string
  /** Statement that makes it. */
  readonly definition: string
  readonly unique: boolean
  /** What is slow without it. */
  readonly used_for?: string
}

/** An index that has the right name and another definition. */
export interface ChangedIndex extends MissingIndex {
  readonly found: string
}

export interface ExtraIndex {
  readonly table: string
  readonly index: string
  readonly definition: string
}

/** Two indexes that do the same, where the migrations make one. */
export interface DuplicateIndex {
  readonly table: string
  readonly index: string
  readonly same_as: string
}

export interface ExtraColumn {
  readonly table: string
  readonly column: string
  readonly type: string
  /** Whether each new row must give it a value: Mattermost, which does not know it, cannot. A default may still help. */
  readonly required: boolean
}

export interface TypeDifference {
  readonly table: string
  readonly column: string
  readonly expected: string
  readonly found: string
}

export interface NullabilityDifference {
  readonly table: string
  readonly column: string
  /** Whether the migrations allow NULL. */
  readonly expected: boolean
  readonly found: boolean
}

export interface MissingOption {
  readonly table: string
  readonly option: string
  readonly expected: string
  /** Absent when the table does not have the option at all. */
  readonly found?: string
}

export interface SchemaDifferences {
  readonly missingTables: readonly Placed<MissingTable>[]
  readonly missingColumns: readonly Placed<MissingColumn>[]
  readonly missingIndexes: readonly Placed<MissingIndex>[]
  readonly changedIndexes: readonly Placed<ChangedIndex>[]
  readonly extraIndexes: readonly Placed<ExtraIndex>[]
  readonly duplicateIndexes: readonly Placed<DuplicateIndex>[]
  readonly extraColumns: readonly Placed<ExtraColumn>[]
  readonly types: readonly Placed<TypeDifference>[]
  readonly nullability: readonly Placed<NullabilityDifference>[]
  readonly missingOptions: readonly Placed<MissingOption>[]
}

/** Tables that the packet has and Mattermost does not make belong to plugins, to the migrations or to others: no difference. */
export function schemaDifferences(expected: ExpectedSchema, found: FoundSchema): SchemaDifferences {
  const pairs = [...expected].flatMap(([name, table]) => {
    const there = found.get(name)
    return there === undefined ? [] : [{ name, expected: table, found: there }]
  })
  return {
    missingTables: [...expected.keys()]
      .filter(table => !found.has(table))
      .map(table => ({ table, ...usedFor(tableUse(table)), place: ['tables'] })),
    missingColumns: pairs.flatMap(missingColumns),
    missingIndexes: pairs.flatMap(missingIndexes),
    changedIndexes: pairs.flatMap(changedIndexes),
    extraIndexes: pairs.flatMap(extraIndexes),
    duplicateIndexes: pairs.flatMap(duplicateIndexes),
    extraColumns: pairs.flatMap(extraColumns),
    types: pairs.flatMap(typeDifferences),
    nullability: pairs.flatMap(nullabilityDifferences),
    missingOptions: pairs.flatMap(missingOptions),
  }
}

interface Pair {
  readonly name: string
  readonly expected: ExpectedTable
  readonly found: FoundTable
}

function missingColumns({ name, expected, found }: Pair): readonly Placed<MissingColumn>[] {
  return [...expected.columns]
    .filter(([column]) => !found.columns.has(column))
    .map(([column, { type }]) => ({ table: name, column, type, place: found.path }))
}

function extraColumns({ name, expected, found }: Pair): readonly Placed<ExtraColumn>[] {
  return [...found.columns]
    .filter(([column]) => !expected.columns.has(column))
    .map(([column, { type, nullable, path }]) => ({
      table: name,
      column,
      type,
      required: nullable === false,
      place: path,
    }))
}

function missingIndexes({ name, expected, found }: Pair): readonly Placed<MissingIndex>[] {
  const there = meaningsOf(found.indexes)
  return [...expected.indexes]
    .filter(([index, definition]) => !there.has(indexMeaning(definition)) && !found.indexes.has(index))
    .map(([index, definition]) => ({ ...describeIndex(name, index, definition), place: found.path }))
}

function changedIndexes({ name, expected, found }: Pair): readonly Placed<ChangedIndex>[] {
  const there = meaningsOf(found.indexes)
  return [...expected.indexes].flatMap(([index, definition]) => {
    const instead = found.indexes.get(index)
    if (instead === undefined || there.has(indexMeaning(definition))) return []
    return [{ ...describeIndex(name, index, definition), found: instead, place: found.path }]
  })
}

function extraIndexes({ name, expected, found }: Pair): readonly Placed<ExtraIndex>[] {
  const meant = meaningsOf(expected.indexes)
  return [...found.indexes]
    .filter(([index, definition]) => !meant.has(indexMeaning(definition)) && !expected.indexes.has(index))
    .map(([index, definition]) => ({ table: name, index, definition, place: found.path }))
}

/** Indexes beyond those the migrations make that do what one before them does. */
function duplicateIndexes({ name, expected, found }: Pair): readonly Placed<DuplicateIndex>[] {
  const first = new Map<string, string>()
  const byOwn = [...found.indexes].sort(
    ([a], [b]) => Number(expected.indexes.has(b)) - Number(expected.indexes.has(a)),
  )
  return byOwn.flatMap(([index, definition]) => {
    const meaning = indexMeaning(definition)
    const same = first.get(meaning)
    if (same === undefined) first.set(meaning, index)
    if (same === undefined || expected.indexes.has(index)) return []
    return [{ table: name, index, same_as: same, place: found.path }]
  })
}

function typeDifferences({ name, expected, found }: Pair): readonly Placed<TypeDifference>[] {
  return [...expected.columns].flatMap(([column, { type }]) => {
    const there = found.columns.get(column)
    if (there === undefined || typeMeaning(there.type) === typeMeaning(type)) return []
    return [{ table: name, column, expected: type, found: there.type, place: there.path }]
  })
}

function nullabilityDifferences({ name, expected, found }: Pair): readonly Placed<NullabilityDifference>[] {
  return [...expected.columns].flatMap(([column, { nullable }]) => {
    const there = found.columns.get(column)
    if (there?.nullable === undefined || there.nullable === nullable) return []
    return [{ table: name, column, expected: nullable, found: there.nullable, place: there.path }]
  })
}

function missingOptions({ name, expected, found }: Pair): readonly Placed<MissingOption>[] {
  return [...expected.options].flatMap(([option, value]) => {
    const there = found.options.get(option)
    if (there !== undefined && sameSetting(there, value)) return []
    const known = { table: name, option, expected: value, place: found.path }
    return [there === undefined ? known : { ...known, found: there }]
  })
}

/** `0.10` is `0.1`. */
function sameSetting(a: string, b: string): boolean {
  return a === b || (a.trim() !== '' && Number(a) === Number(b))
}

function describeIndex(table: string, index: string, definition: string): MissingIndex {
  const unique = definition.startsWith('CREATE UNIQUE ')
  return { table, index, definition, unique, ...usedFor(indexUse(table, definition)) }
}

function usedFor(use: string | undefined): { used_for?: string } {
  return use === undefined ? {} : { used_for: use }
}

function meaningsOf(indexes: ReadonlyMap<string, string>): ReadonlySet<string> {
  return new Set([...indexes.values()].map(indexMeaning))
}

/**
 * What an index does, without its name and the schema its table lies in:
 * `CREATE UNIQUE INDEX a_pkey ON public.a USING btree (id)` → `unique using btree (id)`.
 */
export function indexMeaning(definition: string): string {
  const text = definition.replace(/\s+/g, ' ').trim().toLowerCase()
  const using = text.indexOf(' using ')
  if (using < 0 || !/^create (unique )?index /.test(text)) return text
  const unique = text.startsWith('create unique ') ? 'unique ' : ''
  // Storage parameters say how the index is kept, not what it finds.
  return unique + text.slice(using + 1).replace(/ with \([^()]*\)/, '')
}

/** Short names that PostgreSQL takes for the types it lists by long ones. */
const typeAliases: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bpchar: 'character',
  char: 'character',
  float4: 'real',
  int: 'integer',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  varchar: 'character varying',
}

function typeMeaning(type: string): string {
  const [, name = '', length = ''] = /^([^(]*)(.*)$/s.exec(type.trim().toLowerCase()) ?? []
  return (typeAliases[name.trim()] ?? name.trim()) + length.replace(/\s+/g, '')
}
