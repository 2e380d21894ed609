// Reading single values: of the right type, or not there.
import { expect, test } from 'vitest'
import { valueAt } from '../../analyzer/documents/shape.js'
import { asCount, asFlag, asNumeral, asPositive, asText, asTimeMs } from '../../analyzer/facts/reading.js'

test('a path ends where a step does not exist', () => {
  expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1)
  expect(valueAt({ a: [{ b: 1 }] }, ['a', 1, 'b'])).toBeUndefined()
  expect(valueAt('text', ['length'])).toBeUndefined()
})

test('what every object inherits is no value of a document', () => {
  expect(valueAt({}, ['constructor', 'name'])).toBeUndefined()
  expect(valueAt({}, ['__proto__'])).toBeUndefined()
})

test('masked text says nothing', () => {
  expect(asText('********************************')).toBeUndefined()
  expect(asText(' db ')).toBe('db')
})

test('-1 is the word of a server for a count it does not know', () => {
  expect([asCount(-1), asCount(0), asCount(7), asCount('7'), asCount(NaN)]).toEqual([
    undefined,
    0,
    7,
    undefined,
    undefined,
  ])
  expect(asPositive(0)).toBeUndefined()
})

test('numbers may be quoted, but a version is no number', () => {
  expect([asNumeral('141'), asNumeral(141), asNumeral('15.18.1'), asNumeral('')]).toEqual([
    141,
    141,
    undefined,
    undefined,
  ])
})

test('flags of old servers are text', () => {
  expect([asFlag('true'), asFlag('false'), asFlag(true), asFlag('yes')]).toEqual([
    true,
    false,
    true,
    undefined,
  ])
})

test('a time is read from text, a date or milliseconds; the epoch means never', () => {
  const ms = Date.UTC(2026, 10, 21, 8, 26, 21, 540)
  expect(asTimeMs('2026-11-21T08:26:21.54Z')).toBe(ms)
  expect(asTimeMs('2026-11-21T13:56:21.54+05:30')).toBe(ms)
  expect(asTimeMs(new Date(ms))).toBe(ms)
  expect(asTimeMs(ms)).toBe(ms)
  expect(asTimeMs('1970-01-01T00:00:00Z')).toBeUndefined()
  expect(asTimeMs('soon')).toBeUndefined()
})
