// What is remembered of paths, against asking anew each time.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rememberingPaths } from '../../../../analyzer/documents/log/collect/path-memo.js'

const id = fc.string({ unit: fc.constantFrom(...'az09'), minLength: 26, maxLength: 26 })
const segment = fc.oneof(
  id,
  fc.constantFrom('api', 'v4', 'posts', 'Posts', 'x'.repeat(26), 'X'.repeat(26), '\0'.repeat(26), '😀', ''),
)
const path = fc.array(segment, { maxLength: 5 }).map(segments => `/${segments.join('/')}`)

const shapeOf = (path: string): string => path.replace(/(?<=^|\/)[a-z0-9]{26}(?=\/|$)/g, '*')

function numbering() {
  const shapes: string[] = []
  return (path: string): number => {
    const shape = shapeOf(path)
    if (!shapes.includes(shape)) shapes.push(shape)
    return shapes.indexOf(shape)
  }
}

test('a remembered path has the value that it would have anew', () => {
  fc.assert(
    fc.property(fc.array(path), paths => {
      const numberOf = numbering()
      const remembered = rememberingPaths(numberOf)
      for (const each of [...paths, ...paths]) expect(remembered(each)).toBe(numberOf(each))
    }),
  )
})

test('paths that differ in their ids alone are computed once', () => {
  const asked: string[] = []
  const remembered = rememberingPaths(path => asked.push(path))
  for (const letter of 'abc') remembered(`/api/v4/users/${letter.repeat(26)}/image`)
  expect(asked).toHaveLength(1)
})

test('what is not known is asked again', () => {
  let asked = 0
  const remembered = rememberingPaths(() => {
    asked++
    return undefined
  })
  expect([remembered('/a'), remembered('/a'), asked]).toEqual([undefined, undefined, 2])
})
