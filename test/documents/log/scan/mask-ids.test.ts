// Ids in the bytes of JSON, against a pattern that finds them.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createIdPlaces, hashWithoutIds, holdsIds } from '../../../../analyzer/documents/log/scan/mask-ids.js'

const id = 'nwxyby5ej3gtxg4fodmk3bsdbh'
const other = 'oqpkq1b1gifajkdo6ijfqde3ir'

function read(text: string, offset = 0): { hash: number; places: readonly number[] } {
  const bytes = Buffer.from(`${' '.repeat(offset)}${text}`, 'latin1')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const places = createIdPlaces()
  const hash = hashWithoutIds(bytes, view, offset, bytes.length, 7, places)
  return { hash, places: [...places.starts.subarray(0, places.count)] }
}

/** An id takes no quote or slash, so that one may begin where another ends. */
const pattern = /(?<=["/])[a-z0-9]{26}(?=["/?])/g
const placesIn = (text: string) => [...text.matchAll(pattern)].map(({ index }) => index)

test('whole strings and segments of paths are ids', () => {
  const text = `,"request_id":"${id}","url":"/api/v4/users/${id}/posts/${id}?x=1"}`
  expect(read(text).places).toEqual(placesIn(text))
  expect(read(text).places).toHaveLength(3)
})

test('what is longer, shorter, in other letters or elsewhere is none', () => {
  for (const one of [`${id}x`, id.slice(1), id.toUpperCase(), `-${id}`, `${id}-`, `${id.slice(1)}ß`]) {
    expect(read(`"${one}"`).places).toEqual([])
  }
  expect(read(`"${id}`).places).toEqual([])
})

describe('whatever stands around them', () => {
  const text = fc
    .array(
      fc.oneof(fc.constantFrom('"', '/', '?', ',"a":"', id, other, id.slice(3), ':', 'é'), fc.string()),
      {
        maxLength: 14,
      },
    )
    .map(parts => parts.join(''))

  test('they are found where the pattern finds them', () => {
    fc.assert(
      fc.property(text, fc.nat(7), (content, offset) => {
        const bytes = Buffer.from(content, 'latin1').toString('latin1')
        expect(read(bytes, offset).places).toEqual(placesIn(bytes))
      }),
      { numRuns: 2_000 },
    )
  })

  test('the hash does not depend on them, and does on all else', () => {
    fc.assert(
      fc.property(text, content => {
        const bytes = Buffer.from(content, 'latin1').toString('latin1')
        const changed = bytes.replaceAll(pattern, other)
        expect(read(changed).hash).toBe(read(bytes).hash)
        const at = bytes.search(/[a-y]/)
        if (at === -1 || placesIn(bytes).some(place => at >= place && at < place + 26)) return
        const differs = `${bytes.slice(0, at)}#${bytes.slice(at + 1)}`
        if (placesIn(differs).join() === placesIn(bytes).join())
          expect(read(differs).hash).not.toBe(read(bytes).hash)
      }),
      { numRuns: 2_000 },
    )
  })
})

test('ids stand at the same places of another range', () => {
  const starts = Uint16Array.of(1, 30)
  const holds = (text: string) => holdsIds(Buffer.from(text), 2, starts, 0, 2)
  expect(holds(`  "${id}","${other}"`)).toBe(true)
  expect(holds(`  "${id}","${other.slice(1)}""`)).toBe(false)
})
