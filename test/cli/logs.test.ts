// `logs` on real sample packets against grep-like counting, and on hostile ones made here.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPackets, readWhole } from '../../analyzer/index.js'
import { cli } from './run-cli.js'

const storm = 'samples/login-storm.zip'
const cluster = 'samples/healthy-ha-3-nodes.zip'
const mail = 'samples/smtp-refused.zip'
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'support-packet-logs-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** A packet as a directory with these files. */
async function packetWith(files: Record<string, string | Buffer>): Promise<string> {
  const directory = await mkdtemp(join(folder, 'packet-'))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(directory, name, '..'), { recursive: true })
    await writeFile(join(directory, name), content)
  }
  return directory
}

async function linesIn(source: string, names: readonly string[]): Promise<readonly string[]> {
  const [opened] = await openPackets(source)
  if (opened?.kind !== 'ok') throw new Error('not a packet')
  const entries = opened.packet.entries.filter(({ name }) => names.includes(name))
  const texts = await Promise.all(entries.map(entry => readWhole(opened.packet, entry, 1 << 26)))
  await opened.packet.close()
  return texts.flatMap(({ bytes }) => bytes.toString('utf8').split('\n')).filter(line => line !== '')
}

interface JsonRecord {
  readonly entry: string
  readonly line: number
  readonly time: string | null
  readonly level: string
  readonly msg: string
  readonly node: string | null
  readonly fields: Record<string, unknown>
}

async function recordsOf(...args: string[]): Promise<readonly JsonRecord[]> {
  const { code, stdout, stderr } = await cli(['logs', ...args, '--format', 'ndjson'])
  expect([code, stderr]).toEqual([0, ''])
  const lines = stdout.split('\n').slice(0, -1)
  return lines.map(line => JSON.parse(line) as JsonRecord)
}

describe('records of real packets', () => {
  test('without a choice, every line of every log is there once', async () => {
    const records = await recordsOf(storm)
    const lines = await linesIn(storm, ['mattermost.log', 'audit.log'])
    expect(records.length).toBe(lines.length)
    expect(new Set(records.map(({ entry, line }) => `${entry}:${line}`)).size).toBe(lines.length)
  })

  test.each(['401', 'tried to sign in', 'login.*fail', '(?i)INVALID', 'user_?id', 'nothing like this'])(
    '--grep %s finds the lines that grep finds',
    async pattern => {
      const lines = await linesIn(storm, ['mattermost.log', 'audit.log'])
      const regex = new RegExp(pattern.replace('(?i)', ''), pattern.startsWith('(?i)') ? 'i' : '')
      const { stdout } = await cli(['logs', storm, '--grep', pattern, '--raw'])
      expect(stdout.split('\n').slice(0, -1).sort()).toEqual(lines.filter(line => regex.test(line)).sort())
    },
  )

  test('three nodes come as one, in order of time', async () => {
    const records = await recordsOf(cluster)
    const times = records.map(({ time }) => time ?? '')
    expect(times).toEqual([...times].sort())
    expect(new Set(records.map(({ node }) => node))).toEqual(new Set(['mm-app-1', 'mm-app-2', 'mm-app-3']))
    const names = ['mm-app-1', 'mm-app-2', 'mm-app-3'].map(node => `${node}/mattermost.log`)
    expect(records.length).toBe((await linesIn(cluster, names)).length)
    for (const name of names) {
      const lines = records.filter(({ entry }) => entry === name).map(({ line }) => line)
      expect(lines).toEqual([...lines].sort((a, b) => a - b))
    }
  })

  test('the raw lines of one log are that log', async () => {
    const { stdout } = await cli(['logs', 'samples/healthy-plain-logs.zip', '--raw'])
    const lines = await linesIn('samples/healthy-plain-logs.zip', ['mattermost.log'])
    expect(stdout.split('\n').filter(line => line !== '')).toEqual(lines)
  })

  test('one line a record: time, level, caller, message, fields', async () => {
    const { stdout } = await cli(['logs', mail, '--level', 'error', '--limit', '1'])
    expect(stdout).toBe(
      '2026-11-21T08:43:55.221Z error app/server.go:835 Mail server connection test failed error="unable to ' +
        'connect: unable to connect to the SMTP server: dial tcp 127.0.0.1:2: connect: connection refused"\n',
    )
  })

  test('nested fields choose, and nested JSON stays JSON', async () => {
    const records = await recordsOf(storm, '--file', 'audit.log', '--field', 'error.status_code=401')
    const lines = await linesIn(storm, ['audit.log'])
    expect(records.length).toBe(lines.filter(line => line.includes('"status_code":401')).length)
    expect(records[0]?.fields['error']).toMatchObject({ status_code: 401 })
  })

  test('a request is followed', async () => {
    const [first] = await recordsOf(storm, '--file', 'mattermost.log', '--grep', 'request_id')
    const id = String(first?.fields['request_id'])
    const records = await recordsOf(storm, '--follow-request', id)
    const lines = await linesIn(storm, ['mattermost.log', 'audit.log'])
    expect(records.length).toBe(lines.filter(line => line.includes(`"request_id":"${id}"`)).length)
    expect(records.length).toBeGreaterThan(0)
  })
})

