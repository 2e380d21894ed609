import { expect, test } from 'vitest'
import { displayWidth } from '../../analyzer/reports/text/display-width.js'
import { createMoments } from '../../analyzer/reports/text/moments.js'
import { bytes, counted, firstOf, grouped, listed } from '../../analyzer/reports/text/words.js'

test('numbers have separators, sizes have units', () => {
  expect([0, 999, 1000, 1_204_331].map(grouped)).toEqual(['0', '999', '1,000', '1,204,331'])
  expect([1, 812, 1000, 9_960, 84_100, 999_600, 524_288_000].map(bytes)).toEqual([
    '1 byte',
    '812 bytes',
    '1.0 kB',
    '10 kB',
    '84 kB',
    '1.0 MB',
    '524 MB',
  ])
})

test('one is singular', () => {
  expect([counted(1, 'rule'), counted(2, 'entry', 'entries'), counted(0, 'rule')]).toEqual([
    '1 rule',
    '2 entries',
    '0 rules',
  ])
})

test('lists read as sentences', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ])
  expect(firstOf(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more')
})

test('dates are written only where they change', () => {
  const moments = createMoments()
  expect(moments.at('2026-11-21T08:40:34.257Z')).toBe('2026-11-21 08:40:34 UTC')
  expect(moments.span('2026-11-21T09:00:00Z', '2026-11-21T09:00:00.900Z')).toBe('09:00:00 UTC')
  expect(moments.span('2026-11-21T23:59:59Z', '2026-11-22T00:00:01Z')).toBe(
    '23:59:59 to 2026-11-22 00:00:01 UTC',
  )
  expect(moments.at('yesterday\u0007')).toBe('yesterday␇')
})

test('wide characters take two columns, combining ones none', () => {
  expect(['abc', '日本', 'e\u0301', '😀', 'ﬁ'].map(displayWidth)).toEqual([3, 4, 1, 2, 1])
})
