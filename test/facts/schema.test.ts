// Facts of the database schema, over the dump of a database that exactly the migrations made.
import { expect, test } from 'vitest'
import { expectedSchema } from '../../analyzer/facts/schema/expected.js'
import { indexMeaning } from '../../analyzer/facts/schema/differences.js'
import { documentsOf } from '../../analyzer/documents/parse.js'
import { deriveFacts } from '../../analyzer/facts/index.js'
import { factOf, sourcesOf } from './facts-of.js'

interface Dump {
  database_collation?: string
  tables: DumpTable[]
}

interface DumpTable {
  name: string
  collation?: string
  options?: Record<string, string>
  columns: { name: string; data_type: string; max_length?: number; is_nullable: boolean }[]
  indexes: { name: string; definition: string }[]
}

/** The dump of a sound database at a level, in the packet's words. */
function soundDump(level = 141): Dump {
  const tables = [...expectedSchema(level)!].map(([name, { columns, indexes, options }]) => ({
    name,
    options: Object.fromEntries(options),
    columns: [...columns].map(([column, { type, nullable }]) => {
      const [, data_type = type, length] = /^(.*)\((\d+)\)$/.exec(type) ?? []
      return {
        name: column,
        data_type,
        ...(length === undefined ? {} : { max_length: Number(length) }),
        is_nullable: nullable,
      }
    }),
    indexes: [...indexes].map(([name, definition]) => ({ name, definition })),
  }))
  return { database_collation: 'C.UTF-8', tables }
}

/** A sound dump after a change, with the level the database states. */
function given(change: (dump: Dump) => void, level: number | undefined = 141) {
  const dump = soundDump(level)
  change(dump)
  const database = level === undefined ? {} : { schema_version: String(level) }
  return { 'database-schema': dump, diagnostics: { database } }
}

const table = (dump: Dump, name: string): DumpTable => dump.tables.find(table => table.name === name)!

const lists = [
  'missing_tables',
  'missing_columns',
  'missing_indexes',
  'changed_indexes',
  'extra_indexes',
  'type_differences',
  'nullability_differences',
  'missing_options',
]

/** The lists that are not empty. */
function differences(...args: Parameters<typeof given>): Record<string, unknown> {
  const input = given(...args)
  const values = lists.map(list => [list, factOf(`schema.${list}`, input)] as const)
  return Object.fromEntries(values.filter(([, value]) => !(Array.isArray(value) && value.length === 0)))
}

test.each([100, 113, 124, 141, 159])('a database at level %i has no difference from its own level', level => {
  expect(differences(() => {}, level)).toEqual({})
})

test('a table that is gone is one missing table, not many missing columns', () => {
  expect(differences(dump => dump.tables.splice(dump.tables.indexOf(table(dump, 'drafts')), 1))).toEqual({
    missing_tables: [{ table: 'drafts' }],
  })
})

test('tables of plugins and of the migrations are nobody’s difference', () => {
  const own = {
    columns: [],
    indexes: [{ name: 'x', definition: 'CREATE INDEX x ON public.ir_incident USING btree (id)' }],
  }
  expect(
    differences(dump => dump.tables.push({ name: 'db_migrations', ...own }, { name: 'ir_incident', ...own })),
  ).toEqual({})
})

test('a column that is gone, of another type, or may be NULL', () => {
  expect(
    differences(dump => {
      const users = table(dump, 'users')
      users.columns = users.columns.filter(({ name }) => name !== 'nickname')
      users.columns.find(({ name }) => name === 'email')!.max_length = 64
      users.columns.find(({ name }) => name === 'id')!.is_nullable = true
    }),
  ).toEqual({
    missing_columns: [{ table: 'users', column: 'nickname', type: 'character varying(64)' }],
    type_differences: [
      { table: 'users', column: 'email', expected: 'character varying(128)', found: 'character varying(64)' },
    ],
    nullability_differences: [{ table: 'users', column: 'id', expected: false, found: true }],
  })
})

test('the same index by another name, or in another schema, is not missing', () => {
  expect(
    differences(dump => {
      const index = table(dump, 'posts').indexes.find(({ name }) => name === 'idx_posts_user_id')!
      index.name = 'posts_by_user'
      index.definition = 'CREATE INDEX posts_by_user ON mattermost.posts USING btree (userid)'
    }),
  ).toEqual({})
})

