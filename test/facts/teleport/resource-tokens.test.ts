// Join tokens: how long they live, whom they let in, and why a host cannot use the one it has.
import { describe, expect, test } from 'vitest'
import { factOfDump, factsOfDump, host, minutesLater, objects, server, untimed, uuids } from './dump.js'

const { auth, node } = uuids

function token(name: string, spec: object, expires?: string, labels?: object): object {
  return {
    kind: 'token',
    version: 'v2',
    metadata: {
      name,
      ...(expires === undefined ? {} : { expires }),
      ...(labels === undefined ? {} : { labels }),
    },
    spec,
  }
}

const inDays = (days: number): string => minutesLater(days * 24 * 60)

describe('the life of tokens', () => {
  const files = objects({
    token: [
      token('secret-for-ever-1', { roles: ['Node'], join_method: 'token' }),
      token('secret-static-22', { roles: ['Node'] }, undefined, { 'teleport.dev/origin': 'config-file' }),
      token('secret-long-333', { roles: ['App', 'Db'], join_method: 'token' }, inDays(10)),
      token('secret-short-44', { roles: ['Node'], join_method: 'token' }, minutesLater(20)),
      token('secret-over-555', { roles: ['Node'], join_method: 'token' }, minutesLater(-5)),
      token('iam-over', { roles: ['Node'], join_method: 'iam', allow: [{ aws_account: '1' }] }, inDays(-2)),
      token('iam-ending', { roles: ['Node'], join_method: 'iam', allow: [{ aws_account: '1' }] }, inDays(9)),
      token('iam-fine', { roles: ['Node'], join_method: 'iam', allow: [{ aws_account: '1' }] }, inDays(900)),
    ],
  })

  test.each([
    ['endless', ['secr…']],
    ['static', ['secr…']],
    ['long_lived', ['secr…']],
    ['expired', ['secr…']],
    ['delegated_expired', ['iam-over']],
    ['delegated_ending', ['iam-ending']],
  ])('%s', async (id, names) => {
    const found = (await factOfDump(`teleport.tokens.${id}`, files)) as { name: string }[]
    expect(found.map(({ name }) => name)).toEqual(names)
  })

  test('no fact tells the whole name of a secret token', async () => {
    const facts = await factsOfDump(files)
    const told = facts.ids().map(id => JSON.stringify(facts.get(id, '')?.value ?? ''))
    expect(told.filter(text => text.includes('secret-'))).toEqual([])
  })

  test('without a time of the dump only those without an end are known', async () => {
    const facts = await factsOfDump(files, untimed)
    expect(facts.get('teleport.tokens.endless', '')?.value).toHaveLength(1)
    expect(facts.get('teleport.tokens.expired', '')).toBeUndefined()
  })
})

describe('whom tokens let in', () => {
  test.each([
    ['mixed_powers', { roles: ['Proxy', 'Node'] }, 1],
    ['mixed_powers', { roles: ['Proxy', 'Auth'] }, 0],
    ['bot_mismatch', { roles: ['Bot'] }, 1],
    ['bot_mismatch', { roles: ['Node'], bot_name: 'ci' }, 1],
    ['bot_mismatch', { roles: ['Bot'], bot_name: 'ci' }, 0],
    ['without_rules', { roles: ['Node'], join_method: 'iam' }, 1],
    ['without_rules', { roles: ['Bot'], bot_name: 'ci', join_method: 'github', github: { allow: [{}] } }, 1],
    [
      'without_rules',
      { roles: ['Bot'], bot_name: 'ci', join_method: 'github', github: { allow: [{ repository: 'a/b' }] } },
      0,
    ],
    ['without_rules', { roles: ['Node'], join_method: 'token' }, 0],
  ])('%s of %j', async (id, spec, count) => {
    const files = objects({ token: [token('some-token-1234', spec, minutesLater(20))] })
    expect(await factOfDump(`teleport.tokens.${id}`, files)).toHaveLength(count)
  })

  test('a Kubernetes token names its service accounts', async () => {
    const spec = {
      roles: ['Kube'],
      join_method: 'kubernetes',
      kubernetes: { type: 'in_cluster', allow: [{ service_account: 'teleport:agent' }] },
    }
    expect(
      await factOfDump('teleport.tokens.kubernetes_accounts', objects({ token: [token('kube', spec)] })),
    ).toEqual([{ name: 'kube', accounts: ['teleport:agent'] }])
  })
})

describe('a host outside the cluster', () => {
  const cluster = (...tokens: object[]) =>
    objects({ auth_server: [server('auth_server', auth)], node: [], token: tokens })
  const reasonOf = async (files: object) => {
    const found = (await factOfDump('teleport.tokens.unusable', files as Record<string, unknown>)) as {
      reason: string
      says: string
    }[]
    return found.map(({ reason, says }) => `${reason}: ${says}`)
  }
  const wanting = (name: string, method?: string) =>
    host(node, ['node'], { join_params: { token_name: name, ...(method === undefined ? {} : { method }) } })

  test('has a token that is not there, is over, is for another service, or for another method', async () => {
    expect(await reasonOf({ ...cluster(), ...wanting('gone-token-0001') })).toEqual([
      'missing: is expired or not found: the cluster does not list it',
    ])
    const over = token('over-token-0002', { roles: ['Node'] }, minutesLater(-5))
    expect(await reasonOf({ ...cluster(over), ...wanting('over-token-0002') })).toEqual([
      'expired: expired at 2026-11-21 08:55 UTC',
    ])
    const apps = token('apps-token-0003', { roles: ['App'] }, minutesLater(50))
    expect(await reasonOf({ ...cluster(apps), ...wanting('apps-token-0003') })).toEqual([
      'roles: does not allow node, only App',
    ])
    const iam = token('iam-nodes', { roles: ['Node'], join_method: 'iam' })
    expect(await reasonOf({ ...cluster(iam), ...wanting('iam-nodes', 'token') })).toEqual([
      'method: is for join method iam, and the host uses token',
    ])
  })

  test('has a token that fits, or one that the dump does not show', async () => {
    const fine = token('fine-token-0004', { roles: ['Node'] }, minutesLater(50))
    expect(await reasonOf({ ...cluster(fine), ...wanting('fine-token-0004') })).toEqual([])
    expect(await reasonOf({ ...cluster(), ...wanting('/var/lib/token') })).toEqual([])
    expect(await reasonOf({ ...cluster(), ...wanting('********') })).toEqual([])
  })

  test('that is in the cluster needs its token no more', async () => {
    const files = { ...objects({ node: [server('node', node)], token: [] }), ...wanting('gone-token-0001') }
    expect(await reasonOf(files)).toEqual([])
  })
})
