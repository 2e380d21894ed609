// Facts of teleport.yaml: where an instance joins and how, its addresses, its mistakes.
import { describe, expect, test } from 'vitest'
import { splitAddress } from '../../../analyzer/facts/teleport/config.js'
import { factOfDump, factsOfDump, identity } from './instances.js'

const agent = 'auth_service: {enabled: no}\nproxy_service: {enabled: no}\n'
const configFact = (id: string, text: string) => factOfDump(id, { 'a/teleport.yaml': text })

describe('where it joins', () => {
  test('the key tells through what in v3, the port before', async () => {
    const text = `${agent}teleport:\n  auth_servers: [auth.example.com:3025, "https://proxy.example.com:443", other]\n  proxy_server: p.example.com\n`
    expect(await configFact('teleport.join.targets', text)).toEqual([
      {
        address: 'auth.example.com:3025',
        host: 'auth.example.com',
        port: 3025,
        through: 'auth',
        key: 'teleport.auth_servers',
      },
      {
        address: 'https://proxy.example.com:443',
        host: 'proxy.example.com',
        port: 443,
        through: 'proxy',
        key: 'teleport.auth_servers',
      },
      { address: 'other', host: 'other', port: 3025, through: 'auth', key: 'teleport.auth_servers' },
      {
        address: 'p.example.com',
        host: 'p.example.com',
        port: 443,
        through: 'proxy',
        key: 'teleport.proxy_server',
      },
    ])
  })

  test.each([
    ['teleport: {auth_token: fake-1}\n', 'token'],
    ['teleport: {join_params: {method: iam, token_name: a}}\n', 'iam'],
    ['teleport: {nodename: a}\n', undefined],
  ])('method of %j', async (text, method) => {
    expect(await configFact('teleport.join.method', text)).toBe(method)
  })

  test.each([
    ['teleport: {auth_token: fake-1}\n', ['teleport.auth_token']],
    ['teleport: {auth_token: /var/lib/token}\n', []],
    ['teleport: {auth_token: "********"}\n', []],
    ['teleport: {join_params: {method: iam, token_name: a-name}}\n', []],
    ['teleport: {join_params: {token_name: fake-2}}\n', ['teleport.join_params.token_name']],
  ])('tokens in %j', async (text, found) => {
    expect(await configFact('teleport.join.literal_tokens', text)).toEqual(found)
  })

  test.each([
    ['[::1]:3025', { host: '::1', port: 3025 }],
    ['tcp://Host.Example:1', { host: 'host.example', port: 1 }],
    ['host/path', { host: 'host', port: 9 }],
    ['', { host: '', port: 9 }],
  ])('address %j', (address, parts) => {
    expect(splitAddress(address, 9)).toEqual(parts)
  })
})

describe('what runs', () => {
  test('services that the file does not mention run, and are told', async () => {
    expect(
      await configFact(
        'teleport.config.services',
        'ssh_service: {enabled: no}\ndb_service: {enabled: yes}\n',
      ),
    ).toEqual(['auth_service', 'proxy_service', 'db_service'])
    expect(await configFact('teleport.config.on_by_default', 'ssh_service: {enabled: no}\n')).toEqual([
      'auth_service',
      'proxy_service',
    ])
  })

  test('storage is sqlite unless said otherwise, and of no meaning without an Auth Service', async () => {
    expect(await configFact('teleport.storage.type', 'teleport: {storage: {type: dir}}\n')).toBe('sqlite')
    expect(await configFact('teleport.storage.type', 'teleport: {storage: {type: ETCD}}\n')).toBe('etcd')
    expect(await configFact('teleport.storage.type', agent)).toBeUndefined()
  })

  test('--debug wins over the file', async () => {
    const files = { 'a/teleport.yaml': 'teleport: {log: {severity: WARN}}\n' }
    expect(await factOfDump('teleport.log.severity', files)).toBe('warn')
    expect(
      await factOfDump('teleport.log.severity', { ...files, 'a/cmdline': 'teleport\0start\0-d\0' }),
    ).toBe('debug')
  })
})

describe('mistakes', () => {
  test('a key of a later version is one only where the version is known', async () => {
    const files = { 'a/teleport.yaml': 'debug_service:\n  enabled: yes\n' }
    expect(await factOfDump('teleport.config.mistakes', files)).toEqual([])
    expect(
      await factOfDump('teleport.config.mistakes', { ...files, 'a/identity.json': identity({}) }),
    ).toEqual([
      {
        kind: 'later-key',
        key: 'debug_service.enabled',
        says: 'debug_service.enabled is known from Teleport 16 on, and this is 11',
        instead: '',
        line: 2,
      },
    ])
  })

  test('each has the line it stands on as its source', async () => {
    const facts = await factsOfDump({ 'a/teleport.yaml': 'version: v2\nteleport:\n  diagaddr: x\n' })
    expect(facts.get('teleport.config.mistakes', 'a')?.from.map(({ entry, line }) => [entry, line])).toEqual([
      ['nodes/a/teleport.yaml', 3],
    ])
  })
})

describe('what is no YAML', () => {
  test.each([
    [
      'a tab',
      'teleport:\n\tnodename: x\n',
      [{ says: 'tab characters must not be used in indentation.', line: 2 }],
    ],
    [
      'a key that stands twice',
      'teleport:\n  nodename: x\n  nodename: y\n',
      [{ says: 'the key "nodename" stands there for the second time.', line: 3 }],
    ],
    ['asterisks in place of a secret', 'teleport:\n  auth_token: ****\n', []],
    ['nothing', 'teleport: {nodename: x}\n', []],
  ])('%s', async (_, text, found) => {
    expect(await configFact('teleport.config.broken', text)).toEqual(found)
  })

  test('without a file nothing is known of it', async () => {
    expect(await factOfDump('teleport.config.broken', { 'a/identity.json': identity({}) })).toBeUndefined()
  })
})

describe('what listens for its own host only', () => {
  const loopback = (text: string, others = 1) =>
    factOfDump('teleport.config.loopback_listeners', {
      'a/teleport.yaml': text,
      ...(others === 0 ? {} : { 'b/teleport.yaml': agent }),
    })

  test.each([
    ['auth_service: {listen_addr: "127.0.0.1:3025"}\n', ['auth_service.listen_addr']],
    ['ssh_service: {listen_addr: "[::1]:3022"}\nauth_service: {enabled: no}\n', ['ssh_service.listen_addr']],
    ['ssh_service: {enabled: no, listen_addr: "localhost:3022"}\n', []],
    ['auth_service: {listen_addr: "0.0.0.0:3025"}\n', []],
  ])('%j', async (text, keys) => {
    const found = (await loopback(text)) as readonly { readonly key: string }[]
    expect(found.map(({ key }) => key)).toEqual(keys)
  })

  test('a host alone needs no other address', async () => {
    expect(await loopback('auth_service: {listen_addr: "127.0.0.1:3025"}\n', 0)).toBeUndefined()
  })
})
