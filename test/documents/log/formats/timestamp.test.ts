// Times against Date, in every form that a log writes them.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTimeReader, epochToMs } from '../../../../analyzer/documents/log/formats/timestamp.js'

const day = 86_400_000
const anyTime = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2050, 0) })
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const read = (text: string, readTime = createTimeReader()) =>
  readTime(Buffer.from(text), 0, Buffer.byteLength(text))

/** The clock of a zone, so many minutes east. */
function written(ms: number, minutes: number, separator: string): string {
  const sign = minutes < 0 ? '-' : '+'
  const two = (value: number) => String(Math.abs(Math.trunc(value))).padStart(2, '0')
  const local = new Date(ms + minutes * 60_000).toISOString().slice(0, 23)
  return `${local.replace('T', separator === '' ? 'T' : ' ')}${separator}${sign}${two(minutes / 60)}:${two(minutes % 60)}`
}

/** `Nov  1 09:08:08` */
function stamp(ms: number): string {
  const date = new Date(ms)
  return `${months[date.getUTCMonth()] ?? ''} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)}`
}

test('digits with any offset', () => {
  const readTime = createTimeReader()
  fc.assert(
    fc.property(
      anyTime,
      fc.integer({ min: -14 * 60, max: 14 * 60 }),
      fc.constantFrom(' ', ''),
      (ms, zone, blank) => {
        const text = written(ms, zone, blank)
        expect(read(text, readTime)).toBe(
          Date.parse(text.replace(/^(.{10}) (.{12}) /, '$1T$2').replace(' ', 'T')),
        )
        expect(read(text, readTime)).toBe(ms)
      },
    ),
  )
})

test('epoch seconds with fractions keep their milliseconds', () => {
  fc.assert(
    fc.property(anyTime, ms => {
      expect(epochToMs((ms / 1000).toFixed(3))).toBe(ms)
      expect(epochToMs(String(ms))).toBe(ms)
      expect(epochToMs(`${ms}999`)).toBe(ms)
    }),
  )
})

describe('times without a year', () => {
  test('take the one nearest to the record with a year before them', () => {
    fc.assert(
      fc.property(anyTime, fc.integer({ min: -180, max: 180 }), (ms, days) => {
        const readTime = createTimeReader()
        readTime(Buffer.from(new Date(ms).toISOString()), 0, 24)
        const at = Math.floor((ms + days * day) / 1000) * 1000
        expect(read(stamp(at), readTime)).toBe(at)
      }),
    )
  })

  test('ascend over New Year', () => {
    const readTime = createTimeReader(Date.UTC(2027, 0, 3))
    expect(read('Dec 31 23:59:59', readTime)).toBe(Date.UTC(2026, 11, 31, 23, 59, 59))
    expect(read('Jan  1 00:00:01', readTime)).toBe(Date.UTC(2027, 0, 1, 0, 0, 1))
  })

  test('are none where nothing tells the year', () => {
    expect(read('Nov 21 09:08:08')).toBeNaN()
  })
})

test.each([
  ['2026-11-21 09:08:08 CET', '2026-11-21T08:08:08Z'],
  ['2026-11-21 09:08:08.5 PST', '2026-11-21T17:08:08.500Z'],
  ['2026-11-21T09:08:08+01', '2026-11-21T08:08:08Z'],
  ['2021-01-12 20:52:11.590560646 +0100 CET m=+70.342419639', '2021-01-12T19:52:11.590Z'],
  ['2026-11-21 09:08:08 XYZ', '2026-11-21T09:08:08Z'],
])('%s', (text, iso) => {
  expect(read(text)).toBe(Date.parse(iso))
})

test.each([
  '',
  'x',
  '2026-13-01 00:00:00',
  '2026-02-30 00:00:00',
  '2026-11-21 25:00:00',
  '21:20:02',
  '2026-11-21 09:08:99',
])('%j is no time', text => {
  expect(read(text)).toBeNaN()
})
