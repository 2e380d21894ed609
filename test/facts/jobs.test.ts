// Facts of background jobs and plugins.
import { expect, test } from 'vitest'
import { factOf, factsOf } from './facts-of.js'

const hour = 3_600_000
const now = Date.UTC(2026, 10, 21, 12)
const ago = (hours: number) => new Date(now - hours * hour).toISOString()

const run = (status: string, hours: number, more: object = {}) => ({
  id: `${status}-${hours}`,
  type: 'ldap_sync',
  status,
  create_at: ago(hours + 1),
  last_activity_at: ago(hours),
  data: {},
  ...more,
})

test('failed runs with their reason and the line they stand in', () => {
  const jobs = { ldap_sync_jobs: [run('success', 1), run('error', 2, { data: { error: 'timed out' } })] }
  const derived = factsOf({ jobs }).get('jobs.failed', '')
  expect(derived?.value).toEqual([
    { type: 'ldap_sync', id: 'error-2', status: 'error', error: 'timed out', time_ms: now - 2 * hour },
  ])
  expect(derived?.from[0]?.path).toEqual(['ldap_sync_jobs', 1, 'status'])
})

test('a kind of job is failing only when its newest run failed', () => {
  const failing = (...runs: object[]) => factOf('jobs.failing', { jobs: { ldap_sync_jobs: runs } })
  expect(failing(run('success', 1), run('error', 2))).toEqual([])
  expect(failing(run('error', 1), run('success', 2))).toHaveLength(1)
})

test('a job hangs when it gave no sign of life for a day before the packet', () => {
  const jobs = { ldap_sync_jobs: [run('in_progress', 25), run('in_progress', 23), run('pending', 99)] }
  const stuck = factOf('jobs.stuck', { jobs }, { generatedAtMs: now }) as readonly { id: string }[]
  expect(stuck.map(({ id }) => id)).toEqual(['in_progress-25'])
  expect(factOf('jobs.stuck', { jobs })).toBeUndefined()
})

test('lists without runs are an answer, no lists are none', () => {
  expect(factOf('jobs.failed', { jobs: { ldap_sync_jobs: [] } })).toEqual([])
  expect(factOf('jobs.failed', { jobs: {} })).toBeUndefined()
  expect(factOf('jobs.failed', {})).toBeUndefined()
})

test('a run that never started is dated by its creation, and one that is no run is passed over', () => {
  const jobs = {
    migration_jobs: ['odd', null, { status: 'error', create_at: ago(3), start_at: '1970-01-01T00:00:00Z' }],
  }
  expect(factOf('jobs.failed', { jobs })).toEqual([
    { type: 'migration', status: 'error', time_ms: now - 3 * hour },
  ])
})

test('each kind of job is dated by its newest success', () => {
  const jobs = {
    ldap_sync_jobs: [run('success', 5), run('success', 2), run('error', 1)],
    data_retention_jobs: [run('success', 9, { type: 'data_retention' })],
  }
  expect(factOf('jobs.newest_finished', { jobs })).toEqual({
    ldap_sync: now - 2 * hour,
    data_retention: now - 9 * hour,
  })
})

const plugins = {
  enabled: [{ id: 'a', name: 'A', version: '1.0.0' }],
  disabled: [{ id: 'b' }, { id: 'c' }, {}],
}

test('plugins that run and plugins that do not', () => {
  expect(factOf('plugins.enabled', { plugins })).toEqual([{ id: 'a', name: 'A', version: '1.0.0' }])
  expect(factOf('plugins.enabled_count', { plugins })).toBe(1)
  expect(factOf('plugins.disabled_count', { plugins })).toBe(2)
  expect(factOf('plugins.enabled_count', {})).toBeUndefined()
})

test('installed, switched on and not active: the ones that failed', () => {
  const config = {
    PluginSettings: { PluginStates: { b: { Enable: true }, c: { Enable: false }, d: { Enable: true } } },
  }
  expect(factOf('plugins.configured_not_active', { plugins, config })).toEqual([{ id: 'b' }])
  expect(factOf('plugins.configured_not_active', { plugins })).toBeUndefined()
})
