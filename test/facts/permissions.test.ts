// Facts of permissions, over roles as servers make them and as people change them.
import { expect, test } from 'vitest'
import { defaultsOf } from '../../analyzer/facts/permissions/defaults.js'
import { peopleOf } from '../../analyzer/facts/permissions/words.js'
import { documentsOf } from '../../analyzer/documents/parse.js'
import { deriveFacts } from '../../analyzer/facts/index.js'
import { factOf, factsOf, sourcesOf } from './facts-of.js'

interface Packet {
  permissions: {
    roles: { name: string; permissions: string[] }[]
    schemes: object[]
  }
  diagnostics: object
}

/** The roles of an untouched server of 11.0, or of another release, after a change. */
function packet(
  change: (role: (name: string) => string[], packet: Packet) => void = () => {},
  version = '11.0.4',
) {
  const { sure } = defaultsOf({ major: 11, minor: 0 })!
  const roles = [...sure].map(([name, permissions]) => ({ name, permissions: [...permissions] }))
  const made: Packet = { permissions: { roles, schemes: [] }, diagnostics: { server: { version } } }
  change(name => roles.find(role => role.name === name)!.permissions, made)
  return { ...made }
}

const remove = (list: string[], permission: string) => list.splice(list.indexOf(permission), 1)

test('an untouched server lost and gained nothing', () => {
  const facts = factsOf(packet())
  for (const fact of ['lost', 'gained', 'roles_missing', 'scheme_roles_missing']) {
    expect(facts.get(`permissions.${fact}`, '')?.value).toEqual([])
  }
  expect(facts.get('permissions.schemes', '')?.value).toBe(0)
})

test('what a role lost and gained, in whose name, and the line it stands in', () => {
  const given = packet(role => {
    remove(role('channel_user'), 'create_post')
    remove(role('channel_user'), 'add_reaction')
    role('system_guest').push('view_members')
  })
  const lost = factsOf(given).get('permissions.lost', '')
  expect(lost?.value).toEqual([
    { role: 'channel_user', people: 'members of channels', permissions: ['add_reaction', 'create_post'] },
  ])
  const index = given.permissions.roles.findIndex(({ name }) => name === 'channel_user')
  expect(lost?.from[0]?.path).toEqual(['roles', index, 'permissions'])
  expect(factOf('permissions.gained', given)).toEqual([
    { role: 'system_guest', people: 'guests', permissions: ['view_members'] },
  ])
})

test('roles that somebody made have no defaults', () => {
  const given = packet((_, { permissions }) => permissions.roles.push({ name: 'mine', permissions: ['x'] }))
  expect([factOf('permissions.lost', given), factOf('permissions.gained', given)]).toEqual([[], []])
})

test('between two known releases only what both have is lost, and only what neither has is gained', () => {
  // The permission comes with 11.6 or before.
  const without = packet(() => {}, '11.3.0')
  expect(factOf('permissions.lost', without)).toEqual([])
  const withIt = packet(
    role => role('channel_admin').push('manage_public_channel_auto_translation'),
    '11.3.0',
  )
  expect(factOf('permissions.gained', withIt)).toEqual([])
  expect(factOf('permissions.roles_missing', without)).toEqual([])
  const broken = packet(role => remove(role('channel_user'), 'create_post'), '11.3.0')
  expect(factOf('permissions.lost', broken)).toHaveLength(1)
})

test.each(['10.5.0', '11.7.0', '12.0.0', 'nonsense'])('of %s the defaults are not known', version => {
  const given = packet(role => remove(role('channel_user'), 'create_post'), version)
  expect(['lost', 'gained', 'roles_missing'].map(fact => factOf(`permissions.${fact}`, given))).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test('a built-in role that is gone', () => {
  const given = packet((_, { permissions }) => permissions.roles.shift())
  const gone = packet().permissions.roles[0]!.name
  expect(factOf('permissions.roles_missing', given)).toEqual([gone])
})

test('a scheme that names a role which is not there, unless the scheme is deleted', () => {
  const scheme = {
    default_channel_user_role: 'abc',
    default_team_admin_role: 'team_admin',
    default_run_admin_role: '',
  }
  const given = (delete_at: string) =>
    packet((_, { permissions }) => permissions.schemes.push({ ...scheme, delete_at }))
  const alive = given('1970-01-01T05:30:00+05:30')
  expect(factOf('permissions.scheme_roles_missing', alive)).toEqual(['abc'])
  expect(factOf('permissions.schemes', alive)).toBe(1)
  const deleted = given('2024-01-01T00:00:00Z')
  expect(factOf('permissions.scheme_roles_missing', deleted)).toEqual([])
})

test('of a file that is damaged, nothing is said to be lost', () => {
  const sources = sourcesOf(packet(role => remove(role('channel_user'), 'create_post')))
  const problem = { code: 'DOCUMENT_CUT', severity: 'error', message: 'cut', entry: 'permissions' } as const
  const documents = documentsOf(sources.documents.all, [problem])
  expect(deriveFacts({ ...sources, documents }).get('permissions.lost', '')).toBeUndefined()
})

test('odd files give nothing rather than a crash', () => {
  for (const permissions of [
    null,
    [],
    'x',
    { roles: null },
    { roles: [null, 7, { name: 'a' }], schemes: [null] },
  ]) {
    expect(factOf('permissions.lost', { ...packet(), permissions })).toBeUndefined()
  }
})

test('every role of every known release has people in words', () => {
  const names = ['10.9', '10.11', '11.0', '11.6'].flatMap(name => {
    const [major = 0, minor = 0] = name.split('.').map(Number)
    return [...defaultsOf({ major, minor })!.sure.keys()]
  })
  expect(new Set(names.filter(name => peopleOf(name) === name))).toEqual(new Set())
  expect(peopleOf('constructor')).toBe('constructor')
})

test('a later release is the one before with its changes', () => {
  const admin = (minor: number) => defaultsOf({ major: 10, minor })!.sure.get('system_admin')!
  expect([admin(9).has('purge_bleve_indexes'), admin(11).has('purge_bleve_indexes')]).toEqual([true, false])
  expect(admin(11).has('manage_channel_access_rules')).toBe(true)
  expect(admin(11).size).toBe(admin(9).size - 4)
})

test('an empty list of roles means that there are none, unless the server could not read them', () => {
  const missing = (warnings: readonly string[]) =>
    factOf('permissions.roles_missing', {
      metadata: { server_version: '11.6.0' },
      permissions: { roles: [], schemes: [] },
      warning: { points: warnings.map(text => ({ text })), count: warnings.length },
    })
  expect(missing([])).toContain('channel_user')
  expect(missing(['failed to get list of roles: GetAllRoles: Unable to get all the roles.'])).toBeUndefined()
})
