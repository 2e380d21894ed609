// Lines that hold more than one record, and NULs looked for once instead of in each line.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createNulSearch } from '../../../../analyzer/documents/log/formats/torn-line.js'
import { readOne } from '../chunked-packet.js'

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

const record = (second: number, msg: string) =>
  `{"timestamp":"2026-01-20 10:00:0${second}.000 Z","level":"info","msg":"${msg}","caller":"app/server.go:931","user":"${msg}"}`
const all = [{ id: 'all', match: [{}], min: 1 }]

async function messagesIn(log: string): Promise<readonly string[]> {
  const { matches } = await readOne(log, all)
  return matches.get('all')?.[0]?.examples.map(({ msg }) => msg) ?? []
}

test.each([
  ['half a record before it', `${record(1, 'first').slice(0, 35)}${record(2, 'second')}`, ['second']],
  [
    'half a record with its whole head before it',
    `${record(1, 'first').slice(0, -9)}${record(2, 'second')}`,
    ['second'],
  ],
  [
    'a whole record before it, whose newline is lost',
    `${record(1, 'first')}${record(2, 'second')}`,
    ['first', 'second'],
  ],
  ['two of them', `${record(1, 'a')}${record(2, 'b').slice(0, 20)}${record(3, 'c')}`, ['a', 'c']],
])('a record is read with %s', async (_, line, messages) => {
  expect(await messagesIn(`${line}\n`)).toEqual(messages)
  // Also when its head was seen before.
  const again = `${record(4, 'second')}\n`.repeat(3)
  const { files } = await readOne(`${again}${line}\n`, all)
  expect(files[0]?.records).toBe(3 + messages.length)
})

test('a record within the fields of another is none of its own', async () => {
  const outer = `${record(1, 'outer').slice(0, -1)},"inner":${record(2, 'inner')}}`
  expect(await messagesIn(`${outer}\n`)).toEqual(['outer'])
})
