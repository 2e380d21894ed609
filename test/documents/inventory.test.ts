// The inventory of real packets, whole and with something taken out or broken.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { packetOf } from '../../analyzer/packet/memory.js'
import { openBuffer, openPackets } from '../../analyzer/packet/open.js'
import type { Read } from './read.js'
import { filesOf, readPacket, readSample } from './read.js'

const samples = readdirSync('samples')
  .filter(name => name.endsWith('.zip'))
  .map(name => name.slice(0, -'.zip'.length))
const ofTeleport = samples.filter(name => name.startsWith('teleport-'))
const ofMattermost = samples.filter(name => !ofTeleport.includes(name))

/** `severity CODE entry` of every problem of documents and inventory. */
function problems({ documents, inventory }: Read, least: 'info' | 'warning' = 'warning'): string[] {
  return [...documents.problems, ...inventory.problems]
    .filter(({ severity }) => least === 'info' || severity !== 'info')
    .map(({ severity, code, entry }) => `${severity} ${code} ${entry ?? ''}`.trim())
}

function status({ inventory }: Read, name: string) {
  const item = inventory.items.find(one => one.name === name)
  return item && { status: item.status, expectation: item.expectation, reason: item.reason }
}

describe('real packets', () => {
  test.each(ofTeleport)('%s is a dump of Teleport, and every entry a known kind', async sample => {
    const { inventory } = await readSample(sample)
    expect(inventory.items.filter(item => item.kind === 'unknown')).toEqual([])
    expect(inventory.layout?.product).toBe('teleport')
  })

  test.each(ofMattermost)(
    '%s has no problems beyond what is normal, and every entry a known kind',
    async sample => {
      const [opened] = await openPackets(`samples/${sample}.zip`)
      if (opened?.kind !== 'ok') return expect.fail('not opened')
      const read = await readPacket(opened.packet)
      expect(problems(read)).toEqual([])
      expect(read.inventory.items.filter(item => item.kind === 'unknown')).toEqual([])
      expect(read.inventory.layout?.recognisedBy).toBe('metadata.yaml')
      await opened.packet.close()
    },
  )

  test('a log that does not exist yet is no fault of a healthy server', async () => {
    const read = await readSample('healthy-10-9')
    expect(problems(read, 'info')).toEqual(['info ENTRY_NOT_CREATED notifications.log'])
    expect(status(read, 'notifications.log')).toMatchObject({
      status: 'failed',
      expectation: 'conditional',
      reason: expect.stringContaining('warning.txt says: failed read notifcation log file') as string,
    })
  })

  test('a cluster has its nodes', async () => {
    const { inventory } = await readSample('healthy-ha-3-nodes')
    expect(inventory.layout).toMatchObject({
      id: 'mattermost-11.0',
      nodes: ['mm-app-1', 'mm-app-2', 'mm-app-3'],
      clustered: true,
    })
  })
})

