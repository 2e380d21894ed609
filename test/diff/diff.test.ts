// `diff` of real packets: a healthy server against one with a fault, two releases, a cluster, Teleport, and odd pairs.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { beforeAll, describe, expect, test } from 'vitest'
import { knownFindings } from '../../analyzer/baseline/compare.js'
import type { BaselineChoice } from '../../analyzer/baseline/suppress.js'
import {
  comparePackets,
  diffParts,
  diffReports,
  takePacket,
  type PacketDiff,
  type SectionId,
  type TakenPacket,
} from '../../analyzer/diff/index.js'
import type { Told } from '../../analyzer/diff/taken.js'
import { valueOf } from '../../analyzer/diff/values.js'
import { sectionDefinitions } from '../../analyzer/diff/sections/index.js'
import { extractPacket, openBuffer, openPackets, packetOf } from '../../analyzer/index.js'
import { defaultReportOptions } from '../../analyzer/reports/index.js'

async function take(name: string, baseline?: BaselineChoice): Promise<TakenPacket> {
  const [opened] = await openPackets(`samples/${name}.zip`)
  if (opened?.kind !== 'ok') throw new Error(`${name} cannot be opened`)
  try {
    return await takePacket(opened.packet, baseline === undefined ? {} : { baseline })
  } finally {
    await opened.packet.close()
  }
}

const taken = new Map<string, TakenPacket>()
const names = [
  'healthy-plain-logs',
  'db-restart',
  'schema-missing-indexes',
  'healthy-10-9',
  'healthy-11-6',
  'healthy-ha-3-nodes',
  'ha-config-drift',
  'login-storm',
  'metrics-db-stall',
  'teleport-healthy',
  'teleport-config-key-unknown',
]

beforeAll(async () => {
  for (const name of names) taken.set(name, await take(name))
}, 240_000)

const packet = (name: string): TakenPacket => {
  const found = taken.get(name)
  if (found === undefined) throw new Error(`${name} was not taken`)
  return found
}

const diff = (before: string, after: string): PacketDiff => comparePackets(packet(before), packet(after))

const text = (result: PacketDiff, all = false): string =>
  diffReports[0]?.format([result], { ...defaultReportOptions, all }) ?? ''

const section = (result: PacketDiff, id: SectionId) => {
  const found = result.sections.find(one => one.id === id)
  if (found === undefined) throw new Error(`no section ${id}`)
  return found
}

const newRules = (result: PacketDiff) =>
  (result.findings?.changes ?? []).filter(({ kind }) => kind === 'new').map(({ ruleId }) => ruleId)

test.each(names)('%s does not differ from itself, and that it is the same packet is said', name => {
  const { summary, notes, sections, findings } = diff(name, name)
  expect(summary).toEqual({ differs: false, verdict: 'Nothing that was compared differs.' })
  expect(notes.map(({ code }) => code)).toEqual(['same-packet'])
  expect(sections.flatMap(({ changes }) => changes)).toEqual([])
  expect(findings?.counts.same).toBe(packet(name).analysis.findings.length)
})

test('a database that was restarted is the first new finding, with its symptoms below it', () => {
  const result = diff('healthy-plain-logs', 'db-restart')
  expect(newRules(result)[0]).toBe('database-restarted')
  const unreachable = result.findings?.changes.find(({ ruleId }) => ruleId === 'database-unreachable')
  expect(unreachable).toMatchObject({ kind: 'new', symptom: true })
  expect(text(result)).toMatch(/New findings:\n {2}CRITICAL {2}The database was restarted/)
  expect(result.logs?.changes[0]).toMatchObject({ kind: 'new', level: 'error' })
})

test('indexes that were dropped are gone from the schema, each with its definition', () => {
  const { changes } = section(diff('healthy-plain-logs', 'schema-missing-indexes'), 'schema')
  expect(changes).toHaveLength(3)
  for (const change of changes) {
    expect(change.kind).toBe('removed')
    expect(change.name).toMatch(/^index \w+\.idx_/)
    expect(change.before).toMatch(/^CREATE INDEX/)
  }
})

