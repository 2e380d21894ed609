// JSON: values, places, and what is left of broken texts.
import { describe, expect, test } from 'vitest'
import { parseJson } from '../../analyzer/documents/json.js'
import { sourceText } from '../../analyzer/documents/text.js'
import { codes, parsed } from './read.js'

test('every value has the place of its key or item', () => {
  const { locate } = parsed(parseJson, '{\n  "a": 1,\n  "b": [\n    {"c": 2},\n    3\n  ]\n}')
  expect(locate(['a'])).toEqual({ line: 2, column: 3 })
  expect(locate(['b', 0, 'c'])).toEqual({ line: 4, column: 6 })
  expect(locate(['b', 1])).toEqual({ line: 5, column: 5 })
  expect(locate(['b', 7])).toEqual({ line: 3, column: 3 })
})

test('a key named __proto__ is a key like any other, also in broken text', () => {
  for (const text of ['{"__proto__": {"polluted": 1}}', '{"__proto__": {"polluted": 1}, ']) {
    const value = parsed(parseJson, text).value as object
    expect(Object.keys(value)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  }
})

test('of a key that occurs twice the last value counts, and it is a problem', () => {
  const found = parsed(parseJson, '{"a": {"b": 1,\n "b": 2}, "c": ": \\" :"}')
  expect(found.value).toEqual({ a: { b: 2 }, c: ': " :' })
  expect(codes(found)).toEqual(['JSON_DUPLICATE_KEY 2:2'])
})

test('an integer beyond 2^53 is noted; digits in text and in fractions are not', () => {
  const found = parsed(
    parseJson,
    '{"a": 9007199254740993,\n"b": "12345678901234567890", "c": 0.12345678901234567}',
  )
  expect(codes(found)).toEqual(['NUMBER_TOO_LARGE 1:7'])
})

describe('broken texts give what can be read', () => {
  test('a cut text keeps the values before the cut', () => {
    const found = parsed(parseJson, '{"a": 1, "b": {"c": 2, "d": [1, 2')
    expect(found.value).toEqual({ a: 1, b: { c: 2, d: [1, 2] } })
    expect(codes(found)[0]).toMatch(/^JSON_SYNTAX 1:/)
    expect(found.locate(['b', 'd', 1])).toEqual({ line: 1, column: 33 })
  })

  test('a missing comma is named with line and column', () => {
    const found = parsed(parseJson, '{\n  "a": 1\n  "b": 2\n}')
    expect(found.value).toEqual({ a: 1, b: 2 })
    expect(codes(found)).toEqual(['JSON_SYNTAX 3:3'])
  })

  test.each(['********', 'not json', '<html>'])('%j is unreadable with a place', text => {
    expect(codes(parseJson(sourceText(text)))).toEqual(['JSON_SYNTAX 1:1'])
  })
})

test('nesting beyond the limit is refused with the place of the deepest bracket', () => {
  expect(codes(parseJson(sourceText('['.repeat(100_000))))).toEqual(['NESTED_TOO_DEEPLY 1:100000'])
})

test('nothing is empty, not broken', () => {
  expect(codes(parseJson(sourceText(' \n')))).toEqual(['ENTRY_EMPTY'])
})
