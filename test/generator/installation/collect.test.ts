// A packet collected from what a real server left behind, held against the packet that the server itself made.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { analyzeFile } from '../../../analyzer/index.js'
import { collectInstallation } from '../../../generator/mattermost/installation/collect.js'
import type { Collected, InstallationGeneration } from '../../../generator/mattermost/installation/options.js'
import { restoreDatabase, unpackInstallation, type Left, type LeftDatabase } from '../installation-fixture.js'
import { packetTexts } from '../packet-texts.js'

// The recorded servers ran in UTC, and times stand in documents in the zone of the server.
process.env['TZ'] = 'UTC'

/** Shortly after the server made its packet. */
const now = new Date('2026-11-21T09:01:30.000Z')

let database: LeftDatabase
let left: Left
let folder: string

beforeAll(() => {
  left = unpackInstallation()
  database = restoreDatabase(left.root)
}, 120_000)
afterAll(() => {
  database.stop()
  left.remove()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sp-collected-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function collect(changes: Partial<InstallationGeneration> = {}): Promise<Collected> {
  return collectInstallation({
    root: left.root,
    config: undefined,
    dataSource: database.dataSource,
    environment: {},
    logs: { since: undefined, until: undefined, maxBytes: undefined, rotated: false, journalUnit: undefined },
    serverVersion: undefined,
    node: undefined,
    raw: false,
    destination: { kind: 'directory', path: folder },
    toolVersion: '0',
    now,
    ...changes,
  })
}

describe('the packet collected from an installation', () => {
  let ours: ReadonlyMap<string, string>
  let real: ReadonlyMap<string, string>
  let collected: Collected
  beforeAll(async () => {
    const kept = mkdtempSync(join(tmpdir(), 'sp-collected-'))
    collected = await collect({ destination: { kind: 'directory', path: kept } })
    ours = await packetTexts(collected.file)
    real = await packetTexts('test/fixtures/generator/installation-11-0.zip')
    rmSync(kept, { recursive: true, force: true })
  }, 60_000)

  const both = (name: string): readonly [string, string] => [
    ours.get(name) ?? 'missing',
    real.get(name) ?? '',
  ]

  test('is valid, and has every entry but what only the running server has', () => {
    expect(collected.validation?.valid).toBe(true)
    expect([...ours.keys()]).toEqual([
      'metadata.yaml',
      'stats.yaml',
      'jobs.yaml',
      'permissions.yaml',
      'plugins.json',
      'database_schema.yaml',
      'diagnostics.yaml',
      'sanitized_config.json',
      'mattermost.log',
      'audit.log',
      'host.yaml',
      'warning.txt',
    ])
  })

  test.each(['jobs.yaml', 'permissions.yaml', 'plugins.json', 'sanitized_config.json'])(
    'has the same bytes in %s',
    name => {
      const [mine, theirs] = both(name)
      expect(mine).toBe(theirs)
    },
  )

  test('has the same metadata, at its own time', () => {
    const [mine, theirs] = both('metadata.yaml')
    expect(mine.replace(/generated_at: \d+/, '')).toBe(theirs.replace(/generated_at: \d+/, ''))
  })

  test('has the same counts, but for posts that came in the five seconds after the server had counted', () => {
    const [mine, theirs] = both('stats.yaml').map(text => load(text) as Record<string, number>)
    const generatedAt = /generated_at: (\d+)/.exec(real.get('metadata.yaml') ?? '')?.[1]
    const then = Number(database.query(`SELECT count(*) FROM posts WHERE createat <= ${generatedAt}`))
    expect(Math.abs(then - (theirs?.['posts'] ?? NaN))).toBeLessThan(10)
    expect({ ...mine, posts: theirs?.['posts'] }).toEqual(theirs)
  })

  test('has the same schema, whatever the order of tables and indexes', () => {
    // The order of indexes is that of the catalogue, which restoring a dump changes.
    const sorted = (text: string): readonly string[] =>
      text
        .split(/^ {4}- (?=name)/m)
        .map(table => {
          const [head = '', ...indexes] = table.split(/^ {8}(?:- name: (?=\S+\n {10}definition))/m)
          return [head, ...indexes.sort()].join('')
        })
        .sort()
    const [mine, theirs] = both('database_schema.yaml')
    expect(sorted(mine)).toEqual(sorted(theirs))
  })

  test('has the same diagnostics, but for what only the running server and the licence tell', () => {
    const [mine, theirs] = both('diagnostics.yaml').map(
      text => load(text) as Record<string, Record<string, unknown>>,
    )
    const here = ['architecture', 'hostname', 'os']
    for (const key of here) for (const one of [mine, theirs]) delete one?.['server']?.[key]
    delete theirs?.['license']?.['company']
    expect(mine?.['database']?.['version']).toMatch(/^\d+\.\d+/)
    for (const one of [mine, theirs]) delete one?.['database']?.['version']
    delete mine?.['database']?.['master_connections']
    delete theirs?.['database']?.['master_connections']
    expect(mine).toEqual(theirs)
  })

  test('has the log as the server left it', () => {
    const [mine, theirs] = both('mattermost.log')
    expect(mine.startsWith(theirs)).toBe(true)
  })

  test('says in warning.txt what could not be had', () => {
    expect(ours.get('warning.txt')).toMatch(/^\d errors occurred:\n\t\* /)
    expect(collected.warnings.join('\n')).toMatch(/failed to start CPU profile: the server does not run/)
  })

  test('tells of the machine in an entry of its own', () => {
    const host = load(ours.get('host.yaml') ?? '') as Record<string, unknown>
    expect(host).toMatchObject({
      machine: { architecture: expect.any(String) as unknown },
      process: { running: false },
    })
  })
})

test('the collected packet can be analyzed', async () => {
  const { file } = await collect()
  const [analysis] = await analyzeFile(file)
  expect(analysis?.packet).toMatchObject({
    product: 'mattermost',
    serverVersion: '11.0.0',
    layout: 'mattermost-11.0',
  })
  expect(
    analysis?.findings.filter(({ severity }) => severity === 'error' || severity === 'critical'),
  ).toEqual([])
}, 60_000)

test('a database that is gone costs its entries and nothing else', async () => {
  const { file, warnings, validation } = await collect({
    dataSource: 'postgres://mm:secret@127.0.0.1:1/mm?sslmode=disable',
  })
  const names = [...(await packetTexts(file)).keys()]
  expect(names).toEqual(
    expect.arrayContaining([
      'metadata.yaml',
      'plugins.json',
      'diagnostics.yaml',
      'sanitized_config.json',
      'mattermost.log',
      'warning.txt',
    ]),
  )
  expect(names).not.toContain('stats.yaml')
  expect(warnings.join('\n')).toMatch(/failed to get stats: cannot connect to the database/)
  expect(warnings.join('\n')).not.toContain('secret')
  expect(validation?.packet.entries.find(({ name }) => name === 'stats.yaml')).toMatchObject({
    status: 'failed',
  })
})

test('a configuration that is gone costs the configuration, not the logs', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'sp-empty-'))
  try {
    const { file, warnings } = await collect({ root: empty, dataSource: undefined })
    expect([...(await packetTexts(file)).keys()]).toEqual(
      expect.arrayContaining(['host.yaml', 'warning.txt']),
    )
    expect(warnings.join('\n')).toMatch(/sanitized config: .*no such file/i)
    writeFileSync(join(empty, 'config.json'), '{"SqlSettings": {"DataSource": "postgres://u:hunter2@h/d"')
    const broken = await collect({ root: empty, dataSource: undefined })
    expect(broken.warnings.join('\n')).toMatch(/it is not JSON/)
    expect([...(await packetTexts(broken.file)).values()].join('\n')).not.toContain('hunter2')
  } finally {
    rmSync(empty, { recursive: true, force: true })
  }
})

