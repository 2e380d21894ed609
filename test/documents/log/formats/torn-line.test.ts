// NULs looked for once instead of in each line: the same answers as looking in each.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createNulSearch } from '../../../../analyzer/documents/log/formats/torn-line.js'

test('a NUL is found in the ranges that hold one, whatever was asked before', () => {
  const buffers = fc.array(fc.array(fc.constantFrom(0, 10, 65, 65, 65), { maxLength: 40 }), { maxLength: 3 })
  fc.assert(
    fc.property(buffers, fc.array(fc.nat(40), { minLength: 1, maxLength: 12 }), (contents, cuts) => {
      const search = createNulSearch()
      for (const content of contents) {
        const bytes = Buffer.from(content)
        const places = [...cuts.filter(at => at <= bytes.length), bytes.length].sort((a, b) => a - b)
        places.reduce((start, end) => {
          expect(search.isIn(bytes, start, end)).toBe(bytes.subarray(start, end).includes(0))
          return end
        }, 0)
      }
    }),
  )
})
