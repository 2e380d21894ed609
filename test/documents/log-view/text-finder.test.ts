// Texts found by their rarest part, against looking for them at every position.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactFinder, foldedFinders } from '../../../analyzer/documents/log-view/text-finder.js'

/** Few characters, so that texts nearly occur again and again; one of them has no case. */
const characters = (least: number, most: number) =>
  fc
    .array(fc.constantFrom('a', 'b', 'A', 'B', '-'), { minLength: least, maxLength: most })
    .map(list => list.join(''))

function placesOf(find: (from: number) => number): readonly number[] {
  const places: number[] = []
  for (let at = find(0); at !== -1; at = find(at + 1)) places.push(at)
  return places
}

test('a text is found wherever it stands, and nowhere else', () => {
  fc.assert(
    fc.property(characters(1, 5), characters(0, 60), characters(0, 60), (text, earlier, haystack) => {
      const finder = exactFinder(text)
      finder(Buffer.from(earlier), 0) // what was searched before decides by what part it is looked for
      const bytes = Buffer.from(haystack)
      expect(placesOf(from => finder(bytes, from))).toEqual(placesOf(from => haystack.indexOf(text, from)))
    }),
    { numRuns: 1_000 },
  )
})

test('in any case, each place is found by one finder', () => {
  fc.assert(
    fc.property(characters(1, 5), characters(0, 60), (written, haystack) => {
      const text = written.toLowerCase()
      const bytes = Buffer.from(haystack)
      const found = foldedFinders(text).flatMap(finder => placesOf(from => finder(bytes, from)))
      const expected = placesOf(from => haystack.toLowerCase().indexOf(text, from))
      expect(found.sort((a, b) => a - b)).toEqual(expected)
    }),
    { numRuns: 1_000 },
  )
})

test('bytes that are no text are no text in another case', () => {
  const bytes = Buffer.from([0xe1, 0xc1, 0x61, 0x41, 0xff, 0xe1, 0x62])
  const places = foldedFinders('ab').flatMap(finder => placesOf(from => finder(bytes, from)))
  expect(places).toEqual([])
})
