// The search for a text sixteen bytes at a time, held against the search of Node.js.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPairSearch } from '../../../viewer/server/log-pair-search.js'

const rooms = { count: 2, bytes: 4_096 }

/** All places of a text. */
function placesOf(text: string, bytes: Buffer, ignoreCase = false): readonly number[] {
  const search = createPairSearch([Buffer.from(text, 'latin1')], rooms, ignoreCase)
  const room = search.rooms[0] as Buffer
  bytes.copy(room)
  search.use(room.subarray(0, bytes.length), 0)
  const places: number[] = []
  for (let at = search.next(0); at !== -1; at = search.next(at + 1)) places.push(at)
  return places
}

function placesByNode(text: string, bytes: Buffer): readonly number[] {
  const needle = Buffer.from(text, 'latin1')
  const places: number[] = []
  for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + 1)) places.push(at)
  return places
}

test.each(['', 'x', 'abc', 'needle', 'a needle in sixteen', `${'.'.repeat(300)}needle`])(
  'in %j the text is found wherever it stands, also in the last bytes',
  text => {
    const bytes = Buffer.from(text)
    expect(placesOf('needle', bytes)).toEqual(placesByNode('needle', bytes))
  },
)

test('it finds what Buffer.indexOf finds, in texts of few letters and of all bytes', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '"', '\u00ff'), maxLength: 200 })
  const needle = fc.string({ unit: fc.constantFrom('a', 'b', '"', '\u00ff'), minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(needle, letters, letters, (text, before, after) => {
      const bytes = Buffer.from(before + text + after, 'latin1')
      expect(placesOf(text, bytes)).toEqual(placesByNode(text, bytes))
    }),
  )
})

test('where case does not matter, letters are found in both, and nothing else is', () => {
  const unit = fc.constantFrom('k', 'K', '@', '`', '[', '{', ' ', '\u0000')
  fc.assert(
    fc.property(
      fc.string({ unit, minLength: 1, maxLength: 6 }),
      fc.string({ unit, maxLength: 200 }),
      (text, log) => {
        const bytes = Buffer.from(log, 'latin1')
        const lower = text.toLowerCase()
        expect(placesOf(lower, bytes, true)).toEqual(
          placesByNode(lower, Buffer.from(log.toLowerCase(), 'latin1')),
        )
      },
    ),
  )
})

test('what lies in the room behind the searched bytes is not found', () => {
  const search = createPairSearch([Buffer.from('needle')], rooms)
  const room = search.rooms[1] as Buffer
  room.write('xxneedle')
  search.use(room.subarray(0, 5), 0)
  expect(search.next(0)).toBe(-1)
})

test('of several texts, each place of each is found in its turn', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 300 })
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 2, maxLength: 4 }), {
    minLength: 1,
    maxLength: 4,
  })
  fc.assert(
    fc.property(texts, letters, (texts, log) => {
      const search = createPairSearch(
        texts.map(text => Buffer.from(text)),
        rooms,
      )
      const room = search.rooms[0] as Buffer
      search.use(room.subarray(0, room.write(log)), 0)
      const found: number[] = []
      for (let at = search.next(0); at !== -1; at = search.next(at + 1)) found.push(at)
      const places = [...log].flatMap((_, at) => (texts.some(text => log.startsWith(text, at)) ? [at] : []))
      expect(found).toEqual(places)
    }),
  )
})
