// The quick YAML reader: whatever it reads, the full parser reads the same way.
import fc from 'fast-check'
import { CORE_SCHEMA, load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { readPlainYaml } from '../../analyzer/documents/yaml-plain.js'
import { filesOf } from './read.js'

/** Fails when the quick reader has an answer and it is not that of the full one. */
function checkSame(text: string): void {
  const quick = readPlainYaml(text)
  if (quick !== undefined) expect(quick, text).toEqual(load(text, { schema: CORE_SCHEMA }))
}

test.each(['healthy-11-6', 'healthy-10-9', 'healthy-10-4', 'healthy-9-11', 'login-storm'])(
  'it reads all documents of %s',
  async sample => {
    const files = Object.entries(await filesOf(sample)).filter(([name]) => name.endsWith('.yaml'))
    for (const [, bytes] of files) {
      const text = bytes.toString()
      expect(readPlainYaml(text)).toEqual(load(text, { schema: CORE_SCHEMA }))
    }
  },
)

describe('forms', () => {
  test.each([
    'a: 1\nb: 2.5\nc: 0\n',
    'a: 11.6.0\nb: 2026-01-02T03:04:05Z\nc: 15.18 (Debian 15.18-0+deb12u1)\n',
    'a:\nb:\n- 1\n- x: 1\n  y: 2\n-   z\nc: 3\n',
    'a:\n    - - 1\n      - 2\n    - 3\n',
    'a: ""\nb: \'it\'\'s\'\nc: "q\\"n\\n"\n',
    'a:\n  b:\n    c: d\ne: []\nf: {}\n',
    '- a\n- b: 1\n',
    'a: - 1\n',
    'a: 1\n  b: 2\n',
    'a: 017\nb: 0x1f\nc: 1e5\nd: 12345678901234567890\n',
    'a: True\n',
    'a: b: c\n',
    'a: 12:30:45\n',
    'a: x # comment\n',
    'a:\n- b\n  - c\n',
    'a:\n  - b\n c: 1\n',
    '  a: 1\n b: 2\n',
    'a: 1\na: 2\n',
    'a: |\n  text\n',
    'a: *x\n',
    '-\n',
    'a\n',
  ])('%j', text => {
    const quick = readPlainYaml(text)
    let full: unknown
    try {
      full = load(text, { schema: CORE_SCHEMA })
    } catch {
      full = undefined
    }
    if (quick !== undefined) expect(quick).toEqual(full)
  })
})

test('made of the pieces that servers write, in any order, it never differs from the full parser', () => {
  const pieces = [
    'a:',
    'b: 1',
    'c: x y',
    '- ',
    '- d: 2',
    '- e',
    '  ',
    '    ',
    '"q"',
    "'s'",
    '[]',
    '{}',
    '\n',
    '\n',
    '\n',
    ' ',
    ':',
    '#',
    'true',
    '0',
    '1.5',
    '-',
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 24 }), parts =>
      checkSame(`${parts.join('')}\n`),
    ),
    { numRuns: 20_000 },
  )
})

test('of real documents with lines moved, indented or changed it never reads what the full parser refuses', async () => {
  const files = await filesOf('healthy-11-6')
  const texts = ['diagnostics.yaml', 'jobs.yaml', 'metadata.yaml'].map(name => (files[name] ?? '').toString())
  const change = fc.tuple(
    fc.nat(),
    fc.nat(),
    fc.constantFrom(' ', '-', ':', '"', '\n', '#', 'x', '- ', '  ', "'", '', ': '),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      (text, changes) => {
        const changed = changes.reduce((before, [where, length, piece]) => {
          const at = where % before.length
          return before.slice(0, at) + piece + before.slice(at + (length % 3))
        }, text)
        checkSame(changed)
      },
    ),
    { numRuns: 3000 },
  )
})
