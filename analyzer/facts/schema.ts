// Facts of the database schema: how it differs from what exactly the migrations make that ran on this database.
import { valueAt } from '../documents/shape.js'
import type { Document } from '../documents/types.js'
import type { Derived, FactDefinition, FactInput } from './types.js'
import { defineFact } from './types.js'
import { combine } from './combine.js'
import { databaseSchemaVersion } from './database.js'
import { serverVersion } from './server.js'
import { releaseOf } from './version.js'
import { asText } from './reading.js'
import { lastMigrationOf } from './data/mattermost-schema-versions.js'
import { expectedSchema } from './schema/expected.js'
import { foundSchema } from './schema/found.js'
import type { FoundSchema } from './schema/found.js'
import { schemaDifferences } from './schema/differences.js'
import { levelRange } from './schema/level.js'
import type { LevelRange } from './schema/level.js'
import { mysqlSigns } from './schema/mysql-signs.js'
import { otherTables } from './schema/other-tables.js'
import type { Placed, SchemaDifferences } from './schema/differences.js'

interface StatedSchema {
  readonly document: Document
  readonly tables: FoundSchema
}

/** The schema as the packet states it, whole: of a cut or damaged dump nothing is known to be missing. */
const stated = defineFact<StatedSchema>({
  id: 'schema.stated',
  title: 'The schema in the packet',
  scope: 'packet',
  derive: input => {
    const { documents, node } = input
    const document = documents.get('database-schema', node) ?? documents.get('database-schema-sql', node)
    if (document === undefined || !isWhole(input, document)) return undefined
    const tables = foundSchema(document.value)
    return tables === undefined
      ? undefined
      : { value: { document, tables }, from: [input.at(document, ['tables'])] }
  },
})

function isWhole({ documents, inventory }: FactInput, document: Document): boolean {
  const item = inventory.items.find(item => item.entry?.name === document.entry)
  const damaged = item !== undefined && ['truncated', 'damaged', 'empty', 'failed'].includes(item.status)
  // A value that could not be read was left out, and would look like one that is missing.
  const broken = documents.problems.some(
    problem => problem.entry === document.entry && problem.severity !== 'info',
  )
  return !damaged && !broken
}

const compared = defineFact<SchemaDifferences>({
  id: 'schema.compared',
  title: 'All differences',
  scope: 'packet',
  derive: input =>
    combine([input.fact(stated), input.fact(databaseSchemaVersion)], ({ tables }, level) => {
      const expected = expectedSchema(level)
      return expected === undefined ? undefined : schemaDifferences(expected, tables)
    }),
})

/** Migrations between the database's last one and the bound of this release; 0 when it lies within. */
function distance(
  input: FactInput,
  judge: (level: number, range: LevelRange) => number | undefined,
): Derived<number> | undefined {
  return combine([input.fact(databaseSchemaVersion), input.fact(serverVersion)], (level, version) => {
    const release = releaseOf(version)
    const range = release && levelRange(release)
    return range && judge(level, range)
  })
}

/** A list of what was found in the schema, each item traced to its place in the dump. */
function placedList<T, Basis>(
  id: string,
  title: string,
  basis: FactDefinition<Basis>,
  pick: (found: Basis) => readonly Placed<T>[],
): FactDefinition<readonly T[]> {
  return defineFact({
    id,
    title,
    scope: 'packet',
    reads: ['schema'],
    derive: input => {
      const found = input.fact(basis)
      const document = input.fact(stated)?.value.document
      if (found === undefined || document === undefined) return undefined
      const placed = pick(found.value)
      return {
        value: placed.map(({ place: _, ...item }) => item as T),
        from: placed.length === 0 ? found.from : placed.map(({ place }) => input.at(document, place)),
      }
    },
  })
}

/** What is found in the schema alone, whatever its level. */
function inSchema<T>(id: string, title: string, find: (tables: FoundSchema) => readonly Placed<T>[]) {
  return placedList(id, title, stated, ({ tables }) => find(tables))
}

/** One kind of difference to what the migrations make. */
function listOf<T>(
  id: string,
  title: string,
  pick: (differences: SchemaDifferences) => readonly Placed<T>[],
) {
  return placedList(id, title, compared, pick)
}

