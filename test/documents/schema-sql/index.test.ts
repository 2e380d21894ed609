// Schema dumps in SQL, sound and damaged.
import { beforeAll, expect, test } from 'vitest'
import { loadSqlParser, parseDatabaseSchemaSql } from '../../../analyzer/documents/schema-sql/index.js'
import { sourceText } from '../../../analyzer/documents/text.js'
import { codes, parsed, readSample } from '../read.js'

beforeAll(() => loadSqlParser())

const header = '--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n\n'
const trailer = '\n--\n-- PostgreSQL database dump complete\n--\n'
const dumpOf = (...statements: string[]) => header + statements.join('\n') + trailer

const parse = (text: string) => parsed(parseDatabaseSchemaSql, text)
const tablesIn = (text: string) => parse(text).value.tables
const refusal = (text: string) => codesOf(text).join()
const codesOf = (text: string) => {
  const found = parseDatabaseSchemaSql(sourceText(text))
  return codes(found.kind === 'ok' ? found.problems : [found.problem])
}

const hooks = dumpOf(
  'CREATE TABLE public.hooks (',
  '    id character varying(26) NOT NULL,',
  '    "größe" bigint',
  ');',
  'ALTER TABLE public.hooks OWNER TO mmuser;',
  'ALTER TABLE ONLY public.hooks',
  '    ADD CONSTRAINT hooks_pkey PRIMARY KEY (id);',
  'CREATE INDEX idx_hooks ON public.hooks USING btree ("größe");',
)

test('a table with columns, primary key and index, in the words of the YAML', () => {
  expect(parse(hooks)).toMatchObject({
    problems: [],
    value: {
      tables: [
        {
          name: 'hooks',
          columns: [
            { name: 'id', data_type: 'character varying', max_length: 26, is_nullable: false },
            { name: 'größe', data_type: 'bigint', is_nullable: true },
          ],
          indexes: [
            {
              name: 'hooks_pkey',
              definition: 'CREATE UNIQUE INDEX hooks_pkey ON public.hooks USING btree (id)',
            },
            { name: 'idx_hooks', definition: 'CREATE INDEX idx_hooks ON public.hooks USING btree ("größe")' },
          ],
        },
      ],
    },
  })
})

test('every part is traced to its line and column', () => {
  const { locate } = parse(hooks)
  const lines = [
    ['tables', 0],
    ['tables', 0, 'columns', 1, 'data_type'],
    ['tables', 0, 'indexes', 0],
    ['tables', 0, 'indexes', 1, 'definition'],
    ['database_encoding'],
  ].map(path => locate(path))
  expect(lines).toEqual([
    { line: 7, column: 1 },
    { line: 9, column: 5 },
    { line: 13, column: 9 },
    { line: 14, column: 1 },
    { line: 7, column: 1 },
  ])
})

// pg_dump 11 sets `default_with_oids`, 12 and later the access method; 2025's patches write \restrict; 17 and later
// transaction_timeout; 18 names NOT NULL constraints that have not their usual name.
test.each([
  ['11', 'SET default_with_oids = false;', 'a text NOT NULL'],
  ['13', 'SET default_table_access_method = heap;', 'a text NOT NULL'],
  ['17', '\\restrict kQ0abc\n\nSET transaction_timeout = 0;', 'a text NOT NULL'],
  ['18', '\\restrict kQ0abc\n\nSET transaction_timeout = 0;', 'a text CONSTRAINT old_a_not_null NOT NULL'],
])('what pg_dump %s writes is read', (_version, settings, column) => {
  const text = dumpOf(settings, `CREATE TABLE public.posts (\n    ${column}\n);`)
  expect(parse(text)).toMatchObject({
    problems: [],
    value: { tables: [{ name: 'posts', columns: [{ name: 'a', data_type: 'text', is_nullable: false }] }] },
  })
})

test('a dump that was cut off says so, and gives what stands before', () => {
  const cut = parse(hooks.slice(0, hooks.indexOf('ADD CONSTRAINT')))
  expect(codes(cut)).toEqual(['DOCUMENT_CUT 13:5'])
  expect(cut.value.tables).toHaveLength(1)
  expect(codesOf(hooks.slice(0, -60))).toEqual([expect.stringMatching(/^DOCUMENT_CUT/)])
})

test('a statement that is none is a problem with its place, and the others are read', () => {
  const text = dumpOf('CREATE TABLE public.a (id text,);', 'CREATE TABLE public.b (id text);')
  expect(codesOf(text)).toEqual(['SQL_SYNTAX 7:32'])
  expect(tablesIn(text)).toMatchObject([{ name: 'b' }])
})

test('without statements that make tables, or in another format, it says what it is', () => {
  expect(refusal('')).toBe('DOCUMENT_SHAPE')
  expect(refusal('SELECT 1;')).toBe('DOCUMENT_SHAPE')
  expect(refusal('PGDMP\u0001\u000f')).toBe('DOCUMENT_SHAPE')
  expect(refusal('-- MySQL dump 10.13\nCREATE TABLE `Posts` (`Id` varchar(26));')).toBe('DOCUMENT_SHAPE')
})

test('YAML under the name of the documentation is read as YAML', () => {
  const yaml = 'database_encoding: UTF8\ntables:\n- name: posts\n'
  expect(parse(yaml).value).toEqual({ database_encoding: 'UTF8', tables: [{ name: 'posts' }] })
})

test('of several schemas the one counts that has Mattermost’s tables', () => {
  const elsewhere = dumpOf('CREATE TABLE public.x (a int);', 'CREATE TABLE chat.posts (a int);')
  expect(tablesIn(elsewhere)).toMatchObject([{ name: 'posts' }])
  const both = dumpOf('CREATE TABLE old.posts (a int);', 'CREATE TABLE public.posts (b int);')
  expect(tablesIn(both)).toMatchObject([{ name: 'posts', columns: [{ name: 'b' }] }])
})

test('hostile scripts: deep, endless, huge', () => {
  const deep = `CREATE INDEX x ON t ((${'1+'.repeat(20_000)}1));`
  expect(refusal(deep)).toMatch(/^SQL_SYNTAX/)
  expect(refusal(`CREATE TABLE t (${'a int,'.repeat(20_000)}b int);`)).toMatch(/^DOCUMENT_TOO_LARGE/)
  expect(refusal('CREATE TABLE t (a a a);\n'.repeat(200))).toMatch(/^DOCUMENT_TOO_LARGE/)
  expect(refusal('CREATE TABLE t (a text;\n/*'.repeat(3))).toMatch(/^SQL_SYNTAX|^DOCUMENT_CUT/)
  // The parser lives on.
  expect(tablesIn('CREATE TABLE t (a text);')).toHaveLength(1)
})

test('a name such as __proto__ is a name', () => {
  const tables = tablesIn('CREATE TABLE "__proto__" ("constructor" "__proto__", "__proto__" text);')
  expect(tables).toMatchObject([
    { name: '__proto__', columns: [{ data_type: 'USER-DEFINED' }, { name: '__proto__', data_type: 'text' }] },
  ])
})

test('in a packet it takes the place of the YAML', async () => {
  const { documents, inventory } = await readSample('healthy-11-6', {
    'database_schema.yaml': undefined,
    'postgres_schema_dump.sql': hooks,
  })
  expect(documents.of('database-schema-sql')).toMatchObject([{ value: { tables: [{ name: 'hooks' }] } }])
  expect(inventory.problems.filter(({ message }) => /schema/.test(message))).toEqual([])
})
