// What the overview says of facts: only what they tell, in sentences, and no more than a reader takes in.
import { describe, expect, test } from 'vitest'
import { overviewOf } from '../../analyzer/overview/index.js'
import type { Facts } from '../../analyzer/facts/index.js'
import type { OverviewTopic } from '../../analyzer/analysis.js'

/** Facts as a packet would give them: the same ones for every node. */
function factsOf(values: Readonly<Record<string, unknown>>): Facts {
  return {
    get: id => (id in values ? { value: values[id], from: [] } : undefined),
    ids: () => Object.keys(values),
  }
}

const linesOf = (values: Readonly<Record<string, unknown>>, nodes: readonly string[] = ['']) =>
  overviewOf('mattermost', factsOf(values), nodes)

function only(topic: OverviewTopic, values: Readonly<Record<string, unknown>>) {
  const found = linesOf(values).filter(line => line.topic === topic)
  expect(found.length).toBeLessThanOrEqual(1)
  return found[0]
}

test('a packet that tells nothing has no overview', () => {
  expect(linesOf({})).toEqual([])
})

test('another product has none', () => {
  expect(overviewOf('teleport', factsOf({ 'users.active': 3, 'users.size_class': 'small' }), [''])).toEqual(
    [],
  )
})

test('the size is told with what is known of it', () => {
  const size = { 'users.size_class': 'medium', 'users.active': 1204 }
  expect(only('size', size)?.text).toBe('medium: 1,204 active users')
  expect(only('size', { ...size, 'users.daily': 0, 'posts.total': 1_000_000 })?.text).toBe(
    'medium: 1,204 active users, 0 in the last 24 hours; 1,000,000 posts',
  )
})

describe('processors', () => {
  const profile = {
    'profile.cpu.window_seconds': 5.04,
    'profile.cpu.subsystems': [
      { id: 'password_hashing', words: 'checking passwords', percent: 94.6 },
      { id: 'json', words: 'reading and writing JSON', percent: 4.9 },
    ],
  }
  test('an idle server is called so, whatever the shares of almost nothing are', () => {
    expect(only('processors', { ...profile, 'profile.cpu.percent': 4 })).toEqual({
      topic: 'processors',
      notable: false,
      text: 'idle while the packet was made: 4 % of one processor in 5 seconds',
    })
  })
  test('of a busy one the largest shares are named', () => {
    expect(only('processors', { ...profile, 'profile.cpu.percent': 101.2 })).toMatchObject({
      notable: true,
      text: '101 % of one processor in 5 seconds: 95 % checking passwords',
    })
  })
})

describe('memory', () => {
  test('is worth a line when it is much, or much of what there is', () => {
    expect(only('memory', { 'profile.heap.inuse_mb': 62 })).toMatchObject({
      notable: false,
      text: '62 MiB in use',
    })
    expect(only('memory', { 'profile.heap.inuse_mb': 1500 })?.notable).toBe(true)
    expect(
      only('memory', { 'profile.heap.inuse_mb': 62, 'profile.heap.percent_of_memory': 61.4 }),
    ).toMatchObject({ notable: true, text: '62 MiB in use (61 % of what it may use)' })
  })
})

describe('tasks', () => {
  test('are worth a line when requests wait among them', () => {
    const tasks = {
      'goroutines.total': 312,
      'goroutines.activities': [{ id: 'pool', words: 'waiting for a free database connection', count: 230 }],
    }
    expect(only('tasks', tasks)?.notable).toBe(false)
    expect(only('tasks', { ...tasks, 'goroutines.stuck_requests': [{ count: 12 }, { count: 3 }] })).toEqual({
      topic: 'tasks',
      notable: true,
      text: '312 tasks: 230 waiting for a free database connection; 15 requests waiting for a minute or more',
    })
  })
})

describe('metrics', () => {
  test('tell the time they cover, and what is known of it', () => {
    const window = { from_ms: 1_795_251_911_000, to_ms: 1_795_251_981_000, scrapes: 15 }
    expect(only('metrics', { 'metrics.window': window })?.text).toBe(
      '15 scrapes from 09:05:11 to 09:06:21 UTC',
    )
    const days = { ...window, from_ms: window.from_ms - 86_400_000 }
    expect(only('metrics', { 'metrics.window': days })?.text).toBe(
      '15 scrapes from 2026-11-20 09:05:11 to 2026-11-21 09:06:21 UTC',
    )
    expect(only('metrics', { 'metrics.window': { scrapes: 1, from_ms: 1e300 } })?.text).toBe('1 scrape')
    const pools = [
      { name: 'replica', most_in_use: 3, max_open: 300 },
      { name: 'master', most_in_use: 12, max_open: 12 },
    ]
    const more = {
      'metrics.window': window,
      'metrics.pools': pools,
      'metrics.api.requests': 7837,
      'metrics.api.p95_ms': 9.8,
    }
    expect(only('metrics', more)?.text).toBe(
      '15 scrapes from 09:05:11 to 09:06:21 UTC; 7,837 API requests, 95 % within 9.8 ms; at most 12 of 12 database connections in use',
    )
  })
})

