// Bytes compared as numbers are the same only if they are.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numbersOf, sameNumbers, sameRange } from '../../../analyzer/documents/log/same-bytes.js'

/** Few values, among them those of zero, minus zero and what is no number. */
const bytes = fc.array(fc.constantFrom(0, 0x80, 0xff, 0x7f, 0xf0, 65), { minLength: 8, maxLength: 24 })

function viewOf(some: Uint8Array): DataView {
  return new DataView(some.buffer, some.byteOffset, some.length)
}

test('other bytes are never the same, though they may be the same number', () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      const [one, other] = [Uint8Array.from(a), Uint8Array.from(b)]
      const length = Math.min(a.length, b.length)
      const isSame = a.slice(0, length).join() === b.slice(0, length).join()
      // The one that is kept holds no zero.
      if (!a.includes(0) && sameRange(viewOf(other), 0, viewOf(one), 0, length)) expect(isSame).toBe(true)
      const numbers = numbersOf(one, 0, length)
      if (sameNumbers(viewOf(other), 0, numbers)) {
        expect(b.slice(0, numbers.length * 8)).toEqual(a.slice(0, numbers.length * 8))
      }
    }),
    { numRuns: 2_000 },
  )
  const minusZero = Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0x80])
  expect(sameNumbers(viewOf(minusZero), 0, new Float64Array(1))).toBe(false)
})

test('the same text is the same at any place', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.nat({ max: 9 }), (text, offset) => {
      const placed = Buffer.from(`${'x'.repeat(offset)}${text.replaceAll('\0', ' ')}`)
      const alone = Buffer.from(text.replaceAll('\0', ' '))
      if (alone.includes(0xff)) return
      expect(sameRange(viewOf(placed), offset, viewOf(alone), 0, alone.length)).toBe(true)
      expect(sameNumbers(viewOf(placed), offset, numbersOf(alone, 0, alone.length))).toBe(true)
    }),
  )
})
