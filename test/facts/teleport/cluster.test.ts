// Facts of all instances of a dump together.
import { describe, expect, test } from 'vitest'
import { factOfDump, factsOfDump, identity } from './instances.js'

test('instances that do not run, by what of the cluster stops with them', async () => {
  const ended = { running: false, exit_code: -9 }
  const found = await factOfDump('teleport.cluster.down', {
    'a/identity.json': identity({ hostname: 'auth', roles: ['auth', 'proxy'], ...ended }),
    'b/identity.json': identity({ hostname: 'proxy', roles: ['proxy'], ...ended }),
    'c/identity.json': identity({ hostname: 'app', roles: ['app'], running: false }),
    'd/identity.json': identity({ hostname: 'node', roles: ['node'], running: true }),
  })
  expect(
    (found as { name: string; part: string; end: string }[]).map(({ name, part, end }) => [name, part, end]),
  ).toEqual([
    ['auth', 'auth', 'it was killed by SIGKILL'],
    ['proxy', 'proxy', 'it was killed by SIGKILL'],
    ['app', 'agent', 'nothing tells how it ended'],
  ])
})

describe('versions', () => {
  const at = (hostname: string, version: string, roles: readonly string[]) =>
    identity({ hostname, version: `Teleport v${version} git:x go1`, roles })

  test('an instance may be of the same major as the Auth Service or one older', async () => {
    const found = await factOfDump('teleport.cluster.skewed', {
      'a/identity.json': at('auth', '14.2.0', ['auth']),
      'b/identity.json': at('newer', '15.0.0', ['node']),
      'c/identity.json': at('same', '14.0.1', ['node']),
      'd/identity.json': at('older', '13.4.0', ['node']),
      'e/identity.json': at('ancient', '11.3.1', ['node']),
    })
    expect((found as { name: string; majors: number }[]).map(({ name, majors }) => [name, majors])).toEqual([
      ['newer', 1],
      ['ancient', -3],
    ])
  })

  test('without an Auth Service there is nothing to compare with', async () => {
    expect(
      await factOfDump('teleport.cluster.skewed', { 'a/identity.json': at('n', '15.0.0', ['node']) }),
    ).toBeUndefined()
  })
})

test('a UUID is shared when hosts of different names have it', async () => {
  const uuid = '04fe8be0-09b6-4cad-8bfa-dc94cb886f45'
  const of = (hostname: string) => identity({ hostname, host_uuid: uuid })
  const id = 'teleport.cluster.shared_uuids'
  expect(await factOfDump(id, { 'a/identity.json': of('x'), 'a.2/identity.json': of('y') })).toEqual([
    { uuid, names: ['x', 'y'] },
  ])
  expect(await factOfDump(id, { 'a/identity.json': of('x'), 'a.2/identity.json': of('x') })).toEqual([])
})

describe('Auth Services', () => {
  const auth = (name: string, storage: string) =>
    `auth_service: {enabled: yes, cluster_name: ${name}}\nproxy_service: {enabled: no}\nteleport: {storage: {type: ${storage}}}\n`

  test('those of one cluster are counted and compared, a leaf in the same dump is not', async () => {
    const facts = await factsOfDump({
      'a/teleport.yaml': auth('x', 'etcd'),
      'b/teleport.yaml': auth('x', 'sqlite'),
      'c/role.node': '',
    })
    expect(facts.get('teleport.auth.peers', 'a')?.value).toBe(2)
    expect(facts.get('teleport.cluster.auth_differences', 'a')?.value).toEqual(['teleport.storage'])
    const apart = await factsOfDump({
      'a/teleport.yaml': auth('x', 'etcd'),
      'b/teleport.yaml': auth('leaf', 'sqlite'),
    })
    expect(apart.get('teleport.auth.peers', 'a')?.value).toBe(1)
    expect(apart.get('teleport.cluster.auth_differences', 'a')?.value).toEqual([])
  })

  test('one without a name has a cluster of its own', async () => {
    const unnamed = 'proxy_service: {enabled: no}\n'
    expect(
      await factOfDump('teleport.auth.peers', { 'a/teleport.yaml': unnamed, 'b/teleport.yaml': unnamed }),
    ).toBe(1)
  })
})

describe('proxies', () => {
  const proxy = (address: string) =>
    `auth_service: {enabled: no}\nproxy_service: {enabled: yes${address}}\nteleport: {auth_servers: ["auth:3025"]}\n`
  const agent =
    'auth_service: {enabled: no}\nproxy_service: {enabled: no}\nteleport: {auth_servers: ["old.example.com:443"]}\n'
  const id = 'teleport.cluster.unknown_targets'

  test('an agent that joins at another name than any proxy has', async () => {
    expect(
      await factOfDump(id, {
        'a/teleport.yaml': proxy(', public_addr: "new.example.com:443"'),
        'b/teleport.yaml': agent,
      }),
    ).toEqual([{ name: 'b', address: 'old.example.com:443', known: ['new.example.com'] }])
  })

  test('a proxy without an address answers under any name', async () => {
    expect(await factOfDump(id, { 'a/teleport.yaml': proxy(''), 'b/teleport.yaml': agent })).toBeUndefined()
  })

  test('those that join the same Auth Service belong together', async () => {
    const files = {
      'a/teleport.yaml': proxy(''),
      'b/teleport.yaml': proxy(''),
      'c/teleport.yaml': proxy('').replace('auth:', 'other:'),
    }
    expect(await factOfDump('teleport.proxy.peers', files)).toBe(2)
  })
})

test('collections that lie apart', async () => {
  const at = (time: string) => identity({ collected_at: `2026-11-21T${time}Z` })
  expect(
    await factOfDump('teleport.cluster.collection_seconds', {
      'a/identity.json': at('09:00:00'),
      'b/identity.json': at('09:31:00'),
    }),
  ).toBe(1860)
  expect(
    await factOfDump('teleport.cluster.collection_seconds', { 'a/identity.json': at('09:00:00') }),
  ).toBeUndefined()
})