describe('schema', () => {
  const compared = { 'schema.tables': 73, 'schema.missing_indexes': [] }
  test('nothing is claimed of a level that could not be compared', () => {
    expect(only('schema', { 'schema.tables': 73 })).toEqual({
      topic: 'schema',
      notable: false,
      text: '73 tables',
    })
  })
  test('one that is as it should be is not worth a line', () => {
    expect(only('schema', { ...compared, 'database.schema_version': 159 })).toEqual({
      topic: 'schema',
      notable: false,
      text: 'migration 159, 73 tables; all as the migrations make it',
    })
  })
  test('differences are counted by what they are', () => {
    const values = {
      ...compared,
      'schema.missing_indexes': [{}, {}, {}],
      'schema.extra_columns': [{}],
      'schema.missing_options': [{}, {}],
      'schema.other_tables': [{ owner: 'Boards' }, { owner: 'unknown' }, { owner: 'Boards' }],
      'schema.mysql_signs': [{}],
    }
    expect(only('schema', values)).toEqual({
      topic: 'schema',
      notable: true,
      text: '73 tables; missing: 3 indexes; besides what the migrations make: 1 column; other than the migrations make it: 2 storage options; tables of others: Boards (2) and unknown (1); 1 sign of a move from MySQL',
    })
  })
})

test('roles name what they got and lost', () => {
  const gained = [{ role: 'system_user', permissions: ['a', 'b', 'c'] }]
  const lost = [{ role: 'channel_user', permissions: ['d'] }]
  expect(only('roles', { 'permissions.gained': gained, 'permissions.lost': lost })).toEqual({
    topic: 'roles',
    notable: true,
    text: 'have more than by default: system_user (a, b and 1 more); have less: channel_user (d)',
  })
  expect(only('roles', { 'permissions.gained': [], 'permissions.lost': [] })?.notable).toBe(false)
  expect(only('roles', { 'permissions.gained': gained })).toBeUndefined()
})

test('jobs that fail or hang are named by kind, each once', () => {
  const values = {
    'jobs.listed': { ldap_sync: 4, migrations: 2 },
    'jobs.failing': [{ type: 'ldap_sync' }, { type: 'ldap_sync' }],
    'jobs.stuck': [{ type: 'message_export' }],
  }
  expect(only('jobs', values)).toEqual({
    topic: 'jobs',
    notable: true,
    text: '6 runs listed; failed when last run: ldap_sync; without a sign of life: message_export',
  })
})

test('plugins are worth a line when one is switched on and not active', () => {
  const enabled = [{ id: 'playbooks', version: '2.4.1' }]
  expect(only('plugins', { 'plugins.enabled': enabled })).toMatchObject({
    notable: false,
    text: 'active: playbooks 2.4.1',
  })
  const idle = { 'plugins.enabled': [], 'plugins.configured_not_active': [{ id: 'github' }] }
  expect(only('plugins', idle)).toMatchObject({
    notable: true,
    text: 'none active; switched on and not active: github',
  })
})

test('the age of the tables is always told, with the oldest of them', () => {
  const values = {
    'server.version': '11.0.0',
    'lifecycle.as_of': { releases: '2026-10-01', roles: '2026-08-21' },
  }
  expect(only('tables', { ...values, 'lifecycle.age_days': 92 })).toEqual({
    topic: 'tables',
    notable: true,
    text: 'as of 2026-08-21, 92 days before the packet: newer releases are not known',
  })
  expect(only('tables', { ...values, 'lifecycle.age_days': 0 })?.text).toBe('as of 2026-08-21')
})

test('in a cluster each node has its lines, and more than 32 nodes are not gone through', () => {
  const values = { 'goroutines.total': 80, 'users.active': 5, 'users.size_class': 'small' }
  const lines = linesOf(values, ['app-1', 'app-2'])
  expect(lines.map(({ topic, node }) => [topic, node])).toEqual([
    ['size', undefined],
    ['tasks', 'app-1'],
    ['tasks', 'app-2'],
  ])
  const many = Array.from({ length: 1000 }, (_, at) => `app-${at}`)
  expect(linesOf(values, many).length).toBe(33)
})

test('names from the packet are cut', () => {
  const enabled = [{ id: 'x'.repeat(10_000), version: '1' }]
  expect(only('plugins', { 'plugins.enabled': enabled })?.text.length).toBeLessThan(100)
})
