import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesSince } from '../../../../../generator/teleport/node/shapes/since.js'

const since = Date.parse('2026-11-21T09:00:00Z')

async function cut(text: string, size = text.length, kept?: number): Promise<string> {
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let from = 0; from < text.length; from += size)
      yield await Promise.resolve(Buffer.from(text.slice(from, from + size)))
  }
  let result = ''
  for await (const chunk of linesSince(chunks(), since, kept)) result += chunk.toString()
  return result
}

const old = '2026-11-21T08:59:59Z INFO before\n  and its second line\n'
const recent = '2026-11-21T09:00:00Z INFO after\n  and its second line\n2026-11-21T08:00:00Z out of order\n'

test('a log begins with the first line that is new enough', async () => {
  expect(await cut(old + recent)).toBe(recent)
  expect(
    await cut(
      `{"level":"info","timestamp":"2026-11-21T08:59:59Z"}\n{"level":"info","timestamp":"2026-11-21T09:00:01.5Z"}\n`,
    ),
  ).toBe('{"level":"info","timestamp":"2026-11-21T09:00:01.5Z"}\n')
  expect(await cut('2026-11-21T11:00:00+0200 in another zone\n')).toBe(
    '2026-11-21T11:00:00+0200 in another zone\n',
  )
})

test('a log that is too old altogether keeps its end', async () => {
  expect(await cut(old)).toBe(old)
  expect(await cut(old.repeat(100), 77, 60)).toBe(old)
})

test('a log without times stays whole', async () => {
  const text = 'no time\n'.repeat(100_000)
  expect(await cut(text, 1000)).toBe(text)
  expect(await cut('')).toBe('')
  expect(await cut('no line end')).toBe('no line end')
})

test('however it is cut into pieces, the same comes of it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(old, recent, 'undated\n'), { maxLength: 8 }),
      fc.integer({ min: 1, max: 80 }),
      async (parts, size) => {
        const text = parts.join('')
        expect(await cut(text, size)).toBe(await cut(text))
      },
    ),
  )
})
