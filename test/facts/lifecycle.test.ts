// Facts of what this tool knows of releases, and of the end of PostgreSQL's versions.
import { expect, test } from 'vitest'
import { releasesAsOf } from '../../analyzer/facts/data/mattermost-releases.js'
import { factOf } from './facts-of.js'

const metadata = { metadata: { server_version: '11.0.0' } }

test('every table says of which day it is, and the oldest one tells the age', () => {
  const dates = factOf('lifecycle.as_of', metadata) as Record<string, string>
  expect(dates['releases']).toBe(releasesAsOf)
  for (const date of Object.values(dates)) expect(date).toMatch(/^20\d\d-\d\d-\d\d$/)
  const oldest = Math.min(...Object.values(dates).map(date => Date.parse(date)))
  const age = (days: number) =>
    factOf('lifecycle.age_days', metadata, { generatedAtMs: oldest + days * 86_400_000 })
  expect([age(0), age(30.9), age(-400)]).toEqual([0, 30, 0])
  expect(factOf('lifecycle.age_days', metadata)).toBeUndefined()
})

test.each([
  ['2025-11-13T23:59:59Z', '13.10', 0],
  ['2025-11-14T00:00:01Z', '13.10', -1],
  ['2026-11-21T12:00:00Z', '15.18 (Debian 15.18-0+deb12u1)', 355],
  ['2026-11-21T00:00:00Z', '42.0', undefined],
])('on %s PostgreSQL %s has %s days of support left', (day, version, left) => {
  const diagnostics = { database: { type: 'postgres', version } }
  expect(factOf('database.support_days_left', { diagnostics }, { generatedAtMs: Date.parse(day) })).toBe(left)
})

test('MySQL has no end in the table of PostgreSQL', () => {
  expect(
    factOf('database.end_of_support', { diagnostics: { database: { type: 'mysql', version: '15.0' } } }),
  ).toBe(undefined)
})

test.each([
  [0, undefined],
  [1, 'small'],
  [200, 'small'],
  [201, 'medium'],
  [2_000, 'medium'],
  [15_000, 'large'],
  [15_001, 'very large'],
])('%i active users make an installation %s', (active_users, size) => {
  expect(factOf('users.size_class', { stats: { active_users } })).toBe(size)
})
