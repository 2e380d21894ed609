// Tables: found, narrowed, sorted, copied; and the address that says how.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TableView } from '../../../viewer/shared/pages.js'
import {
  cellWords,
  choicesOf,
  findRow,
  formatChoices,
  nextSort,
  parseChoices,
  rowsAsTsv,
  rowsOf,
  shownColumns,
  toggledChoice,
  type TableQuery,
} from '../../../viewer/ui/tables/table-rows.js'

const table: TableView = {
  id: 't',
  title: 'Runs',
  columns: [
    { id: 'name', title: 'Name', kind: 'text', main: true },
    { id: 'status', title: 'Status', kind: 'text', choices: true },
    { id: 'took', title: 'Took', kind: 'duration' },
    { id: 'node', title: 'Node', kind: 'text' },
    { id: 'data', title: 'Data', kind: 'code', hidden: true },
  ],
  rows: [
    { id: '1', cells: ['job 10', 'ok', 500, null, 'a\tb\nc'], place: { entry: 'e', line: 3 } },
    { id: '2', cells: ['job 9', 'error', null, null, 'x'], place: { entry: 'e', line: 9 } },
    { id: '3', cells: ['Other', 'ok', 4000, null, 'needle'] },
  ],
  empty: '',
}
const plain: TableQuery = { words: '', choices: new Map(), sort: undefined }
const ids = (query: Partial<TableQuery>) => rowsOf(table, { ...plain, ...query }).map(({ id }) => id)

test('words are looked for in every column, also in those only the panel shows', () => {
  expect(ids({ words: 'NEEDLE' })).toEqual(['3'])
  expect(ids({ words: 'job ok' })).toEqual(['1'])
})

test('rows are sorted by numbers as numbers, and what is not known stands last both ways', () => {
  expect(ids({ sort: 'name' })).toEqual(['2', '1', '3'])
  expect(ids({ sort: 'took' })).toEqual(['1', '3', '2'])
  expect(ids({ sort: '-took' })).toEqual(['3', '1', '2'])
  expect(ids({ sort: 'no-such-column' })).toEqual(['1', '2', '3'])
})

test('a heading sorts up, down and not at all; amounts begin with the largest', () => {
  const [name, , took] = table.columns
  if (name === undefined || took === undefined) throw new Error('columns')
  expect([nextSort(name, undefined), nextSort(name, 'name'), nextSort(name, '-name')]).toEqual([
    'name',
    '-name',
    undefined,
  ])
  expect(nextSort(took, undefined)).toBe('-took')
  expect(nextSort(took, 'name')).toBe('-took')
})

test('choices are offered with their numbers, most frequent first', () => {
  expect(choicesOf(table)).toMatchObject([
    {
      column: { id: 'status' },
      values: [
        { text: 'ok', count: 2 },
        { text: 'error', count: 1 },
      ],
    },
  ])
})

test('choices go into the address and come back, whatever they hold', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('a', 'b'), fc.uniqueArray(fc.string(), { minLength: 1 })),
      given => {
        const choices = new Map(Object.entries(given).map(([column, values]) => [column, new Set(values)]))
        const text = formatChoices(choices)
        expect(parseChoices(text, undefined)).toEqual(choices)
      },
    ),
  )
})

test('a table begins with its own choices until the person makes others', () => {
  const start = { status: ['error'] }
  expect(ids({ choices: parseChoices(undefined, start) })).toEqual(['2'])
  const none = toggledChoice(parseChoices(undefined, start), 'status', 'error')
  expect(formatChoices(none)).toBe('-')
  expect(ids({ choices: parseChoices('-', start) })).toEqual(['1', '2', '3'])
})

test('a column that says nothing in any row is not drawn', () => {
  expect(shownColumns(table).map(({ column }) => column.id)).toEqual(['name', 'status', 'took'])
})

test('a copy has every column, units in the heading, and no tabs or breaks inside', () => {
  const lines = rowsAsTsv(table, table.rows.slice(0, 1)).split('\n')
  expect(lines[0]).toBe('Name\tStatus\tTook (ms)\tNode\tData')
  expect(lines[1]).toBe('job 10\tok\t500\t\ta b c')
})

test.each([
  [null, 'number', 'not in this packet'],
  [1234567, 'number', '1,234,567'],
  [0, 'minutes', 'under 1 min'],
  [90, 'minutes', '1 h 30 min'],
  [1500, 'bytes', '1.5 kB'],
  [-1500, 'bytes', '−1.5 kB'],
  [48.3, 'percent', '48.3 %'],
  [1763714447544, 'time', '2025-11-21 08:40:47 UTC'],
  [9e99, 'time', '9e+99'],
  ['text', 'number', 'text'],
] as const)('%s as %s reads %s', (cell, kind, words) => {
  expect(cellWords(cell, kind, 'utc')).toBe(words)
})

test('a row is found by its name, or as the last one that begins at or before a line', () => {
  expect(findRow([table], '3')?.row.id).toBe('3')
  expect(findRow([table], 'L9')?.row.id).toBe('2')
  expect(findRow([table], 'L8')?.row.id).toBe('1')
  expect(findRow([table], 'L2')).toBeUndefined()
  expect(findRow([table], 'nobody')).toBeUndefined()
})
