// Facts of the packets in samples/, which real servers made.
import { beforeAll, describe, expect, test } from 'vitest'
import type { ConfigDifference } from '../../analyzer/facts/config-differences.js'
import type { MissingIndex } from '../../analyzer/facts/schema/differences.js'
import { factsOfPacket, sample } from './packet-facts.js'
import type { PacketFacts } from './packet-facts.js'

const healthy = [
  'healthy-9-11',
  'healthy-10-4',
  'healthy-10-9',
  'healthy-11-6',
  'healthy-ha-3-nodes',
  'healthy-plain-logs',
]

describe.each(healthy)('%s', name => {
  let packet: PacketFacts
  beforeAll(async () => {
    packet = await factsOfPacket(sample(name))
  })

  test('says the same of server, people and database, whatever its generation calls it', () => {
    expect(packet.value('server.os')).toBe('linux')
    expect(packet.value('server.build_hash')).toMatch(/^[0-9a-f]{40}$/)
    expect(packet.value('license.users')).toBe(500)
    expect(packet.value('license.trial')).toBe(false)
    expect(packet.value('users.registered')).toBe(41)
    expect(packet.value('users.over_license')).toBe(0)
    expect(packet.value('posts.total')).toBeGreaterThan(500)
    expect(packet.value('teams.total')).toBe(3)
    expect(packet.value('database.major_version')).toBe(15)
    expect(packet.value('database.below_minimum')).toBe(false)
    expect(packet.value('database.pool.max_open')).toBe(40)
    expect(packet.value('database.pool.open')).toBeGreaterThan(0)
    expect(packet.value('files.status')).toBe('OK')
  })

  test('has nothing to complain of', () => {
    const complaints = packet.facts
      .ids()
      .filter(id =>
        /^(schema\.(missing|changed|extra)|jobs\.(fail|stuck))|_differences$|packet\.missing/.test(id),
      )
    expect(complaints.length).toBeGreaterThan(9)
    for (const id of complaints) expect([id, packet.value(id) ?? []]).toEqual([id, []])
    expect(packet.value('schema.collation_mixed') ?? false).toBe(false)
    expect(packet.value('files.error')).toBeUndefined()
  })

  test('every source names an entry, and its line holds what it says', () => {
    const sources = packet.facts
      .ids()
      .flatMap(id => packet.nodes.flatMap(node => packet.facts.get(id, node)?.from ?? []))
    expect(sources.length).toBeGreaterThan(40)
    for (const { entry, path, line, excerpt } of sources) {
      expect(entry).not.toBe('')
      if (path === undefined || path.length === 0) continue
      expect(line).toBeGreaterThan(0)
      expect(excerpt).not.toBe('')
    }
  })
})

test('the last migration of a release is the one its servers report, where it is known', async () => {
  const known = await Promise.all(
    ['healthy-9-11', 'healthy-10-9', 'healthy-ha-3-nodes'].map(async name => {
      const { value } = await factsOfPacket(sample(name))
      return [value('schema.expected_level'), value('database.schema_version')]
    }),
  )
  expect(known).toEqual([
    [124, 124],
    [137, 137],
    [141, 141],
  ])
})

test('the dump of a server that lost three indexes shows these three and nothing else', async () => {
  const { value, facts } = await factsOfPacket(sample('schema-missing-indexes'))
  const missing = value('schema.missing_indexes') as readonly MissingIndex[]
  expect(missing.map(({ table, index }) => `${table}.${index}`).sort()).toEqual([
    'channelmembers.idx_channelmembers_user_id_channel_id_last_viewed_at',
    'posts.idx_posts_channel_id_delete_at_create_at',
    'posts.idx_posts_channel_id_update_at',
  ])
  expect(missing.find(({ table }) => table === 'channelmembers')?.definition).toBe(
    'CREATE INDEX idx_channelmembers_user_id_channel_id_last_viewed_at ON public.channelmembers USING btree (userid, channelid, lastviewedat)',
  )
  const others = facts
    .ids()
    .filter(id => /^schema\.(missing|changed|extra|type|null)/.test(id) && id !== 'schema.missing_indexes')
  expect(others.map(id => value(id))).toEqual(others.map(() => []))
  const [source] = facts.get('schema.missing_indexes', '')?.from ?? []
  expect(source?.excerpt).toMatch(/^- ?name: (posts|channelmembers)$|^- *name: (posts|channelmembers)$/)
})

