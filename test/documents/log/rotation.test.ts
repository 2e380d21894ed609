// The order of rotated logs, and which files are one log.
import { expect, test } from 'vitest'
import { byRotation, seriesName, writtenNear } from '../../../analyzer/documents/log/rotation.js'
import { classifyEntries } from '../../../analyzer/packet/layout.js'
import { packetOf } from '../../../analyzer/packet/memory.js'

const inOrder = [
  'mattermost-2025-12-31T10-00-00.000.log.gz',
  'mattermost-2026-01-20T10-00-00.000.log',
  'mattermost.log.10.gz',
  'mattermost.log.2',
  'mattermost.log.1',
  'mattermost.log',
]

test('rotated files come oldest first and the current one last', () => {
  const files = Object.fromEntries([...inOrder].reverse().map(name => [name, 'x\n']))
  const entries = [...classifyEntries(packetOf(files).entries)].sort(byRotation)
  expect(entries.map(({ entry }) => entry.name)).toEqual(inOrder)
})

test.each([...inOrder, 'mattermost.log-20261120', 'mattermost.log.2026-11-20.gz'])(
  '%s belongs to mattermost.log',
  name => {
    expect(seriesName(`node-1/${name}`)).toBe('node-1/mattermost.log')
  },
)

test('a time without a zone is near enough to tell the year', () => {
  const [entry] = packetOf({ 'mattermost.log': '' }).entries
  if (entry === undefined) return expect.fail('no entry')
  expect(writtenNear({ ...entry, modifiedAt: '2026-11-21T08:27:06' })).toBe(Date.UTC(2026, 10, 21, 8, 27, 6))
  expect(writtenNear({ ...entry, modifiedAt: undefined })).toBeNaN()
})
