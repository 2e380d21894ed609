// Who belongs to a cluster, by what tctl prints.
import { describe, expect, test } from 'vitest'
import { chosenAgents, createAgentReader } from '../../../../generator/teleport/cluster/agents.js'
import { reach } from '../../../../generator/teleport/cluster/reach.js'
import { bytesOf } from '../stand-in-cluster.js'

const entries = await bytesOf('samples/teleport-healthy.zip')

function agentsOf(size: number) {
  const reader = createAgentReader()
  for (const [name, bytes] of Object.entries(entries)) {
    const tap = reader.tap(name.replace('objects/', ''))
    if (tap !== undefined) for (let at = 0; at < bytes.length; at += size) tap(bytes.subarray(at, at + size))
  }
  return reader.agents()
}

test.each([1, 7, 100_000])('instances are put together from all lists, read in pieces of %d bytes', size => {
  const agents = agentsOf(size)
  expect(
    agents.map(({ name, services, hasSsh }) => [name, [...services].sort().join(), hasSsh]).sort(),
  ).toEqual([
    ['tp-app-1', 'App,Db', false],
    ['tp-auth-1', 'Auth', false],
    ['tp-node-1', 'Node', true],
    ['tp-node-2', 'Node', true],
    ['tp-proxy-1', 'Proxy', false],
  ])
  expect(agents.find(({ name }) => name === 'tp-node-1')).toMatchObject({
    id: '04fe8be0-09b6-4cad-8bfa-dc94cb886f45',
    address: '10.20.0.31',
    version: '11.0.0-dev',
  })
})

test('a node that reports and is not connected is an agent all the same', () => {
  const reader = createAgentReader()
  reader.tap('tctl_get_node.yaml')?.(
    Buffer.from('kind: node\nmetadata:\n  name: a-1\nspec:\n  hostname: quiet\nversion: v2'),
  )
  reader.tap('tctl_inventory.txt')?.(Buffer.from('ServerID Services Version\n'))
  expect(reader.agents()).toMatchObject([{ id: 'a-1', name: 'quiet' }])
})

test('servers of OpenSSH run no Teleport, so that none is looked for', () => {
  const reader = createAgentReader()
  reader.tap('tctl_get_node.yaml')?.(
    Buffer.from(
      'kind: node\nmetadata:\n  name: a-1\nspec:\n  hostname: plain\nsub_kind: openssh\nversion: v2\n',
    ),
  )
  const [agent] = reader.agents()
  expect(agent).toMatchObject({ agentless: true, services: ['OpenSSH'] })
  const way = { way: 'ssh', clientOptions: [], connectTimeoutMs: 1000 } as const
  expect(agent && reach(agent, way)).toMatchObject({ kind: 'none' })
})

test('a choice takes names, UUIDs and addresses, and hosts that nobody has heard of', () => {
  const agents = agentsOf(1000)
  const chosen = chosenAgents(agents, [
    'tp-node-1',
    'root@10.20.0.11',
    '02898b90-36ca-4be2-b433-72c08ed4bdd7',
    'elsewhere',
    'tp-node-1',
  ])
  expect(chosen.map(({ name }) => name)).toEqual(['tp-node-1', 'tp-auth-1', 'tp-app-1', 'elsewhere'])
})

test('a name with a hyphen in front never reaches a client as an option', () => {
  const way = { way: 'ssh', clientOptions: [], connectTimeoutMs: 1000 } as const
  const agent = { ...agentsOf(1000)[0]!, name: '-oProxyCommand=touch x' }
  const found = reach(agent, way)
  expect(found.kind === 'runner' && found.runner.target.startsWith('-')).toBe(false)
})

describe('over tsh, else over another client', () => {
  const agent = (name: string) => agentsOf(1000).find(found => found.name === name)!
  const way = {
    way: 'tsh',
    login: 'root',
    clientOptions: [],
    connectTimeoutMs: 1000,
    elseWays: [{ way: 'ssh', clientOptions: ['-p2222'] }],
  } as const
  const runnerOf = (found: ReturnType<typeof reach>): readonly string[] =>
    found.kind === 'runner' ? [found.runner.way, found.runner.target] : [found.kind, found.reason]

  test('an agent without the ssh service of Teleport is reached by its host name', () => {
    expect(runnerOf(reach(agent('tp-app-1'), way))).toEqual(['ssh', 'root@tp-app-1'])
    expect(runnerOf(reach(agent('tp-app-1'), { ...way, elseWays: [] }))).toEqual([
      'none',
      'no ssh service there, which tsh needs',
    ])
  })

  test('one with it is asked over tsh first', () => {
    expect(runnerOf(reach(agent('tp-node-1'), way))[0]).toBe('tsh')
  })

  test('a tsh that is not logged in is told as such, and not asked', () => {
    const refused = { ...way, tshRefusal: 'tsh is not logged in: Active profile expired.' }
    expect(runnerOf(reach(agent('tp-node-1'), refused))[0]).toBe('ssh')
    expect(reach(agent('tp-node-1'), { ...refused, elseWays: [] })).toEqual({
      kind: 'none',
      reason: 'tsh is not logged in: Active profile expired.',
    })
  })

  test('one of which only the UUID is known has no other way', () => {
    const { id = '' } = agent('tp-app-1')
    const nameless = { ...agent('tp-app-1'), name: id, address: undefined }
    expect(reach(nameless, way).kind).toBe('none')
    expect(reach(nameless, { ...way, way: 'kubectl', elseWays: [] }).kind).toBe('none')
  })
})
