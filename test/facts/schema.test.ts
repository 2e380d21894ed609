// Facts of the database schema, over the dump of a database that exactly the migrations made.
import { expect, test } from 'vitest'
import { everyTable, expectedSchema } from '../../analyzer/facts/schema/expected.js'
import { tableUse } from '../../analyzer/facts/data/mattermost-table-uses.js'
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
  'duplicate_indexes',
  'extra_columns',
  'mysql_signs',
  'other_tables',
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
    missing_tables: [{ table: 'drafts', used_for: 'drafts and scheduled messages' }],
  })
})

test('tables of plugins are named for their plugin, and those of the migrations are nobody’s', () => {
  const own = {
    columns: [],
    indexes: [{ name: 'x', definition: 'CREATE INDEX x ON public.ir_incident USING btree (id)' }],
  }
  expect(
    differences(dump =>
      dump.tables.push(
        { name: 'db_migrations', ...own },
        { name: 'ir_incident', ...own },
        { name: 'calls_channels', ...own },
        { name: 'callsign', ...own },
      ),
    ),
  ).toEqual({
    other_tables: [
      { table: 'ir_incident', owner: 'Playbooks' },
      { table: 'calls_channels', owner: 'Calls' },
      { table: 'callsign', owner: 'unknown' },
    ],
  })
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
        used_for: 'opening channels and loading messages',
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

test('a second index that does the same is named after the one Mattermost made, whatever their order', () => {
  const { duplicate_indexes } = differences(dump => {
    table(dump, 'posts').indexes.unshift({
      name: 'mine',
      definition: 'CREATE INDEX mine ON public.posts USING btree (userid)',
    })
  })
  expect(duplicate_indexes).toEqual([{ table: 'posts', index: 'mine', same_as: 'idx_posts_user_id' }])
})

test('a column that the migrations do not make, and whether rows must fill it', () => {
  const { extra_columns } = differences(dump => {
    table(dump, 'posts').columns.push(
      { name: 'tenant', data_type: 'integer', is_nullable: false },
      { name: 'note', data_type: 'text', is_nullable: true },
    )
  })
  expect(extra_columns).toEqual([
    { table: 'posts', column: 'tenant', type: 'integer', required: true },
    { table: 'posts', column: 'note', type: 'text', required: false },
  ])
})

test('what pgloader and MySQL leave behind is a sign, an index of Mattermost’s own is none', () => {
  const { mysql_signs } = differences(dump => {
    const posts = table(dump, 'posts')
    posts.name = 'Posts'
    posts.collation = 'utf8mb4_0900_ai_ci'
    posts.columns.find(({ name }) => name === 'createat')!.data_type = 'bigint(20)'
    const index = { definition: 'CREATE INDEX i ON public.posts USING btree (hashtags)' }
    for (const name of ['idx_16421_primary', 'idx_16421_a', 'idx_16421_b', 'idx_2024_by_hand'])
      posts.indexes.push({ ...index, name })
  })
  expect(mysql_signs).toEqual([
    { sign: 'index_name', table: 'Posts', name: 'idx_16421_primary' },
    { sign: 'index_name', table: 'Posts', name: 'idx_16421_a' },
    { sign: 'index_name', table: 'Posts', name: 'idx_16421_b' },
    { sign: 'upper_case', table: 'Posts', name: 'Posts' },
    { sign: 'collation', table: 'Posts', name: 'utf8mb4_0900_ai_ci' },
    { sign: 'type', table: 'Posts', name: 'createat' },
  ])
})

test('two indexes named as pgloader would, or a plugin’s table in capitals, are no sign', () => {
  const { mysql_signs } = differences(dump => {
    const definition = 'CREATE INDEX i ON public.posts USING btree (hashtags)'
    const indexes = ['idx_16421_a', 'idx_16421_b'].map(name => ({ name, definition }))
    table(dump, 'posts').indexes.push(...indexes)
    dump.tables.push({ name: 'Tickets', columns: [], indexes: [] })
  })
  expect(mysql_signs).toBeUndefined()
})

test.each([
  // Exactly known: 10.11 and 11.6.
  ['10.11.3', 141, 0, 0],
  ['10.11.3', 140, 1, 0],
  ['11.6.0', 160, 0, 1],
  // 11.3 brings 141 to 159.
  ['11.3.0', 141, 0, 0],
  ['11.3.0', 150, 0, 0],
  ['11.3.0', 137, 4, 0],
  ['11.3.0', 161, 0, 2],
  // Below and above what is known only one side can be told.
  ['7.1.0', 80, undefined, 0],
  ['12.0.0', 200, 0, undefined],
  ['12.0.0', 141, 18, undefined],
  ['nonsense', 141, undefined, undefined],
])('server %s on migration %s: %s surely missing, %s surely too many', (version, level, missing, ahead) => {
  const input = { diagnostics: { server: { version }, database: { schema_version: String(level) } } }
  expect(factOf('schema.migrations_missing', input)).toBe(missing)
  expect(factOf('schema.migrations_ahead', input)).toBe(ahead)
})

test('every table that any migration makes has its use in words', () => {
  expect([...everyTable()].filter(name => tableUse(name) === undefined)).toEqual([])
})

test('a dump in SQL is compared like the server’s own file', () => {
  const { 'database-schema': dump, ...others } = given(dump => {
    table(dump, 'posts').indexes = table(dump, 'posts').indexes.filter(
      ({ name }) => name !== 'idx_posts_message_txt',
    )
  })
  expect(factOf('schema.missing_indexes', { 'database-schema-sql': dump, ...others })).toMatchObject([
    { index: 'idx_posts_message_txt', used_for: 'searching messages' },
  ])
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
  const compared = lists.filter(list => !['mysql_signs', 'other_tables'].includes(list))
  const none = Object.fromEntries(compared.map(list => [list, undefined]))
  const unknown = { ...given(() => {}), diagnostics: { database: { schema_version: '250' } } }
  expect(compared.map(list => factOf(`schema.${list}`, unknown))).toEqual(compared.map(() => undefined))
  const unstated = { ...given(() => {}), diagnostics: {} }
  expect(Object.fromEntries(compared.map(list => [list, factOf(`schema.${list}`, unstated)]))).toEqual(none)
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
