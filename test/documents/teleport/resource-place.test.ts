// Places of keys found by their columns are those that the full parser finds.
import fc from 'fast-check'
import { dump } from 'js-yaml'
import { expect, test } from 'vitest'
import { locateIn } from '../../../analyzer/documents/spots.js'
import { plainOffset } from '../../../analyzer/documents/teleport/resource-place.js'
import { readObjects } from '../../../analyzer/documents/teleport/resource-yaml.js'
import { sourceText } from '../../../analyzer/documents/text.js'
import { eventsOf } from '../../../analyzer/documents/yaml-load.js'
import { readPlainYaml } from '../../../analyzer/documents/yaml-plain.js'
import { spotsOfYaml } from '../../../analyzer/documents/yaml-spots.js'

const keys = ['a', 'b', 'ab', 'name', 'teleport.dev/origin', "it's"]
const { value: tree } = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('text', 'b: no key', 'a:\n  b: in a block\nname: too\n', 7, true, ''),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 4 }),
  ),
}))

type Path = readonly (string | number)[]

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Object.entries(value).flatMap(([key, held]) =>
    pathsOf(held, [...path, Array.isArray(value) ? Number(key) : key]),
  )
  return [path, ...inner]
}

test('whatever the object, a place is where the full parser finds it', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys), tree, { minKeys: 1, maxKeys: 4 }), object => {
      const text = dump(object)
      if (readPlainYaml(text) === undefined) return
      const source = sourceText(text)
      const full = locateIn(source, () => spotsOfYaml(text, eventsOf(text), 0))
      for (const path of pathsOf(object)) {
        const offset = path.length === 0 ? undefined : plainOffset(text, path)
        if (offset !== undefined)
          expect(source.placeOf(offset), `${path.join()} of\n${text}`).toEqual(full(path))
      }
    }),
  )
})

test('keys of each object of a stream have their line in the whole text', () => {
  const text =
    'kind: node\nmetadata:\n  name: a\n---\nkind: node\nmetadata:\n  labels:\n    name: x\n  name: b\n'
  const { locate } = readObjects(sourceText(text))
  expect(locate([0, 'metadata', 'name'])).toEqual({ line: 3, column: 3 })
  expect(locate([1, 'metadata', 'name'])).toEqual({ line: 9, column: 3 })
  expect(locate([1, 'metadata', 'labels', 'name'])).toEqual({ line: 8, column: 5 })
})

test('a key that is not there has no place of its own', () => {
  expect(plainOffset('a:\n  b: 1\nc: 2\n', ['a', 'c'])).toBeUndefined()
  expect(plainOffset('a: 1\nb: 2\n', ['a', 'b'])).toBeUndefined()
  expect(plainOffset('- a: 1\n', [0, 'a'])).toBeUndefined()
})
