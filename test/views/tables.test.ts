// The tables of the pages: rows from real packets with their places, and what is said where nothing is known.
import { expect, test } from 'vitest'
import type { TablePage, TableView } from '../../analyzer/index.js'
import { metadata, rowsByColumn, sampleViews, viewsOfFiles } from './view-sample.js'

async function tableOf(packet: string, page: TablePage, id: string): Promise<TableView> {
  const { tables } = await (await sampleViews(packet)).tables(page)
  const table = tables.find(candidate => candidate.id === id)
  if (table === undefined) throw new Error(`no table ${id}`)
  return table
}

const pages: readonly TablePage[] = ['stats', 'jobs', 'plugins', 'permissions', 'schema', 'goroutines']

test.each(pages)('every row of %s has a cell a column and a name of its own', async page => {
  const { tables } = await (await sampleViews('login-storm')).tables(page)
  for (const { columns, rows } of tables) {
    expect(rows.every(({ cells }) => cells.length === columns.length)).toBe(true)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    expect(new Set(columns.map(({ id }) => id)).size).toBe(columns.length)
  }
})

test.each(pages)('a packet without the documents of %s gives sentences, no rows', async page => {
  const { tables } = await (await viewsOfFiles({ 'mattermost.log': 'x\n' })).tables(page)
  for (const { rows, empty, id } of tables) {
    expect(rows).toEqual([])
    expect(empty, id).not.toBe('')
  }
})

test('numbers of a server have names, and what they count', async () => {
  const rows = rowsByColumn(await tableOf('healthy-11-6', 'stats', 'stats'))
  expect(rows).toContainEqual({
    what: 'Registered users',
    count: 41,
    counts: 'Deactivated ones too, bots not.',
    key: 'registered_users',
  })
})

test('the old single file of counts gives counts only', async () => {
  const rows = rowsByColumn(await tableOf('healthy-9-11', 'stats', 'stats'))
  expect(rows.length).toBeGreaterThan(3)
  expect(rows.every(({ count }) => typeof count === 'number')).toBe(true)
  expect(rows.map(({ key }) => key)).not.toContain('server_version')
})

test('a failed job shows its error first, how long it took, and its line', async () => {
  const views = await viewsOfFiles({
    'metadata.yaml': metadata('11.0.0'),
    'jobs.yaml': `ldap_sync_jobs:
- id: one
  type: ldap_sync
  status: error
  progress: -1
  create_at: "2026-11-21T08:00:00Z"
  start_at: "2026-11-21T08:00:10Z"
  last_activity_at: "2026-11-21T08:00:13.5Z"
  data:
    batch: "4"
    error: connection refused
migration_jobs: []
`,
  })
  const [table] = (await views.tables('jobs')).tables
  expect(table && rowsByColumn(table)).toMatchObject([
    {
      type: 'ldap_sync',
      status: 'error',
      progress: null,
      took: 3500,
      says: 'error: connection refused\nbatch: 4',
    },
  ])
  expect(table?.rows[0]).toMatchObject({ light: 'error', place: { entry: 'jobs.yaml', line: 2 } })
})

test('a plugin that is enabled and does not run stands out', async () => {
  const plugin = (id: string) => ({ id, name: id, version: '1.0.0', server: {} })
  const views = await viewsOfFiles({
    'metadata.yaml': metadata('11.0.0'),
    'plugins.json': JSON.stringify({ enabled: [plugin('a')], disabled: [plugin('b'), plugin('c')] }),
    'sanitized_config.json': JSON.stringify({
      ServiceSettings: {},
      PluginSettings: { PluginStates: { a: { Enable: true }, b: { Enable: true } } },
    }),
  })
  const [table] = (await views.tables('plugins')).tables
  const rows = (table && rowsByColumn(table)) ?? []
  expect(rows.map(({ id, state, wanted }) => [id, state, wanted])).toEqual([
    ['a', 'running', 'enabled'],
    ['b', 'not running', 'enabled'],
    ['c', 'not running', 'not set'],
  ])
  expect(table?.rows.map(({ light }) => light)).toEqual([undefined, 'warning', undefined])
})

