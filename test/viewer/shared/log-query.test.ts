// The language of the query line: what is a field, a pattern or text, and that a query survives being written again.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  choiceOf,
  formatQuery,
  operators,
  parseQuery,
  withChoice,
  type Term,
} from '../../../viewer/shared/log-query.js'

const text = (text: string, not = false) => ({ kind: 'text', text, not })
const field = (name: string, operator: string, value: string, not = false) => ({
  kind: 'field',
  name,
  operator,
  value,
  not,
})
const pattern = (pattern: string, ignoreCase = false, not = false) => ({
  kind: 'pattern',
  pattern,
  ignoreCase,
  not,
})

test.each([
  ['', []],
  ['  \t ', []],
  ['connection refused', [text('connection'), text('refused')]],
  ['"connection refused"', [text('connection refused')]],
  ['-"slow query" -debug', [text('slow query', true), text('debug', true)]],
  [String.raw`"say \"x\" and \\"`, [text(String.raw`say "x" and \ `.trimEnd())]],
  ['level:error', [field('level', ':', 'error')]],
  ['-node:mm-app-2', [field('node', ':', 'mm-app-2', true)]],
  ['level>=warn', [field('level', '>=', 'warn')]],
  ['status_code!=200', [field('status_code', '!=', '200')]],
  ['duration>1.5s', [field('duration', '>', '1.5s')]],
  ['a.b~"x y"', [field('a.b', '~', 'x y')]],
  ['file:"with blank.log"', [field('file', ':', 'with blank.log')]],
  ['/dial tcp .*refused/', [pattern('dial tcp .*refused')]],
  ['/Refused/i -/a\\/b/', [pattern('Refused', true), pattern('a/b', false, true)]],
])('%j is read as it is meant', (query, terms) => {
  expect(parseQuery(query)).toEqual(terms)
})

test.each([
  '/api/v4/users',
  'http://host:8065/x',
  'pq:',
  '-',
  'a"b',
  '"open',
  '//',
  '2026-11-21T08:40',
  '(x)',
])('%j is text, as a person who pastes it means it', query => {
  expect(parseQuery(query)).toEqual([text(query)])
})

test('every list of terms reads as itself once it is written', () => {
  const value = fc.string({ minLength: 1, unit: 'grapheme' }).filter(given => given.length < 40)
  const term: fc.Arbitrary<Term> = fc.oneof(
    fc.record({ kind: fc.constant('text' as const), text: value, not: fc.boolean() }),
    fc.record({
      kind: fc.constant('field' as const),
      name: fc.stringMatching(/^[a-z_][a-z_.]{0,8}$/),
      operator: fc.constantFrom(...operators),
      value,
      not: fc.boolean(),
    }),
  )
  fc.assert(
    fc.property(fc.array(term, { maxLength: 5 }), terms => {
      expect(parseQuery(formatQuery(terms))).toEqual(terms)
    }),
  )
})

test('any text is read, in time that its length bounds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), query => {
      expect(() => parseQuery(query)).not.toThrow()
      expect(parseQuery(formatQuery(parseQuery(query)))).toEqual(parseQuery(query))
    }),
  )
  expect(parseQuery('a '.repeat(100_000)).length).toBe(100)
  expect(parseQuery(`"${'\\'.repeat(1_000_000)}`).length).toBe(1)
})

test('a choice is added, turned round, and taken back', () => {
  const chosen = withChoice('refused', 'level', 'error', 'in')
  expect(chosen).toBe('refused level:error')
  expect(choiceOf(parseQuery(chosen), 'level', 'error')).toBe('in')
  expect(withChoice(chosen, 'level', 'error', 'in')).toBe('refused')
  const turned = withChoice(chosen, 'level', 'error', 'out')
  expect(turned).toBe('refused -level:error')
  expect(withChoice(turned, 'level', 'error', undefined)).toBe('refused')
  expect(withChoice('', 'file', 'a b.log', 'in')).toBe('file:"a b.log"')
})
