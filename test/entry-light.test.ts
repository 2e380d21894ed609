// What the state of an entry means: reports and viewer judge it alike.
import { expect, test } from 'vitest'
import { isLacking, lightOf } from '../analyzer/entry-light.js'

test('an empty entry is lacking only where content was expected', () => {
  expect(lightOf({ status: 'empty', expectation: 'expected' })).toBe('warning')
  expect(lightOf({ status: 'empty', expectation: 'optional' })).toBe('info')
  expect(isLacking({ status: 'empty', expectation: 'expected' })).toBe(true)
  expect(isLacking({ status: 'empty', expectation: 'optional' })).toBe(false)
})

test('what is absent is lacking only where it was expected, what is damaged always', () => {
  expect(isLacking({ status: 'absent', expectation: 'expected' })).toBe(true)
  expect(isLacking({ status: 'absent', expectation: 'optional' })).toBe(false)
  expect(isLacking({ status: 'damaged', expectation: 'optional' })).toBe(true)
  expect(isLacking({ status: 'failed', expectation: 'optional' })).toBe(true)
})

test('an entry that is masked or not known is no lack', () => {
  expect(isLacking({ status: 'masked', expectation: 'expected' })).toBe(false)
  expect(isLacking({ status: 'unknown', expectation: 'optional' })).toBe(false)
  expect(isLacking({ status: 'present', expectation: 'expected' })).toBe(false)
})
