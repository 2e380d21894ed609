// Tables that tctl prints for people, and .tsv files of a dump.
import { expect, test } from 'vitest'
import { parseListing } from '../../../analyzer/documents/teleport/resource-table.js'
import { parsed } from '../read.js'

test('columns come from the ruler, so that empty cells and cells with spaces stay in theirs', () => {
  const text = `Host      UUID                Public Address  Labels                 Version    
--------- ------------------- --------------- ---------------------- ---------- 
tp-node-1 04fe8be0-09b6-4c... 10.20.0.31:3022 arch=x86_64,env=pro... 11.0.0-dev 
tp-node-2 3fbbee11-7465-41...                 env=staging,tier=ba... 11.0.0-dev 
`
  expect(parsed(parseListing, text).value.rows.map(row => row.cells)).toEqual([
    {
      host: 'tp-node-1',
      uuid: '04fe8be0-09b6-4c...',
      publicaddress: '10.20.0.31:3022',
      labels: 'arch=x86_64,env=pro...',
      version: '11.0.0-dev',
    },
    {
      host: 'tp-node-2',
      uuid: '3fbbee11-7465-41...',
      publicaddress: '',
      labels: 'env=staging,tier=ba...',
      version: '11.0.0-dev',
    },
  ])
})

test('pairs of tctl status keep keys of two words and repeated ones', () => {
  const text = `Cluster  teleport.example.com
host CA  rotating clients (mode: manual, started: Nov 21 09:07:13 UTC)
CA pin   sha256:c3ef
CA pin   sha256:af6d
`
  const { value, locate } = parsed(parseListing, text)
  expect(value.pairs).toEqual([
    { key: 'Cluster', value: 'teleport.example.com', line: 1 },
    { key: 'host CA', value: 'rotating clients (mode: manual, started: Nov 21 09:07:13 UTC)', line: 2 },
    { key: 'CA pin', value: 'sha256:c3ef', line: 3 },
    { key: 'CA pin', value: 'sha256:af6d', line: 4 },
  ])
  expect(locate(['pairs', 2])).toEqual({ line: 3, column: 1 })
})

test('tab separated files have their columns in the first line', () => {
  const { value, locate } = parsed(parseListing, 'kind\tformat\texit\nuser\tyaml\t0\nbot\tyaml\t1\n')
  expect(value.rows[1]?.cells).toEqual({ kind: 'bot', format: 'yaml', exit: '1' })
  expect(locate(['rows', 1])).toEqual({ line: 3, column: 1 })
})

test('a table without rows has none, and a second table has its own columns', () => {
  expect(parsed(parseListing, 'User           \n-------------- \n').value.rows).toEqual([])
  const { value } = parsed(parseListing, 'A  B\n-- --\n1  2\n\nC  D\n-- --\n3  4\n')
  expect(value.rows.map(row => row.cells)).toEqual([
    { a: '1', b: '2' },
    { c: '3', d: '4' },
  ])
})
