// Addresses under other numbers: nothing of them is left but their class, and which ones belong together.
import { isIPv4, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { otherAddress, otherHardwareAddress } from '../../../../generator/teleport/obfuscation/addresses.js'
import { createKeyed } from '../../../../generator/teleport/obfuscation/keyed.js'

const keyed = createKeyed(Buffer.alloc(32, 7))
const other = (text: string): string => otherAddress(text, keyed)

const classOf = (text: string): string => {
  const [a = 0, b = 0] = text.split('.').map(Number)
  if (a === 127) return 'loopback'
  if (a === 0 || a >= 224) return 'special'
  if (a === 10 || (a === 192 && b === 168) || (a === 172 && b >= 16 && b < 32)) return 'private'
  if (a === 100 && b >= 64 && b < 128) return 'shared'
  return a === 169 && b === 254 ? 'link' : 'public'
}

test('an address gets another of the same class, always the same, and no two the same', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV4(), (one, two) => {
      expect(isIPv4(other(one))).toBe(true)
      expect(classOf(other(one))).toBe(classOf(one))
      expect(other(one)).toBe(other(one))
      if (one !== two) expect(other(one)).not.toBe(other(two))
    }),
  )
})

test('public addresses of one block do not collide, whatever their first byte', () => {
  const all = Array.from({ length: 256 }, (_, first) => `${first}.77.8.9`)
  expect(new Set(all.map(other)).size).toBe(256)
  const within = Array.from({ length: 256 }, (_, second) => `172.${second}.8.9`)
  expect(new Set(within.map(other)).size).toBe(256)
})

test('networks stay networks, and a network address keeps its zeros', () => {
  const prefix = (text: string): string => text.split('.').slice(0, 3).join('.')
  expect(prefix(other('10.20.0.11'))).toBe(prefix(other('10.20.0.99')))
  expect(prefix(other('10.20.0.11'))).not.toBe(prefix(other('10.20.1.11')))
  expect(other('10.20.0.0')).toMatch(/^10\.\d+\.0\.0$/)
  expect(other('10.20.0.11')).not.toBe('10.20.0.11')
})

test.each([
  '127.0.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '169.254.169.254',
  '224.0.0.1',
  '::',
  '::1',
  'ff02::1',
])('%s says nothing of anyone and stays', text => {
  expect(other(text)).toBe(text)
})

test('an IPv6 address gets another of the same class', () => {
  fc.assert(
    fc.property(fc.ipV6(), text => {
      expect(isIPv6(other(text))).toBe(true)
    }),
  )
  expect(other('fe80::1234%eth0')).toMatch(/^fe80::[0-9a-f:]+%eth0$/)
  expect(other('fd12:3456::1')).toMatch(/^fd/)
  expect(other('::ffff:10.20.0.11')).toBe(`::ffff:${other('10.20.0.11')}`)
  expect(other('2001:db8::1')).toBe(other('2001:0db8:0:0:0:0:0:1'))
  expect(other('2001:db8::1')).not.toBe(other('2001:db8::2'))
})

test('another key gives other numbers', () => {
  const second = createKeyed(Buffer.alloc(32, 8))
  const texts = Array.from({ length: 20 }, (_, index) => `10.20.30.${index + 1}`)
  expect(texts.map(text => otherAddress(text, second))).not.toEqual(texts.map(other))
})

test('a hardware address keeps its form', () => {
  expect(otherHardwareAddress('02:42:ac:11:00:02', keyed)).toMatch(/^[0-9a-f][26ae](:[0-9a-f]{2}){5}$/)
  expect(otherHardwareAddress('02-42-AC-11-00-02', keyed)).toBe(
    otherHardwareAddress('02:42:ac:11:00:02', keyed).replaceAll(':', '-'),
  )
})
