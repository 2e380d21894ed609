// Secrets never reach a dump, wherever they stand; what is no secret passes byte for byte.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NewEntry } from '../../../../generator/teleport/dump/index.js'
import { createKeyed } from '../../../../generator/teleport/obfuscation/keyed.js'
import { createRedaction } from '../../../../generator/teleport/obfuscation/redaction.js'
import { generateKeyPairSync } from 'node:crypto'

const keyed = createKeyed(Buffer.alloc(32, 1))

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}

async function redact(
  text: string | Buffer,
  entry: Partial<NewEntry> = {},
  size = 7,
  redaction = createRedaction(keyed),
): Promise<string> {
  const chunks: Buffer[] = []
  const source = inPieces(Buffer.from(text as string), size)
  for await (const chunk of redaction.bytes({ name: 'log.txt', content: 'log', ...entry }, source))
    chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const token = (name: string, method: string): string =>
  `kind: token\nmetadata:\n  expires: "2030-01-01T00:00:00Z"\n  name: ${name}\nspec:\n  join_method: ${method}\n  roles:\n  - Node\nversion: v2\n`

test('the name of a join token is a secret, that of a delegated one is not', async () => {
  const text = `${token('canary-token-a3f1c97e', 'token')}---\n${token('iam-nodes', 'iam')}`
  const made = await redact(text, { name: 'objects/tctl_get_token.yaml', content: 'resources' })
  expect(made).not.toContain('canary')
  expect(made).toMatch(/^ {2}name: secret-[0-9a-f]{12}$/m)
  expect(made).toContain('name: iam-nodes')
  expect(made.replace(/secret-[0-9a-f]{12}/, 'canary-token-a3f1c97e')).toBe(text)
})

test('a join token found in the list is taken out of logs that come later', async () => {
  const redaction = createRedaction(keyed)
  const entry: Partial<NewEntry> = { name: 'objects/tctl_get_token.yaml', content: 'resources' }
  const list = await redact(token('canary-token-a3f1c97e', 'token'), entry, 100, redaction)
  const log = await redact('INFO joining with canary-token-a3f1c97e failed\n', {}, 100, redaction)
  expect(log).toBe(`INFO joining with ${/secret-\w+/.exec(list)?.[0] ?? ''} failed\n`)
  expect(redaction.removed).toBeGreaterThan(1)
})

test('secrets of connectors, users and trusted clusters leave no line behind', async () => {
  const text = `kind: oidc
spec:
  client_id: teleport
  client_secret: canary-1
  display: ""
---
kind: saml
spec:
  signing_key_pair:
    cert: ""
    private_key: |
      -----BEGIN RSA PRIVATE KEY-----
      canary2
      -----END RSA PRIVATE KEY-----
  sso: https://idp.example.com
---
kind: user
spec:
  local_auth:
    password_hash: canary3
    totp:
    - secret: canary4
  roles:
  - dev
---
kind: trusted_cluster
spec:
  enabled: true
  token: canary5
  tunnel_addr: a:443
`
  const made = await redact(text, { name: 'objects/tctl_get_connectors.yaml', content: 'resources' })
  expect(made).not.toMatch(/canary/)
  for (const kept of ['client_id: teleport', 'sso: https://idp.example.com', '- dev', 'tunnel_addr: a:443'])
    expect(made).toContain(kept)
})

test('values of Kubernetes Secrets, secret variables and copies of manifests are taken out, keys and sizes stay', async () => {
  const text = `apiVersion: v1
items:
- apiVersion: v1
  data:
    tls.crt: Y2FuYXJ5LTE=
    tls.key: Y2FuYXJ5LTI=
  kind: Secret
  metadata:
    annotations:
      kubectl.kubernetes.io/last-applied-configuration: |
        {"data":{"password":"canary-3"}}
    name: teleport-tls
  stringData:
    multi: |
      canary-4
      canary-5
  type: Opaque
- apiVersion: v1
  data:
    teleport.yaml: |
      teleport:
        auth_token: canary-6
        nodename: a
  kind: ConfigMap
- apiVersion: v1
  kind: Pod
  spec:
    containers:
    - env:
      - name: DB_PASSWORD
        value: canary-7
      - name: TZ
        value: UTC
kind: List
`
  const made = await redact(text, { name: 'kube/kubectl_get_all.yaml', content: 'kubernetes' })
  expect(made).not.toMatch(/canary|Y2FuYXJ5/)
  for (const kept of [
    /tls\.key: secret-\w+ # 8 bytes/,
    /name: teleport-tls/,
    /nodename: a/,
    /value: UTC/,
    /kind: List/,
  ])
    expect(made).toMatch(kept)
})

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const body = pem.split('\n')[1] ?? ''

test.each([
  ['a key of several lines', `before\n${pem}after\n`],
  ['a key with indentation', `key: |\n${pem.replace(/^/gm, '    ')}\nafter\n`],
  ['a key in JSON', `{"key":${JSON.stringify(pem)}} after`],
  ['a key in base64', `key: ${Buffer.from(pem).toString('base64')}\nafter`],
  ['a key in journal text', pem.replace(/^/gm, '2026-11-21T09:33:04+0000 host teleport[1]: ') + '\nafter'],
  ['a key that is cut', `before\n${pem.split('\n').slice(0, 2).join('\n')}\n2026-01-01 INFO after\n`],
  ['a key as numbers', `{"MESSAGE":[${[...Buffer.from(JSON.stringify(pem))].join(',')}]} after`],
])('%s does not leave, and what stands around it does', async (_, text) => {
  const made = await redact(text)
  expect(made).not.toContain(body.slice(4, 40))
  expect(made).not.toContain(Buffer.from(body).toString('base64').slice(8, 40))
  expect(made).toContain('after')
})

test.each([
  ['teleport start --token=canary-tok --roles=node', '--roles=node'],
  ['teleport start --token canary-tok --roles=node', '--roles=node'],
  ['teleport\0start\0--token\0canary-tok\0--roles=node', '--roles=node'],
  ['teleport\0start\0--token=canary-tok\0--roles=node', '--roles=node'],
  ['key=/tokens/canary-tok value_bytes=99 expires=', 'value_bytes=99'],
  ['backend_requests{req="/tokens/****canary-tok"} 3', '} 3'],
  ['  auth_token: canary-tok', 'auth_token'],
  ['  tokens:\n  - "proxy,node:canary-tok"', 'proxy,node'],
  ['  token_name: "canary-tok"', 'token_name'],
  ['{"password":"canary","user":"dev"}', '"user":"dev"'],
  ['{"a":"{\\"client_secret\\":\\"canary\\"}"}', 'client_secret'],
  ['postgres://teleport:canary@db.example.com/x', 'db.example.com/x'],
  ['HTTPS_PROXY=http://canary:canary@proxy:3128', 'proxy:3128'],
  ['Authorization: Bearer canary0123456789', 'Authorization'],
  ['hash $2a$10$abcdefghijklmnopqrstuvcanarycanarycanarycanarycanary end', 'end'],
  ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAcanarycanarycanary canary@host end', 'end'],
  ['otpauth://totp/x?secret=canary end', 'end'],
  ['id eyJhbGciOiJIUzI1NiJ9.canarycanary.canary end', 'end'],
  ['AKIAIOSFODNN7CANARY1 end', 'end'],
])('%s', async (text, kept) => {
  const made = await redact(text)
  expect(made).not.toMatch(/canary|CANARY/)
  expect(made).toContain(kept)
})

test('text without secrets passes as it is, whatever its bytes and wherever it is cut', async () => {
  const bytes = fc.uint8Array({ maxLength: 400 }).map(array => Buffer.from(array))
  await fc.assert(
    fc.asyncProperty(bytes, fc.integer({ min: 1, max: 50 }), async (text, size) => {
      fc.pre(!/^(?:\xff\xfe|\xfe\xff)/.test(text.toString('latin1')))
      const chunks: Buffer[] = []
      const source = inPieces(text, size)
      for await (const chunk of createRedaction(keyed).bytes({ name: 'a', content: 'log' }, source))
        chunks.push(chunk)
      expect(Buffer.concat(chunks)).toEqual(text)
    }),
  )
})

test('secrets in UTF-16 are found too', async () => {
  const wide = Buffer.concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from('password=canary\r\nend\r\n', 'utf16le'),
  ])
  const made = await redact(wide)
  expect(made).not.toContain('canary')
  expect(made).toContain('end')
})

