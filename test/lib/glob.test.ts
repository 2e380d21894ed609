import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesGlob } from '../../analyzer/lib/glob.js'

test.each([
  ['mattermost.log', 'mattermost.log', true],
  ['node-1/mattermost.log', 'mattermost.log', false],
  ['node-1/mattermost.log', '**/mattermost.log', true],
  ['mattermost.log', '**/mattermost.log', true],
  ['node-1/mattermost.log', '*/mattermost.log', true],
  ['node-1/mattermost.log', 'node-?/*.log', true],
  ['a/b/c/d.yaml', 'a/**/d.yaml', true],
  ['a/b/c/d.yaml', 'a/*/d.yaml', false],
  ['a/b/c/d.yaml', '**', true],
  ['aXb', 'a.b', false],
  ['a', '', false],
  ['', '*', true],
])('%s fits %s: %s', (name, pattern, expected) => {
  expect(matchesGlob(name, pattern)).toBe(expected)
})

test('agrees with a regular expression for patterns of one folder', () => {
  const part = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 })
  const name = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 })
  fc.assert(
    fc.property(name, part, (text, pattern) => {
      fc.pre(pattern !== '**')
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`)
      return matchesGlob(text, pattern) === expression.test(text)
    }),
  )
})

test('a long name and a pattern of many wildcards are decided at once', () => {
  const name = `${'a'.repeat(4000)}/`.repeat(3)
  expect(matchesGlob(name, `${'*a'.repeat(200)}b/**/**/x`)).toBe(false)
})
