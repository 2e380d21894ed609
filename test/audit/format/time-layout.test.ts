// Time layouts of the Go language. The expected texts are those that Go's time package gives for the same moment.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isTimeLayout, layoutOfName, timeFormat, usualLayout } from '../../../audit/format/time-layout.js'
import { moment } from '../targets.js'

describe('layouts', () => {
  test.each([
    [usualLayout, 0, '2026-11-21 08:36:07.639 Z'],
    [usualLayout, -300, '2026-11-21 03:36:07.639 -05:00'],
    ['2006-01-02T15:04:05Z07:00', 330, '2026-11-21T14:06:07+05:30'],
    ['2006-01-02T15:04:05.999999999Z07:00', 0, '2026-11-21T08:36:07.639Z'],
    ['2006-01-02T15:04:05,000000-0700', 60, '2026-11-21T09:36:07,639000+0100'],
    ['Mon, 02 Jan 2006 15:04:05 MST', 0, 'Sat, 21 Nov 2026 08:36:07 UTC'],
    ['Monday, January _2 06 3:04PM', 360, 'Saturday, November 21 26 2:36PM'],
    ['Jan _2 03:04:05 pm -07', -60, 'Nov 21 07:36:07 am -01'],
    ['002 1/2 4.5', 0, '325 11/21 36.7'],
    ['Z0700 Z07 Z07:00:00', 0, 'Z Z Z'],
    ['plain words', 0, 'plain words'],
    ['', 0, ''],
  ])('%j at %i minutes gives %j', (layout, offset, expected) => {
    expect(timeFormat(layout, offset)(moment)).toBe(expected)
  })

  test('nines leave zeros at the end out, the point as well', () => {
    const format = timeFormat('05.999', 0)
    expect([moment - 39, moment - 639].map(format)).toEqual(['07.6', '07'])
  })

  test('without an offset it is the time of this machine', () => {
    const local = timeFormat('15:04')(moment)
    const date = new Date(moment)
    expect(local).toBe(
      [date.getHours(), date.getMinutes()].map(value => String(value).padStart(2, '0')).join(':'),
    )
  })

  test('any layout gives a text for any time', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 0, max: 4e12 }), (layout, time) => {
        expect(typeof timeFormat(layout, 0)(time)).toBe('string')
      }),
    )
  })

  test('the usual layout can be read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), time => {
        expect(Date.parse(timeFormat('2006-01-02T15:04:05.000Z07:00', 90)(time))).toBe(time)
      }),
    )
  })
})

test.each(['YYYY-MM-DD HH:mm', '%Y-%m-%d %H:%M', 'RFC3339', '2006-01-02', 'iso'])(
  '%j tells no time',
  layout => {
    expect(isTimeLayout(layout)).toBe(false)
  },
)

test('well-known names have layouts that tell the time', () => {
  expect(isTimeLayout(layoutOfName('RFC3339') ?? '')).toBe(true)
  expect(layoutOfName('iso-8601')).toBe('2006-01-02T15:04:05.000Z07:00')
  expect(layoutOfName('swatch')).toBeUndefined()
})
