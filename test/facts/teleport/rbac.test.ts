// Users, roles and locks: who has what, who is kept out, and who reaches which node.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fits, globFits } from '../../../analyzer/facts/teleport/rbac-labels.js'
import { factOfDump, minutesLater, objects, role, server, user, uuids } from './dump.js'

const opening = (labels: object, more: object = {}) => ({
  allow: { logins: ['ubuntu'], node_labels: labels, ...more },
})

describe('users', () => {
  test('roles that do not exist are named; all users are known only with all roles', async () => {
    const files = objects({
      role: [role('dev')],
      user: [user('a', ['dev']), user('b', ['dev', 'ops', 'dba'])],
    })
    expect(await factOfDump('teleport.rbac.users_with_missing_roles', files)).toEqual([
      { user: 'b', missing: ['ops', 'dba'], says: 'ops, dba', left: 1 },
    ])
    expect(
      await factOfDump('teleport.rbac.users_with_missing_roles', objects({ user: [user('a', ['x'])] })),
    ).toBeUndefined()
  })

  test('a lock for wrong passwords counts until it ends', async () => {
    const locked = (until: string) =>
      user('a', ['dev'], { status: { is_locked: true, lock_expires: until, locked_message: 'x' } })
    const files = (until: string) => objects({ user: [locked(until)] })
    expect(await factOfDump('teleport.rbac.locked_accounts', files(minutesLater(12)))).toMatchObject([
      { user: 'a', until: '2026-11-21 09:12 UTC' },
    ])
    expect(await factOfDump('teleport.rbac.locked_accounts', files(minutesLater(-1)))).toEqual([])
    expect(await factOfDump('teleport.rbac.locked_accounts', files('0001-01-01T00:00:00Z'))).toMatchObject([
      { until: '' },
    ])
  })

  test('logins that come from traits a user lacks are none; one by name is enough', async () => {
    const templated = role('access', {
      allow: { logins: ['{{internal.logins}}'], node_labels: { '*': '*' } },
    })
    const named = role('dev', opening({ env: 'prod' }))
    const lists = (roles: string[], traits?: object) =>
      objects({ role: [templated, named], user: [user('a', roles, traits === undefined ? {} : { traits })] })
    expect(await factOfDump('teleport.rbac.users_without_logins', lists(['access']))).toEqual([
      { user: 'a', traits: ['logins'] },
    ])
    expect(await factOfDump('teleport.rbac.users_without_logins', lists(['access', 'dev']))).toEqual([])
    expect(
      await factOfDump('teleport.rbac.users_without_logins', lists(['access'], { logins: ['me'] })),
    ).toEqual([])
    expect(
      await factOfDump('teleport.rbac.users_without_logins', lists(['access'], { logins: null })),
    ).toHaveLength(1)
  })

  test('leases that still last count against the smallest limit of the roles', async () => {
    const limited = (name: string, limit: number) => role(name, { options: { max_connections: limit } })
    const lease = (minutes: number) => ({ lease_id: 'x', expires: minutesLater(minutes) })
    const files = (...minutes: number[]) =>
      objects({
        role: [limited('dev', 2), limited('ops', 9)],
        user: [user('a', ['ops', 'dev'])],
        semaphore: [
          {
            kind: 'semaphore',
            sub_kind: 'connection',
            metadata: { name: 'a' },
            spec: { leases: minutes.map(lease) },
          },
        ],
      })
    expect(await factOfDump('teleport.rbac.session_limits_reached', files(1, 2))).toEqual([
      { user: 'a', open: 2, limit: 2, role: 'dev' },
    ])
    expect(await factOfDump('teleport.rbac.session_limits_reached', files(1, -2))).toEqual([])
  })

  test('administrators are those who may change users and roles, locked ones are counted', async () => {
    const editor = role('editor', {
      allow: {
        rules: [
          { resources: ['user'], verbs: ['update'] },
          { resources: ['role'], verbs: ['*'] },
        ],
      },
    })
    const lists = { role: [editor, role('dev')], user: [user('a', ['editor']), user('b', ['dev'])] }
    expect(await factOfDump('teleport.rbac.administrators', objects({ ...lists, lock: [] }))).toEqual({
      count: 1,
      locked: 0,
      names: ['a'],
    })
    const lock = { kind: 'lock', metadata: { name: 'l' }, spec: { target: { role: 'editor' } } }
    expect(
      await factOfDump('teleport.rbac.administrators', objects({ ...lists, lock: [lock] })),
    ).toMatchObject({ locked: 1 })
  })
})

