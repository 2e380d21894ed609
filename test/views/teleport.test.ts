// The tables of a Teleport cluster: hosts joined from three views of them, objects, and lists that are not known.
import { expect, test } from 'vitest'
import type { TableView } from '../../analyzer/index.js'
import { rowsByColumn, sampleViews, viewsOfFiles } from './view-sample.js'

async function tableOf(packet: string, page: 'cluster' | 'resources', id: string): Promise<TableView> {
  return named((await (await sampleViews(packet)).tables(page)).tables, id)
}

function named(tables: readonly TableView[], id: string): TableView {
  const table = tables.find(candidate => candidate.id === id)
  if (table === undefined) throw new Error(`no table ${id}`)
  return table
}

test.each(['cluster', 'resources'] as const)(
  'rows of %s have a cell a column and a name of their own',
  async page => {
    for (const packet of ['teleport-healthy', 'teleport-auth-down', 'teleport-disk-full']) {
      const { tables } = await (await sampleViews(packet)).tables(page)
      for (const { columns, rows, id } of tables) {
        expect(
          rows.every(({ cells }) => cells.length === columns.length),
          id,
        ).toBe(true)
        expect(new Set(rows.map(row => row.id)).size, id).toBe(rows.length)
      }
    }
  },
)

test('hosts of a cluster are named, grouped by what they serve, and connected', async () => {
  const rows = rowsByColumn(await tableOf('teleport-healthy', 'cluster', 'hosts'))
  expect(rows.map(({ name, part, state }) => `${String(name)}: ${String(part)}, ${String(state)}`)).toEqual([
    'tp-auth-1: Auth Service, connected',
    'tp-proxy-1: Proxy Service, connected',
    'tp-node-1: SSH Service, connected',
    'tp-node-2: SSH Service, connected',
    'tp-app-1: Database Service, connected',
    'lf-all-1: Other clusters, running',
  ])
  expect(rows.find(({ name }) => name === 'tp-node-2')?.['reached']).toBe('tunnel')
  expect(rows.find(({ name }) => name === 'tp-app-1')?.['services']).toBe(
    'Database Service, Application Service',
  )
})

test('an instance that does not run stands first in its group, with how it ended', async () => {
  const table = await tableOf('teleport-auth-down', 'cluster', 'hosts')
  const [first] = table.rows
  expect(first?.light).toBe('error')
  expect(rowsByColumn(table)[0]).toMatchObject({ part: 'Auth Service', state: 'not running' })
  expect(rowsByColumn(table)[0]?.['end']).not.toBeNull()
})

test('a leaf cluster is listed with its state, and said above the map', async () => {
  const { tables, notes } = await (await sampleViews('teleport-healthy')).tables('cluster')
  expect(rowsByColumn(named(tables, 'trust'))).toContainEqual(
    expect.objectContaining({ name: 'leaf.example.com', side: 'a leaf', state: 'online' }),
  )
  expect(notes).toEqual(['The cluster is teleport.example.com.', 'Leaf clusters: leaf.example.com (online).'])
})

test('names of secret join tokens are never shown whole', async () => {
  const table = await tableOf('teleport-healthy', 'resources', 'tokens')
  const rows = rowsByColumn(table)
  expect(rows.length).toBeGreaterThan(3)
  expect(
    rows.filter(({ method }) => method === 'token').every(({ name }) => /^.{0,4}…$/.test(String(name))),
  ).toBe(true)
  expect(JSON.stringify(table)).not.toContain('node-token-a3f1c97e5b2d4860')
  expect(rows).toContainEqual(expect.objectContaining({ name: 'iam-nodes', method: 'iam' }))
})

test('roles are counted by their users, and none is not unknown', async () => {
  const rows = rowsByColumn(await tableOf('teleport-healthy', 'resources', 'roles'))
  expect(rows.find(({ name }) => name === 'dba')).toMatchObject({ users: 0, logins: 'none' })
  expect(rows.find(({ name }) => name === 'ops')).toMatchObject({ nodes: '*', users: 1 })
})

test('what no agent serves is marked', async () => {
  const table = await tableOf('teleport-healthy', 'resources', 'served')
  const archive = table.rows.find(({ cells }) => cells[0] === 'archive')
  expect(archive?.light).toBe('info')
  expect(rowsByColumn(table).find(({ name }) => name === 'payments')).toMatchObject({ hosts: 'tp-app-1' })
})

test('an empty list says whether there is none or nobody may see it', async () => {
  const denied = await viewsOfFiles({
    'objects/tctl_get_user.yaml': '',
    'objects/tctl_get_user.error': 'ERROR: access denied to perform action "list" on "user"\n',
    'objects/tctl_get_role.yaml': '',
    'objects/tctl_get_role.error': '',
    'nodes/04fe8be0-09b6-4cad-8bfa-dc94cb886f45/role.node': '',
  })
  const { tables } = await denied.tables('resources')
  expect(named(tables, 'users').empty).toMatch(/^Listing users was denied to the user who collected/)
  expect(named(tables, 'roles').empty).toBe('The cluster has no roles.')
  expect(named(tables, 'locks').empty).toBe('This dump does not say which locks there are.')
})

test('a thousand hosts are a thousand rows, and those that are gone stand first', async () => {
  const hosts = Array.from({ length: 1000 }, (_, number) =>
    nodeObject(number, number === 700 ? '2026-11-21T08:00:00Z' : '2026-11-21T09:42:00Z'),
  )
  const views = await viewsOfFiles({
    'objects/tctl_get_node.yaml': hosts.join('---\n'),
    'nodes/04fe8be0-09b6-4cad-8bfa-dc94cb886f45/identity.json':
      '{"hostname":"tp-auth-1","version":"11.0.0","running":true,"roles":["auth"],"collected_at":"2026-11-21T09:35:00Z"}',
  })
  const table = named((await views.tables('cluster')).tables, 'hosts')
  expect(table.rows).toHaveLength(1001)
  const ssh = rowsByColumn(table).filter(({ part }) => part === 'SSH Service')
  expect(ssh[0]).toMatchObject({ name: 'host-700', state: 'heartbeat ended' })
})

function nodeObject(number: number, expires: string): string {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
  return `kind: node\nmetadata:\n  expires: "${expires}"\n  name: ${id}\nspec:\n  addr: 10.0.0.1:3022\n  hostname: host-${number}\n  version: 11.0.0\nversion: v2\n`
}

test('nodes have the names of their hosts, and cloned ones are told apart', async () => {
  const identity = '{"hostname":"twin","version":"11.0.0","running":true}'
  const views = await viewsOfFiles({
    'nodes/04fe8be0-09b6-4cad-8bfa-dc94cb886f45/identity.json': identity,
    'nodes/14fe8be0-09b6-4cad-8bfa-dc94cb886f45/identity.json': identity,
    'nodes/24fe8be0-09b6-4cad-8bfa-dc94cb886f45/role.node': '',
  })
  expect((await views.nodes()).map(({ name }) => name)).toEqual([
    'twin (04fe8be0)',
    'twin (14fe8be0)',
    '24fe8be0',
  ])
  expect(await (await sampleViews('ha-config-drift')).nodes()).toEqual([])
})