test.each([
  'token expired or not found',
  'access denied to perform action "list" on "token", access denied to perform action "read" on "token"',
  '    resources:\n    - token\n    - session',
  'require_session_mfa: false\npin_source_ip: false\n  client_secret: ""',
  '--token=/var/lib/teleport/token --ca-pin=sha256:abc',
  'auth_token: /etc/teleport/token',
  'ca_pin: sha256:af6d6967cdce0c49eef0797af9c9b71b0c3db78ce4134430f1e0af2d2ac3199d',
])('%s is no secret', async text => {
  expect(await redact(text)).toBe(text)
})

test('what was redacted once is not redacted again', async () => {
  const once = await redact('auth_token: canary-tok\n{"password":"canary"} --token=canary /tokens/canary\n')
  expect(await redact(once)).toBe(once)
})

test('a table of tctl keeps its columns when a cell changes', async () => {
  const redaction = createRedaction(keyed)
  redaction.learn(['canary-token'])
  const text = `Token        Type Labels Expiry
------------ ---- ------ ------
canary-token Node a=b    never 
iam-nodes    App         never 

2 tokens
`
  const made = await redact(text, { name: 'objects/tctl_tokens_ls.txt', content: 'table' }, 7, redaction)
  const lines = made.split('\n')
  expect(made).not.toContain('canary')
  expect(lines[2]).toMatch(/^secret-[0-9a-f]{12} Node a=b    never/)
  expect(lines[3]?.indexOf('App')).toBe(lines[2]?.indexOf('Node'))
  expect(lines[1]?.indexOf(' ')).toBe(19)
  expect(lines.slice(4)).toEqual(['', '2 tokens', ''])
})

test('of a list that broke off whole objects are kept, so that it can be read', async () => {
  const entry: Partial<NewEntry> = { name: 'objects/tctl_get_token.yaml', content: 'resources' }
  const whole = token('iam-1', 'iam')
  expect(await redact(`${whole}---\n${whole.slice(0, -20)}`, entry)).toBe(whole)
  expect(await redact(whole.slice(0, -1), entry)).toBe(whole)
})
