// Logs are masked as they stream, in whatever pieces they come.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mask } from '../../../analyzer/documents/masks.js'
import { createLogMasker } from '../../../generator/mattermost/sanitize/log-masker.js'
import { createWordFinder } from '../../../generator/mattermost/sanitize/word-finder.js'

async function masked(
  text: string | Buffer,
  secrets: readonly string[] = [],
  pieceBytes = 1 << 20,
): Promise<{ text: string; masked: number }> {
  const bytes = Buffer.from(text)
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let from = 0; from < bytes.length; from += pieceBytes)
      yield await Promise.resolve(bytes.subarray(from, from + pieceBytes))
  }
  const masker = createLogMasker(secrets)
  const out: Buffer[] = []
  for await (const piece of masker.mask(pieces())) out.push(Buffer.from(piece))
  return { text: Buffer.concat(out).toString('latin1'), masked: masker.masked }
}

describe('a log', () => {
  test('without secrets stays as it is, byte for byte, cut anywhere', async () => {
    const line = '{"timestamp":"2026-11-21 08:34:32.922 Z","level":"info","msg":"größe \u0000 ok","n":1}\n'
    const bytes = Buffer.concat([Buffer.from(line.repeat(50)), Buffer.from([0xff, 0xfe, 0x0a, 0x00, 0x80])])
    for (const piece of [1, 7, 100, 5000]) {
      const result = await masked(bytes, [], piece)
      expect(result).toEqual({ text: bytes.toString('latin1'), masked: 0 })
    }
  })

  test('with secrets has them masked wherever the pieces are cut', async () => {
    const text =
      'a\n{"token":"prgfh96oh3rh9j4x4tkjkriath","x":"ü"}\nb\nsee postgres://u:p1@h/d\nknown s3cr3t-value end'
    const whole = await masked(text, ['s3cr3t-value'])
    expect(whole.masked).toBe(3)
    expect(whole.text).not.toMatch(/prgfh|:p1@|s3cr3t/)
    for (const piece of [1, 3, 10, 33]) expect(await masked(text, ['s3cr3t-value'], piece)).toEqual(whole)
  })

  test('with a private key over many lines has nothing of it left', async () => {
    const body = Array.from({ length: 20 }, (_, index) => `MIIEpAIBAAKCAQEA${index}`).join('\n')
    const text = `before\n-----BEGIN EC PRIVATE KEY-----\n${body}\n-----END EC PRIVATE KEY-----\nafter\n`
    for (const piece of [1000, 11]) {
      const result = await masked(text, [], piece)
      expect(result.text).not.toContain('MIIE')
      expect(result.text).toMatch(/^before\n/)
      expect(result.text).toMatch(/after\n$/)
    }
  })

  test('shows a known secret in none of the forms that JSON gives it', async () => {
    const secret = 'p"a\\s<s&1'
    const forms = [
      JSON.stringify({ m: secret }),
      JSON.stringify({ m: JSON.stringify({ secret }) }),
      encodeURIComponent(secret),
      JSON.stringify({ m: secret }).replace(/&/g, '\\u0026').replace(/</g, '\\u003c'),
    ]
    const result = await masked(forms.join('\n'), [secret])
    expect(result.text).not.toMatch(/a\\+s|%22a/)
  })

  test('of one line without end is masked too', async () => {
    const text = `${'x '.repeat(3_000_000)}"password":"hunter2"`
    const result = await masked(text)
    expect(result.text.slice(-60)).toContain(`"password":"${mask}"`)
  })
})

test('the word finder finds what indexOf finds', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'B', 'c', 'T', 'o', 'k', 'e', 'n'), maxLength: 60 })
  const words = ['token', 'abcab', 'bcTo', 'nnnnnnnn']
  const finder = createWordFinder(words)
  fc.assert(
    fc.property(letters, text => {
      const bytes = Buffer.from(text)
      const ends = words.flatMap(word => {
        const start = text.toLowerCase().indexOf(word.toLowerCase())
        return start < 0 ? [] : [start]
      })
      const found = finder.find(bytes, 0, bytes.length)
      expect(found >= 0).toBe(ends.length > 0)
    }),
  )
})