describe('how many', () => {
  test('--limit gives the first, --tail the last', async () => {
    const all = await recordsOf(cluster)
    expect(await recordsOf(cluster, '--limit', '3')).toEqual(all.slice(0, 3))
    expect(await recordsOf(cluster, '--tail', '3')).toEqual(all.slice(-3))
    expect(await recordsOf(cluster, '--limit', '0')).toEqual([])
    expect(await recordsOf(cluster, '--tail', '0')).toEqual([])
  })

  test('--format json is one array, also of nothing', async () => {
    const some = JSON.parse((await cli(['logs', cluster, '--format', 'json'])).stdout) as unknown
    expect(some).toEqual(await recordsOf(cluster))
    const { code, stdout } = await cli(['logs', cluster, '--grep', 'no such text', '--format', 'json'])
    expect([code, JSON.parse(stdout)]).toEqual([0, []])
  })

  test('that nothing was chosen is said to a person only', async () => {
    const quiet = await cli(['logs', cluster, '--grep', 'no such text'])
    expect([quiet.code, quiet.stdout, quiet.stderr]).toEqual([0, '', ''])
    const told = await cli(['logs', cluster, '--grep', 'no such text'], { terminal: 80 })
    expect([told.code, told.stdout, told.stderr]).toEqual([0, '', 'support-packet: no record was chosen\n'])
  })

  test('counts as NDJSON are the rows of the JSON, one a line', async () => {
    const args = ['logs', mail, '--count-by', 'level', '--format']
    const whole = JSON.parse((await cli([...args, 'json'])).stdout) as { counts: unknown[] }
    const lines = (await cli([...args, 'ndjson'])).stdout.trimEnd().split('\n')
    expect(whole.counts.length).toBeGreaterThan(1)
    expect(lines.map(line => JSON.parse(line) as unknown)).toEqual(whole.counts)
  })

  test('counts by level are those of the lines', async () => {
    const { stdout } = await cli(['logs', mail, '--count-by', 'level', '--format', 'json'])
    const { counts, total } = JSON.parse(stdout) as {
      counts: { value: string; count: number }[]
      total: number
    }
    const lines = await linesIn(mail, ['mattermost.log'])
    expect(total).toBe(lines.length)
    for (const { value, count } of counts) {
      expect([value, count]).toEqual([
        value,
        lines.filter(line => line.includes(`"level":"${value}"`)).length,
      ])
    }
  })

  test('what is logged most, with ids that choose', async () => {
    const { stdout } = await cli(['logs', storm, '--count-by', 'template', '--level', 'info', '--limit', '1'])
    const [, count, id] =
      /^(\d+) {2}([0-9a-f]{16}) {2}info {2}A user tried to sign in.*\n…/.exec(stdout) ?? []
    expect((await recordsOf(storm, '--template', String(id))).length).toBe(Number(count))
  })
})

describe('times', () => {
  const stamps = [
    '09:59:59.999 Z',
    '11:00:00.500 +01:00',
    '10:00:30.000 Z',
    '10:01:00.999 Z',
    '10:01:01.000 Z',
  ]
  const log = stamps
    .map((stamp, i) => JSON.stringify({ timestamp: `2026-01-20 ${stamp}`, level: 'info', msg: `m${i}` }))
    .join('\n')

  test.each<[string[], string[]]>([
    [
      ['--since', '2026-01-20T10:00:00Z'],
      ['m1', 'm2', 'm3', 'm4'],
    ],
    [
      ['--since', '2026-01-20 11:00 +01:00', '--until', '2026-01-20T10:01:00'],
      ['m1', 'm2', 'm3'],
    ],
    [['--until', '2026-01-20T09:59Z'], ['m0']],
    [
      ['--since', '-31s'],
      ['m2', 'm3', 'm4'],
    ],
    [
      ['--since', '10:00', '--until', '10:00'],
      ['m1', 'm2'],
    ],
    [
      ['--around', '10:00:30', '--context', '29500ms'],
      ['m1', 'm2'],
    ],
    [['--since', '2026-01-21'], []],
    [
      ['--until', '2026-01-20'],
      ['m0', 'm1', 'm2', 'm3', 'm4'],
    ],
    [
      ['--since', '1768903201'],
      ['m2', 'm3', 'm4'],
    ],
  ])('%j', async (args, expected) => {
    const records = await recordsOf(await packetWith({ 'mattermost.log': log }), ...args)
    expect(records.map(({ msg }) => msg)).toEqual(expected)
  })
})

