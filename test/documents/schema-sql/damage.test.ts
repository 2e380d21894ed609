// Damaged schema dumps: cut, flipped, repeated. They give what can be read, with problems, in bounded time.
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { loadSqlParser, parseDatabaseSchemaSql } from '../../../analyzer/documents/schema-sql/index.js'
import { decodeText } from '../../../analyzer/documents/text.js'
import { expectedSchema } from '../../../analyzer/facts/schema/expected.js'

beforeAll(() => loadSqlParser())

/** A few tables of Mattermost, as pg_dump writes them. */
const tables = ['posts', 'users', 'channels'].map(name => [name, expectedSchema(141)!.get(name)!] as const)
const statements = tables.flatMap(([name, { columns, indexes }]) => [
  `CREATE TABLE public.${name} (\n${[...columns]
    .map(
      ([column, { type, nullable }]) =>
        `    ${column} ${type === 'USER-DEFINED' ? 'public.channel_type' : type}${nullable ? '' : ' NOT NULL'}`,
    )
    .join(',\n')}\n);\n`,
  ...[...indexes.values()].map(definition => `${definition};\n`),
])
const dump = Buffer.from(
  `--\n-- PostgreSQL database dump\n--\n\n${statements.join('\n')}\n--\n-- PostgreSQL database dump complete\n--\n\n`,
)

const read = (bytes: Buffer) => parseDatabaseSchemaSql(decodeText(bytes))

test('the whole dump is read without a problem', () => {
  const found = read(dump)
  expect(found).toMatchObject({ kind: 'ok', problems: [] })
})

test('cut anywhere, it says so or says that nothing is there', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: dump.length - 100 }), length => {
      const found = read(dump.subarray(0, length))
      const problems = found.kind === 'ok' ? found.problems : [found.problem]
      expect(problems.length).toBeGreaterThan(0)
      if (found.kind === 'ok') expect(problems[0]?.code).toBe('DOCUMENT_CUT')
    }),
  )
})

test('with bytes flipped it never throws, and whatever it gives can be located', () => {
  const flips = fc.array(fc.tuple(fc.nat(dump.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(flips, places => {
      const bytes = Buffer.from(dump)
      for (const [at, value] of places) bytes[at] = value
      const found = read(bytes)
      if (found.kind !== 'ok') return
      const count = found.value.tables?.length ?? 0
      for (let index = 0; index < count; index++) {
        expect(found.locate(['tables', index, 'columns', 0])?.line).toBeGreaterThan(0)
      }
    }),
    { numRuns: 60 },
  )
})

test('many small statements and rows that are no statements cost time in proportion', () => {
  const rows = `COPY public.posts (id) FROM stdin;\n${'it\'s; "a" row $$ /* of --\n'.repeat(100_000)}\\.\n`
  const settings = 'SET a = 1; '.repeat(100_000)
  const found = read(Buffer.concat([dump, Buffer.from(rows), Buffer.from(settings), dump]))
  expect(found).toMatchObject({ kind: 'ok', problems: [] })
})
