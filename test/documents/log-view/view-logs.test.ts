// The records of several logs as one: order, times, requests, compressed and damaged files, and how little is held.
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isLogKind } from '../../../analyzer/documents/log/read-logs.js'
import { classifyEntries } from '../../../analyzer/packet/layout.js'
import { openBuffer, packetOf } from '../../../analyzer/index.js'
import {
  type CountKey,
  countRecords,
  type FieldTest,
  logEntries,
  packetEndMs,
  type RecordFilter,
  showRecords,
} from '../../../analyzer/log-records.js'
import { buildTar } from '../../failure/build-tar.js'
import { chosen, chosenFrom, inChunks, jsonLine, shortly } from './chosen.js'

const at = (seconds: number): string => `2026-01-20 10:00:${String(seconds).padStart(2, '0')}.000 Z`

describe('order', () => {
  test('records of nodes are merged by time; of equal times the first node comes first', async () => {
    const records = await chosen({
      'node-b/mattermost.log': jsonLine(at(1), 'info', 'b1') + jsonLine(at(3), 'info', 'b3'),
      'node-a/mattermost.log':
        jsonLine(at(1), 'info', 'a1') + jsonLine(at(2), 'info', 'a2') + jsonLine(at(4), 'info', 'a4'),
    })
    expect(records.map(({ msg }) => msg)).toEqual(['b1', 'a1', 'a2', 'b3', 'a4'])
  })

  test('a clock that goes back does not reorder its own file', async () => {
    const records = await chosen({
      'node-a/mattermost.log':
        jsonLine(at(5), 'info', 'a5') + jsonLine(at(2), 'info', 'a2') + jsonLine(at(6), 'info', 'a6'),
      'node-b/mattermost.log': jsonLine(at(3), 'info', 'b3') + jsonLine(at(7), 'info', 'b7'),
    })
    expect(records.map(({ msg }) => msg)).toEqual(['b3', 'a5', 'a2', 'a6', 'b7'])
  })

  test('a panic without a time stays behind the record before it, also when that one is not chosen', async () => {
    const files = {
      'node-a/mattermost.log':
        jsonLine(at(1), 'info', 'needle a1') +
        jsonLine(at(5), 'info', 'a5') +
        'panic: needle\n\ngoroutine 1 [running]:\n',
      'node-b/mattermost.log': jsonLine(at(3), 'info', 'needle b3') + jsonLine(at(9), 'info', 'needle b9'),
    }
    const records = await chosen(files, { grep: ['needle'] })
    expect(records.map(({ msg }) => msg)).toEqual(['needle a1', 'needle b3', 'panic: needle', 'needle b9'])
  })

  test('the merge is that of a stable sort where no clock goes back', async () => {
    const times = fc
      .array(fc.integer({ min: 0, max: 59 }), { maxLength: 30 })
      .map(list => list.sort((a, b) => a - b))
    await fc.assert(
      fc.asyncProperty(
        fc.array(times, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 30, max: 900 }),
        async (logs, chunkBytes) => {
          const files = Object.fromEntries(
            logs.map((seconds, i) => [
              `node-${i}/mattermost.log`,
              seconds.map((s, n) => jsonLine(at(s), 'info', `${i}.${n}`)).join(''),
            ]),
          )
          const expected = logs
            .flatMap((seconds, i) => seconds.map((s, n) => ({ s, msg: `${i}.${n}` })))
            .sort((a, b) => a.s - b.s)
          const records = await chosen(files, {}, chunkBytes)
          expect(records.map(({ msg }) => msg)).toEqual(expected.map(({ msg }) => msg))
        },
      ),
      { numRuns: 150 },
    )
  })

  test('rotated files, compressed or not, come before the current one', async () => {
    const records = await chosen(
      {
        'mattermost.log': jsonLine(at(9), 'info', 'now'),
        'mattermost-2026-01-20T10-00-05.000.log.gz': gzipSync(jsonLine(at(3), 'info', 'second')),
        'mattermost-2026-01-20T10-00-02.000.log': jsonLine(at(1), 'info', 'first'),
      },
      {},
      50,
    )
    expect(records.map(({ msg }) => msg)).toEqual(['first', 'second', 'now'])
  })
})

test('logs are the entries that the log engine reads', () => {
  const names = [
    'mattermost.log',
    'audit.log',
    'ldap.log',
    'notifications.log',
    'a/mattermost.log',
    'stats.yaml',
  ]
  const rotated = [
    'mattermost-2026-01-20T10-00-02.000.log.gz',
    'advanced_log.log',
    'teleport.log',
    'tail.txt',
  ]
  const others = ['metadata.yaml', 'warning.txt', 'cpu.prof', 'sanitized_config.json', 'goroutines']
  const packet = packetOf(Object.fromEntries([...names, ...rotated, ...others].map(name => [name, 'x\n'])))
  const read = classifyEntries(packet.entries).filter(({ kind }) => isLogKind(kind))
  expect(logEntries(packet)).toEqual(read)
  expect(read.length).toBeGreaterThan(5)
})