describe('time zones', () => {
  const stamps = ['2026-03-29 00:59:59.000 Z', '2026-03-29 01:00:00.000 Z', '2026-03-29 12:00:00.000 Z']
  const log = stamps.map((timestamp, i) => JSON.stringify({ timestamp, level: 'info', msg: `m${i}` }))
  const packet = () => packetWith({ 'mattermost.log': log.join('\n') })

  test('times are shown by the clocks of a zone, also where these change', async () => {
    const { stdout } = await cli(['logs', await packet(), '--time-zone', 'Europe/Berlin'])
    expect(stdout.split('\n').map(line => line.slice(0, 29))).toEqual([
      '2026-03-29T01:59:59.000+01:00',
      '2026-03-29T03:00:00.000+02:00',
      '2026-03-29T14:00:00.000+02:00',
      '',
    ])
  })

  test.each<[string[], string[]]>([
    [
      ['--since', '2026-03-29 03:00', '--time-zone', 'Europe/Berlin'],
      ['m1', 'm2'],
    ],
    [['--since', '14:00', '--time-zone', 'Europe/Berlin'], ['m2']],
    [
      ['--until', '2026-03-28', '--time-zone', '-05:30'],
      ['m0', 'm1'],
    ],
    [
      ['--since', '2026-03-29T01:00:00Z', '--until', '14:00', '--time-zone', '+02:00'],
      ['m1', 'm2'],
    ],
  ])('times are read by them: %j', async (args, expected) => {
    const records = await recordsOf(await packet(), ...args)
    expect(records.map(({ msg }) => msg)).toEqual(expected)
  })

  test('hours are counted by them', async () => {
    const args = ['--count-by', 'day,hour', '--time-zone', '-03:00']
    const { stdout } = await cli(['logs', await packet(), ...args])
    expect(stdout).toBe(
      '1  2026-03-28  2026-03-28T21\n1  2026-03-28  2026-03-28T22\n1  2026-03-29  2026-03-29T09\n',
    )
  })

  test('programs get UTC', async () => {
    const [first] = await recordsOf(await packet(), '--time-zone', 'Asia/Tokyo')
    expect(first?.time).toBe('2026-03-29T00:59:59.000Z')
  })
})

describe('what records may not hold, and what their fields must', () => {
  test.each(['success', 'fail.*401', '(?i)LOGIN'])(
    '--exclude %s leaves what grep -v leaves',
    async pattern => {
      const lines = await linesIn(storm, ['mattermost.log', 'audit.log'])
      const regex = new RegExp(pattern.replace('(?i)', ''), pattern.startsWith('(?i)') ? 'i' : '')
      const { stdout } = await cli(['logs', storm, '--exclude', pattern, '--raw'])
      expect(stdout.split('\n').slice(0, -1).sort()).toEqual(lines.filter(line => !regex.test(line)).sort())
    },
  )

  test.each([
    ['error.status_code>=400', /"status_code":4\d\d/],
    ['event_name!=login', /"event_name":"(?!login")/],
    ['event_name~^(login|logout)$', /"event_name":"(?:login|logout)"/],
    ['error.status_code', /"status_code":\d/],
  ])('--field %s', async (field, expected) => {
    const records = await recordsOf(storm, '--file', 'audit.log', '--field', field)
    const lines = await linesIn(storm, ['audit.log'])
    expect(records.length).toBe(lines.filter(line => expected.test(line)).length)
    expect(records.length).toBeGreaterThan(0)
  })

  test('counts by several values name each', async () => {
    const args = ['--count-by', 'field:event_name,field:status', '--file', 'audit.log', '--format', 'json']
    const { stdout } = await cli(['logs', storm, ...args])
    const { counts } = JSON.parse(stdout) as { counts: { values: Record<string, string>; count: number }[] }
    const lines = await linesIn(storm, ['audit.log'])
    for (const { values, count } of counts) {
      const text = `"event_name":"${values['field:event_name']}","status":"${values['field:status']}"`
      expect(count).toBe(lines.filter(line => line.includes(text)).length)
    }
    expect(counts.length).toBeGreaterThan(3)
  })

  test('warn+ is warn', async () => {
    expect(await recordsOf(mail, '--level', 'warn+')).toEqual(await recordsOf(mail, '--level', 'warn'))
  })
})

