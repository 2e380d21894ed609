// What is no sound profile gives a reason, quickly and without much memory; never an exception.
import fc from 'fast-check'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { parseProfile } from '../../../analyzer/documents/profile/parse-profile.js'
import { readInteger, readUnsigned } from '../../../analyzer/documents/profile/wire.js'
import { profileOf, sampleEntry, writeProfile } from './sample-profile.js'

const reasonOf = (bytes: Buffer): string => {
  const result = parseProfile(bytes)
  return result.kind === 'unreadable' ? `${result.reason}: ${result.message}` : 'sound'
}

/** A field of the wire format with bytes as value. */
const field = (number: number, ...value: number[]): number[] => [number * 8 + 2, value.length, ...value]
const type = field(1, 8, 1)
const strings = [...field(6), ...field(6, 0x63)]
const profile = (...parts: number[][]): Buffer => Buffer.from(parts.flat())

/** A length as the wire format writes it. */
function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; rest > 0 || bytes.length === 0; rest >>>= 7)
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0))
  return Buffer.from(bytes)
}

describe('what people put in place of a profile', () => {
  test.each([
    ['nothing', '', 'empty: The profile is empty.'],
    [
      'a list of goroutines',
      'goroutine 1 [running]:\nmain.main()\n',
      'other: The file is a list of goroutines, not a profile.',
    ],
    ['a page of a proxy', '<!doctype html><html>', 'other: The file is a page or document, not a profile.'],
    [
      'a profile as text',
      'heap profile: 1: 2 [3: 4] @ heap/1048576\n',
      'other: The file is a profile as text (debug=1), which has no sound form to read; the binary form is needed.',
    ],
    ['other text', 'hello there, this is text', 'other: The file is not a sound profile: '],
  ])('%s', (_, text, expected) => {
    expect(reasonOf(Buffer.from(text))).toMatch(expected)
  })

  test('an empty gzip file', () => {
    expect(reasonOf(gzipSync(''))).toBe('empty: The profile is empty.')
  })
})