describe('two releases', () => {
  test('what the release explains is folded, what an administrator changed is not', () => {
    const result = diff('healthy-10-9', 'healthy-11-6')
    const { changes } = section(result, 'config')
    const byPeople = changes.filter(({ ofRelease }) => ofRelease !== true).map(({ name }) => name)
    expect(changes.length).toBeGreaterThan(50)
    expect(byPeople.length).toBeLessThan(5)
    expect(text(result)).toMatch(/\d+ more follow from the release/)
    expect(text(result, true)).toContain('ContentFlaggingSettings')
  })

  test('versions are told, and that the installations are two', () => {
    const result = diff('healthy-10-9', 'healthy-11-6')
    expect(section(result, 'server').changes).toContainEqual({
      kind: 'changed',
      name: 'server version',
      before: '10.9.0',
      after: '11.6.0',
    })
    expect(result.notes.map(({ code }) => code)).toEqual(['other-installation'])
  })

  test('a part that one of them does not have is not compared, and why is said', () => {
    const result = diff('healthy-10-9', 'healthy-11-6')
    expect(section(result, 'schema')).toMatchObject({
      notCompared: 'of the first packet: it has no database schema that could be read',
      changes: [],
    })
    expect(text(result)).toContain('Not compared: Database schema (of the first')
  })
})

test('packets in the wrong order are told', () => {
  const result = diff('db-restart', 'healthy-plain-logs')
  expect(result.notes.map(({ code }) => code)).toEqual(['reversed'])
  expect(text(result)).toContain('27 seconds earlier')
  const gone = result.findings?.changes.filter(({ kind }) => kind === 'gone').map(({ ruleId }) => ruleId)
  expect(gone).toContain('database-restarted')
})

describe('a cluster', () => {
  test('a node that left is one change, and its settings and entries are not told again', () => {
    const result = diff('healthy-ha-3-nodes', 'ha-config-drift')
    expect(section(result, 'nodes').changes).toEqual([{ kind: 'removed', name: 'mm-app-3' }])
    expect(section(result, 'entries').changes).toEqual([])
    expect(result.notes.map(({ code }) => code)).toContain('nodes-differ')
  })

  test('a setting that one node has otherwise names the node', () => {
    const { changes } = section(diff('healthy-ha-3-nodes', 'ha-config-drift'), 'config')
    expect(changes).toContainEqual({
      kind: 'changed',
      name: 'SqlSettings.MaxOpenConns',
      before: 40,
      after: 5,
      ratio: 0.125,
      nodes: ['mm-app-2'],
    })
  })
})

describe('Teleport', () => {
  const result = () => diff('teleport-healthy', 'teleport-config-key-unknown')

  test('settings, objects and services are compared, hosts by their names', () => {
    expect(section(result(), 'config').changes).toContainEqual({
      kind: 'added',
      name: 'teleport.auth_server',
      after: ['tp-auth-1.example.com:3025'],
      nodes: ['tp-node-1'],
    })
    expect(section(result(), 'objects').changes).toContainEqual({
      kind: 'changed',
      name: 'remote_cluster leaf.example.com',
      property: 'status.connection',
      before: 'online',
      after: 'offline',
    })
    expect(section(result(), 'agents').changes.map(({ name }) => name)).toContain('SSH node tp-node-1')
  })

  test('names of secret join tokens and keys of authorities are in no report', () => {
    const whole = JSON.stringify([result(), diff('teleport-config-key-unknown', 'teleport-healthy')])
    expect(whole).not.toContain('3190f8543d666bde9780de2f9504084b')
    expect(whole).not.toContain('agent-token-90e7c4a2d6b1835f')
    expect(whole).not.toMatch(/LS0tLS1|PRIVATE KEY/)
  })
})

test('packets of two products are said to be that, and nothing of them passes for the same', () => {
  const { notes, sections, logs, findings } = diff('teleport-healthy', 'healthy-11-6')
  expect(notes.map(({ code }) => code)).toContain('other-product')
  expect(sections.every(({ notCompared, same }) => notCompared !== undefined && same === 0)).toBe(true)
  expect(logs?.notCompared).toBe('the packets are of different products')
  expect(findings?.counts).toMatchObject({ new: 0, gone: 0, same: 0 })
})

test('a packet with nothing in it is compared without a word of sameness', async () => {
  const nothing = await takePacket(packetOf({ 'readme.txt': 'hello' }))
  const result = comparePackets(nothing, packet('healthy-11-6'))
  expect(result.notes.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['no-product', 'order-unknown']),
  )
  expect(text(result)).toContain('The first packet is not one of a known product')
})

