// Real documents: every value is found in its line, and no cut or flipped byte makes a reader fail.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsers } from '../../analyzer/documents/parsers.js'
import { decodeText } from '../../analyzer/documents/text.js'
import type { Document, ValuePath } from '../../analyzer/documents/types.js'
import type { DocumentKind } from '../../analyzer/packet/layout-types.js'
import { packetOf } from '../../analyzer/packet/memory.js'
import { filesOf, readPacket, readSample } from './read.js'

/** All paths to scalars in a value. */
function* leaves(value: unknown, path: ValuePath = []): Generator<ValuePath> {
  if (typeof value !== 'object' || value === null) {
    yield path
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    yield* leaves(inner, [...path, Array.isArray(value) ? Number(key) : key])
  }
}

/** How the key of a path is written in the file: names that are put right stand there as the server spells them. */
function inFile(key: string): string[] {
  const plain = key.replace(/_ms$/, '')
  return [plain, plain.replaceAll('_', ''), 'erorr', 'active', 'inactive'].map(name => name.toLowerCase())
}

test.each([
  'healthy-11-6',
  'healthy-10-9',
  'healthy-10-4',
  'healthy-9-11',
  'healthy-ha-3-nodes',
  'files-s3-unreachable',
])('every value of %s stands in the line it is traced to', async sample => {
  const { documents } = await readSample(sample)
  let checked = 0
  for (const document of documents.all.filter(({ kind }) => kind !== 'warning')) {
    for (const path of leaves(document.value)) {
      checkLine(document, path)
      checked++
    }
  }
  expect(checked).toBeGreaterThan(300)
})

function checkLine(document: Document, path: ValuePath): void {
  const place = document.locate(path)
  const line = document.lineText(place?.line ?? 0)?.slice((place?.column ?? 1) - 1)
  const key = path.at(-1)
  const where = `${document.entry} ${path.join('.')}`
  if (typeof key === 'string') {
    const text = line?.replace(/^["']/, '').toLowerCase() ?? ''
    expect(
      inFile(key).some(name => text.startsWith(name)),
      `${where}: ${line}`,
    ).toBe(true)
  } else {
    const value = String(
      path.reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], document.value),
    )
    expect(line, where).toContain(JSON.stringify(value).slice(1, -1))
  }
}

test('a document cut at any place gives a value or a problem, never an exception', async () => {
  const files = await filesOf('healthy-11-6')
  for (const [kind, name] of documentsOfSample) {
    const bytes = files[name] ?? Buffer.alloc(0)
    const step = Math.max(1, Math.floor(bytes.length / 60))
    for (let end = 0; end < bytes.length; end += step) {
      const found = parsers[kind]?.parse(decodeText(bytes.subarray(0, end)))
      if (found?.kind === 'ok') found.locate(['roles', 0, 'name'])
      expect(found?.kind).toMatch(/ok|unreadable/)
    }
  }
})

test('flipped bytes give a value or a problem, never an exception', async () => {
  const files = await filesOf('healthy-11-6')
  const flips = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
    minLength: 1,
    maxLength: 4,
  })
  fc.assert(
    fc.property(
      fc.constantFrom(...documentsOfSample.filter(([kind]) => kind !== 'database-schema')),
      flips,
      ([kind, name], changes) => {
        const bytes = Buffer.from(files[name] ?? '')
        for (const [where, byte] of changes) bytes[Math.floor(where * (bytes.length - 1))] = byte
        const found = parsers[kind]?.parse(decodeText(bytes))
        if (found?.kind === 'unreadable') expect(found.problem.message).not.toBe('')
        if (found?.kind === 'ok') for (const path of leaves(found.value)) found.locate(path)
      },
    ),
    { numRuns: 300 },
  )
})

test('arbitrary text is read by every parser without an exception', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(
        fc.constantFrom(
          'a: ',
          '- ',
          '\n',
          '  ',
          '"',
          "'",
          '{',
          '}',
          '[',
          ']',
          ',',
          '|',
          '>',
          '&x ',
          '*x',
          ': ',
          '#',
          '\t',
          '!t ',
          '%',
          '---\n',
          '1',
          '__proto__',
        ),
        { maxLength: 60 },
      )
      .map(parts => parts.join('')),
  )
  fc.assert(
    fc.property(text, input => {
      for (const reading of Object.values(parsers)) {
        const found = reading.parse(decodeText(Buffer.from(input)))
        if (found.kind === 'ok') found.locate(['a', 0, 'b'])
      }
    }),
    { numRuns: 500 },
  )
})

test('a packet of damaged documents still gives an inventory that names them', async () => {
  const files = await filesOf('healthy-11-6')
  const cut = Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [
      name,
      /\.(yaml|json)$/.test(name) ? bytes.subarray(0, bytes.length - 5) : bytes,
    ]),
  )
  const { documents, inventory } = await readPacket(packetOf(cut))
  const named = new Set(
    [...documents.problems, ...inventory.problems]
      .filter(({ severity }) => severity === 'error')
      .map(({ entry }) => entry),
  )
  expect([...named].sort()).toEqual(
    Object.keys(files)
      .filter(name => /\.(yaml|json)$/.test(name))
      .sort(),
  )
})

const documentsOfSample: readonly (readonly [DocumentKind, string])[] = [
  ['metadata', 'metadata.yaml'],
  ['stats', 'stats.yaml'],
  ['jobs', 'jobs.yaml'],
  ['permissions', 'permissions.yaml'],
  ['plugins', 'plugins.json'],
  ['diagnostics', 'diagnostics.yaml'],
  ['config', 'sanitized_config.json'],
  ['database-schema', 'database_schema.yaml'],
  ['warning', 'warning.txt'],
]
