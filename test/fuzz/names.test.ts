// Whatever an entry is called, its name stays inside the packet and the path it is written to stays inside the folder.
import { resolve, sep } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packetOf } from '../../analyzer/packet/open.js'
import { safePaths } from '../../analyzer/packet/safe-path.js'

const part = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '',
    'C:',
    'con',
    'a',
    'A',
    '\0',
    ' ',
    '...',
    '\\',
    '\\\\server',
    'metadata.yaml',
    '\u202e',
  ),
  fc.string({ maxLength: 12, unit: 'grapheme' }),
  fc.string({ maxLength: 300, unit: 'binary' }),
)
const name = fc
  .array(part, { minLength: 1, maxLength: 6 })
  .chain(parts => fc.constantFrom('/', '\\').map(by => parts.join(by)))
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 12 })

function entriesOf(list: readonly string[]) {
  return packetOf(Object.fromEntries(list.map(one => [one, '']))).entries
}

test('a name is relative, has no way up, and is never empty', () => {
  fc.assert(
    fc.property(names, list => {
      for (const entry of entriesOf(list)) {
        const parts = entry.name.split('/')
        expect(parts.every(one => one !== '' && one !== '.' && one !== '..')).toBe(true)
        expect(entry.name).not.toMatch(/^[A-Za-z]:|\\|\0/)
      }
    }),
    { numRuns: 500, seed: 1 },
  )
})

test('a path is inside its folder, usable everywhere, and no other entry has it as file or folder', () => {
  fc.assert(
    fc.property(names, list => {
      const root = resolve('target')
      const paths = [...safePaths(entriesOf(list)).values()]
      const keys = new Set(paths.map(path => path.toLowerCase()))
      expect(keys.size).toBe(paths.length)
      for (const path of paths) {
        expect(resolve(root, path).startsWith(root + sep)).toBe(true)
        expect(path).not.toMatch(/[\u0000-\u001f<>:"|?*\\]|[. ](\/|$)/)
        for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
          expect(keys.has(path.slice(0, end).toLowerCase())).toBe(false)
        }
      }
    }),
    { numRuns: 500, seed: 2 },
  )
})