test('of a packet that was cut, it is said that what is gone may only be unreadable', async () => {
  const bytes = await readFile('samples/db-restart.zip')
  const [cut] = await openBuffer('cut.zip', bytes.subarray(0, 60_000))
  if (cut?.kind !== 'ok') throw new Error('not opened')
  const result = comparePackets(packet('db-restart'), await takePacket(cut.packet))
  expect(result.notes).toEqual([
    {
      code: 'damaged',
      message: expect.stringMatching(
        /^The second packet itself has \d errors: what it seems to lack/,
      ) as string,
    },
  ])
  expect(section(result, 'entries').changes).toContainEqual({
    kind: 'removed',
    name: 'audit.log',
    before: 'present',
  })
  expect(text(result)).toMatch(/single server · made 2026-11-21 08:40:47 UTC\n/)
})

test('a directory with the same files does not differ', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'support-packet-diff-'))
  try {
    const [opened] = await openPackets('samples/db-restart.zip')
    if (opened?.kind !== 'ok') throw new Error('not opened')
    await extractPacket(opened.packet, folder)
    await opened.packet.close()
    const [directory] = await openPackets(folder)
    if (directory?.kind !== 'ok') throw new Error('not opened')
    const result = comparePackets(packet('db-restart'), await takePacket(directory.packet))
    expect([result.summary.differs, result.notes]).toEqual([false, []])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('parts can be chosen, and what was not asked for is not there', () => {
  const result = comparePackets(packet('healthy-plain-logs'), packet('db-restart'), ['plugins'])
  expect(Object.keys(result)).toEqual(['tool', 'before', 'after', 'notes', 'sections', 'summary'])
  expect(result.sections.map(({ id }) => id)).toEqual(['plugins'])
  expect(result.summary.differs).toBe(true)
  const stats = comparePackets(packet('healthy-plain-logs'), packet('db-restart'), ['permissions'])
  expect(stats.summary.differs).toBe(false)
})

test('every section can be chosen by its name', () => {
  const ids = sectionDefinitions.map(({ id }) => id)
  expect(new Set(diffParts)).toEqual(new Set(['findings', 'problems', 'logs', ...ids]))
})

describe('measurements', () => {
  const storm = () => diff('healthy-11-6', 'login-storm')
  const changeOf = (result: PacketDiff, id: SectionId, name: string) =>
    section(result, id).changes.find(change => change.name === name)

  test('a server that checks passwords all the time says so by its processor profile', () => {
    const change = changeOf(storm(), 'profiles', 'processor time: checking passwords')
    expect(change?.before).toBeLessThan(5)
    expect(change?.after).toBeGreaterThan(50)
    expect(text(storm())).toContain('Processor time is in percent of one processor.')
  })

  test('goroutines are compared by what they do', () => {
    const change = changeOf(storm(), 'goroutines', 'waiting for the next request of a client')
    expect(Number(change?.after)).toBeGreaterThan(Number(change?.before))
  })

  test('that no packet has metrics is said once', () => {
    expect(section(storm(), 'metrics').notCompared).toBe('of each packet: it has no metrics')
  })

  test('metrics of one packet only are not compared', () => {
    const { notCompared } = section(diff('healthy-11-6', 'metrics-db-stall'), 'metrics')
    expect(notCompared).toBe('of the first packet: it has no metrics')
  })

  test('metrics are compared where both packets have them', () => {
    const stall = packet('metrics-db-stall')
    const calm: TakenPacket = {
      ...stall,
      told: new Map([...stall.told].map(([id, told]) => [id, id === 'metrics' ? halved(told) : told])),
    }
    const change = changeOf(comparePackets(calm, stall), 'metrics', 'HTTP requests a second')
    expect(change).toMatchObject({ kind: 'changed', ratio: 2 })
    expect(section(comparePackets(stall, stall), 'metrics').same).toBeGreaterThan(10)
  })

  test('a list of goroutines that ends early is compared by what is sure', async () => {
    const stacks = (count: number) =>
      Array.from({ length: count }, () => 'goroutine 1 [select]:\nmain.wait()\n\t/a.go:1 +0x1\n\n').join('')
    const taken = async (entry: string) => {
      const metadata = 'version: 1\ntype: support-packet\nserver_version: 11.0.0\n'
      return takePacket(packetOf({ 'metadata.yaml': metadata, goroutines: entry }))
    }
    const whole = await taken(stacks(40))
    const names = async (entry: string) =>
      section(comparePackets(whole, await taken(entry), ['goroutines']), 'goroutines').changes.map(
        ({ name }) => name,
      )
    expect(await names(stacks(80))).toEqual(['goroutines', 'other work', 'in main.wait'])
    expect(await names(stacks(3).slice(0, -10))).toEqual([])
  })
})

/** The rows of a packet that was half as busy. */
function halved(told: Told): Told {
  if ('notTold' in told) return told
  return told.map(row => {
    const shown = row.values['']?.shown
    return typeof shown === 'number' ? { ...row, values: { '': valueOf(shown / 2) } } : row
  })
}

describe('a baseline', () => {
  test('takes what it knows out of the verdict, and lists it as suppressed', async () => {
    const before = packet('healthy-plain-logs')
    const known = knownFindings([packet('db-restart').analysis])
    const after = await take('db-restart', {
      baseline: { suppressions: [], findings: known },
      date: '2026-11-21',
    })
    const result = comparePackets(before, after, ['findings'])
    expect(newRules(comparePackets(before, packet('db-restart')))).not.toEqual([])
    expect(result.findings?.counts).toMatchObject({ new: 0, worse: 0, 'first-judged': 0 })
    expect(text(result)).toContain('Suppressed, so they do not count:')
    expect(result.summary.differs).toBe(false)
  })
})

test('where only the load differs, the verdict says so', () => {
  const result = comparePackets(packet('healthy-11-6'), packet('login-storm'), ['load', 'stats'])
  expect(result.summary.verdict).toBe('Only what moves from minute to minute differs.')
})

describe('the published schema', () => {
  test('fits every diff', async () => {
    const specifier: string = '../../scripts/schemas.mjs'
    const { makeSchema } = (await import(specifier)) as { makeSchema: (name: string) => Promise<object> }
    const fits = new Ajv({ allowUnionTypes: true }).compile(await makeSchema('diff'))
    const diffs = [
      diff('healthy-plain-logs', 'db-restart'),
      diff('teleport-healthy', 'teleport-config-key-unknown'),
      diff('teleport-healthy', 'healthy-11-6'),
      comparePackets(packet('healthy-10-9'), packet('healthy-11-6'), ['config']),
    ]
    for (const one of diffs) {
      fits(JSON.parse(JSON.stringify(one)))
      expect(fits.errors ?? []).toEqual([])
    }
    expect(fits({ ...diffs[0], findings: 3 })).toBe(false)
  })
})

test('secrets of settings are shown in no report, whatever the packet has', async () => {
  const config = (password: string, dsn: string) =>
    packetOf({
      'metadata.yaml':
        'version: 1\ntype: support-packet\ngenerated_at: 1795249626570\nserver_version: 11.0.0\nserver_id: e5kg86hy1pfu3g6sk6us3fr66r\nlicense_id: ""\ncustomer_id: ""\n',
      'sanitized_config.json': JSON.stringify({
        ServiceSettings: { SiteURL: 'https://a' },
        SqlSettings: { DataSource: dsn },
        EmailSettings: { SMTPPassword: password },
        PluginSettings: { Plugins: { x: { apitoken: password, list: [{ secret: password }] } } },
      }),
    })
  const [before, after] = await Promise.all(
    ['before', 'after'].map(word =>
      takePacket(config(`s3cret-${word}`, `postgres://user:s3cret-${word}@db/mattermost`)),
    ),
  )
  if (before === undefined || after === undefined) throw new Error('not taken')
  const result = comparePackets(before, after)
  expect(section(result, 'config').changes.map(({ name, hidden }) => [name, hidden])).toEqual([
    ['SqlSettings.DataSource', true],
    ['EmailSettings.SMTPPassword', true],
    ['PluginSettings.Plugins.x.apitoken', true],
    ['PluginSettings.Plugins.x.list', true],
  ])
  expect(JSON.stringify(result) + text(result)).not.toContain('s3cret')
})

test('nothing of a packet reaches the terminal with its control characters', async () => {
  const evil = (value: string) =>
    packetOf({
      'metadata.yaml':
        'version: 1\ntype: support-packet\ngenerated_at: 1795249626570\nserver_version: 11.0.0\nserver_id: e5kg86hy1pfu3g6sk6us3fr66r\nlicense_id: ""\ncustomer_id: ""\n',
      'sanitized_config.json': JSON.stringify({ ServiceSettings: { SiteURL: value, [`K\u001b[2J`]: value } }),
      'plugins.json': JSON.stringify({ enabled: [{ id: `p\u001b]0;x\u0007`, version: value }] }),
    })
  const result = comparePackets(
    await takePacket(evil('\u001b[31ma')),
    await takePacket(evil('\u001b[32mb\n')),
  )
  for (const report of diffReports) {
    const shown = report.format([result], defaultReportOptions)
    expect(shown).toContain('SiteURL')
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
  }
})
