// Connection errors by target and kind, from texts that Go's network library writes.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { connectionErrorOf } from '../../../../analyzer/documents/log/collect/connection-errors.js'
import { connections } from '../../../../analyzer/documents/log/collect/connections.js'
import { collect, lineAt } from './drive.js'

describe('a text tells kind and target', () => {
  test.each([
    ['begin_transaction: dial tcp 127.0.0.1:5432: connect: connection refused', 'refused', '127.0.0.1:5432'],
    ['dial tcp [::1]:5432: connect: connection refused', 'refused', '[::1]:5432'],
    ['dial tcp: lookup db.example.com on 10.0.0.2:53: no such host', 'unknown-host', 'db.example.com'],
    ['dial tcp: lookup db on 10.0.0.2:53: server misbehaving', 'name-server', 'db'],
    ['dial tcp: lookup db: i/o timeout', 'timeout', 'db'],
    ['dial unix /run/redis.sock: connect: connection refused', 'refused', '/run/redis.sock'],
    ['dial tcp 10.1.1.1:25: connect: no route to host', 'unreachable', '10.1.1.1:25'],
    ['dial tcp 10.1.1.1:25: connect: connection timed out', 'timeout', '10.1.1.1:25'],
    [
      'Post "https://push.mattermost.com/api/v1/send_push": dial tcp 52.1.2.3:443: i/o timeout',
      'timeout',
      '52.1.2.3:443',
    ],
    ['Get "https://10.0.0.1:9200/?x=y": net/http: TLS handshake timeout', 'timeout', '10.0.0.1:9200'],
    [
      'Get "https://Example.com/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'certificate',
      'example.com',
    ],
    ['Post "https://a.example/x": EOF', 'closed', 'a.example'],
    [
      'Get "https://a.example/x": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
      'timeout',
      'a.example',
    ],
    [
      'Get "https://a.example/x": proxyconnect tcp: dial tcp 10.0.0.3:3128: connect: connection refused',
      'proxy',
      '10.0.0.3:3128',
    ],
    ['read tcp 10.0.0.7:41022->10.0.0.9:5432: read: connection reset by peer', 'reset', '10.0.0.9:5432'],
    ['write tcp 10.0.0.7:41022->10.0.0.9:5432: write: broken pipe', 'closed', '10.0.0.9:5432'],
    ['remote error: tls: handshake failure: Get "https://a.example/"', 'tls', 'a.example'],
    ['x509: certificate has expired or is not yet valid', 'certificate', undefined],
    [
      'LDAP Result Code 200 "Network Error": dial tcp 10.0.0.4:636: connect: connection refused',
      'refused',
      '10.0.0.4:636',
    ],
  ])('%s', (text, kind, target) => {
    expect(connectionErrorOf(text)).toEqual({ kind, target, direction: 'out' })
  })
})

test('a client that goes away is not a service that does not answer, and its address is not kept', () => {
  expect(connectionErrorOf('read tcp 10.0.0.7:8065->10.0.0.99:51234: i/o timeout')).toEqual({
    kind: 'timeout',
    target: undefined,
    direction: 'in',
  })
})

test.each([
  'unexpected EOF',
  'failed to get ChannelMembers: context deadline exceeded',
  'connection is shut down',
  'context canceled',
  'write |1: broken pipe',
  '',
])('%j is no failed connection', text => {
  expect(connectionErrorOf(text)).toBeUndefined()
})

test('of an address only host and port are kept', () => {
  const secret = 's3cr3t'
  for (const text of [
    `Get "https://user:${secret}@a.example:8443/hooks/${secret}?token=${secret}": EOF`,
    `Post "https://${secret}:x@b.example/${secret}#${secret}": connection refused`,
    `dial tcp: lookup a.example on 10.0.0.1:53: no such host ${secret}`,
    `Get "https://a@${secret}@c.example/": i/o timeout`,
    `Get "https://%${secret}/": i/o timeout`,
  ]) {
    expect(JSON.stringify(connectionErrorOf(text)) ?? '').not.toContain(secret)
  }
})

test('groups tell who asked: the plugin, else the file', () => {
  const error = 'dial tcp 10.1.1.1:25: connect: connection refused'
  const found = collect(
    connections,
    [
      lineAt(0, { caller: 'app/server.go:12', error }),
      lineAt(1, { caller: 'app/server.go:99', error, level: 'warn' }),
      lineAt(2, { caller: 'app/plugin_api.go:1', plugin_id: 'com.example.x', error }),
      lineAt(3, { caller: 'app/server.go:12', error, level: 'info' }),
      lineAt(4, {
        msg: 'unable to connect: dial tcp 10.1.1.1:25: connect: connection refused',
        caller: 'app/server.go:12',
      }),
    ],
    [1, 2],
  )
  expect(found).toMatchObject([
    { askedBy: 'app/server.go', target: '10.1.1.1:25', kind: 'refused', count: 3, line: 1 },
    { askedBy: 'com.example.x', count: 1, line: 3 },
  ])
})

test('clients that fail in silence are heard at debug level', () => {
  const error = 'Get "https://a.example/": EOF'
  const lines = ['app/post_metadata.go:1', 'app/other.go:1'].map((caller, i) =>
    lineAt(i, { level: 'debug', caller, error }),
  )
  expect(collect(connections, lines)).toMatchObject([{ askedBy: 'app/post_metadata.go', count: 1 }])
})

test('any number of targets is a bounded number of groups, and none is lost', () => {
  const many = [...Array(3_000).keys()].map(n =>
    lineAt(n, { error: `dial tcp 10.0.${n >> 8}.${n & 255}:25: connect: connection refused` }),
  )
  const groups = collect(connections, many, [1_000, 2_000]) ?? []
  expect(groups.length).toBe(501)
  expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(3_000)
})

test('sums are the same however the log is cut', () => {
  const line = fc
    .tuple(fc.nat(999), fc.nat(3), fc.constantFrom('connection refused', 'i/o timeout', 'nothing'))
    .map(([at, host, words]) => lineAt(at, { error: `dial tcp 10.0.0.${host}:25: ${words}` }))
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), fc.array(fc.nat(40)), (lines, cuts) => {
      expect(collect(connections, lines, cuts)).toEqual(collect(connections, lines))
    }),
  )
})

test('texts of any kind are told in a short time', () => {
  for (const text of ['dial tcp ', 'https://', 'read tcp a->', 'lookup ', '@', ':', '-']) {
    expect(() => connectionErrorOf(`${text.repeat(400)} connection refused`)).not.toThrow()
  }
})
