// Patterns asked of bytes give RE2's answers: for written patterns, for made-up ones, over escapes and beyond ASCII.
import fc from 'fast-check'
import { RE2JS } from 're2js'
import { expect, test } from 'vitest'
import { createAutomaton } from '../../../../analyzer/documents/log-view/byte-pattern/automaton.js'
import { programOf } from '../../../../analyzer/documents/log-view/byte-pattern/program.js'
import { compileRecordPattern } from '../../../../analyzer/documents/log-view/byte-pattern/record-pattern.js'
import { readPatternTree } from '../../../../analyzer/documents/log-view/byte-pattern/syntax.js'
import { unescape } from '../../../../analyzer/documents/log/formats/field-table.js'

/** What the automaton says of a text; undefined for a pattern that it leaves to RE2. */
function asked(pattern: string, text: string) {
  const tree = readPatternTree(pattern)
  const program = tree && programOf(tree)
  const bytes = Buffer.from(text)
  return program && createAutomaton(program).ask(bytes, 0, bytes.length)
}

function re2(pattern: string, text: string): boolean {
  const compiled = RE2JS.compile(pattern, RE2JS.MULTILINE)
  return compiled.test(text) || (text.includes('\\') && compiled.test(unescape(text)))
}

test.each([
  ['refused', 'connection refused', 'found'],
  ['dial tcp .*refused by', 'dial tcp 10.0.0.1: refused', 'absent'],
  ['status":"?[45]\\d\\d', '"status":"503"', 'found'],
  ['^a$', 'b\na\nc', 'found'],
  ['(?-m)^a$', 'b\na', 'absent'],
  ['(?-m)b$', 'a\nb', 'found'],
  ['a.b', 'a\nb', 'absent'],
  ['(?s)a.b', 'a\nb', 'found'],
  ['(?i)REFUSED', 'ReFused', 'found'],
  ['(?i:r)efused', 'REFUSED', 'absent'],
  ['x{2,3}y', 'xy', 'absent'],
  ['x{2,}y', 'axxxxy', 'found'],
  ['[^a-c]d', 'ad', 'absent'],
  ['[]x-]', 'a-b', 'found'],
  ['', '', 'found'],
  ['a$^b', 'a\nb', 'absent'],
  ['error: "x"', 'error: \\"x\\"', 'found'],
  ['a\nb', 'a\\nb', 'found'],
  ['A/B', '\\u0041\\/B', 'found'],
  ['a\\\\', 'a\\', 'found'],
  ['x', 'fünf', 'unsure'],
  ['f', 'fünf', 'found'],
  ['x', 'f\\u00fcnf', 'unsure'],
] as const)('%s in %s is %s', (pattern, text, answer) => {
  expect(asked(pattern, text)).toBe(answer)
  if (answer !== 'unsure') expect(re2(pattern, text)).toBe(answer === 'found')
})

test.each([
  '\\bword\\b',
  '\\pL',
  '[[:alpha:]]',
  'ü',
  '\\Aa',
  'a\\z',
  '\\Qa.b\\E',
  '[\\d-z]',
  'a**',
  '(?P<n>a',
])('%s is left to RE2', pattern => expect(asked(pattern, 'a')).toBeUndefined())

test('a pattern that is left to RE2 is asked all the same, and one that is none is refused', async () => {
  const isWord = await compileRecordPattern('\\bnode\\b')
  const bytes = Buffer.from('the node ü')
  expect(isWord(bytes, 0, bytes.length)).toBe(true)
  expect(isWord(bytes, 0, 7)).toBe(false)
  await expect(compileRecordPattern('(')).rejects.toThrow()
})

test('only the bytes of the record are looked at', async () => {
  const isFound = await compileRecordPattern('b+c$')
  const bytes = Buffer.from('abbc\nabb')
  expect(isFound(bytes, 0, 4)).toBe(true)
  expect(isFound(bytes, 0, 3)).toBe(false)
  expect(isFound(bytes, 5, 8)).toBe(false)
})

const atoms = fc.constantFrom(
  ...['a', 'b', '.', '\\n', '[ab]', '[^a]', '\\w', '\\s', '\\\\', '"', '^', '$', '\\d', 'K'],
)
const pattern: fc.Arbitrary<string> = fc.letrec<{ pattern: string }>(tie => ({
  pattern: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    atoms,
    fc.array(tie('pattern'), { maxLength: 4 }).map(parts => parts.join('')),
    fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(?:${one}|${other})`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?'))
      .map(([part, repeat]) => `(${part})${repeat}`),
    tie('pattern').map(part => `(?i:${part})`),
  ),
})).pattern
const text = fc
  .array(fc.constantFrom('a', 'b', 'A', 'k', '\n', '\\', '\\n', '\\"', '\\u0061', '1', ' ', '"', 'ü'), {
    maxLength: 12,
  })
  .map(parts => parts.join(''))

test('it is either RE2’s answer or none', () => {
  fc.assert(
    fc.property(pattern, text, (pattern, text) => {
      const answer = asked(pattern, text)
      if (answer === 'found' || answer === 'absent') expect(answer === 'found').toBe(re2(pattern, text))
    }),
    { numRuns: 3_000 },
  )
})

test('a pattern with very many states is given up and left to RE2, whose answer stands', async () => {
  const many = `(?:${'[ab]'.repeat(3)})*a[ab]{200}c`
  const isFound = await compileRecordPattern(many)
  let line = ''
  for (let at = 0, seed = 7; at < 6_000; at++) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    line += seed & 0x10000 ? 'a' : 'b'
  }
  const bytes = Buffer.from(`${line}c`)
  expect(isFound(bytes, 0, bytes.length)).toBe(RE2JS.compile(many).test(`${line}c`))
  expect(isFound(bytes, 0, bytes.length - 1)).toBe(false)
})