describe('something is missing', () => {
  test.each([
    'stats.yaml',
    'jobs.yaml',
    'permissions.yaml',
    'plugins.json',
    'database_schema.yaml',
    'diagnostics.yaml',
  ])('%s without a word is an error', async name => {
    const read = await readSample('healthy-11-6', { [name]: undefined })
    expect(problems(read)).toEqual([`error ENTRY_MISSING ${name}`])
    expect(status(read, name)).toMatchObject({ status: 'absent', reason: 'missing without a word' })
  })

  test('metadata.yaml is an error of its own; the version is found elsewhere', async () => {
    const read = await readSample('healthy-11-6', { 'metadata.yaml': undefined })
    expect(problems(read)).toEqual(['error METADATA_MISSING metadata.yaml'])
    expect(read.inventory.layout).toMatchObject({ id: 'mattermost-11.0', recognisedBy: 'diagnostics.yaml' })
  })

  test("one node's file in a cluster is named with its folder", async () => {
    const read = await readSample('healthy-ha-3-nodes', { 'mm-app-2/cpu.prof': undefined })
    expect(problems(read)).toEqual(['error ENTRY_MISSING mm-app-2/cpu.prof'])
  })

  test('explained by warning.txt it is a warning', async () => {
    const read = await readSample('healthy-11-6', {
      'cpu.prof': undefined,
      'warning.txt': '1 error occurred:\n\t* failed to start CPU profile: cpu profiling already in use\n\n',
    })
    expect(problems(read)).toEqual(['warning ENTRY_MISSING_EXPLAINED cpu.prof'])
    expect(status(read, 'cpu.prof')).toMatchObject({ status: 'failed' })
  })

  test('all logs at once were deselected, which is no fault', async () => {
    const read = await readSample('config-insecure', { 'mattermost.log': undefined })
    expect(problems(read, 'info')).toEqual(['info LOGS_LEFT_OUT'])
    expect(status(read, 'mattermost.log')?.reason).toMatch(/^not included: logs were deselected/)
  })

  test('the log of one node alone was not deselected', async () => {
    const read = await readSample('healthy-ha-3-nodes', { 'mm-app-3/mattermost.log': undefined })
    expect(problems(read)).toEqual(['error ENTRY_MISSING mm-app-3/mattermost.log'])
  })

  test('plugins.json is not due when plugins are switched off', async () => {
    const files = await filesOf('config-insecure')
    const config = files['sanitized_config.json']
      ?.toString()
      .replace(/("PluginSettings": \{\s+"Enable": )true/, '$1false')
    const read = await readSample('config-insecure', {
      'plugins.json': undefined,
      'sanitized_config.json': config,
    })
    expect(problems(read)).toEqual([])
    expect(status(read, 'plugins.json')?.reason).toBe(
      'not included: plugins are switched off (PluginSettings.Enable is false)',
    )
  })

  test('the schema may have either of its names', async () => {
    const { 'database_schema.yaml': schema } = await filesOf('healthy-11-6')
    const read = await readSample('healthy-11-6', {
      'database_schema.yaml': undefined,
      'postgres_schema_dump.sql': schema,
    })
    expect(problems(read)).toEqual([])
  })

  test('a node whose folder is missing is counted', async () => {
    const files = await filesOf('healthy-ha-3-nodes')
    const gone = Object.keys(files).filter(name => name.startsWith('mm-app-3/'))
    const read = await readSample(
      'healthy-ha-3-nodes',
      Object.fromEntries(gone.map(name => [name, undefined])),
    )
    expect(problems(read)).toEqual(['warning NODES_MISSING'])
  })
})

describe('something is broken', () => {
  test.each([
    'metadata.yaml',
    'permissions.yaml',
    'plugins.json',
    'sanitized_config.json',
    'database_schema.yaml',
  ])('%s cut in the middle is an error that names it', async name => {
    const whole = (await filesOf('healthy-11-6'))[name] ?? Buffer.alloc(0)
    const read = await readSample('healthy-11-6', {
      [name]: whole.subarray(0, Math.floor(whole.length / 2) - 3),
    })
    expect(problems(read)[0]).toMatch(new RegExp(`^error \\w+ ${name}$`))
  })

  test.each(['stats.yaml', 'heap.prof', 'goroutines', 'sanitized_config.json'])(
    '%s without content is an error',
    async name => {
      const read = await readSample('healthy-11-6', { [name]: '' })
      expect(problems(read)).toContain(`error ENTRY_EMPTY ${name}`)
      expect(status(read, name)).toMatchObject({ status: 'empty' })
    },
  )

  test('an empty log is shown and no fault', async () => {
    const read = await readSample('healthy-11-6', { 'mattermost.log': '' })
    expect(problems(read)).toEqual([])
    expect(status(read, 'mattermost.log')).toMatchObject({ status: 'empty' })
  })

  test('an entry whose whole content is masked', async () => {
    const read = await readSample('healthy-11-6', { 'stats.yaml': '********************************\n' })
    expect(problems(read)).toEqual(['warning ENTRY_BLANKED stats.yaml'])
    expect(status(read, 'stats.yaml')).toMatchObject({ status: 'masked' })
  })

  test('damage that reading found is an error that names the entry', async () => {
    const packet = packetOf(await filesOf('healthy-11-6'))
    const damaged = {
      code: 'ENTRY_CRC_MISMATCH',
      severity: 'error',
      message: 'The content changed.',
    } as const
    const read: typeof packet.read = async (entry, onChunk) => {
      const outcome = await packet.read(entry, onChunk)
      return entry.name === 'heap.prof' ? { kind: 'partial', sizeBytes: 1, problem: damaged } : outcome
    }
    const found = await readPacket({ ...packet, read })
    expect(problems(found)).toEqual(['error ENTRY_CRC_MISMATCH heap.prof'])
    expect(status(found, 'heap.prof')).toMatchObject({ status: 'damaged', reason: 'The content changed.' })
  })
})

describe('something is there that does not belong', () => {
  test('an unknown entry is listed, and only information', async () => {
    const read = await readSample('healthy-11-6', { 'notes.txt': 'hello' })
    expect(problems(read)).toEqual([])
    expect(problems(read, 'info')).toContain('info ENTRY_UNKNOWN notes.txt')
    expect(status(read, 'notes.txt')).toMatchObject({ status: 'unknown', expectation: 'none' })
  })

  test('an entry of another version says so', async () => {
    const read = await readSample('healthy-11-6', { 'support_packet.yaml': 'server_version: 10.4.0\n' })
    expect(problems(read)).toEqual([])
    expect(status(read, 'support_packet.yaml')).toMatchObject({
      status: 'present',
      reason: 'servers of this version do not write it (Mattermost 11.0 and later)',
    })
  })

  test('a misplaced entry is used, with a warning', async () => {
    const { 'stats.yaml': stats } = await filesOf('healthy-ha-3-nodes')
    const read = await readSample('healthy-ha-3-nodes', {
      'stats.yaml': undefined,
      'mm-app-1/stats.yaml': stats,
    })
    expect(problems(read)).toEqual(['warning ENTRY_MISPLACED mm-app-1/stats.yaml'])
    expect(read.documents.get('stats')?.value).toHaveProperty('posts')
  })

  test('of two entries that are the same document the last one counts', async () => {
    const { documents } = await readSample('healthy-ha-3-nodes', { 'mm-app-1/stats.yaml': 'posts: 7\n' })
    expect(documents.of('stats').map(({ value }) => value)).toEqual([{ posts: 7 }])
    expect(documents.problems.map(({ code, entry }) => `${code} ${entry ?? ''}`)).toEqual([
      'ENTRY_SHADOWED stats.yaml',
    ])
  })
})

describe('no packet', () => {
  test('logs alone are recognised, and are no packet', async () => {
    const { 'mattermost.log': log } = await filesOf('healthy-11-6')
    const read = await readPacket(packetOf({ 'mattermost.log': log ?? '' }))
    expect(problems(read)).toEqual(['error PACKET_INCOMPLETE'])
    expect(read.inventory.layout).toMatchObject({ product: 'mattermost', id: 'mattermost-unknown' })
    expect(status(read, 'mattermost.log')).toMatchObject({ status: 'present', reason: undefined })
  })

  test('files of no product', async () => {
    const read = await readPacket(packetOf({ 'a.txt': 'x', 'b.txt': 'y' }))
    expect(problems(read)).toEqual(['error PACKET_NO_PRODUCT'])
    expect(read.inventory.layout).toBeUndefined()
  })

  test('no files at all', async () => {
    const read = await readPacket(packetOf({}))
    expect(read.inventory).toMatchObject({ layout: undefined, items: [] })
  })
})

test('what is missing from a cut archive may lie behind the cut, and logs were not deselected', async () => {
  const whole = readFileSync('samples/db-restart.zip')
  const [opened] = await openBuffer('cut.zip', whole.subarray(0, 50_000))
  if (opened?.kind !== 'ok') throw new Error('the cut packet did not open')
  const read = await readPacket(opened.packet)
  expect(status(read, 'mattermost.log')?.reason).toBe('may lie behind the cut of the archive')
  expect(problems(read, 'info')).toContain('error ENTRY_MISSING mattermost.log')
  expect(problems(read, 'info').join()).not.toContain('LOGS_LEFT_OUT')
})
