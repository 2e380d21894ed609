// Durations as Go writes them, against exact arithmetic.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { goDurationNs } from '../../../../analyzer/documents/log/collect/go-duration.js'

test.each([
  ['0s', 0],
  ['0', 0],
  ['293.317µs', 293_317],
  ['293.317us', 293_317],
  ['293.317μs', 293_317],
  ['2.75732ms', 2_757_320],
  ['1.5s', 1_500_000_000],
  ['1m3.25s', 63_250_000_000],
  ['2h45m0.5s', 9_900_500_000_000],
  ['17ns', 17],
  ['-1.5ms', -1_500_000],
  ['+3s', 3_000_000_000],
  ['1.5h', 5_400_000_000_000],
  ['.5s', 500_000_000],
  ['5.s', 5_000_000_000],
  // Less than a nanosecond is cut, as in Go.
  ['1.9999ns', 1],
])('%s is %i nanoseconds', (text, ns) => {
  expect(goDurationNs(text)).toBe(ns)
})

test.each([
  '',
  '-',
  '5',
  '1.5',
  's',
  '.s',
  '1x',
  '1 s',
  '1s ',
  '1,5s',
  '1.5.5s',
  'abc',
  '-0x1s',
  '9'.repeat(70) + 's',
])('%j is no duration', text => {
  expect(goDurationNs(text)).toBeUndefined()
})

test('longer than a Go duration can be is none', () => {
  expect(goDurationNs('2562047h47m16.854775807s')).toBeCloseTo(2 ** 63, -4)
  expect(goDurationNs('2562048h')).toBeUndefined()
})

test('fractions of any unit are exact, and cut below a nanosecond', () => {
  const sizes = {
    ns: 1n,
    µs: 1_000n,
    ms: 1_000_000n,
    s: 1_000_000_000n,
    m: 60_000_000_000n,
    h: 3_600_000_000_000n,
  }
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 15 })
  fc.assert(
    fc.property(
      digits,
      fc.constantFrom(...(Object.keys(sizes) as (keyof typeof sizes)[])),
      (fraction, unit) => {
        const exact = (BigInt(fraction) * sizes[unit]) / 10n ** BigInt(fraction.length)
        expect(goDurationNs(`0.${fraction}${unit}`)).toBe(Number(exact))
      },
    ),
  )
})

test('what Go prints is read back to the nanosecond', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), ns => {
      expect(goDurationNs(asGoPrints(ns))).toBe(ns)
    }),
  )
})

/** Go's `Duration.String`: hours and minutes whole, a fraction on the last unit only, without trailing zeros. */
function asGoPrints(ns: number): string {
  if (ns === 0) return '0s'
  if (ns < 1e3) return `${ns}ns`
  if (ns < 1e6) return `${withFraction(ns, 3)}µs`
  if (ns < 1e9) return `${withFraction(ns, 6)}ms`
  const minutes = Math.floor(ns / 60e9)
  const seconds = `${withFraction(ns - minutes * 60e9, 9)}s`
  if (minutes === 0) return seconds
  return minutes < 60 ? `${minutes}m${seconds}` : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`
}

function withFraction(ns: number, digits: number): string {
  const text = String(ns).padStart(digits + 1, '0')
  const fraction = text.slice(-digits).replace(/0+$/, '')
  return fraction === '' ? text.slice(0, -digits) : `${text.slice(0, -digits)}.${fraction}`
}
