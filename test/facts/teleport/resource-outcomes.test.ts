// How lists of a dump ended: what is empty, what was refused, and what cannot be told.
import { expect, test } from 'vitest'
import { factOfDump, factsOfDump, objects, role, server, user, uuids } from './dump.js'

const denied =
  '\u001b[31mERROR: \u001b[0maccess denied to perform action "list" on "token", access denied to perform action "read" on "token"\n'

test('an empty list is none, unless somebody was refused another one', async () => {
  const files = objects({ role: [role('dev')], user: [user('a', ['dev'])], node: [], lock: [] })
  expect(await factOfDump('teleport.resources.counts', files)).toEqual({ lock: 0, node: 0, role: 1, user: 1 })
  const restricted = { ...files, 'objects/tctl_get_token.yaml': '', 'objects/tctl_get_token.error': denied }
  expect(await factOfDump('teleport.resources.counts', restricted)).toEqual({ lock: 0, role: 1, user: 1 })
  expect(await factOfDump('teleport.resources.hidden', restricted)).toEqual(['node'])
  expect(await factOfDump('teleport.resources.denied', restricted)).toEqual([
    { kind: 'token', needs: 'list and read on token' },
  ])
  expect(await factOfDump('teleport.tokens.count', restricted)).toBeUndefined()
})

test('notes beside a list that worked are no failure; an exit code tells the difference', async () => {
  const files = {
    ...objects({ role: [] }),
    'objects/tctl_get_role.error': 'ERROR: something odd\n',
    'objects/exit_codes.tsv': 'kind\tformat\texit\nrole\tyaml\t0\n',
  }
  expect(await factOfDump('teleport.resources.counts', files)).toBeUndefined()
  expect(await factOfDump('teleport.resources.failed', files)).toEqual([])
  const failed = { ...files, 'objects/exit_codes.tsv': 'kind\tformat\texit\nrole\tyaml\t1\n' }
  expect(await factOfDump('teleport.resources.failed', failed)).toEqual([
    { kind: 'role', message: 'something odd' },
  ])
})

test('a list that somebody left out is neither failed nor empty', async () => {
  const files = { ...objects({ user: [] }), 'objects/tctl_get_role.error': '' }
  expect(await factOfDump('teleport.resources.failed', files)).toEqual([])
  expect(await factOfDump('teleport.resources.counts', files)).toBeUndefined()
})

test('what only error files say is told, and nothing is concluded from lists that are not there', async () => {
  const refused =
    'Cannot connect to the auth server: dial tcp 0.0.0.0:3025: connect: connection refused.\nIs the auth server running on "0.0.0.0:3025"?\n'
  const facts = await factsOfDump({
    'objects/tctl_get_role.error': refused,
    'objects/tctl_get_user.error': refused,
  })
  expect(facts.get('teleport.resources.unreachable', '')?.value).toEqual([
    {
      reason: 'refused',
      address: '0.0.0.0:3025',
      message: 'dial tcp 0.0.0.0:3025: connect: connection refused',
      count: 2,
      asked: 2,
      local: true,
    },
  ])
  expect(facts.get('teleport.rbac.users_with_missing_roles', '')).toBeUndefined()
  expect(facts.get('teleport.settings.servers', '')).toBeUndefined()
})

test('a list that was cut says nothing of what it lacks', async () => {
  const files = {
    ...objects({ user: [user('a', ['dev', 'ops'])] }),
    'objects/tctl_get_role.yaml':
      'kind: role\nmetadata:\n  name: dev\nspec: {}\nversion: v5\n---\nkind: role\nmetadata:\n  na',
  }
  expect(await factOfDump('teleport.resources.damaged', files)).toEqual(['role'])
  expect(await factOfDump('teleport.rbac.users_with_missing_roles', files)).toBeUndefined()
})

test('connectors count as listed by the command that lists all of them', async () => {
  const files = objects({
    connectors: [{ kind: 'github', version: 'v3', metadata: { name: 'github' }, spec: {} }],
    role: [],
  })
  expect(await factOfDump('teleport.connectors.listed', files)).toEqual([{ kind: 'github', name: 'github' }])
})

test('an object that several commands list counts once; databases of two hosts are two', async () => {
  const node = server('node', uuids.node)
  const served = (id: string) => server('db_server', 'payments', { host_id: id })
  const files = {
    ...objects({ node: [node], db_server: [served(uuids.node), served(uuids.other)] }),
    'objects/tctl_nodes_ls.yaml': [node],
  }
  expect(await factOfDump('teleport.resources.counts', files)).toMatchObject({ node: 1, db_server: 2 })
})

test('kinds that nobody knows are named and counted', async () => {
  const files = objects({
    gadget: [
      { kind: 'gadget', metadata: { name: 'a' } },
      { kind: 'gadget', metadata: { name: 'b' } },
    ],
  })
  expect(await factOfDump('teleport.resources.other_kinds', files)).toEqual(['gadget'])
  expect(await factOfDump('teleport.resources.counts', files)).toEqual({ gadget: 2 })
})

test('alerts are read from the table', async () => {
  const table =
    'Severity Message                Created             Labels \n-------- ---------------------- ------------------- ------ \nMEDIUM   "license expires soon" 21 Nov 26 09:34 UTC        \n'
  expect(
    await factOfDump('teleport.resources.alerts', {
      ...objects({ role: [] }),
      'objects/tctl_alerts_ls.txt': table,
    }),
  ).toEqual([{ severity: 'MEDIUM', message: 'license expires soon' }])
})
