// The passport of a server: what is known of it, and what the packet does not tell.
import { expect, test } from 'vitest'
import { metadata, sampleViews, viewsOfFiles } from './view-sample.js'

test('a server is told with its support, licence, database and machine', async () => {
  const rows = await (await sampleViews('healthy-11-6')).passport()
  expect(rows.map(({ name }) => name)).toEqual(['Support', 'Licence', 'Database', 'Runs on'])
  expect(rows[0]).toEqual({ name: 'Support', says: 'fixes ended on 2026-07-15', light: 'warning' })
  expect(rows[1]?.says).toBe('enterprise, Example Company, 500 users')
  expect(rows[2]?.says).toMatch(/^postgres 15\.18 \(Debian 15\.18-0\+deb12u1\)/)
})

test('what the packet does not tell has no words, and no licence is known to be none', async () => {
  const rows = await (await viewsOfFiles({ 'metadata.yaml': metadata('99.0.0') })).passport()
  expect(rows).toEqual([
    { name: 'Support' },
    { name: 'Licence', says: 'none' },
    { name: 'Database' },
    { name: 'Runs on' },
  ])
})

test('logs alone tell nothing of the server; a dump of Teleport tells its cluster', async () => {
  expect(await (await viewsOfFiles({ 'mattermost.log': 'x\n' })).passport()).toEqual([])
  expect(await (await sampleViews('teleport-healthy')).passport()).toEqual([
    { name: 'Cluster', says: 'teleport.example.com' },
  ])
})