describe('roles', () => {
  test.each([
    ['roles_without_nodes', role('a', { allow: { logins: ['ubuntu'] } }), 1],
    ['roles_without_nodes', role('a', { allow: { logins: ['no-login-1'] } }), 0],
    ['roles_without_nodes', role('a', { allow: { logins: ['ubuntu'] } }, 'v3'), 0],
    ['roles_without_nodes', role('a', { allow: { logins: ['ubuntu'], node_labels_expression: 'true' } }), 0],
    ['roles_denying_all', role('a', { deny: { node_labels: { '*': '*' } } }), 1],
    ['roles_denying_all', role('a', { deny: { logins: ['*'] } }), 1],
    ['roles_denying_all', role('a', { deny: { node_labels: { env: '*' } } }), 0],
    ['roles_without_kubernetes_labels', role('a', { allow: { kubernetes_groups: ['x'] } }), 1],
    [
      'roles_without_kubernetes_labels',
      role('a', { allow: { kubernetes_groups: ['x'], kubernetes_labels: { '*': '*' } } }),
      0,
    ],
    [
      'roles_blocking_exec',
      role('a', { allow: { kubernetes_groups: ['x'], kubernetes_labels: { '*': '*' } } }, 'v6'),
      1,
    ],
    [
      'roles_blocking_exec',
      role('a', { allow: { kubernetes_groups: ['x'], kubernetes_labels: { '*': '*' } } }, 'v7'),
      0,
    ],
    ['roles_with_wrong_kinds', role('a', { allow: { kubernetes_resources: [{ kind: 'pod' }] } }, 'v8'), 1],
    ['roles_with_wrong_kinds', role('a', { allow: { kubernetes_resources: [{ kind: '*' }] } }, 'v8'), 1],
    ['roles_with_wrong_kinds', role('a', { allow: { kubernetes_resources: [{ kind: 'pods' }] } }, 'v7'), 1],
    [
      'roles_with_wrong_kinds',
      role('a', { allow: { kubernetes_resources: [{ kind: 'pods', api_group: '' }] } }, 'v8'),
      0,
    ],
    ['root_everywhere', role('a', opening({ '*': '*' }, { logins: ['root'] })), 1],
    ['root_everywhere', role('a', opening({ env: 'prod' }, { logins: ['root'] })), 0],
    ['all_powerful', role('a', { allow: { rules: [{ resources: ['*'], verbs: ['*'] }] } }), 1],
    ['all_powerful', role('a', { allow: { rules: [{ resources: ['*'], verbs: ['read'] }] } }), 0],
    ['roles_naming_missing', role('a', { allow: { request: { roles: ['gone'] } } }), 1],
    ['roles_naming_missing', role('a', { allow: { request: { roles: ['dba-*', '^x$', 'a'] } } }), 0],
    ['short_sessions', role('a', { options: { max_session_ttl: '1m0s' } }), 1],
    ['short_sessions', role('a', { options: { max_session_ttl: '5m0s' } }), 0],
    ['long_sessions', role('a', { options: { max_session_ttl: '8760h0m0s' } }), 1],
    ['short_idle', role('a', { options: { client_idle_timeout: '10s' } }), 1],
    ['short_idle', role('a', { options: { client_idle_timeout: '0s' } }), 0],
    ['strict_recording', role('a', { options: { record_session: { default: 'strict' } } }), 1],
    [
      'strict_recording',
      role('a', { options: { record_session: { default: 'strict', ssh: 'best_effort' } } }),
      0,
    ],
    ['session_mfa', role('a', { options: { require_session_mfa: 1 } }), 1],
    ['session_mfa', role('a', { options: { require_session_mfa: false } }), 0],
  ])('%s: %j', async (id, one, count) => {
    expect(await factOfDump(`teleport.rbac.${id}`, objects({ role: [one] }))).toHaveLength(count)
  })

  test('how many have a role is told, and -1 where nobody knows', async () => {
    const wide = role('ops', opening({ '*': '*' }, { logins: ['root'] }))
    expect(await factOfDump('teleport.rbac.root_everywhere', objects({ role: [wide] }))).toMatchObject([
      { users: -1 },
    ])
    const files = objects({ role: [wide], user: [user('a', ['ops']), user('b', ['ops', 'ops'])] })
    expect(await factOfDump('teleport.rbac.root_everywhere', files)).toMatchObject([{ users: 2 }])
  })
})

