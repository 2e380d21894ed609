// host.yaml, which the collection on a server's machine adds: read as it is written, and foreign files of that name told apart.
import { expect, test } from 'vitest'
import { parseHost } from '../../analyzer/documents/host.js'
import { classifyEntries } from '../../analyzer/packet/layout.js'
import { packetOf } from '../../analyzer/packet/memory.js'
import { encodeYaml } from '../../generator/encode/go-yaml.js'
import { hostDocument } from '../../generator/mattermost/installation/host.js'
import { sourceText } from '../../analyzer/documents/text.js'
import { codes, parsed, readPacket } from './read.js'

const collected = () =>
  hostDocument({
    process: undefined,
    folders: { logs: '/', files: '/nowhere/data' },
    toolVersion: '1.0.0',
    collectedAt: new Date(Date.UTC(2026, 10, 21)),
    databaseClockAheadMs: -3,
    collection: { masking: 'as the server', logs_cut: ['mattermost.log'] },
  })

test('what the collection writes is read without a problem', async () => {
  const { value, problems } = parsed(parseHost, encodeYaml(await collected(), 'goccy'))
  expect(problems).toEqual([])
  expect(value).toMatchObject({
    machine: { cpus: expect.any(Number) as unknown },
    clock: { database_ahead_ms: -3 },
    disks: [
      { of: 'logs', path: '/' },
      { of: 'files', missing: true },
    ],
    process: { running: false },
  })
})

test('a file of the same name that another program wrote tells nothing of a machine', () => {
  expect(codes(parseHost(sourceText('all:\n  hosts:\n    web1: {}\n')))).toEqual(['ENTRY_UNKNOWN'])
})

test('sizes that cannot be are problems, with their lines', () => {
  const text =
    'machine:\n  memory_mb: 100\n  free_memory_mb: 200\ndisks:\n- of: logs\n  total_mb: 5\n  available_mb: 6\n'
  expect(codes(parseHost(sourceText(text)))).toEqual(['FIELD_TYPE 3:3', 'FIELD_TYPE 7:3'])
})

test.each([
  ['machine: 7\nprocess: []\n', ['FIELD_TYPE', 'FIELD_TYPE']],
  ['disks: {of: logs}\n', ['FIELD_TYPE']],
  ['- machine\n', ['DOCUMENT_SHAPE']],
])('%j is a problem, not an exception', (text, expected) => {
  expect(codes(parseHost(sourceText(text))).map(code => code.split(' ')[0])).toEqual(expected)
})

test('it belongs to its node, is no entry that must be there, and makes no folder a node', async () => {
  const kinds = (...names: string[]) =>
    classifyEntries(packetOf(Object.fromEntries(names.map(name => [name, 'x']))).entries).map(
      ({ kind, node }) => `${kind}@${String(node)}`,
    )
  expect(kinds('mattermost.log', 'host.yaml')).toEqual(['mattermost-log@', 'host@'])
  expect(kinds('app-1/mattermost.log', 'app-1/host.yaml')).toEqual(['mattermost-log@app-1', 'host@app-1'])
  expect(kinds('sanitized_config.json', 'my-host.yaml')).toEqual(['config@', 'unknown@undefined'])
  expect(kinds('host.yaml')).toEqual(['unknown@undefined'])
  const without = await readPacket(packetOf({ 'sanitized_config.json': '{"LogSettings":{}}' }))
  expect(without.inventory.items.map(({ name }) => name)).not.toContain('host.yaml')
})