test('permissions that a role lost or got are named and chosen at first', async () => {
  const views = await viewsOfFiles({
    'metadata.yaml': metadata('11.0.0'),
    'permissions.yaml':
      'roles:\n- name: team_guest\n  permissions:\n  - made_up_permission\n  built_in: true\n- name: my_role\n  permissions:\n  - create_post\nschemes: []\n',
  })
  const { tables } = await views.tables('permissions')
  const permissions = tables.find(({ id }) => id === 'permissions')
  const rows = (permissions && rowsByColumn(permissions)) ?? []
  expect(permissions?.start).toEqual({ difference: ['added', 'taken away'] })
  expect(rows).toContainEqual({
    permission: 'made_up_permission',
    role: 'team_guest',
    people: 'guests in teams',
    here: 'yes',
    default: 'no',
    difference: 'added',
  })
  expect(rows).toContainEqual(expect.objectContaining({ permission: 'view_team', difference: 'taken away' }))
  expect(rows).toContainEqual(expect.objectContaining({ role: 'my_role', difference: 'not known' }))
})

test('for a release whose defaults nobody knows nothing is compared, and that is said', async () => {
  const views = await viewsOfFiles({
    'metadata.yaml': metadata('9.0.0'),
    'permissions.yaml': 'roles:\n- name: team_guest\n  permissions:\n  - x\nschemes: []\n',
  })
  const { tables, notes } = await views.tables('permissions')
  const [roles] = tables
  expect(roles && rowsByColumn(roles)).toMatchObject([{ lost: null, gained: null }])
  expect(notes.join()).toContain('nothing is compared')
})

test('missing indexes are differences with the statement that makes them', async () => {
  const rows = rowsByColumn(await tableOf('schema-missing-indexes', 'schema', 'differences'))
  expect(rows.map(({ difference, object }) => [difference, object])).toEqual([
    ['missing index', 'idx_channelmembers_user_id_channel_id_last_viewed_at'],
    ['missing index', 'idx_posts_channel_id_delete_at_create_at'],
    ['missing index', 'idx_posts_channel_id_update_at'],
  ])
  expect(rows[1]?.['expected']).toContain(
    'CREATE INDEX idx_posts_channel_id_delete_at_create_at ON public.posts',
  )
})

test('a schema as the migrations make it has no differences, and its tables belong to Mattermost', async () => {
  const { tables } = await (await sampleViews('healthy-11-6')).tables('schema')
  const [differences, all] = tables
  expect(differences?.rows).toEqual([])
  expect(differences?.empty).toContain('no difference was found')
  expect(new Set(all?.rows.map(({ cells }) => cells[1]))).toContain('Mattermost')
})

test('goroutines are grouped by stack, and those who wait for a lock are told with who may hold it', async () => {
  const { tables } = await (await sampleViews('login-storm')).tables('goroutines')
  const [groups, work, locks] = tables.map(rowsByColumn)
  expect(groups?.[0]).toMatchObject({ function: 'net/http.(*connReader).Read', count: 12, state: 'IO wait' })
  expect(String(groups?.[0]?.['stack'])).toContain('created by net/http.(*Server).Serve')
  expect(work?.reduce((sum, { count }) => sum + Number(count), 0)).toBe(95)
  expect(locks?.length).toBe(1)
  const blocked = tables.find(({ id }) => id === 'locks')?.blocked
  expect(blocked).toMatchObject([
    {
      row: 'goroutines lock 0',
      waiters: 7,
      address: '0x35eefc393e8',
      holders: [{ goroutine: 3264, function: expect.stringContaining('PBKDF2') as string }],
    },
  ])
})

test('one who may have a lock and waits for another leads to that', async () => {
  const waits = (id: number, has: string, wants: string) =>
    [
      `goroutine ${id} [sync.Mutex.Lock, 3 minutes]:`,
      'sync.runtime_SemacquireMutex(0xc000012345, 0x0, 0x1)',
      '\t/usr/local/go/src/runtime/sema.go:95 +0x25',
      `sync.(*Mutex).Lock(${wants})`,
      '\t/usr/local/go/src/sync/mutex.go:90 +0x32',
      `main.(*${wants === '0xc0000000a0' ? 'A' : 'B'}).take(${wants})`,
      '\t/src/main.go:10 +0x20',
      `main.(*${has === '0xc0000000a0' ? 'A' : 'B'}).hold(${has})`,
      '\t/src/main.go:20 +0x20',
      '',
    ].join('\n')
  const views = await viewsOfFiles({
    'metadata.yaml': metadata('11.0.0'),
    goroutines: `${waits(7, '0xc0000000a0', '0xc0000000b0')}\n${waits(8, '0xc0000000b0', '0xc0000000a0')}\n`,
  })
  const { tables } = await views.tables('goroutines')
  const blocked = tables.find(({ id }) => id === 'locks')?.blocked ?? []
  expect(blocked).toHaveLength(2)
  for (const lock of blocked) {
    const [holder] = lock.holders
    expect(holder?.waitsFor).toBe(blocked.find(({ row }) => row !== lock.row)?.row)
  }
})
