// Facts of a cluster: what its nodes disagree on.
import { expect, test } from 'vitest'
import type { ConfigDifference } from '../../analyzer/facts/config-differences.js'
import { factOf } from './facts-of.js'

const version = (version: string) => ({ server: { version } })

function differences(a: object, b: object, versions: readonly [string, string] = ['11.0.0', '11.0.0']) {
  const given = {
    'a/config': a,
    'b/config': b,
    'a/diagnostics': version(versions[0]),
    'b/diagnostics': version(versions[1]),
  }
  const found = factOf('cluster.config_differences', given, {}, 'a') as
    readonly ConfigDifference[] | undefined
  return found?.map(difference => `${difference.path} ${difference.summary}`)
}

test('equal configurations do not differ, whatever the order of their keys', () => {
  expect(differences({ S: { a: 1, b: { x: [1, 2] } } }, { S: { b: { x: [1, 2] }, a: 1 } })).toEqual([])
})

test('lists are compared whole, sections setting by setting', () => {
  expect(
    differences({ S: { a: [1, 2], b: 1 }, T: { c: '' } }, { S: { a: [2, 1], b: 1 }, T: { c: 'x' } }),
  ).toEqual(['S.a a: [1,2], b: [2,1]', 'T.c a: empty, b: x'])
})

test('a setting that one node lacks is a difference, unless the nodes run different releases', () => {
  expect(differences({ S: { a: 1, b: 2 } }, { S: { a: 1 } })).toEqual(['S.b a: 2, b: not set'])
  expect(differences({ S: { a: 1, b: 2 } }, { S: { a: 1 } }, ['11.0.0', '11.1.0'])).toEqual([])
  expect(differences({ S: { a: 1 } }, { S: { a: 2 } }, ['11.0.0', '11.1.0'])).toEqual(['S.a a: 1, b: 2'])
})

test('a value that may be a secret is not shown', () => {
  expect(
    differences({ P: { ApiToken: 'abc', SitePassword: '' } }, { P: { ApiToken: 'def', SitePassword: 'x' } }),
  ).toEqual(['P.ApiToken a: (hidden), b: (hidden)', 'P.SitePassword a: (hidden), b: (hidden)'])
})

test('an address that still holds its password is not shown, one that lost it is', () => {
  const sql = (DataSource: string) => ({ SqlSettings: { DataSource } })
  expect(differences(sql('postgres://****:****@one/chat'), sql('postgres://****:****@two/chat'))).toEqual([
    'SqlSettings.DataSource a: postgres://****:****@one/chat, b: postgres://****:****@two/chat',
  ])
  const clear = differences(
    sql('postgres://****:****@one/chat'),
    sql('//****:****@host=two password=hunter2'),
  )
  expect(clear).toEqual(['SqlSettings.DataSource a: postgres://****:****@one/chat, b: (hidden)'])
})

test('a section against a value is a difference of the whole', () => {
  expect(differences({ L: { J: { x: 1 } } }, { L: { J: 'text' } })).toEqual(['L.J a: {"x":1}, b: text'])
})

test('keys with the names of object internals are compared like others', () => {
  const odd = JSON.parse('{"S":{"__proto__":1,"constructor":2}}') as object
  const other = JSON.parse('{"S":{"__proto__":1,"constructor":3}}') as object
  expect(differences(odd, other)).toEqual(['S.constructor a: 2, b: 3'])
})

test('one node alone has nothing to differ from', () => {
  expect(factOf('cluster.config_differences', { config: {} })).toBeUndefined()
  expect(factOf('cluster.version_differences', { diagnostics: version('11.0.0') })).toBeUndefined()
})

test('versions of nodes, grouped', () => {
  const given = {
    'a/diagnostics': version('11.0.0'),
    'b/diagnostics': version('11.1.0'),
    'c/diagnostics': version('11.0.0'),
  }
  expect(factOf('cluster.version_differences', given, {}, 'a')).toEqual([
    { value: '11.0.0', nodes: ['a', 'c'] },
    { value: '11.1.0', nodes: ['b'] },
  ])
})

const counted = (number_of_nodes: number, server = '11.0.0') => ({
  metadata: { server_version: server },
  'a/diagnostics': { cluster: { number_of_nodes } },
  'b/diagnostics': { cluster: { number_of_nodes: 2 } },
})

test('nodes that the cluster counts and the packet lacks', () => {
  expect(factOf('cluster.missing_nodes', counted(3), {}, 'a')).toBe(1)
  expect(factOf('cluster.missing_nodes', counted(2), {}, 'a')).toBe(0)
  expect(factOf('cluster.number_of_nodes', counted(3), {}, 'b')).toBe(3)
})

test('before node folders existed, missing nodes cannot be told', () => {
  expect(factOf('cluster.missing_nodes', counted(3, '10.9.0'), {}, 'a')).toBeUndefined()
})

test('zero nodes is the word of a server without cluster code', () => {
  expect(
    factOf('cluster.number_of_nodes', { diagnostics: { cluster: { number_of_nodes: 0 } } }),
  ).toBeUndefined()
})