test('a log in UTF-16 reads as one in UTF-8', async () => {
  const text = jsonLine(at(1), 'info', 'größer') + jsonLine(at(2), 'error', 'needle').repeat(300)
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
  for (const filter of [{}, { grep: ['needle'] }]) {
    const expected = await chosen({ 'mattermost.log': text }, filter)
    for (const chunkBytes of [999, 1 << 20])
      expect((await chosen({ 'mattermost.log': utf16 }, filter, chunkBytes)).map(shortly)).toEqual(
        expected.map(shortly),
      )
  }
})

describe('time', () => {
  test('zones count; both ends are inclusive', async () => {
    const records = await chosen(
      {
        'mattermost.log':
          jsonLine('2026-01-20 09:59:59.999 Z', 'info', 'before') +
          jsonLine('2026-01-20 11:00:00.000 +01:00', 'info', 'first') +
          jsonLine('2026-01-20 05:00:30.000 -05:00', 'info', 'middle') +
          jsonLine('2026-01-20 10:01:00.000 Z', 'info', 'last') +
          jsonLine('2026-01-20 10:01:00.001 Z', 'info', 'after'),
      },
      { sinceMs: Date.UTC(2026, 0, 20, 10), untilMs: Date.UTC(2026, 0, 20, 10, 1) },
    )
    expect(records.map(({ msg }) => msg)).toEqual(['first', 'middle', 'last'])
  })

  test('the packet ends when it was made, else with its newest record', async () => {
    const files = {
      'mattermost.log': jsonLine(at(1), 'info', 'a') + jsonLine(at(8), 'info', 'b') + 'panic: x\n',
    }
    const bare = packetOf(files)
    expect(await packetEndMs(bare, logEntries(bare))).toBe(Date.UTC(2026, 0, 20, 10, 0, 8))
    const dated = packetOf({
      ...files,
      'metadata.yaml': 'version: 1\ntype: support-packet\ngenerated_at: 1768903300000\n',
    })
    expect(await packetEndMs(dated, logEntries(dated))).toBe(1768903300000)
  })
})

describe('a request', () => {
  const id = 'tbqiym745jg1irjxj5xfru4uka'
  test('is followed over logs, formats and spellings, and nothing else is', async () => {
    const records = await chosen(
      {
        'mattermost.log':
          jsonLine(at(1), 'debug', 'Received HTTP request', { request_id: id }) +
          jsonLine(at(2), 'info', `mentions ${id} only`) +
          jsonLine(at(3), 'info', 'another', { request_id: `${id}x` }) +
          jsonLine(at(4), 'info', 'as a user', { user_id: id }),
        'audit.log': `{"timestamp":"${at(2)}","event_name":"login","status":"fail","meta":{"requestId":"${id}"}}\n`,
        'plugins.log': `info [${at(5)}] From a plugin caller="app/plugin.go:1" X-Request-ID=${id}\n`,
      },
      { requestId: id },
    )
    expect(records.map(shortly)).toEqual([
      'mattermost.log:1 debug Received HTTP request',
      'audit.log:1 unknown ',
      'plugins.log:1 info From a plugin',
    ])
  })
})

describe('levels', () => {
  const files = {
    'mattermost.log': ['error', 'warn', 'info', 'debug', 'LDAPError', 'audit-api', 'fatal']
      .map(level => jsonLine(at(1), level, level))
      .join(''),
  }
  const levels = async (...choices: { level: string; orAbove: boolean }[]) =>
    (await chosen(files, { levels: choices })).map(({ msg }) => msg)

  test('a level means also what is more urgent, in all spellings of it', async () => {
    expect(await levels({ level: 'warn', orAbove: true })).toEqual(['error', 'warn', 'LDAPError', 'fatal'])
  })
  test('exact levels are only themselves, and several are joined', async () => {
    expect(await levels({ level: 'debug', orAbove: false }, { level: 'audit-api', orAbove: false })).toEqual([
      'debug',
      'audit-api',
    ])
  })
})

