// The schema data: every level comes out as the migrations make it.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { expectedSchema } from '../../../analyzer/facts/schema/expected.js'
import type { ExpectedSchema } from '../../../analyzer/facts/schema/expected.js'

/** Level → digest of the schema that a real database had after that migration. */
const digests = JSON.parse(
  readFileSync(new URL('../../fixtures/facts/schema-level-digests.json', import.meta.url), 'utf8'),
) as Record<string, string>

function digest(schema: ExpectedSchema): string {
  const lines = [...schema].flatMap(([table, { columns, indexes, options }]) => [
    ...[...columns].map(
      ([name, { type, nullable }]) => `${table}.${name} ${type} ${nullable ? 'null' : 'not null'}`,
    ),
    ...indexes.values(),
    ...[...options].map(([key, value]) => `${table} ${key}=${value}`),
  ])
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex').slice(0, 16)
}

test('every level from 100 to 159 has the tables, columns, indexes and options of a migrated database', () => {
  const levels = Object.keys(digests).map(Number)
  expect(levels).toHaveLength(59)
  const made = Object.fromEntries(
    levels.map(level => [level, digest(expectedSchema(level) ?? new Map<string, never>())]),
  )
  expect(made).toEqual(digests)
})

test('a number without a migration is the level before it', () => {
  expect(digest(expectedSchema(110)!)).toBe(digests['109'])
})

test('levels outside of what is known give nothing rather than a guess', () => {
  expect([99, 160, 141.5, Number.NaN].map(expectedSchema)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
