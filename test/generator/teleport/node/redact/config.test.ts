import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { redactConfig } from '../../../../../generator/teleport/node/redact/config.js'

const redact = (text: string): string => redactConfig(text, () => 'HIDDEN').text

describe('teleport.yaml without its secrets', () => {
  test.each([
    ['auth_token: node-token-a3f1c97e', 'auth_token: HIDDEN'],
    ['  auth_token: "node-token-a3f1c97e" # until May', '  auth_token: "HIDDEN" # until May'],
    ["auth_token: 'it''s a token'", "auth_token: 'HIDDEN'"],
    ['auth_token: 12345', 'auth_token: HIDDEN'],
    ['# auth_token: an-older-one', '# auth_token: HIDDEN'],
    ['teleport: {auth_token: abc, nodename: tp}', 'teleport: {auth_token: HIDDEN, nodename: tp}'],
    ['teleport: {nodename: tp, "auth_token": "a, b"}', 'teleport: {nodename: tp, "auth_token": "HIDDEN"}'],
    ['  - client_secret: fake', '  - client_secret: HIDDEN'],
    [
      'pkcs11: {pin: 1234, module_path: /usr/lib/hsm.so}',
      'pkcs11: {pin: HIDDEN, module_path: /usr/lib/hsm.so}',
    ],
    ['  secret_key: wJalrXUtnFEMI', '  secret_key: HIDDEN'],
    ['token_name: node-token-a3f1c97e', 'token_name: HIDDEN'],
  ])('%s', (line, expected) => {
    expect(redact(line)).toBe(expected)
  })

  test.each([
    'ca_pin: sha256:7e12c17c20d9cb504bbcb3f0236be3f446861f1396dcbb44425fe28ec1c108f1',
    'auth_token: /var/lib/teleport/token',
    'auth_token: ""',
    'password_file: /etc/etcd.pass',
    'https_keypairs: [{key_file: /etc/tls.key, cert_file: /etc/tls.crt}]',
    'second_factor: otp',
    'token_ttl: 30m',
    'join_params: {method: iam, token_name: iam-nodes}',
    '    - "Authorization: Bearer {{internal.jwt}}"',
    'nodename: tp-secret-1',
    'uri: postgresql://teleport@db.example.com/audit',
  ])('stays as it is: %s', line => {
    expect(redact(line)).toBe(line)
  })

  test('static tokens keep the roles they stand for', () => {
    const list =
      'auth_service:\n  tokens:\n  - "proxy,node:fake-static-1"\n  - node:fake-static-2\n  - node:/etc/token\n'
    expect(redact(list)).toBe(
      'auth_service:\n  tokens:\n  - "proxy,node:HIDDEN"\n  - node:HIDDEN\n  - node:/etc/token\n',
    )
    expect(redact('tokens: ["proxy,node:fake-static-1"]')).toBe('tokens: ["proxy,node:HIDDEN"]')
    expect(redact('tokens: [node:fake-static-1, app:fake-static-2]')).toBe(
      'tokens: [node:HIDDEN, app:HIDDEN]',
    )
  })

  test('headers keep their names', () => {
    const text =
      'rewrite:\n  headers:\n    - "X-Api-Key: fake-api-key"\n    - Authorization: Basic ZmFrZQ==\n'
    expect(redact(text)).toBe(
      'rewrite:\n  headers:\n    - "X-Api-Key: HIDDEN"\n    - Authorization: HIDDEN\n',
    )
  })

  test('passwords in addresses and connection strings go, the rest of them stays', () => {
    expect(redact('audit_events_uri: postgresql://tele:fake-pw@db:5432/audit?sslmode=require')).toBe(
      'audit_events_uri: postgresql://tele:HIDDEN@db:5432/audit?sslmode=require',
    )
    expect(redact('conn_string: "host=db user=tele password=fake-pw dbname=x"')).toBe(
      'conn_string: "host=db user=tele password=HIDDEN dbname=x"',
    )
  })

  test('a secret over several lines goes whole', () => {
    const text = 'a: 1\nprivate_key: |\n  fake-line-one\n  fake-line-two\nb: 2\n'
    expect(redact(text)).toBe('a: 1\nprivate_key: |\n  HIDDEN\n  HIDDEN\nb: 2\n')
    expect(redact('client_secret: >-\n   fake-line-one\nb: 2')).not.toContain('fake')
    expect(redact('client_secret: "fake-one\n  fake-two"\nb: 2')).not.toContain('fake')
    expect(redact('auth_token:\n  fake-next-line\nb: 2')).toBe('auth_token:\n  HIDDEN\nb: 2')
  })

  test('a private key goes wherever it stands', () => {
    const key = '-----BEGIN PRIVATE KEY-----\n    MIIfakefakefake\n    -----END PRIVATE KEY-----'
    expect(redact(`anything: |\n    ${key}\nb: 2\n`)).not.toContain('MIIfake')
    expect(
      redact(`anything: "-----BEGIN RSA PRIVATE KEY-----\\nMIIfake\\n-----END RSA PRIVATE KEY-----"\nb: 2\n`),
    ).toMatch(/^anything: ".*"\nb: 2\n$/)
  })

  test('a secret is found again where its key does not stand', () => {
    expect(redact('auth_token: fake-token-77\n# ask bob about fake-token-77\n')).toBe(
      'auth_token: HIDDEN\n# ask bob about HIDDEN\n',
    )
  })

  test('a file that is no YAML loses its secrets, too', () => {
    const broken =
      'teleport:\n\tauth_token: fake-one\n  - : {[\nauth_service: }\n  tokens:\n    - "node:fake-two"\n  password: fake-three\n'
    expect(redact(broken)).not.toContain('fake')
    expect(redact(broken)).toContain('auth_service: }')
  })

  test('what was found is told, to be looked for elsewhere', () => {
    const { secrets } = redactConfig('auth_token: fake-1234\ntokens: ["node:fake-5678"]\n', () => 'x')
    expect([...secrets].sort()).toEqual(['fake-1234', 'fake-5678'])
  })

  const styles: readonly ((key: string, value: string) => string)[] = [
    (key, value) => `${key}: ${value}`,
    (key, value) => `${key}: "${value}"`,
    (key, value) => `${key}: '${value}'`,
    (key, value) => `"${key}": ${value}`,
    (key, value) => `${key}: |\n    ${value}`,
    (key, value) => `${key}: >\n    ${value}`,
    (key, value) => `${key}:\n    ${value}`,
    (key, value) => `inner: {a: 1, ${key}: ${value}, b: 2}`,
    (key, value) => `inner: {${key}: "${value}"}`,
    (key, value) => `list:\n    - ${key}: ${value}\n      c: 3`,
    (key, value) => `# ${key}: ${value}`,
  ]
  const keys = ['auth_token', 'client_secret', 'password', 'secret_key', 'private_key', 'api_token', 'pin']

  test('however a secret is written, nothing of it is left and the file is still YAML', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...keys), fc.constantFrom(...styles), fc.nat(9999)), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.constantFrom('\n', '\r\n'),
        (chosen, newline) => {
          const text = chosen
            .map(
              ([key, style, number], index) =>
                `part${index}:\n  ${style(key, `canary${number}Xy`).replaceAll('\n', '\n  ')}\n`,
            )
            .join('')
            .replaceAll('\n', newline)
          const redacted = redact(text)
          expect(redacted).not.toContain('canary')
          expect(redacted.split(newline)).toHaveLength(text.split(newline).length)
          const before = load(text) as Record<string, unknown>
          expect(Object.keys(load(redacted) as object)).toEqual(Object.keys(before))
        },
      ),
    )
  })

  test('any text is taken, in time that grows with its length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => typeof redact(text) === 'string'),
    )
    const began = performance.now()
    redact('auth_token: a\n'.repeat(4000) + '{'.repeat(20_000) + 'x'.repeat(40_000))
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})
