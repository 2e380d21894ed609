// The quick YAML reader: whatever it reads, the full parser reads the same way.
import fc from 'fast-check'
import { CORE_SCHEMA, load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { readPlainYaml } from '../../analyzer/documents/yaml-plain.js'
import { filesOf } from './read.js'

/** Fails when the quick reader has an answer and it is not that of the full one. True when it has one. */
function checkSame(text: string): boolean {
  const quick = readPlainYaml(text)
  if (quick === undefined) return false
  const full = load(text, { schema: CORE_SCHEMA })
  // Text compares the order of keys as well, and is quick enough for a million documents.
  if (JSON.stringify(quick) !== JSON.stringify(full)) expect(quick, text).toEqual(full)
  return true
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
    'a: 1795253666964430130\nb: 9007199254740993\nc: 100000000000000000000\nd: 999999999999999999999\n',
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
    'a: |\n  text\n  more\n\n   deeper # no comment\nb: 1\n',
    'a: |-\n  text\n\n\nb: 1\n',
    'a: |\n\n  text\n',
    'a: |\n  text\n \n  x\n',
    'a: |\n  text\n   \n  x\n',
    'a: |\ntext\n',
    'a: |\n',
    'a:\n- b: |\n    x\n  c: 1\n- |\n  y\n',
    'a: |\n  text\n b: 1\n',
    'a: |+\n  text\n\n',
    'a: |2\n   text\n',
    "'*': '*'\n'a b': 1\n'': 2\n",
    "'*': 1\n'*': 2\n",
    "'__proto__': 1\n",
    'app.kubernetes.io/name: x\n',
    'a:\n- --diag-addr=0.0.0.0:3000\n- -m\n- ---\n- -5\n- -e\n',
    'a: Größe\nb: "é"\nc: Ö\n',
    'a: \u2028x\n',
    'a: \u00a0x\n',
    'a: \ufeffx\n',
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
    'g: |',
    'h: |-',
    "'*': ",
    'ä',
    '--x',
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 24 }), parts => {
      checkSame(`${parts.join('')}\n`)
    }),
    { numRuns: 20_000 },
  )
})

test('every scalar of up to three marks, digits and letters is read as the full parser reads it', () => {
  const marks = [...'ab019.:#-_+eExo"\'\\ ,[]{}~!&*/n%@`|>?=<']
  const two = marks.flatMap(first => [first, ...marks.map(second => first + second)])
  const three = two.filter(text => text.length === 2).flatMap(text => marks.map(mark => text + mark))
  const read = [...two, ...three].flatMap(scalar => [checkSame(`a: ${scalar}\n`), checkSame(`- ${scalar}\n`)])
  expect(read.filter(Boolean).length).toBeGreaterThan(10_000)
})

test('every number-like scalar of up to four signs is read as the full parser reads it', () => {
  const signs = [...'019.eE+-_xoT:']
  let scalars = ['']
  let read = 0
  for (let length = 1; length <= 4; length++) {
    scalars = scalars.flatMap(scalar => signs.map(sign => scalar + sign))
    read += scalars.filter(scalar => checkSame(`a: ${scalar}\n`)).length
  }
  expect(read).toBeGreaterThan(1000)
})

/** What YAML has special forms for, and what merely looks so. */
const oddScalars = [
  ...[
    '0o17',
    '1_000',
    '.5',
    '1e3',
    '1.',
    '00',
    '09.5',
    '0x1F',
    '0b1',
    '-1',
    '+1',
    '12:30:45',
    '1,000',
    '1.2.3',
    '1-2',
  ],
  ...['~', 'null', 'Null', 'yes', 'no', 'y', 'on', 'TRUE', '.inf', '-.inf', '.nan', 'NaN', '<<', '='],
  ...['2026-01-02', '2026-01-02T03:04:05Z', '123456789012345678', '99999999999999999999', '1e400'],
  ...[
    '"q"',
    '"a\\u0041"',
    '"\\x41"',
    '"\\e"',
    '"a\\"b"',
    "'s'",
    "'it''s'",
    '"unclosed',
    "'unclosed",
    '"a" b',
    "'a': b",
  ],
  ...[
    'x: y',
    'x:y',
    'x #c',
    'x#c',
    '# c',
    'a  b',
    'a ',
    'a:',
    '-',
    '--',
    '---',
    '...',
    '- x',
    '- - x',
    '? x',
    '?x',
  ],
  ...[
    '&x a',
    '*x',
    '!!str 1',
    '!t a',
    '|',
    '>-',
    '|\n    text',
    '>\n    folded',
    'x\n    more',
    '[1, 2]',
    '{a: 1}',
  ],
  ...[
    '[]',
    '{}',
    '[',
    '{',
    'a]',
    ',',
    '`a',
    '%a',
    '@a',
    'a\tb',
    '\ta',
    '\u00e9',
    '\u65e5',
    '\u0085',
    '\u2028',
    '\u00a0',
    '',
    'a b',
  ],
]
const oddKeys = [
  ...[
    'a',
    'a',
    'b',
    'b',
    'c',
    'k.l',
    'k-m',
    '_z',
    'a b',
    '1',
    '-',
    'null',
    'True',
    '~',
    '<<',
    '? a',
    '"q"',
    "'q'",
    '\u00e9',
  ],
  ...['__proto__', 'constructor', 'toString', 'x'.repeat(1023), 'x'.repeat(1025)],
]

test('of documents with odd scalars, keys, indentation and markers it never differs from the full parser', () => {
  const start = fc
    .tuple(fc.constantFrom(0, 0, 1, 2, 2, 4, 4, 6), fc.constantFrom('', '', '', '- ', '- - ', '-  '))
    .map(([columns, dashes]) => ' '.repeat(columns) + dashes)
  const scalar = fc.constantFrom('x', '1', 'true', ...oddScalars)
  const pair = fc.tuple(fc.constantFrom(...oddKeys), scalar).map(([key, value]) => `${key}: ${value}`)
  const opening = fc.constantFrom(...oddKeys).map(key => `${key}:`)
  const other = fc.constantFrom('', '# c', '---', '...', '%YAML 1.2', '   ')
  const line = fc.tuple(start, fc.oneof(pair, pair, opening, scalar)).map(([before, rest]) => before + rest)
  const lines = fc.array(fc.oneof({ arbitrary: line, weight: 12 }, other), { minLength: 1, maxLength: 6 })
  let read = 0
  fc.assert(
    fc.property(lines, made => {
      if (checkSame(`${made.join('\n')}\n`)) read++
    }),
    { numRuns: 30_000 },
  )
  expect(read).toBeGreaterThan(500)
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
