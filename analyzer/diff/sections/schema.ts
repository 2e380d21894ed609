// The database schema: tables, columns with their types, indexes with their definitions.
import { foundSchema, type FoundTable } from '../../facts/schema/found.js'
import type { Facts } from '../../facts/index.js'
import { listFact } from '../../views/read.js'
import type { Row } from '../rows.js'
import { valueOf } from '../values.js'
import { notTold, type SectionDefinition } from './definition.js'

/** A schema of Mattermost has 1,000 columns and indexes. */
const mostRows = 50_000

export const schema: SectionDefinition = {
  id: 'schema',
  title: 'Database schema',
  product: 'mattermost',
  take({ documents, facts }) {
    const document = documents.of('database-schema')[0] ?? documents.of('database-schema-sql')[0]
    const tables = foundSchema(document?.value)
    if (tables === undefined) return notTold('it has no database schema that could be read')
    const odd = oddParts(facts)
    const rows = [...tables.values()].flatMap(rowsOf).slice(0, mostRows)
    return odd === undefined
      ? rows
      : rows.map(row => ({ ...row, isDefault: !odd.has(row.key.toLowerCase()), isMissed: true }))
  },
}

interface Difference {
  readonly table?: string
  readonly column?: string
  readonly index?: string
}

/** What is other than the migrations made it; `undefined` where nobody can tell. Other parts are as the release has them. */
function oddParts(facts: Facts): ReadonlySet<string> | undefined {
  if (listFact(facts, 'schema.missing_tables') === undefined) return undefined
  const found = [
    'other_tables',
    'extra_columns',
    'extra_indexes',
    'changed_indexes',
    'type_differences',
    'nullability_differences',
  ].flatMap(id => listFact<Difference>(facts, `schema.${id}`)?.value ?? [])
  return new Set(
    found.map(({ table = '', column, index }) => {
      const key = column === undefined ? `index ${table}.${index}` : `column ${table}.${column}`
      return (column ?? index) === undefined ? `table ${table}`.toLowerCase() : key.toLowerCase()
    }),
  )
}

function rowsOf(table: FoundTable): readonly Row[] {
  const { name, collation, options, columns, indexes } = table
  const set = [...options].map(([key, value]) => `${key}=${value}`)
  const own: Row = {
    key: `table ${name}`,
    name: `table ${name}`,
    values: { collation: valueOf(collation ?? 'as the database'), options: valueOf(set) },
  }
  return [
    own,
    ...[...columns].map(([column, { type, nullable }]) => ({
      key: `column ${name}.${column}`,
      name: `column ${name}.${column}`,
      values: {
        type: valueOf(type),
        ...(nullable === undefined ? {} : { null: valueOf(nullable ? 'allowed' : 'not allowed') }),
      },
    })),
    ...[...indexes].map(([index, definition]) => ({
      key: `index ${name}.${index}`,
      name: `index ${name}.${index}`,
      values: { '': valueOf(definition) },
    })),
  ]
}
