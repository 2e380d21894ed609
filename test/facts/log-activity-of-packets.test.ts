// What the logs of real packets tell of requests, the database and connections: through the whole log pass.
import { expect, test } from 'vitest'
import { factsOfPacket, sample } from './packet-facts.js'

test('a debug log shows every request with what came of it', async () => {
  const { value } = await factsOfPacket(sample('logs-disk-full'))
  expect(value('requests.visible')).toBe('all')
  expect(value('requests.count')).toBe(751)
  expect(value('requests.by_status')).toEqual({ 200: 530, 201: 221 })
  const busiest = value('requests.busiest_routes') as readonly unknown[]
  expect(busiest.slice(0, 3)).toMatchObject([
    { method: 'POST', route: '/api/v4/posts', count: 221 },
    { method: 'GET', route: '/api/v4/channels/<id>/posts', count: 213 },
    { method: 'POST', route: '/api/v4/channels/members/me/view', count: 82 },
  ])
  expect(value('requests.server_errors')).toBe(0)
  expect(value('logs.debug_records')).toBe(1022)
})

test('a log at the usual level shows failures only', async () => {
  const { value, facts } = await factsOfPacket(sample('db-read-only'))
  expect(value('requests.visible')).toBe('server-errors')
  expect(value('requests.failing_routes')).toMatchObject([
    { method: 'POST', route: '/api/v4/channels/members/me/view', count: 8, statuses: { 500: 8 } },
  ])
  expect(value('requests.count')).toBeUndefined()
  expect(value('database.logged_errors')).toMatchObject([
    {
      reason: 'read-only',
      sql_state: '25006',
      count: 171,
      first_seen_ms: Date.UTC(2026, 10, 21, 8, 41, 32, 710),
    },
  ])
  const [place] = facts.get('database.logged_errors', '')?.from ?? []
  expect(place).toMatchObject({ entry: 'mattermost.log', line: expect.any(Number) as number })
})

test('a service that refuses connections is named with all who asked', async () => {
  const { value } = await factsOfPacket(sample('smtp-refused'))
  expect(value('connections.failed')).toMatchObject([
    { target: '127.0.0.1:2', kind: 'refused', count: 9, asked_by: ['web/context.go', 'app/server.go'] },
  ])
  expect(value('connections.failed_targets')).toBe(1)
})

test('healthy nodes that share no event cannot be compared, and nothing is wrong with their clocks', async () => {
  const { value, nodes } = await factsOfPacket(sample('healthy-ha-3-nodes'))
  expect(value('clock.differences')).toBeUndefined()
  expect(nodes.map(node => value('clock.steps_back', node))).toEqual([0, 0, 0])
  expect(nodes.map(node => value('clock.seconds_after_packet', node))).toEqual([0, 0, 0])
  expect(nodes.map(node => value('requests.server_errors', node))).toEqual([0, 0, 0])
})