test('nodes that drifted apart: what differs, with a line of each node', async () => {
  const { value, facts } = await factsOfPacket(sample('ha-config-drift'))
  const differences = value('cluster.config_differences') as readonly ConfigDifference[]
  expect(differences.map(({ path, summary }) => `${path} (${summary})`)).toEqual([
    'ServiceSettings.SiteURL (mm-app-1: https://chat.example.com, mm-app-2: https://old.example.com)',
    'SqlSettings.MaxOpenConns (mm-app-1: 40, mm-app-2: 5)',
    'FileSettings.Directory (mm-app-1: /opt/mattermost/data/, mm-app-2: /var/old/data/)',
  ])
  const own = value('cluster.own_settings') as readonly ConfigDifference[]
  expect(own.map(({ path }) => path)).toEqual(['ServiceSettings.ListenAddress'])
  const from = facts.get('cluster.config_differences', 'mm-app-1')?.from ?? []
  expect(from.map(({ node, excerpt }) => `${node} ${excerpt}`)).toContain('mm-app-2 "MaxOpenConns": 5,')
  expect(from).toHaveLength(6)
})

test('a cluster of three is three nodes that run the same', async () => {
  const { value } = await factsOfPacket(sample('healthy-ha-3-nodes'))
  expect(value('cluster.nodes')).toEqual(['mm-app-1', 'mm-app-2', 'mm-app-3'])
  expect(value('cluster.number_of_nodes')).toBe(3)
  expect(value('cluster.missing_nodes')).toBe(0)
  expect(value('cluster.version_differences')).toEqual([])
  expect(value('server.hostname', 'mm-app-2')).toBe('mm-app-2')
})

test('a file store that cannot be reached', async () => {
  const { value, facts } = await factsOfPacket(sample('files-s3-unreachable'))
  expect(value('files.status')).toBe('FAIL')
  expect(value('files.driver')).toBe('amazons3')
  expect(value('files.error')).toBe('unable to check if the S3 bucket exists: Error response code .')
  expect(facts.get('files.error', '')?.from[0]).toMatchObject({
    entry: 'diagnostics.yaml',
    excerpt: 'erorr: "unable to check if the S3 bucket exists: Error response code ."',
  })
})

test('a log that a full disk cut off, told from one that merely went quiet', async () => {
  const cut = await factsOfPacket(sample('logs-disk-full'))
  expect(cut.value('logs.stopped_early')).toEqual([
    {
      entry: 'mattermost.log',
      last_seen_ms: Date.parse('2026-11-21T08:43:23.589Z'),
      silent_seconds: 26.013,
      usual_gap_seconds: 0.004,
      size_bytes: 262144,
      whole_blocks: true,
    },
  ])
  expect(cut.value('logs.debug_share')).toBeGreaterThan(0.9)
  const quiet = await factsOfPacket(sample('healthy-11-6'))
  expect(quiet.value('logs.silent_before_packet_seconds')).toBeGreaterThan(30)
  expect(quiet.value('logs.stopped_early')).toEqual([])
})

test('a server that was killed six times in half a minute', async () => {
  const { value, facts } = await factsOfPacket(sample('restart-loop'))
  expect(value('logs.restarts.starts')).toBe(7)
  expect(value('logs.restarts.count')).toBe(6)
  expect(value('logs.restarts.unclean')).toBe(6)
  expect(value('logs.restarts.within_seconds')).toBeCloseTo(37.9, 1)
  expect(value('logs.restarts.versions')).toEqual(['11.6.0'])
  expect(facts.get('logs.restarts.count', '')?.from).toHaveLength(7)
})

test('errors of a crashing plugin lead the list of errors', async () => {
  const { value } = await factsOfPacket(sample('plugin-crash'))
  const [first, ...others] = value('logs.top_errors') as readonly {
    message: string
    count: number
    level: string
  }[]
  expect(first?.message).toContain('to plugin failed')
  expect(first?.level).toBe('error')
  expect(others.every(({ count }) => count <= (first?.count ?? 0))).toBe(true)
  expect(others.length).toBeLessThan(10)
})

test('the end of the license, which servers before 11.10 only log', async () => {
  const { value } = await factsOfPacket(sample('healthy-11-6'))
  expect(value('server.edition')).toBe('team')
  expect(value('license.expires_ms')).toBe(Date.parse('2027-02-19T08:26:26.013Z'))
})