describe('who reaches which node', () => {
  const nodes = [
    server('node', uuids.node, { cmd_labels: { arch: { result: 'x86_64' } } }, { labels: { env: 'prod' } }),
    server('node', uuids.other, {}, { labels: { env: 'staging' } }),
  ]

  test('a role whose labels fit none is told of, commands count as labels', async () => {
    const files = (labels: object) =>
      objects({ node: nodes, role: [role('r', opening(labels))], user: [user('a', ['r'])] })
    expect(await factOfDump('teleport.rbac.roles_fitting_no_node', files({ env: 'prd' }))).toEqual([
      { role: 'r', labels: 'env=prd', users: 1 },
    ])
    for (const labels of [
      { env: ['prod', 'x'] },
      { arch: 'x86_64' },
      { '*': '*' },
      { env: 'sta*' },
      { env: '^pr.*$' },
    ])
      expect(
        await factOfDump('teleport.rbac.roles_fitting_no_node', files(labels)),
        JSON.stringify(labels),
      ).toEqual([])
  })

  test('a user whose own roles take back everything is told of', async () => {
    const deny = (labels: object) => role('no', { deny: { node_labels: labels } })
    const files = (...more: object[]) =>
      objects({
        node: nodes,
        role: [role('yes', opening({ env: 'prod' })), ...more],
        user: [user('a', ['yes', 'no'])],
      })
    expect(await factOfDump('teleport.rbac.users_refused_everywhere', files(deny({ env: 'prod' })))).toEqual([
      { user: 'a', by: ['no'] },
    ])
    expect(
      await factOfDump('teleport.rbac.users_refused_everywhere', files(deny({ env: 'staging' }))),
    ).toEqual([])
    expect(await factOfDump('teleport.rbac.users_refused_everywhere', files(deny({ env: '^p.*$' })))).toEqual(
      [],
    )
  })

  test('labels fit as Teleport compares them', () => {
    expect(fits({}, { a: '1' })).toBe(false)
    expect(fits({ a: '1', b: '2' }, { a: '1' })).toBe(false)
    expect(fits({ a: '{{external.x}}' }, { a: '1' })).toBeUndefined()
    expect(fits({ a: '{{external.x}}', b: '2' }, { a: '1' })).toBe(false)
    expect(fits({ __proto__: '1' }, {})).toBe(false)
  })

  test('a pattern with stars fits as the regular expression that it stands for', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 })
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 })
    fc.assert(
      fc.property(glob, letters, (pattern, text) => {
        expect(globFits(pattern, text)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text))
      }),
    )
  })
})

describe('locks', () => {
  const lock = (name: string, target: object, expires?: string) => ({
    kind: 'lock',
    version: 'v2',
    metadata: { name },
    spec: { target, message: 'why', ...(expires === undefined ? {} : { expires }) },
  })

  test('those that are over are not in force', async () => {
    const files = objects({
      lock: [
        lock('1', { user: 'a' }),
        lock('2', { login: 'root' }, minutesLater(-1)),
        lock('3', { login: 'x' }, minutesLater(1)),
      ],
    })
    expect(await factOfDump('teleport.locks.on_people', files)).toMatchObject([
      { lock: '1', kind: 'user', target: 'a', until: '' },
      { lock: '3', kind: 'login', target: 'x', until: '2026-11-21 09:01 UTC' },
    ])
  })

  test('a host is told by its name, whatever the version calls it; a role with its users', async () => {
    const files = objects({
      node: [server('node', uuids.node)],
      user: [user('a', ['dev']), user('b', ['dev'])],
      role: [role('dev')],
      lock: [
        lock('1', { node: uuids.node }),
        lock('2', { server_id: uuids.other }),
        lock('3', { role: 'dev' }),
        lock('4', { user: 'typo' }),
      ],
    })
    expect(await factOfDump('teleport.locks.on_hosts', files)).toMatchObject([
      { name: 'host-cccc' },
      { name: uuids.other },
    ])
    expect(await factOfDump('teleport.locks.on_roles', files)).toMatchObject([{ target: 'dev', users: 2 }])
    expect(await factOfDump('teleport.locks.pointless', files)).toMatchObject([{ target: 'typo' }])
  })
})