describe('records are whole', () => {
  test('a value longer than a report would show is not cut', async () => {
    const long = 'y'.repeat(300_000)
    const [record] = await chosen(
      { 'mattermost.log': jsonLine(at(1), 'error', long, { error: long }) },
      {},
      10_000,
    )
    expect([record?.msg.length, record?.fields[0]?.text.length]).toEqual([300_000, 300_000])
  })

  test('a line beyond the bound gives its beginning, and what follows is read', async () => {
    const long = Buffer.alloc(18 * 1024 * 1024, 'z')
    const records = await chosenFrom(
      packetOf({
        'mattermost.log': Buffer.concat([
          Buffer.from('first\n'),
          long,
          Buffer.from(`\n${jsonLine(at(1), 'info', 'next')}`),
        ]),
      }),
    )
    expect(records.map(({ line, msg }) => [line, msg.length])).toEqual([
      [1, 5],
      [2, 4096],
      [3, 4],
    ])
  })

  test('the last line counts without a newline', async () => {
    const records = await chosen(
      { 'mattermost.log': jsonLine(at(1), 'info', 'needle').trimEnd() },
      { grep: ['needle'] },
      7,
    )
    expect(records.map(shortly)).toEqual(['mattermost.log:1 info needle'])
  })
})

describe('what is read and held', () => {
  test('logs of a compressed archive are read side by side, and none waits for another for ever', async () => {
    const log = (second: number) =>
      Array.from({ length: 6_000 }, (_, i) => jsonLine(at((second + i) % 60), 'info', `r${i * 7919}`)).join(
        '',
      )
    const names = ['a/mattermost.log', 'b/mattermost.log', 'b/notifications.log']
    const bytes = gzipSync(buildTar(names.map((name, i) => ({ name, content: log(i) }))))
    const [opened] = await openBuffer('packet.tar.gz', bytes)
    if (opened?.kind !== 'ok') throw new Error('not a packet')
    expect((await chosenFrom(opened.packet)).length).toBe(18_000)
    await opened.packet.close()
  })

  test('reading waits for who takes the records, and ends when no more are wanted', async () => {
    const line = jsonLine(at(1), 'info', 'x'.repeat(200))
    const whole = packetOf({
      'a/mattermost.log': line.repeat(50_000),
      'b/mattermost.log': line.repeat(50_000),
    })
    let bytes = 0
    let pieces = 0
    await showRecords(
      inChunks(whole, 64 * 1024),
      logEntries(whole),
      {},
      { onBytes: count => (bytes += count) },
      () => Promise.resolve(++pieces < 3),
    )
    expect(bytes).toBeLessThan(4 * 1024 * 1024)
  })

  test('an error of who takes the records comes back, and reading ends', async () => {
    const packet = packetOf({ 'mattermost.log': jsonLine(at(1), 'info', 'x').repeat(5_000) })
    const failing = showRecords(packet, logEntries(packet), {}, {}, () => Promise.reject(new Error('full')))
    await expect(failing).rejects.toThrow('full')
  })

  test('a compressed log that is cut gives its records and a problem', async () => {
    const cut = gzipSync(
      Array.from({ length: 3_000 }, (_, i) => jsonLine(at(i % 60), 'info', `r${i * 7919}`)).join(''),
    ).subarray(0, -200)
    const packet = packetOf({
      'mattermost-2026-01-20T10-00-02.000.log.gz': cut,
      'mattermost.log': jsonLine(at(59), 'info', 'now'),
    })
    const messages: string[] = []
    const problems = await showRecords(packet, logEntries(packet), {}, {}, records => {
      messages.push(...records.map(({ msg }) => msg))
      return Promise.resolve(true)
    })
    expect(problems.map(({ code, entry }) => [code, entry])).toEqual([
      ['LOG_GZIP_DAMAGED', 'mattermost-2026-01-20T10-00-02.000.log.gz'],
    ])
    expect(messages.length).toBeGreaterThan(1_000)
    expect(messages.at(-1)).toBe('now')
  })
})

