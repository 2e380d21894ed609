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

/** Runs of one kind that ended well, each so many minutes long, a day apart. */
const history = (...minutes: number[]) =>
  minutes.map((length, index) =>
    run('success', 24 * (index + 1), { start_at: ago(24 * (index + 1) + length / 60), id: `old-${index}` }),
  )

const ids = (fact: string, runs: object[]) =>
  (factOf(fact, { jobs: { ldap_sync_jobs: runs } }, { generatedAtMs: now }) as { id: string }[]).map(
    ({ id }) => id,
  )

test('with a history of short runs, less silence than a day is too long: ten times the longest, an hour at least', () => {
  expect(ids('jobs.stuck', [run('in_progress', 1.1), ...history(1, 2)])).toEqual(['in_progress-1.1'])
  expect(ids('jobs.stuck', [run('in_progress', 0.9), ...history(1, 2)])).toEqual([])
  expect(ids('jobs.stuck', [run('in_progress', 2.9), ...history(5, 18)])).toEqual([])
  expect(ids('jobs.stuck', [run('in_progress', 3.1), ...history(5, 18)])).toEqual(['in_progress-3.1'])
  // One run before tells nothing of what is usual, and a day is too long for any.
  expect(ids('jobs.stuck', [run('in_progress', 23), ...history(1)])).toEqual([])
  expect(ids('jobs.stuck', [run('in_progress', 25), ...history(600, 600)])).toEqual(['in_progress-25'])
})

test('a run that lives but takes ten times as long as any before is slow, after six hours', () => {
  const living = (hours: number) => run('in_progress', 0.1, { start_at: ago(hours) })
  const slow = factOf(
    'jobs.slow',
    { jobs: { ldap_sync_jobs: [living(8), ...history(10, 30)] } },
    { generatedAtMs: now },
  )
  expect(slow).toEqual([
    { type: 'ldap_sync', id: 'in_progress-0.1', running_ms: 8 * hour, usual_ms: hour / 2 },
  ])
  expect(ids('jobs.slow', [living(5), ...history(10, 30)])).toEqual([])
  expect(ids('jobs.slow', [living(8), ...history(10, 60)])).toEqual([])
  expect(ids('jobs.slow', [living(100)])).toEqual([])
})

test('runs that wait, and runs that were to be cancelled, for more than an hour', () => {
  const waiting = [
    run('pending', 0, { create_at: ago(2), id: 'a' }),
    run('pending', 0, { create_at: ago(0.5) }),
  ]
  expect(ids('jobs.waiting', waiting)).toEqual(['a'])
  expect(ids('jobs.not_cancelled', [run('cancel_requested', 2), run('cancel_requested', 0.5)])).toEqual([
    'cancel_requested-2',
  ])
})

test('two living runs of a kind are doubled; one that hangs, or another migration, is not', () => {
  expect(ids('jobs.doubled', [run('in_progress', 0.1), run('in_progress', 0.2)])).toHaveLength(2)
  expect(ids('jobs.doubled', [run('in_progress', 0.1), run('in_progress', 30)])).toEqual([])
  const migration = (key: string) => run('in_progress', 0.1, { data: { migration_key: key } })
  expect(ids('jobs.doubled', [migration('a'), migration('b')])).toEqual([])
})

test('each migration is a job of its own: a later one that went well hides no failure', () => {
  const migration = (status: string, hours: number, key: string) =>
    run(status, hours, { type: 'migrations', data: { migration_key: key } })
  const failing = (...runs: object[]) =>
    factOf('jobs.failing', { jobs: { migration_jobs: runs } }) as { migration_key: string }[]
  expect(failing(migration('success', 1, 'b'), migration('error', 2, 'a'))).toMatchObject([
    { migration_key: 'a' },
  ])
  expect(failing(migration('success', 1, 'a'), migration('error', 2, 'a'))).toEqual([])
})

test('what ended with a warning, and how many runs of each kind are listed', () => {
  const jobs = { ldap_sync_jobs: [run('warning', 1), run('success', 2)], message_export_jobs: [] }
  expect(factOf('jobs.warned', { jobs })).toMatchObject([{ id: 'warning-1' }])
  expect(factOf('jobs.listed', { jobs })).toEqual({ ldap_sync: 2, message_export: 0 })
  expect(factOf('jobs.listed', { jobs: {} })).toBeUndefined()
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
