// What is asked of a certificate is told as well by what stands in its place in a dump that has none.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { certificateOf } from '../../../analyzer/facts/teleport/resource-certificates.js'
import { createKeyed, newKey } from '../../../generator/teleport/obfuscation/keyed.js'
import { standIn, standInForBase64 } from '../../../generator/teleport/obfuscation/key-stand-ins.js'

const pem = readFileSync('test/fixtures/generator/tls/ca.pem', 'utf8')
const body = /-----BEGIN CERTIFICATE-----([^-]*)/.exec(pem)?.[1] ?? ''
const keyed = createKeyed(newKey())

test('times and pin of a removed certificate are those that it had', () => {
  const whole = certificateOf(pem)
  expect(whole?.pin).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(certificateOf(standIn('CERTIFICATE', body, keyed))).toEqual(whole)
  expect(certificateOf(standInForBase64(Buffer.from(pem).toString('base64'), keyed))).toEqual(whole)
})

test('nothing of its text is left', () => {
  const left = standIn('CERTIFICATE', body, keyed)
  for (const line of body.trim().split('\n')) expect(left).not.toContain(line.slice(0, 12))
})

test.each([
  'removed-certificate-0a1b2c',
  'removed-certificate-0a1b2c, valid 2026-99-99T99:99:99Z to 2027-01-01T00:00:00Z, pin sha256:' +
    'a'.repeat(64),
  'removed-certificate-0a1b2c, valid soon to later, pin sha256:' + 'a'.repeat(64),
])('what says less is no certificate: %s', text => {
  expect(certificateOf(text)).toBeUndefined()
})