describe('counts', () => {
  const files = {
    'a/mattermost.log':
      jsonLine(at(1), 'info', 'user 17 left', { code: 1 }) + jsonLine(at(2), 'info', 'user 18 left'),
    'b/mattermost.log': jsonLine('2026-01-20 11:30:00.000 Z', 'error', 'oh', { code: 1 }),
  }
  const packet = packetOf(files)
  const counted = async (...keys: CountKey[]) =>
    (await countRecords(packet, logEntries(packet), {}, keys)).counts.map(({ values, count }) => [
      ...values,
      count,
    ])

  test.each([
    [
      { kind: 'level' } as const,
      [
        ['info', 2],
        ['error', 1],
      ],
    ],
    [
      { kind: 'node' } as const,
      [
        ['a', 2],
        ['b', 1],
      ],
    ],
    [
      { kind: 'hour' } as const,
      [
        ['2026-01-20T10', 2],
        ['2026-01-20T11', 1],
      ],
    ],
    [
      { kind: 'field', name: 'code' } as const,
      [
        ['1', 2],
        [undefined, 1],
      ],
    ],
    [{ kind: 'caller' } as const, [['app/app.go:1', 3]]],
  ])('by %o', async (key, expected) => {
    expect(await counted(key)).toEqual(expected)
  })

  test('a template id counted is a template id to choose by', async () => {
    const { counts } = await countRecords(packet, logEntries(packet), {}, [{ kind: 'template' }])
    expect(counts[0]?.template?.text).toBe('user <*> left')
    const records = await chosen(files, { template: counts[0]?.values[0] })
    expect(records.map(({ msg }) => msg)).toEqual(['user 17 left', 'user 18 left'])
  })

  test('several keys count together, with a time in order of the values', async () => {
    expect(await counted({ kind: 'level' }, { kind: 'node' })).toEqual([
      ['info', 'a', 2],
      ['error', 'b', 1],
    ])
    expect(await counted({ kind: 'minute' }, { kind: 'level' })).toEqual([
      ['2026-01-20T10:00', 'info', 2],
      ['2026-01-20T11:30', 'error', 1],
    ])
  })

  test('days and hours are those of a zone', async () => {
    const options = { zoneOffsetMs: () => -11 * 3_600_000 }
    const { counts } = await countRecords(packet, logEntries(packet), {}, [{ kind: 'day' }], options)
    expect(counts.map(({ values, count }) => [...values, count])).toEqual([
      ['2026-01-19', 2],
      ['2026-01-20', 1],
    ])
  })

  test('routes are paths without ids, wherever a log has them', async () => {
    const id = 'tbqiym745jg1irjxj5xfru4uka'
    const requests = packetOf({
      'mattermost.log':
        jsonLine(at(1), 'debug', 'Received HTTP request', { url: `/api/v4/channels/${id}/posts?page=1` }) +
        jsonLine(at(2), 'error', 'Unable', { path: `/api/v4/channels/${id}/posts` }) +
        jsonLine(at(3), 'info', 'a file', { path: './config' }),
      'audit.log': `{"timestamp":"${at(2)}","event_name":"login","status":"fail","meta":{"api_path":"/api/v4/users/login"}}\n`,
    })
    const { counts } = await countRecords(requests, logEntries(requests), {}, [{ kind: 'route' }])
    expect(counts.map(({ values, count }) => [...values, count])).toEqual([
      ['/api/v4/channels/<id>/posts', 2],
      [undefined, 1],
      ['/api/v4/users/login', 1],
    ])
  })
})

describe('what a record may not hold, and what its fields must', () => {
  const files = {
    'mattermost.log':
      jsonLine(at(1), 'info', 'fast', { code: 200, took: '197.9µs', path: '/a' }) +
      jsonLine(at(2), 'info', 'slow', { code: '404', took: '1m3.5s', path: '/b' }) +
      jsonLine(at(3), 'error', 'say \"no\"', { code: 500, took: 12 }) +
      'no record at all\n',
  }
  const messages = async (filter: RecordFilter) => (await chosen(files, filter)).map(({ msg }) => msg)

  test.each<[string, RecordFilter, string[]]>([
    ['excluded text', { exclude: ['fast'] }, ['slow', 'say "no"', 'no record at all']],
    ['an excluded pattern', { exclude: ['^no', 'say.*no', '(?i)FAST'] }, ['slow']],
    ['found, and another not', { grep: ['code'], exclude: ['500'] }, ['fast', 'slow']],
  ])('%s', async (_, filter, expected) => {
    expect(await messages(filter)).toEqual(expected)
  })

  test.each<[string, FieldTest, string[]]>([
    ['path', { kind: 'exists' }, ['fast', 'slow']],
    ['path', { kind: 'is-not', text: '/a' }, ['slow']],
    ['path', { kind: 'finds', pattern: '^/[bc]$' }, ['slow']],
    ['code', { kind: 'compares', operator: '>=', than: '404' }, ['slow', 'say "no"']],
    ['code', { kind: 'compares', operator: '<', than: '404.5' }, ['fast', 'slow']],
    ['took', { kind: 'compares', operator: '>', than: '1s' }, ['slow']],
    ['took', { kind: 'compares', operator: '<=', than: '197.9µs' }, ['fast']],
    ['took', { kind: 'compares', operator: '>', than: '1' }, ['say "no"']],
    ['level', { kind: 'is', text: 'error' }, ['say "no"']],
  ])('field %s %o', async (name, test, expected) => {
    expect(await messages({ fields: [{ name, test }] })).toEqual(expected)
  })
})
