// A journal that lies in a dump twice is read once.
import { expect, test } from 'vitest'
import { classifyEntries } from '../../../analyzer/packet/layout.js'
import { packetOf } from '../../../analyzer/packet/memory.js'

const folder = 'nodes/04fe8be0-09b6-4cad-8bfa-dc94cb886f45'

function kindsOf(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const all = { [`${folder}/teleport.yaml`]: 'version: v2\n', ...files }
  return Object.fromEntries(
    classifyEntries(packetOf(all).entries)
      .filter(({ entry }) => entry.name.includes('log'))
      .map(({ entry, kind }) => [entry.name.slice(folder.length + 1), kind]),
  )
}

const text = `${folder}/teleport.service/log.txt`
const json = `${folder}/teleport.service/log.json`
const records = (count: number, bytes: number) => `${'x'.repeat(bytes)}\n`.repeat(count)

test('the text is read where both forms have the records', () => {
  expect(kindsOf({ [text]: records(10, 150), [json]: records(10, 900) })).toEqual({
    'teleport.service/log.txt': 'teleport-log',
    'teleport.service/log.json': 'teleport-log-copy',
  })
})

test('a text without entries gives way to the JSON, unless that has none either', () => {
  expect(kindsOf({ [text]: '-- No entries --\n', [json]: records(10, 900) })).toEqual({
    'teleport.service/log.txt': 'teleport-log-copy',
    'teleport.service/log.json': 'teleport-log',
  })
  expect(kindsOf({ [text]: '-- No entries --\n', [json]: '' })['teleport.service/log.txt']).toBe(
    'teleport-log',
  )
})

test('a text that lost most of its records gives way to the JSON', () => {
  expect(kindsOf({ [text]: records(1, 150), [json]: records(100, 900) })['teleport.service/log.json']).toBe(
    'teleport-log',
  )
})

test('a form that is alone, a log file and another unit are read', () => {
  expect(
    kindsOf({
      [json]: records(1, 900),
      [`${folder}/logs/teleport.log`]: records(1, 150),
      [`${folder}/other.service/log.txt`]: records(1, 150),
    }),
  ).toEqual({
    'teleport.service/log.json': 'teleport-log',
    'logs/teleport.log': 'teleport-log',
    'other.service/log.txt': 'teleport-log',
  })
})
