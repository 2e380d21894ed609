// Numbers, times and states in words.
import { expect, test } from 'vitest'
import {
  bytesWords,
  countWords,
  firstSentence,
  lightOf,
  spanWords,
  timeWords,
} from '../../../viewer/ui/words.js'

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [84_139, '84 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [500_000_000, '500 MB'],
])('%i bytes are %j', (bytes, words) => expect(bytesWords(bytes)).toBe(words))

test('counts have separators and a noun that fits', () => {
  expect(countWords(1, 'entry', 'entries')).toBe('1 entry')
  expect(countWords(1_204_331, 'line')).toBe('1,204,331 lines')
})

test('a time names its zone, and what is no time stands as it was', () => {
  expect(timeWords('2026-11-21T08:40:47.544Z', 'utc')).toBe('2026-11-21 08:40:47 UTC')
  expect(timeWords('yesterday', 'utc')).toBe('yesterday')
})

test('a span has the date only where it is another day than the packet', () => {
  const span = (first?: string, last?: string) => spanWords(first, last, 'utc', '2026-11-21T09:00:00Z')
  expect(span('2026-11-21T08:40:34.1Z', '2026-11-21T08:40:48Z')).toBe('08:40:34 – 08:40:48 UTC')
  expect(span('2026-11-21T08:40:34.1Z', '2026-11-21T08:40:34.9Z')).toBe('08:40:34 UTC')
  expect(span('2026-11-20T23:59:59Z', '2026-11-21T00:00:01Z')).toBe(
    '2026-11-20 23:59:59 – 2026-11-21 00:00:01 UTC',
  )
  expect(span()).toBe('')
})

test('the first step of a fix ends where its sentence does', () => {
  expect(firstSentence('Set A to 1.5 MB. Then restart.')).toBe('Set A to 1.5 MB.')
  expect(firstSentence('No end')).toBe('No end')
})

test('an absent entry is a fault only where it was expected', () => {
  expect(lightOf({ status: 'absent', expectation: 'expected' })).toBe('error')
  expect(lightOf({ status: 'absent', expectation: 'optional' })).toBe('info')
  expect(lightOf({ status: 'present', expectation: 'expected' })).toBe('ok')
})