test('a table that is gone costs its counts only, and nothing of the database changes', async () => {
  database.query('ALTER TABLE commands RENAME TO commands_away')
  const before = database.query('SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables')
  try {
    const { file, warnings } = await collect()
    const stats = load((await packetTexts(file)).get('stats.yaml') ?? '') as Record<string, number>
    expect(stats['slash_commands']).toBeUndefined()
    expect(stats['teams']).toBe(3)
    expect(warnings.join('\n')).toMatch(
      /stats: failed to get command count: relation "commands" does not exist/,
    )
  } finally {
    database.query('ALTER TABLE commands_away RENAME TO commands')
  }
  expect(database.query('SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables')).toBe(
    before,
  )
})

test('a configuration in the database is read from there', async () => {
  database.query(
    'CREATE TABLE IF NOT EXISTS configurations (id varchar(26), value text, createat bigint, active boolean)',
  )
  database.query(
    `INSERT INTO configurations VALUES ('x', '{"TeamSettings":{"SiteName":"From the table"},"PluginSettings":{"Enable":false}}', 1, true)`,
  )
  const { file, warnings } = await collect({ config: { kind: 'database', dataSource: database.dataSource } })
  const texts = await packetTexts(file)
  expect(JSON.parse(texts.get('sanitized_config.json') ?? '')).toMatchObject({
    TeamSettings: { SiteName: 'From the table' },
  })
  expect(texts.get('diagnostics.yaml')).toMatch(/store_type: postgres:\/\/\*\*\*\*/)
  expect(warnings.join('\n')).toMatch(/plugins have been disabled/)
  database.query('DROP TABLE configurations')
})