test('an index with the right name and other columns is changed, one without a counterpart is extra', () => {
  expect(
    differences(dump => {
      const { indexes } = table(dump, 'posts')
      indexes.find(({ name }) => name === 'idx_posts_user_id')!.definition =
        'CREATE INDEX idx_posts_user_id ON public.posts USING btree (userid, createat)'
      indexes.push({ name: 'mine', definition: 'CREATE INDEX mine ON public.posts USING btree (type)' })
    }),
  ).toEqual({
    changed_indexes: [
      {
        table: 'posts',
        index: 'idx_posts_user_id',
        definition: 'CREATE INDEX idx_posts_user_id ON public.posts USING btree (userid)',
        unique: false,
        found: 'CREATE INDEX idx_posts_user_id ON public.posts USING btree (userid, createat)',
      },
    ],
    extra_indexes: [
      { table: 'posts', index: 'mine', definition: 'CREATE INDEX mine ON public.posts USING btree (type)' },
    ],
  })
})

test('a unique index that is gone is told apart: it kept data from being doubled', () => {
  const { missing_indexes } = differences(dump => {
    const users = table(dump, 'users')
    users.indexes = users.indexes.filter(({ name }) => name !== 'users_email_key')
  })
  expect(missing_indexes).toMatchObject([{ index: 'users_email_key', unique: true }])
})

test('storage options: another value and none, but not 0.10 for 0.1', () => {
  const { missing_options } = differences(dump => {
    table(dump, 'posts').options = { autovacuum_vacuum_scale_factor: '0.2' }
    table(dump, 'fileinfo').options!['autovacuum_vacuum_scale_factor'] = '0.10'
  })
  expect(missing_options).toEqual([
    { table: 'posts', option: 'autovacuum_analyze_scale_factor', expected: '0.05' },
    { table: 'posts', option: 'autovacuum_vacuum_scale_factor', expected: '0.1', found: '0.2' },
  ])
})

test('without a level, or at one that is not known, nothing is said to be missing', () => {
  const none = Object.fromEntries(lists.map(list => [list, undefined]))
  const unknown = { ...given(() => {}), diagnostics: { database: { schema_version: '250' } } }
  expect(lists.map(list => factOf(`schema.${list}`, unknown))).toEqual(lists.map(() => undefined))
  const unstated = { ...given(() => {}), diagnostics: {} }
  expect(Object.fromEntries(lists.map(list => [list, factOf(`schema.${list}`, unstated)]))).toEqual(none)
})

test('of a dump that is damaged or could not be read in full, nothing is said to be missing', () => {
  const input = given(dump => dump.tables.splice(3))
  expect(factOf('schema.missing_tables', input)).not.toEqual([])
  const sources = sourcesOf(input)
  const problem = {
    code: 'YAML_SYNTAX',
    severity: 'error',
    message: 'cut',
    entry: 'database-schema',
  } as const
  const documents = documentsOf(sources.documents.all, [problem])
  expect(deriveFacts({ ...sources, documents }).get('schema.missing_tables', '')).toBeUndefined()
})

test('collations are mixed when one table has another than the database', () => {
  const mixed = (collation?: string) =>
    factOf(
      'schema.collation_mixed',
      given(dump => void (collation && (table(dump, 'posts').collation = collation))),
    )
  expect([mixed(), mixed('C.UTF-8'), mixed('en_US')]).toEqual([false, false, true])
})

test('odd dumps give nothing rather than a crash', () => {
  for (const dump of [null, [], 'text', { tables: null }, { tables: [null, 7, { columns: 'x' }] }]) {
    expect(factOf('schema.missing_tables', { ...given(() => {}), 'database-schema': dump })).toBeUndefined()
  }
})

test('what an index does leaves out its name, schema and letter case', () => {
  expect(indexMeaning('CREATE UNIQUE INDEX a_pkey ON ONLY public.a USING btree (id)')).toBe(
    'unique using btree (id)',
  )
  expect(indexMeaning('create index "A b" on chat.a using gin (x)')).toBe('using gin (x)')
  expect(indexMeaning('nonsense')).toBe('nonsense')
  expect(
    indexMeaning("CREATE INDEX a ON public.a USING btree (id) WITH (fillfactor='90') WHERE (x = 0)"),
  ).toBe('using btree (id) where (x = 0)')
})
