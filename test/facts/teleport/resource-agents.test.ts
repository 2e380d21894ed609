// Who of the hosts lives, by the three views of them: lists, connections, folders of the dump.
import { describe, expect, test } from 'vitest'
import { factOfDump, host, inventoryOf, minutesLater, objects, server, untimed, uuids } from './dump.js'

const { auth, proxy, node, other } = uuids

const cluster = objects({
  auth_server: [server('auth_server', auth, { addr: '10.0.0.1:3025' })],
  proxy: [server('proxy', proxy, { addr: '10.0.0.2:443', public_addr: 'teleport.example.com:443' })],
  node: [server('node', node, { addr: '10.0.0.3:3022' })],
})

describe('hosts that are listed', () => {
  test('one without a connection is offline while its heartbeat lasts', async () => {
    const files = { ...cluster, ...inventoryOf(auth, proxy) }
    expect(await factOfDump('teleport.agents.disconnected', files)).toMatchObject([
      { name: 'host-cccc', id: node, services: ['SSH Service'], expires: '2026-11-21 09:09 UTC' },
    ])
    expect(await factOfDump('teleport.agents.expired', files)).toEqual([])
    expect(await factOfDump('teleport.agents.lost', files)).toEqual({ lost: 1, listed: 3 })
  })

  test('without a list of connections nothing is said of them', async () => {
    expect(await factOfDump('teleport.agents.disconnected', cluster)).toBeUndefined()
  })

  test('a list of all hosts ever seen is no list of connections', async () => {
    const files = {
      ...cluster,
      ...inventoryOf(auth),
      'objects/lists.tsv': 'file\targv\texit\ntctl_inventory.txt\ttctl inventory list\t0\n',
    }
    expect(await factOfDump('teleport.agents.connected', files)).toBeUndefined()
  })

  test('agents before version 10 never have a connection', async () => {
    const old = objects({ node: [server('node', node, { version: '9.3.1' })] })
    expect(await factOfDump('teleport.agents.disconnected', { ...old, ...inventoryOf(auth) })).toEqual([])
  })

  test('a heartbeat that has ended is lost; one of a connected host shows a clock that is behind', async () => {
    const ended = objects({ node: [server('node', node, {}, { expires: minutesLater(-14) })] })
    expect(await factOfDump('teleport.agents.expired', ended)).toMatchObject([{ ago: '14 minutes' }])
    const connected = { ...ended, ...inventoryOf(node) }
    expect(await factOfDump('teleport.agents.expired', connected)).toEqual([])
    expect(await factOfDump('teleport.agents.clock_behind', connected)).toMatchObject([{ by: '14 minutes' }])
  })

  test('a heartbeat that lasts longer than any does shows a clock that is ahead', async () => {
    const ahead = objects({ node: [server('node', node, {}, { expires: minutesLater(130) })] })
    expect(await factOfDump('teleport.agents.clock_ahead', ahead)).toMatchObject([
      { id: node, by: '2 hours' },
    ])
    const usual = objects({ node: [server('node', node, {}, { expires: minutesLater(14) })] })
    expect(await factOfDump('teleport.agents.clock_ahead', usual)).toEqual([])
  })

  test('without a time of the dump, heartbeats cannot be judged', async () => {
    expect(await factOfDump('teleport.agents.expired', cluster, untimed)).toBeUndefined()
  })

  test('OpenSSH servers without an agent have no heartbeat', async () => {
    const files = objects({
      node: [{ kind: 'node', sub_kind: 'openssh', metadata: { name: node }, spec: { hostname: 'sshd' } }],
    })
    expect(await factOfDump('teleport.agents.disconnected', { ...files, ...inventoryOf(auth) })).toEqual([])
    expect(
      await factOfDump('teleport.agents.without_folder', { ...files, ...host(other, ['node']) }),
    ).toEqual([])
  })
})

describe('hosts with a folder', () => {
  test('one that is neither listed nor connected is not in the cluster', async () => {
    const files = {
      ...cluster,
      ...host(node, ['node']),
      ...host(other, ['node']),
      ...inventoryOf(auth, proxy, node),
    }
    expect(await factOfDump('teleport.agents.not_registered', files)).toMatchObject([
      { name: 'host-dddd', roles: ['node'] },
    ])
  })

  test('without connections, the whole list of its kind decides', async () => {
    const files = { ...cluster, ...host(other, ['node']) }
    expect(await factOfDump('teleport.agents.not_registered', files)).toHaveLength(1)
    const cut = {
      ...files,
      'objects/tctl_get_node.error': 'ERROR: access denied to perform action "list" on "node"\n',
    }
    expect(await factOfDump('teleport.agents.not_registered', cut)).toEqual([])
    expect(
      await factOfDump('teleport.agents.not_registered', { ...cluster, ...host(other, ['db']) }),
    ).toEqual([])
  })

  test('hosts of another cluster are not missed', async () => {
    const leaf = host(other, ['auth', 'proxy', 'node'])
    const agent = host('eeeeeeee-0000-4000-8000-000000000005', ['node'], {
      auth_servers: ['leaf.example.org:443'],
    })
    const own = host('ffffffff-0000-4000-8000-000000000006', ['node'], {
      auth_servers: ['teleport.example.com:443'],
    })
    const files = { ...cluster, ...leaf, ...agent, ...own, ...inventoryOf(auth, proxy, node) }
    expect(await factOfDump('teleport.agents.not_registered', files)).toMatchObject([{ name: 'host-ffff' }])
  })

  test('a host that is listed under another name is told of', async () => {
    const files = {
      ...objects({ node: [server('node', node, { hostname: 'old-name' })] }),
      ...host(node, ['node']),
    }
    expect(await factOfDump('teleport.agents.other_name', files)).toEqual([
      { id: node, listed: 'old-name', own: 'host-cccc' },
    ])
  })
})

describe('what several nodes have in common', () => {
  test('names and addresses are compared, those of the own host are not', async () => {
    const files = objects({
      node: [
        server('node', node, { hostname: 'WEB', addr: '10.0.0.9:3022' }),
        server('node', other, { hostname: 'web', addr: '10.0.0.9:3022' }),
        server('node', auth, { hostname: 'a', addr: '127.0.0.1:3022' }),
        server('node', proxy, { hostname: 'b', addr: '127.0.0.1:3022' }),
      ],
    })
    expect(await factOfDump('teleport.agents.shared_names', files)).toMatchObject([
      { value: 'web', count: 2 },
    ])
    expect(await factOfDump('teleport.agents.shared_addresses', files)).toMatchObject([
      { value: '10.0.0.9:3022', count: 2 },
    ])
  })

  test('an agent that misses a proxy is told of, not with proxy peering', async () => {
    const lists = {
      proxy: [server('proxy', proxy), server('proxy', other)],
      node: [server('node', node, { use_tunnel: true, proxy_ids: [proxy] })],
    }
    expect(await factOfDump('teleport.agents.proxies_missed', objects(lists))).toMatchObject([
      { name: 'host-cccc', missing: ['host-dddd'] },
    ])
    const peering = {
      ...lists,
      cluster_networking_config: [
        { kind: 'cluster_networking_config', spec: { tunnel_strategy: { type: 'proxy_peering' } } },
      ],
    }
    expect(await factOfDump('teleport.agents.proxies_missed', objects(peering))).toBeUndefined()
  })
})
