// Schema dumps against the database they are of: real PostgreSQL says in its catalogue what the dump must have been read as.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DatabaseSchema, SchemaTable } from '../../../analyzer/documents/database-schema.js'
import { loadSqlParser, parseDatabaseSchemaSql } from '../../../analyzer/documents/schema-sql/index.js'
import { expectedSchema } from '../../../analyzer/facts/schema/expected.js'
import { parsed } from '../read.js'
import { startPostgres } from './postgres.js'
import type { Postgres } from './postgres.js'

let postgres: Postgres

beforeAll(async () => {
  postgres = startPostgres()
  await loadSqlParser()
})

afterAll(() => postgres.stop())

/** What the server's own queries give for its schema: `information_schema.columns`, `pg_indexes`, `reloptions`. */
const catalogue = `
SELECT json_agg(t) FROM (
  SELECT c.relname AS name,
    (SELECT json_object_agg(split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)) FROM unnest(c.reloptions) o) AS options,
    (SELECT collation_name FROM information_schema.columns i WHERE i.table_schema = n.nspname
      AND i.table_name = c.relname AND collation_name IS NOT NULL ORDER BY ordinal_position LIMIT 1) AS collation,
    (SELECT json_agg(json_build_object('name', column_name, 'data_type', data_type,
        'max_length', character_maximum_length, 'is_nullable', is_nullable = 'YES') ORDER BY ordinal_position)
      FROM information_schema.columns i WHERE i.table_schema = n.nspname AND i.table_name = c.relname) AS columns,
    (SELECT json_agg(json_build_object('name', indexname, 'definition', indexdef))
      FROM pg_indexes x WHERE x.schemaname = n.nspname AND x.tablename = c.relname) AS indexes
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')) t`

interface CatalogueTable {
  name: string
  options: Record<string, string> | null
  collation: string | null
  columns: { name: string; data_type: string; max_length: number | null; is_nullable: boolean }[] | null
  indexes: { name: string; definition: string }[] | null
}

/** Tables by name, indexes sorted: both have no order of their own. */
function comparable(tables: readonly SchemaTable[]): Record<string, unknown> {
  const byName = tables.map(({ name, indexes, ...table }) => {
    const definitions = (indexes ?? []).map(({ definition }) => definition ?? '').sort()
    return [name ?? '', { ...table, definitions }] as const
  })
  return Object.fromEntries(byName)
}

function fromCatalogue(database: string): Record<string, unknown> {
  const tables = JSON.parse(postgres.query(database, catalogue)) as CatalogueTable[]
  const asInPacket = tables.map(({ name, options, collation, columns, indexes }) => ({
    name,
    ...(collation === null ? {} : { collation }),
    ...(options === null ? {} : { options }),
    columns: (columns ?? []).map(({ max_length, ...column }) =>
      max_length === null ? column : { ...column, max_length },
    ),
    indexes: indexes ?? [],
  }))
  return comparable(asInPacket)
}

function database(name: string, ddl: string): string {
  postgres.query('postgres', `CREATE DATABASE ${name}`)
  postgres.query(name, ddl)
  return name
}

function readDump(...args: Parameters<Postgres['dump']>): DatabaseSchema {
  const read = parsed(parseDatabaseSchemaSql, postgres.dump(...args))
  expect(read.problems).toEqual([])
  return read.value
}

/** The statements that make what the migrations made at a level; enums as PostgreSQL has them. */
function ddlOf(level: number): string {
  const statements: string[] = ["CREATE TYPE an_enum AS ENUM ('a', 'b');"]
  for (const [name, { columns, indexes, options }] of expectedSchema(level)!) {
    const parts = [...columns].map(([column, { type, nullable }]) => {
      const sqlType = type === 'USER-DEFINED' ? 'an_enum' : type === 'ARRAY' ? 'text[]' : type
      return `"${column}" ${sqlType}${nullable ? '' : ' NOT NULL'}`
    })
    const storage = [...options].map(([option, value]) => `${option} = ${value}`)
    const withOptions = storage.length === 0 ? '' : ` WITH (${storage.join(', ')})`
    statements.push(`CREATE TABLE ${name} (${parts.join(', ')})${withOptions};`)
    for (const [index, definition] of indexes) statements.push(indexDdl(name, index, definition))
  }
  return statements.join('\n')
}

