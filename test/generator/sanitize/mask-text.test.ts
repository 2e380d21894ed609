// What is taken for a secret in a text, and what is not. Every value here is invented.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mask } from '../../../analyzer/documents/masks.js'
import { maskText } from '../../../generator/mattermost/sanitize/mask-text.js'

describe('a secret is masked', () => {
  test.each([
    ['{"msg":"login","password":"hunter2"}', `{"msg":"login","password":"${mask}"}`],
    ['{"body":"{\\"client_secret\\":\\"a\\\\\\"b c\\"}"}', `{"body":"{\\"client_secret\\":\\"${mask}\\"}"}`],
    [
      'GetSession: Invalid session token=prgfh96oh3rh9j4x4tkjkriath, err=<no value>',
      `GetSession: Invalid session token=${mask}, err=<no value>`,
    ],
    ['dial postgres://mmuser:p@ss@db:5432/mm?x=1', 'dial postgres://****:****@db:5432/mm?x=1'],
    ['https://abc123token@git.example.com/x', 'https://****@git.example.com/x'],
    ['Authorization: Bearer abcdef1234567890', `Authorization: Bearer ${mask}`],
    ['host=db user=mm password=s3cret dbname=x', `host=db user=mm password=${mask} dbname=x`],
    ['{"tokens":["a1b2c3","d4e5f6"]}', `{"tokens":["${mask}"]}`],
    ['POST /hooks/9q5rj6dyztbmfg1y7pwcxxkr3a', `POST /hooks/${mask}`],
    ['key eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc_def-123 end', `key ${mask} end`],
    ['the password: S3cr3t-pass!', `the password: ${mask}`],
    [
      '{"msg":"SELECT * FROM Sessions WHERE Token = $1","arg0":["prgfh96oh3rh9j4x4tkjkriath"]}',
      `{"msg":"SELECT * FROM Sessions WHERE Token = $1","arg0":["${mask}"]}`,
    ],
    ['"Cookie":["MMAUTHTOKEN=abcdefgh12345678; x=1"]', `"Cookie":["${mask}"]`],
    ['x-api-key: 0123456789abcdef', `x-api-key: ${mask}`],
  ])('%s', (text, expected) => {
    expect(maskText(text).text).toBe(expected)
    expect(maskText(text).count).toBeGreaterThan(0)
  })

  test('in a private key on one line or many', () => {
    for (const gap of ['\n', '\\n']) {
      const key = [
        '-----BEGIN RSA PRIVATE KEY-----',
        'MIIEpAIBAAKCAQEA7',
        '-----END RSA PRIVATE KEY-----',
      ].join(gap)
      expect(maskText(`"k":"${key}"`).text).not.toContain('MIIE')
    }
  })
})

describe('what is no secret stays', () => {
  test.each([
    '{"msg":"Invalid password., user_id=abc, hash and password do not match"}',
    '{"msg":"token expired"}',
    '{"token":""}',
    `{"token":"${mask}"}`,
    'password: wrong',
    'postgres://****:****@127.0.0.1:5432/mm?sslmode=disable',
    '{"token_type":"session","tokens_left":12}',
    'user@example.com wrote to https://chat.example.com/a@b',
    '{"EnableUserAccessTokens":true,"TLSKeyFile":"/etc/key.pem"}',
    '{"timestamp":"2026-11-21 09:00:54.065 Z","msg":"Loaded config","source":"file:///opt/mattermost/config/config.json"}',
  ])('%s', text => {
    expect(maskText(text)).toEqual({ text, count: 0, values: [] })
  })
})

test('masking twice changes nothing more', () => {
  const secretish = fc.string({
    unit: fc.constantFrom(
      'token',
      '=',
      ':',
      '"',
      '\\',
      ' ',
      'password',
      'a1B2c3',
      '://',
      '@',
      '[',
      ']',
      ',',
      'Bearer ',
      'eyJ',
      '.',
      '-----BEGIN PRIVATE KEY-----',
      '\n',
    ),
    maxLength: 40,
  })
  fc.assert(
    fc.property(secretish, text => {
      const once = maskText(text).text
      expect(maskText(maskText(once).text).text).toBe(maskText(once).text)
    }),
  )
})

test('long hostile lines take time in proportion to their length', () => {
  const hostile = [
    'password="',
    'a://',
    'token: [',
    '-----BEGIN PRIVATE KEY-----',
    'eyJaaaaaaaaaaaa.',
    'secret=\\"',
  ]
  const started = process.cpuUsage().user
  for (const piece of hostile) maskText(piece.repeat(100_000 / piece.length))
  expect(process.cpuUsage().user - started).toBeLessThan(6_000_000)
})