/** Collation of each table; a table that names none has the database's. */
function collations(input: FactInput): Derived<ReadonlyMap<string, string>> | undefined {
  return combine([input.fact(stated)], ({ document, tables }) => {
    const own = asText(valueAt(document.value, ['database_collation'])) ?? 'default'
    return new Map([...tables].map(([name, table]) => [name, table.collation ?? own]))
  })
}

export const schemaFacts = [
  defineFact({
    id: 'schema.expected_level',
    title: 'Last migration of this server release, for releases where it is certain',
    scope: 'packet',
    derive: input =>
      combine([input.fact(serverVersion)], version => {
        const release = releaseOf(version)
        return release && lastMigrationOf.get(`${release.major}.${release.minor}`)
      }),
  }),
  defineFact({
    id: 'schema.migrations_missing',
    title:
      'Migrations of this server release that surely did not run on the database; 0 when none is known to be missing (releases from 8.1 on)',
    scope: 'packet',
    derive: input =>
      distance(input, (level, { least }) => (least === undefined ? undefined : Math.max(0, least - level))),
  }),
  defineFact({
    id: 'schema.migrations_ahead',
    title:
      'Migrations on the database that this server release surely does not bring; 0 when none is known (releases up to 11.6)',
    scope: 'packet',
    derive: input =>
      distance(input, (level, { most }) => (most === undefined ? undefined : Math.max(0, level - most))),
  }),
  defineFact({
    id: 'schema.tables',
    title: 'Tables in the schema, those of plugins too',
    scope: 'packet',
    reads: ['schema'],
    derive: input => combine([input.fact(stated)], ({ tables }) => tables.size),
  }),
  defineFact({
    id: 'schema.migration_history',
    title: 'Whether the database has the table in which the server notes its migrations (db_migrations)',
    scope: 'packet',
    reads: ['schema'],
    derive: input => combine([input.fact(stated)], ({ tables }) => tables.has('db_migrations')),
  }),
  listOf(
    'schema.missing_tables',
    'Tables that the migrations make and the database lacks, each {table, used_for}',
    d => d.missingTables,
  ),
  listOf(
    'schema.missing_columns',
    'Columns that the migrations make and the database lacks, each {table, column, type}',
    d => d.missingColumns,
  ),
  listOf(
    'schema.missing_indexes',
    'Indexes that the migrations make and the database lacks, each {table, index, definition, unique, used_for}; the same index by another name counts as there',
    d => d.missingIndexes,
  ),
  listOf(
    'schema.changed_indexes',
    'Indexes with the right name and another definition, each {table, index, definition, unique, found}',
    d => d.changedIndexes,
  ),
  listOf(
    'schema.extra_indexes',
    'Indexes on tables of Mattermost that the migrations do not make, each {table, index, definition}',
    d => d.extraIndexes,
  ),
  listOf(
    'schema.duplicate_indexes',
    'Indexes that do the same as another one of their table, each {table, index, same_as}',
    d => d.duplicateIndexes,
  ),
  listOf(
    'schema.extra_columns',
    'Columns in tables of Mattermost that the migrations do not make, each {table, column, type, required}',
    d => d.extraColumns,
  ),
  inSchema(
    'schema.mysql_signs',
    'Signs of a move from MySQL, each {sign, table, name}; sign is index_name (as pgloader gives them), upper_case, collation or type',
    mysqlSigns,
  ),
  inSchema(
    'schema.other_tables',
    'Tables that the migrations of no known level make, each {table, owner}; owner is a plugin\'s name or "unknown"',
    otherTables,
  ),
  listOf(
    'schema.type_differences',
    'Columns of another type than the migrations make, each {table, column, expected, found}',
    d => d.types,
  ),
  listOf(
    'schema.nullability_differences',
    'Columns that allow NULL where the migrations do not, or the reverse, each {table, column, expected, found}',
    d => d.nullability,
  ),
  listOf(
    'schema.missing_options',
    'Storage options the migrations set and the database has otherwise, each {table, option, expected, found}',
    d => d.missingOptions,
  ),
  defineFact({
    id: 'schema.collations',
    title: 'Collations in use, each once',
    scope: 'packet',
    reads: ['schema'],
    derive: input => combine([collations(input)], byTable => [...new Set(byTable.values())].sort()),
  }),
  defineFact({
    id: 'schema.collation_mixed',
    title: 'Whether tables have different collations',
    scope: 'packet',
    reads: ['schema'],
    derive: input => combine([collations(input)], byTable => new Set(byTable.values()).size > 1),
  }),
]