/** Primary keys are constraints in the database; the dump then has no CREATE INDEX for them. */
function indexDdl(table: string, index: string, definition: string): string {
  const keys = /USING btree (\(.*\))$/.exec(definition)?.[1]
  return index === `${table}_pkey` && keys !== undefined
    ? `ALTER TABLE ${table} ADD CONSTRAINT ${index} PRIMARY KEY ${keys};`
    : `${definition};`
}

test.each([141, 159])('the dump of a database at level %i is read as its catalogue says', level => {
  const name = database(`level${level}`, ddlOf(level))
  const read = comparable(readDump(name).tables ?? [])
  expect(Object.keys(read).length).toBeGreaterThan(70)
  expect(read).toEqual(fromCatalogue(name))
})

const oddities = `
CREATE DOMAIN short_text AS varchar(12);
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE types (a varchar, b varchar(3) COLLATE "C", c char(4), d "char", e numeric(5,2), f timestamptz(3),
  g timestamp, h interval day, i int[], j varchar(9)[], k uuid, l json, m jsonb, n inet, o tsvector, p real,
  q double precision, r smallint, s bit(3), t bit varying(5), u time, v timetz, w date, x oid, y mood, z xml,
  aa mood[], ab money, ac point, ad text COLLATE "POSIX", ae bytea, af name, ag regclass, ah smallint[][]);
CREATE TABLE "Mixed Case" ("Id" int PRIMARY KEY, "a""b" text NOT NULL DEFAULT 'x;''y', serial bigserial,
  gen int GENERATED ALWAYS AS ("Id" * 2) STORED, ident int GENERATED BY DEFAULT AS IDENTITY, UNIQUE ("a""b", gen));
CREATE TABLE domains (a short_text, b short_text NOT NULL);
CREATE TABLE ümlaut (名前 text NOT NULL, größe int, CONSTRAINT größe_nn UNIQUE NULLS NOT DISTINCT (größe) INCLUDE (名前));
CREATE TABLE stored (a text) WITH (fillfactor = 70, autovacuum_enabled = false, autovacuum_vacuum_scale_factor = 0.1);
CREATE TABLE parts (a int NOT NULL, b text, PRIMARY KEY (a)) PARTITION BY RANGE (a);
CREATE TABLE part1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
CREATE UNLOGGED TABLE unlogged (a int);
CREATE INDEX i1 ON types USING gin (m jsonb_path_ops) WHERE (a IS NOT NULL);
CREATE INDEX "I 2" ON types (lower(a), b DESC NULLS LAST) INCLUDE (c) WITH (fillfactor = 50);
CREATE INDEX i3 ON types ((a || ';') text_pattern_ops);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $body$ SELECT 1; -- ' " CREATE TABLE no (a int);
$body$;
CREATE VIEW seen AS SELECT a FROM types;
CREATE MATERIALIZED VIEW kept AS SELECT a FROM types;
CREATE INDEX on_kept ON kept (a);
COMMENT ON TABLE types IS 'it''s; CREATE TABLE nor (a int);';
`

test('types, names, collations, options and indexes of every sort are read as the catalogue says', () => {
  const name = database('odd', oddities)
  const read = comparable(readDump(name).tables ?? [])
  expect(read).toEqual(fromCatalogue(name))
})

test('a dump with --create states encoding and collation, one with --inserts and one with rows no table more', () => {
  const name = database(
    'filled',
    `CREATE TABLE posts (id text); INSERT INTO posts VALUES (E';\\n\\\\.\\n''');`,
  )
  expect(readDump(name, '--create')).toMatchObject({ database_encoding: 'UTF8', database_collation: 'C' })
  const tables = readDump(name).tables
  expect(readDump(name, '--inserts').tables).toEqual(tables)
  postgres.query(name, 'CREATE SCHEMA other; CREATE TABLE other.notes (id text)')
  expect(readDump(name).tables).toEqual(tables)
})
