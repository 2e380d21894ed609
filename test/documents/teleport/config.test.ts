// teleport.yaml: flags, unknown and misplaced keys, refused values, and broken files as a real server judged them.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkConfig, isOn } from '../../../analyzer/documents/teleport/config-check.js'
import { configKeys, isKey, keyAt } from '../../../analyzer/documents/teleport/config-keys.js'
import { flagOf } from '../../../analyzer/documents/teleport/config-values.js'
import { parseTeleportConfig } from '../../../analyzer/documents/teleport/config.js'
import { codes, parsed } from '../read.js'

interface Cases {
  readonly refused: readonly { name: string; config: string; key?: string; says: string }[]
  readonly accepted: readonly { name: string; config: string }[]
}

const cases = JSON.parse(
  readFileSync(new URL('../../fixtures/teleport/config-cases.json', import.meta.url), 'utf8'),
) as Cases

const read = (text: string) => parsed(parseTeleportConfig, text)

describe('a file that the server refuses', () => {
  const withKey = cases.refused.flatMap(({ key, ...one }) => (key === undefined ? [] : [{ ...one, key }]))

  test.each(withKey)('$name: the same key is named, with its line', ({ config, key }) => {
    const mistakes = checkConfig(read(config).value, 11).map(({ path }) => path.join('.'))
    expect(mistakes).toContain(key)
    expect(read(config).locate(key.split('.'))?.line).toBeGreaterThan(1)
  })
})

describe('a file that the server takes', () => {
  test.each(cases.accepted)('$name: nothing is wrong with it', ({ config }) => {
    expect(checkConfig(read(config).value, 11)).toEqual([])
    expect(read(config).problems).toEqual([])
  })
})

describe('problems', () => {
  test('an unknown key is named with the one that may be meant', () => {
    const { problems } = read('version: v2\nteleport:\n  diagaddr: 127.0.0.1:3000\n')
    expect(problems.map(({ code, message, line }) => [code, message, line])).toEqual([
      [
        'TELEPORT_KEY_UNKNOWN',
        'teleport.diagaddr is no key of teleport.yaml; instead: teleport.diag_addr.',
        3,
      ],
    ])
  })

  test('an outdated key is told, and is no mistake', () => {
    expect(codes(read('auth_service:\n  authentication:\n    u2f: {}\n'))).toEqual([
      'TELEPORT_KEY_OUTDATED 3:5',
    ])
  })

  test('a section that is none, a number that is text and a port that is none are refused', () => {
    const text =
      'teleport: here\nproxy_service:\n  web_listen_addr: 0.0.0.0:70000\nssh_service:\n  max_concurrent_sessions: many\n'
    expect(codes(read(text))).toEqual([
      'TELEPORT_VALUE_REFUSED 1:1',
      'TELEPORT_VALUE_REFUSED 3:3',
      'TELEPORT_VALUE_REFUSED 5:3',
    ])
  })

  test('no message repeats a secret', () => {
    const text = 'teleport:\n  auth_token: [fake-secret-1]\nauth_service:\n  tokens: [fake-secret-2]\n'
    expect(JSON.stringify(read(text).problems)).not.toContain('fake-secret')
  })

  test('a file of another program gives a bounded number of them', () => {
    const keys = Array.from({ length: 2000 }, (_, index) => `key${index}: 1`).join('\n')
    expect(read(keys).problems.length).toBeLessThanOrEqual(50)
  })
})

describe('contradictions', () => {
  const said = (config: object) => checkConfig(config).map(({ kind, path }) => `${kind} ${path.join('.')}`)

  test('of two ways to join only one may be set', () => {
    expect(
      said({
        version: 'v3',
        teleport: { auth_server: 'a:3025', proxy_server: 'p:443' },
        proxy_service: { enabled: false },
      }),
    ).toEqual(['contradiction teleport.proxy_server'])
  })

  test('a proxy cannot join through a proxy, and applications only can', () => {
    expect(said({ version: 'v3', teleport: { proxy_server: 'p:443' } })).toEqual([
      'contradiction teleport.proxy_server',
    ])
    expect(
      said({ version: 'v3', teleport: { auth_server: 'a:3025' }, app_service: { enabled: true } }),
    ).toEqual(['contradiction teleport.auth_server'])
    expect(
      said({ version: 'v2', teleport: { auth_servers: ['a:3025'] }, app_service: { enabled: true } }),
    ).toEqual([])
  })

  test('auth_servers does not exist in v3', () => {
    expect(said({ version: 'v3', teleport: { auth_servers: ['a:3025'] } })).toEqual([
      'other-schema teleport.auth_servers',
    ])
  })
})

describe('values', () => {
  test('flags are booleans in whatever way they are written, and one that is none stays and counts as no', () => {
    const text =
      'auth_service: {enabled: "no"}\nproxy_service: {enabled: ON}\nssh_service: {enabled: maybe}\n'
    expect(read(text).value).toEqual({
      auth_service: { enabled: false },
      proxy_service: { enabled: true },
      ssh_service: { enabled: 'maybe' },
    })
    expect(isOn({ ssh_service: { enabled: 'maybe' } }, 'ssh_service')).toBe(false)
  })

  test('three services run unless the file says no, the others only when it says yes', () => {
    const on = (config: object) =>
      ['auth_service', 'proxy_service', 'ssh_service', 'app_service'].filter(name => isOn(config, name))
    expect(on({})).toEqual(['auth_service', 'proxy_service', 'ssh_service'])
    expect(
      on({
        auth_service: { enabled: 'no' },
        proxy_service: { public_addr: 'a' },
        app_service: { enabled: 'yes' },
      }),
    ).toEqual(['proxy_service', 'ssh_service', 'app_service'])
  })

  test('the old list of log.format becomes its section', () => {
    expect(read('teleport:\n  log:\n    format: [level, caller]\n').value).toEqual({
      teleport: { log: { format: { extra_fields: ['level', 'caller'] } } },
    })
  })

  test('a word is a flag or it is not', () => {
    expect(['yes', 'Y', 'on', '1', true].map(flagOf)).toEqual([true, true, true, true, true])
    expect(['no', 'OFF', 0, false].map(flagOf)).toEqual([false, false, false, false])
    expect(['', 'maybe', null, [], {}].map(flagOf)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  test('every path of the table leads to its key', () => {
    expect(keyAt(['teleport', 'storage', 'type'])).toMatchObject({ type: 'text' })
    expect(keyAt(['teleport', 'nothing'])).toBeUndefined()
    const storage = keyAt(['teleport', 'storage'])
    expect(storage !== undefined && isKey(storage)).toBe(false)
  })
})

test('no value of any kind makes the check fail', () => {
  const keys = fc.constantFrom(
    'version',
    'teleport',
    'log',
    'format',
    'auth_service',
    'enabled',
    'tokens',
    'storage',
    'authentication',
    'proxy_service',
    'keep_alive_interval',
    'ciphers',
    '__proto__',
    'x',
  )
  const { tree } = fc.letrec<{ tree: unknown }>(tie => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue({ maxDepth: 1 }),
      fc.dictionary(keys, tie('tree'), { maxKeys: 5 }),
    ),
  }))
  fc.assert(
    fc.property(fc.dictionary(keys, tree, { maxKeys: 6 }), config => {
      const mistakes = checkConfig(config, 11)
      expect(mistakes.length).toBeLessThanOrEqual(50)
      expect(mistakes.every(({ path }) => path.length > 0)).toBe(true)
    }),
    { numRuns: 300 },
  )
  expect(Object.keys(configKeys)).toContain('teleport')
})