describe('what is in a log never steers a terminal', () => {
  const nasty = '\u001b[31mred\u009b2J\u202eover\r\u0007'
  const text = `${JSON.stringify({ timestamp: '2026-01-20 10:00:00.000 Z', level: `in${nasty}fo`, msg: nasty, [nasty]: nasty, n: { a: nasty } })}\nbare ${nasty} line\n`
  const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/

  test.each([
    [],
    ['--raw'],
    ['--format', 'json'],
    ['--format', 'ndjson', '--raw'],
    ['--count-by', 'level'],
    ['--count-by', 'field:n', '--format', 'json'],
  ])('with %j %j %j', async (...args) => {
    const { code, stdout } = await cli(['logs', await packetWith({ 'mattermost.log': text }), ...args], {
      terminal: 80,
    })
    expect(code).toBe(0)
    expect(stdout.replaceAll('\u001b[36m', '').replaceAll('\u001b[0m', '')).not.toMatch(control)
    expect(stdout).toContain('red')
  })

  test('into a file, raw lines are untouched', async () => {
    const { stdout } = await cli(['logs', await packetWith({ 'mattermost.log': text }), '--raw'])
    expect(stdout).toBe(text)
  })

  test('colour is for the level only', async () => {
    const { stdout } = await cli(['logs', mail, '--level', 'error', '--limit', '1'], { terminal: 80 })
    expect(stdout).toMatch(/^\S+ \u001b\[31merror\u001b\[0m app\/server\.go:835 [^\u001b]+$/)
  })
})

describe('damage and mistakes', () => {
  test('a cut packet gives the records before the cut, and exits with 2', async () => {
    const whole = await readFile(storm)
    const at = whole.indexOf('audit.log')
    await writeFile(join(folder, 'cut.zip'), whole.subarray(0, at + 6_000))
    const { code, stdout, stderr } = await cli(['logs', join(folder, 'cut.zip'), '--file', 'audit.log'])
    expect(code).toBe(2)
    expect(stdout.split('\n').length).toBeGreaterThan(20)
    expect(stderr).toMatch(/^support-packet: audit\.log: .+\n$/)
  })

  test.each([
    [['--level', 'warm'], /--level warm: .* Did you mean warn\?/],
    [['--node', 'mm-app-9'], /no node mm-app-9\. Did you mean mm-app-1\?/],
    [['--file', 'audit.log'], /no log audit\.log/],
    [['--grep', '('], /--grep \(: missing closing/],
    [['--grep', '(?=x)'], /RE2 has no lookahead/],
    [['--since', 'yesterday'], /--since needs a time/],
    [['--since', '2026-02-30'], /--since needs a time/],
    [['--since', '25:00'], /not "25:00"/],
    [['--since', '2026-02-03', '--until', '2026-02-01'], /later/],
    [['--around', '2026-02-03', '--since', '2026-02-01'], /leave out/],
    [['--context', '5m'], /needs --around/],
    [['--template', 'x'], /needs the id/],
    [['--field', '=x'], /a name and a value/],
    [['--field', 'x>y'], /> needs a number or a duration/],
    [['--field', 'x~('], /missing closing/],
    [['--exclude', '('], /--exclude \(: missing closing/],
    [['--time-zone', 'Mars/Phobos'], /--time-zone needs/],
    [['--time-zone', '+25:00'], /--time-zone needs/],
    [['--count-by', 'levels'], /Did you mean level\?/],
    [['--count-by', 'level,'], /--count-by must be one of/],
    [['--limit', 'x'], /a number of records/],
    [['--limit', '3', '--tail', '3'], /not both/],
    [['--limit', 'entires=3'], /no limit "entires"/],
  ])('%j is told in one line with exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await cli(['logs', cluster, ...args])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
    expect(stderr.split('\n').length).toBeLessThanOrEqual(3)
  })

  test('a packet without logs is no packet without errors', async () => {
    const { code, stderr } = await cli([
      'logs',
      await packetWith({ 'metadata.yaml': 'version: 1\ntype: support-packet\n' }),
    ])
    expect(code).toBe(2)
    expect(stderr).toContain('has no logs.')
  })
})
