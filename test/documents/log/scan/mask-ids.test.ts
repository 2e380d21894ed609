// Ids in the bytes of JSON.
import { expect, test } from 'vitest'
import { maskIds } from '../../../../analyzer/documents/log/scan/mask-ids.js'

const id = 'nwxyby5ej3gtxg4fodmk3bsdbh'

function masked(text: string): string | undefined {
  const bytes = Buffer.from(text, 'latin1')
  const into = Buffer.alloc(bytes.length)
  const length = maskIds(bytes, 0, bytes.length, into)
  return length === -1 ? undefined : into.toString('latin1', 0, length).replaceAll('\xff', '#')
}

test('whole strings and segments of paths are ids', () => {
  expect(masked(`,"request_id":"${id}","url":"/api/v4/users/${id}/posts/${id}?x=1"}`)).toBe(
    ',"request_id":"#","url":"/api/v4/users/#/posts/#?x=1"}',
  )
})

test('what is longer, shorter, in other letters or elsewhere stays', () => {
  for (const other of [`${id}x`, id.slice(1), id.toUpperCase(), `-${id}`, `${id}-`, `${id.slice(1)}ß`]) {
    expect(masked(`"${other}"`)).toBe(`"${other}"`)
  }
  expect(masked(`"${id}`)).toBe(`"${id}`)
})

test('bytes that hold the one that stands for ids have no copy', () => {
  expect(masked(`"\xff"`)).toBeUndefined()
})
