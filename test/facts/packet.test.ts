// Facts of the packet as evidence.
import { expect, test } from 'vitest'
import type { Inventory, InventoryItem, Layout } from '../../analyzer/packet/layout-types.js'
import { factOf } from './facts-of.js'

const layout: Layout = {
  product: 'mattermost',
  id: 'mattermost-10.11',
  title: 'Mattermost 10.11 and later',
  recognisedBy: 'metadata',
  serverVersion: '11.0.0',
  nodes: [''],
  clustered: false,
}

function item(name: string, kind: InventoryItem['kind'], status: InventoryItem['status']): InventoryItem {
  const entry = {
    index: 0,
    name,
    rawName: name,
    sizeBytes: 1,
    compressedBytes: 1,
    modifiedAt: undefined,
    damage: undefined,
    readable: true,
  }
  return {
    name,
    kind,
    node: '',
    plugin: undefined,
    expectation: 'expected',
    status,
    reason: status === 'present' ? undefined : 'why',
    entry: status === 'absent' || status === 'failed' ? undefined : entry,
  }
}

const inventory = (...items: InventoryItem[]): { inventory: Partial<Inventory> } => ({
  inventory: { layout, items },
})

const warning = {
  points: [
    {
      text: 'failed read notifcation log file at path /l/n.log: open /l/n.log: no such file or directory',
      line: 2,
    },
    {
      text: 'failed to read advanced log file at path /l/e.log in LogSettings.AdvancedLoggingJSON: open /l/e.log: no such file or directory',
      line: 3,
    },
    { text: 'failed to read advanced log file at path /l/e.log: open /l/e.log: permission denied', line: 4 },
    { text: 'connect: connection refused', line: 5 },
  ],
}

test('points that healthy servers write too are told from the others', () => {
  const texts = (id: string) =>
    (factOf(id, { warning }) as { text: string }[]).map(({ text }) => text.slice(-20))
  expect(texts('packet.warnings')).toEqual(
    ['og: permission denied', ': connection refused'].map(text => text.slice(-20)),
  )
  expect(texts('packet.harmless_warnings')).toHaveLength(2)
})

test('no warning.txt in a packet of a server means no warning; without a packet nothing is known', () => {
  expect(factOf('packet.warnings', {}, inventory())).toEqual([])
  expect(factOf('packet.warnings', {})).toBeUndefined()
  expect(factOf('packet.warnings', {}, inventory(item('warning.txt', 'warning', 'damaged')))).toBeUndefined()
})

test('logs are in the packet when the log of the node is, and has something in it', () => {
  const included = (status: InventoryItem['status']) =>
    factOf('packet.logs_included', {}, inventory(item('mattermost.log', 'mattermost-log', status)))
  expect([included('present'), included('absent'), included('empty')]).toEqual([true, false, false])
  expect(factOf('packet.logs_included', {}, inventory())).toBeUndefined()
})

test('expected entries that are absent, with the reason where one is known', () => {
  const items = [item('stats.yaml', 'stats', 'absent'), item('jobs.yaml', 'jobs', 'present')]
  expect(factOf('packet.missing_expected', {}, inventory(...items))).toEqual([
    { name: 'stats.yaml', reason: 'why' },
  ])
})