test('a configuration alone leads to the folders around it', async () => {
  const path = join(left.root, 'config', 'config.json')
  const environment = { MM_LOGSETTINGS_FILELOCATION: 'logs', MM_PLUGINSETTINGS_DIRECTORY: 'plugins' }
  const { file } = await collect({ root: undefined, config: { kind: 'file', path }, environment })
  expect([...(await packetTexts(file)).keys()]).toEqual(
    expect.arrayContaining(['sanitized_config.json', 'metadata.yaml', 'plugins.json', 'mattermost.log']),
  )
})

test('logs can be limited in time and size, to whole lines', async () => {
  const from = Date.parse('2026-11-21T09:01:00Z')
  const logs = { since: from, until: undefined, maxBytes: undefined, rotated: false, journalUnit: undefined }
  const late = (await packetTexts((await collect({ logs })).file)).get('mattermost.log') ?? ''
  expect(late.split('\n')[0]).toMatch(/^\{"timestamp":"2026-11-21 09:01:\d\d/)
  expect(late).toMatch(/Server stopped/)
  const early =
    (await packetTexts((await collect({ logs: { ...logs, since: undefined, until: from } })).file)).get(
      'mattermost.log',
    ) ?? ''
  expect(early).toMatch(/^\{"timestamp".*\n$/s)
  expect(early).not.toMatch(/Server stopped/)
  const small = await collect({ logs: { ...logs, since: undefined, maxBytes: 1000 } })
  const text = (await packetTexts(small.file)).get('mattermost.log') ?? ''
  expect(text.length).toBeLessThanOrEqual(1000)
  expect(text).toMatch(/^\{"timestamp".*Server stopped.*\n$/s)
  expect(small.cutLogs).toContain('mattermost.log')
})

describe.each([
  ['9.11.0', 'healthy-9-11'],
  ['10.4.0', 'healthy-10-4'],
  ['10.9.0', 'healthy-10-9'],
  ['11.6.0', 'healthy-11-6'],
])('a server of version %s', (serverVersion, sample) => {
  test('gets the layout of its generation: entries, keys and their order', async () => {
    const { file, validation } = await collect({ serverVersion })
    expect(validation?.valid).toBe(true)
    const [ours, real] = [await packetTexts(file), await packetTexts(`samples/${sample}.zip`)]
    const running = /\.prof$|^goroutines$|^com\.example|\.log$|^warning\.txt$/
    const names = [...ours.keys()].filter(name => name !== 'host.yaml' && !running.test(name))
    expect(names.sort()).toEqual([...real.keys()].filter(name => !running.test(name)).sort())
    for (const name of names.filter(one => one.endsWith('.yaml')))
      expect(keysOf(ours.get(name) ?? ''), name).toEqual(keysOf(real.get(name) ?? ''))
    const config = (texts: ReadonlyMap<string, string>): unknown =>
      JSON.parse(texts.get('sanitized_config.json') ?? '')
    const sections = Object.keys(config(real) as object)
    expect(Object.keys(config(ours) as object).filter(key => sections.includes(key))).toEqual(sections)
  })
})

/** Keys at the top and one below, in order; the company of a licence is known only to whoever has the licence. */
function keysOf(text: string): readonly string[] {
  const value = load(text) as Record<string, unknown>
  return Object.entries(value)
    .flatMap(([key, inner]) => [
      key,
      ...(typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.keys(inner).map(one => `${key}.${one}`)
        : []),
    ])
    .filter(key => key !== 'license.company' && key !== 'license_to')
}

test('in a cluster, what is of the node lies in its folder', async () => {
  const environment = { MM_CLUSTERSETTINGS_ENABLE: 'true', MM_CLUSTERSETTINGS_OVERRIDEHOSTNAME: 'mm-app-7' }
  const { file, warnings } = await collect({ environment })
  const names = [...(await packetTexts(file)).keys()]
  expect(names).toEqual(
    expect.arrayContaining([
      'metadata.yaml',
      'stats.yaml',
      'mm-app-7/diagnostics.yaml',
      'mm-app-7/sanitized_config.json',
      'mm-app-7/mattermost.log',
      'warning.txt',
    ]),
  )
  expect(warnings.join('\n')).toMatch(/cluster \(only the running nodes know\)/)
})

test('no logs means none', async () => {
  const names = [...(await packetTexts((await collect({ logs: undefined })).file)).keys()]
  expect(names.filter(name => name.endsWith('.log'))).toEqual([])
})

test('a cancelled collection leaves nothing', async () => {
  const cancel = new AbortController()
  cancel.abort()
  await expect(collect({ signal: cancel.signal })).rejects.toThrow()
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([])
})
