// YAML and JSON as rows: depth, kinds, lines; what is broken is shown as far as it goes.
import { expect, test } from 'vitest'
import { packetOf } from '../../analyzer/index.js'
import { structureView } from '../../analyzer/views/structure.js'
import type { StructureView } from '../../analyzer/views/types.js'

async function rowsOf(name: string, text: string): Promise<StructureView> {
  const packet = packetOf({ [name]: text })
  const [entry] = packet.entries
  if (entry === undefined) throw new Error('no entry')
  const view = await structureView(packet, entry)
  if ('message' in view) throw new Error(view.message)
  return view
}

test('each value is a row with its depth, kind and line', async () => {
  const { rows, isWhole } = await rowsOf('a.yaml', 'one: 1\nlist:\n- x\n- on: true\nempty: {}\nnone: null\n')
  expect(isWhole).toBe(true)
  expect(rows).toEqual([
    { depth: 0, key: 'one', kind: 'number', text: '1', line: 1 },
    { depth: 0, key: 'list', kind: 'list', text: '2', line: 2 },
    { depth: 1, key: 0, kind: 'text', text: 'x', line: 3 },
    { depth: 1, key: 1, kind: 'map', text: '1', line: 4 },
    { depth: 2, key: 'on', kind: 'boolean', text: 'true', line: 4 },
    { depth: 0, key: 'empty', kind: 'map', text: '0', line: 5 },
    { depth: 0, key: 'none', kind: 'null', text: 'null', line: 6 },
  ])
})

test('of broken JSON what can be read is shown, with what is wrong', async () => {
  const { rows, problems } = await rowsOf('a.json', '{"one": 1, "two": {"x": [1, 2')
  expect(rows[0]).toMatchObject({ key: 'one', text: '1' })
  expect(problems).not.toEqual([])
})

test('a value of a megabyte is cut and says how long it is', async () => {
  const { rows } = await rowsOf('a.json', JSON.stringify({ long: 'x'.repeat(1_000_000) }))
  expect(rows[0]?.text.length).toBe(2000)
  expect(rows[0]?.cutFrom).toBe(1_000_000)
})

test('a hundred thousand values stop at a bound, and that is said', async () => {
  const { rows, isWhole } = await rowsOf('a.json', JSON.stringify(Array.from({ length: 100_000 }, () => 0)))
  expect(rows).toHaveLength(60_000)
  expect(isWhole).toBe(false)
})

test('other entries are refused in words', async () => {
  const packet = packetOf({ 'mattermost.log': '{}\n', 'empty.json': '' })
  const views = await Promise.all(packet.entries.map(entry => structureView(packet, entry)))
  expect(views).toMatchObject([{ kind: 'not-shown' }, { kind: 'not-shown' }])
})