describe('damage', () => {
  test('a cut profile has lost the names, which stand at its end', async () => {
    const bytes = await sampleEntry('login-storm', 'cpu.prof')
    expect(reasonOf(bytes.subarray(0, bytes.length - 100))).toMatch(/^cut: The profile is cut off/)
  })

  test('a flipped byte of compressed data', async () => {
    const bytes = Buffer.from(await sampleEntry('login-storm', 'cpu.prof'))
    bytes[200] = (bytes[200] ?? 0) ^ 0xff
    expect(reasonOf(bytes)).toMatch(/^other: /)
  })

  test.each([
    ['a string beyond the table', profile(field(1, 8, 9), strings), 'it names a string that is not in it'],
    [
      'a negative string',
      profile(field(1, 8, ...Array<number>(9).fill(0xff), 1), strings),
      'it names a string that is not in it',
    ],
    ['no strings', profile(type), 'its table of names, which stands at the end, is missing'],
    ['a table that begins wrongly', profile(type, field(6, 0x63)), 'its table of names begins wrongly'],
    [
      'a location that is not there',
      profile(type, strings, field(2, 8, 7, 16, 1)),
      'a sample names a location that is not in it',
    ],
    [
      'a function that is not there',
      profile(type, strings, field(4, 8, 1, ...field(4, 8, 9))),
      'a location names a function that is not in it',
    ],
    [
      'a line without a function',
      profile(type, strings, field(4, 8, 1, ...field(4, 16, 9))),
      'a line belongs to no function',
    ],
    [
      'a location twice',
      profile(type, strings, field(4, 8, 1), field(4, 8, 1)),
      'two locations have the id 1',
    ],
    ['a location without an id', profile(type, strings, field(4)), 'a location has the id 0'],
    [
      'too few values',
      profile(type, strings, field(2)),
      'a sample has another number of values than the 1 that are declared',
    ],
    ['values that nobody declared', profile(strings, field(2, 16, 1)), 'it does not say what its values are'],
    [
      'a length beyond the end',
      profile(type, strings, [18, 100, 1]),
      'it ends early, or a length in it is wrong',
    ],
    ['a number without an end', profile(type, strings, [72, 0xff]), 'it ends inside a number'],
    [
      'a number of eleven bytes',
      profile(type, strings, [72, ...Array<number>(11).fill(0xff)]),
      'a number has more than ten bytes',
    ],
    ['two profiles in one', profile(type, strings, [72, 1, 72, 1]), 'it is several profiles in one'],
  ])('%s', (_, bytes, reason) => {
    expect(reasonOf(bytes)).toBe(`other: The file is not a sound profile: ${reason}.`)
  })

  test('more kinds of values than any program has', () => {
    const bytes = profile(...Array.from({ length: 100 }, () => type), strings)
    expect(reasonOf(bytes)).toMatch('it has too many kinds of values')
  })

  test('millions of samples are refused before they fill memory', () => {
    const sample = Buffer.from(field(2, 16, 1))
    const bytes = Buffer.concat([profile(type, strings), Buffer.alloc(sample.length * 4_100_000, sample)])
    expect(reasonOf(gzipSync(bytes, { level: 1 }))).toMatch('it has more than 4000000 samples')
  })

  test('a small file whose stacks unfold to days of work is refused', () => {
    const part = (field: number, bytes: Buffer): Buffer =>
      Buffer.concat([Buffer.from([field * 8 + 2]), varint(bytes.length), bytes])
    const line = part(4, Buffer.from([8, 1]))
    const bytes = Buffer.concat([
      part(1, Buffer.from([8, 1, 16, 1])),
      ...Array.from({ length: 100 }, () =>
        part(2, Buffer.concat([part(1, Buffer.alloc(1000, 1)), part(2, Buffer.from([1]))])),
      ),
      part(4, Buffer.concat([Buffer.from([8, 1]), ...Array.from({ length: 3000 }, () => line)])),
      part(5, Buffer.from([8, 1, 16, 1])),
      part(6, Buffer.alloc(0)),
      part(6, Buffer.from('f')),
    ])
    expect(parseProfile(bytes)).toMatchObject({
      kind: 'unreadable',
      message: expect.stringContaining('more than 200000000 calls') as string,
    })
  })

  test('any cut and any flipped byte is read or refused, never thrown at', () => {
    const whole = writeProfile([
      { stack: ['(a)', 'b', 'main'], value: 3, labels: { request: 'posts' } },
      { stack: ['c', 'main'], value: 4 },
    ])
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const bytes = Buffer.from(cut ? whole.subarray(0, at) : whole)
        if (!cut) bytes[at] = byte
        expect(['ok', 'unreadable']).toContain(parseProfile(bytes).kind)
      }),
      { numRuns: 2000 },
    )
  })
})

test('numbers of the wire format are exact, negative ones too', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), value => {
      const bytes: number[] = []
      let rest = BigInt.asUintN(64, BigInt(value))
      for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
      const encoded = Uint8Array.from([...bytes, Number(rest)])
      expect(readInteger({ bytes: encoded, at: 0 })).toBe(value)
      if (value >= 0) expect(readUnsigned({ bytes: encoded, at: 0 })).toBe(value)
    }),
  )
})

test('what another implementation writes is read the same, compressed or not', () => {
  const samples = [{ stack: ['(a)', 'b', 'main'], value: 3, labels: { request: 'posts', bytes: 16 } }]
  const plain = parseProfile(writeProfile(samples))
  expect(plain).toEqual({ kind: 'ok', profile: profileOf(samples) })
  expect(profileOf(samples)).toMatchObject({
    sampleTypes: [{ type: 'cpu', unit: 'nanoseconds' }],
    durationNanos: 5e9,
    mappings: [{ file: '/opt/mattermost/bin/mattermost' }],
    functions: { names: ['a', 'b', 'main'] },
    labels: [
      { sample: 0, key: 'request', value: 'posts', unit: '' },
      { sample: 0, key: 'bytes', value: 16, unit: '' },
    ],
  })
})
