// Times as they are typed and shown on the page of logs, and what a query marks in a message.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseQuery } from '../../../viewer/shared/log-query.js'
import { placeOfAddress } from '../../../viewer/ui/logs/log-address.js'
import {
  barTime,
  clockOf,
  matchedWords,
  rowTime,
  typedTime,
  widthWords,
} from '../../../viewer/ui/logs/log-words.js'
import { markedParts, marksOf } from '../../../viewer/ui/logs/marks.js'

const day = Date.UTC(2026, 10, 21, 8, 40, 25, 997)
const iso = (text: string) => Date.parse(text)

test.each([
  ['08:40', '2026-11-21T08:40:00.000Z', '2026-11-21T08:40:59.999Z'],
  ['8:40', '2026-11-21T08:40:00.000Z', '2026-11-21T08:40:59.999Z'],
  ['08:40:34', '2026-11-21T08:40:34.000Z', '2026-11-21T08:40:34.999Z'],
  ['08:40:34.5', '2026-11-21T08:40:34.500Z', '2026-11-21T08:40:34.500Z'],
  ['2026-11-20', '2026-11-20T00:00:00.000Z', '2026-11-20T23:59:59.999Z'],
  ['2026-11-20 07:01', '2026-11-20T07:01:00.000Z', '2026-11-20T07:01:59.999Z'],
  ['2026-11-20T07:01:02.003Z', '2026-11-20T07:01:02.003Z', '2026-11-20T07:01:02.003Z'],
  [' 2026-11-20 07:01:02 UTC ', '2026-11-20T07:01:02.000Z', '2026-11-20T07:01:02.999Z'],
])('%j is a time, from its beginning and to its end', (typed, from, to) => {
  expect(typedTime(typed, 'utc', day, false)).toBe(iso(from))
  expect(typedTime(typed, 'utc', day, true)).toBe(iso(to))
})

test.each(['', 'late', '25:99', '2026-13-01', '08', '-1h', '2026-11-20 late'])('%j is no time', typed => {
  expect(typedTime(typed, 'utc', day, false)).toBeUndefined()
})

test('what is shown as a time can be typed again', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4e12 }),
      fc.constantFrom('utc' as const, 'local' as const),
      (ms, zone) => {
        const clock = clockOf(ms, zone)
        // The hour that a clock goes back over stands twice.
        const typed = typedTime(`${clock?.date} ${clock?.time}`, zone, 0, false)
        expect(Math.abs((typed ?? NaN) - ms) % 1_800_000).toBe(0)
      },
    ),
  )
})

test('times of rows and bars are as long as they need to be', () => {
  expect(rowTime({ timeMs: day }, 'utc', false)).toBe('08:40:25.997')
  expect(rowTime({ timeMs: day }, 'utc', true)).toBe('11-21 08:40:25.997')
  expect(rowTime({}, 'utc', false)).toBe('no time')
  expect(rowTime({ timeMs: 1e300 }, 'utc', false)).toBe('no time')
  expect(barTime(day, 60_000, 'utc')).toBe('2026-11-21 08:40')
  expect(barTime(day, 86_400_000, 'utc')).toBe('2026-11-21')
  expect([500, 1_000, 90_000, 3_600_000, 604_800_000].map(widthWords)).toEqual([
    '500 ms',
    '1 s',
    '90 s',
    '1 h',
    '7 d',
  ])
})

test('counts say of how many', () => {
  expect(matchedWords({ matched: 4, total: 2_016_513 })).toBe('4 of 2,016,513 records')
  expect(matchedWords({ matched: 1, total: 1 })).toBe('1 record')
})

test('the texts of a query are marked where they stand, and only they', () => {
  const marks = marksOf(parseQuery('level:error refused "dial tcp" -closed /x.*/'), false)
  const parts = markedParts('dial tcp: refused, Refused, closed', marks)
  expect(parts.filter(({ isMarked }) => isMarked).map(({ text }) => text)).toEqual(['dial tcp', 'refused'])
  const folded = markedParts('Refused', marksOf(parseQuery('refused'), true))
  expect(folded).toEqual([{ text: 'Refused', isMarked: true }])
  expect(marksOf(parseQuery('level:error'), false)).toBeUndefined()
})

test('marking leaves the text as it was', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ minLength: 1, maxLength: 3 }),
      fc.boolean(),
      (text, wanted, fold) => {
        const parts = markedParts(text, { texts: [fold ? wanted.toLowerCase() : wanted], ignoreCase: fold })
        expect(parts.map(part => part.text).join('')).toBe(text)
      },
    ),
  )
})

test.each(['', '1', '1.0', '1.x', '-1.2', '1.2.3', '99999999999.1'])('%j names no record', at => {
  expect(placeOfAddress(at)).toBeUndefined()
})
