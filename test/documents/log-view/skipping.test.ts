// Records found by skipping from find to find, against looking at every record: the same ones, whatever the chunks.
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { RE2JS } from 're2js'
import { describe, expect, test } from 'vitest'
import { readLogs } from '../../../analyzer/documents/log/read-logs.js'
import { packetOf } from '../../../analyzer/index.js'
import { logEntries, type RecordFilter, type ShownRecord } from '../../../analyzer/log-records.js'
import { chosen, shortly } from './chosen.js'

const folder = 'test/fixtures/logs'
const fixtures = readdirSync(folder).filter(name => name.endsWith('.log'))
const read = (name: string): string => readFileSync(`${folder}/${name}`, 'utf8')

const patterns = [
  'refused',
  'error',
  'x',
  'connection refused|read-only',
  'dial tcp .*refused',
  '(?i)CONNECTION (refused|reset)',
  '^\\s+/opt|goroutine \\d+',
  'Failed|failed',
  'unable to "connect"',
  'status_?code',
  'second line',
  '/usr/lib/go/panic\\.go',
]

/** What the patterns mean, with nothing skipped: every record is looked at. */
function slowly(all: readonly ShownRecord[], pattern: string): readonly ShownRecord[] {
  const compiled = RE2JS.compile(pattern, RE2JS.MULTILINE)
  return all.filter(({ raw }) => {
    const text = raw?.toString('utf8') ?? ''
    return compiled.test(text) || compiled.test(text.replaceAll('\\"', '"'))
  })
}

async function expectSame(files: Record<string, string>, pattern: string, chunkBytes: number): Promise<void> {
  const all = await chosen(files, {}, chunkBytes)
  const found = await chosen(files, { grep: [pattern] }, chunkBytes)
  expect([pattern, ...found.map(shortly)]).toEqual([pattern, ...slowly(all, pattern).map(shortly)])
  expect(found.map(({ orderMs }) => orderMs)).toEqual(slowly(all, pattern).map(({ orderMs }) => orderMs))
}

describe('every record and unreadable line of a log is a record of the view', () => {
  test.each(fixtures)('%s', async name => {
    const packet = packetOf({ 'mattermost.log': read(name) })
    const { files } = await readLogs(packet, logEntries(packet), [])
    const records = await chosen({ 'mattermost.log': read(name) })
    const bad = (files[0]?.bad ?? []).reduce((sum, { count }) => sum + count, 0)
    expect(records.length).toBe((files[0]?.records ?? 0) + bad)
    expect(records.length).toBeGreaterThan(3)
  })
})

describe('skipping to what is looked for finds what looking at every record finds', () => {
  test.each(fixtures)('%s', async name => {
    for (const pattern of patterns) await expectSame({ 'mattermost.log': read(name) }, pattern, 1 << 20)
  })

  test('wherever chunks end', async () => {
    const files = { 'mattermost.log': read('plugin-crash.log').slice(-6_000) }
    for (let chunkBytes = 1; chunkBytes < 400; chunkBytes += 13) {
      for (const pattern of patterns.slice(0, 6)) await expectSame(files, pattern, chunkBytes)
    }
  })

  const line = fc.constantFrom(
    '{"timestamp":"2026-01-20 10:00:00.123 Z","level":"error","msg":"connection refused","caller":"a/b.go:1"}',
    '{"timestamp":"2026-01-20 10:00:01.000 +01:00","level":"info","msg":"fine","caller":"a/b.go:2","x":"unable to \\"connect\\""}',
    '{"level":"info","ts":1768903202.5,"caller":"app/server.go:490","msg":"Failed"}',
    'error [2026-01-20 10:00:03.000 Z] Unable to save   caller="web/context.go:122" error="first line',
    'second line refused"',
    '  /opt/mattermost/server.go:12 +0x1f',
    'panic: runtime error: invalid memory address',
    'goroutine 12 [running]:',
    '\t/usr/lib/go/panic.go:884 +0x212',
    '2026-01-20T10:00:05.000+0100\tinfo\tapp/server.go:490\tfailed\t{"status_code":500}',
    '{"timestamp":"2026-01-20 10:0',
    'refused',
    '',
    '\0\0{"timestamp":"2026-01-20 10:00:09.000 Z","level":"warn","msg":"after a crash refused"}',
    'web-1  | {"timestamp":"2026-01-20 10:00:10.000 Z","level":"warn","msg":"in a container refused"}',
    '{"timestamp":"never","level":"error","msg":"Failed at no time"}',
    'error [2026-99-20 10:00:03.000 Z] Failed at no time   caller="web/context.go:122" error="opens',
    Array.from({ length: 230 }, (_, i) => `  frame ${i}`).join('\n'),
  )
  test('in logs of all formats mixed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 40 }),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom(...patterns),
        fc.integer({ min: 1, max: 700 }),
        async (lines, newline, pattern, chunkBytes) => {
          await expectSame({ 'mattermost.log': lines.join(newline) }, pattern, chunkBytes)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('in long logs where most chunks hold nothing', async () => {
    const quiet = '{"timestamp":"2026-01-20 10:00:01.000 Z","level":"info","msg":"fine","caller":"a/b.go:2"}'
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), line), { minLength: 1, maxLength: 8 }),
        fc.constantFrom('Failed', '(?i)REFUSED', 'dial tcp|frame 229', 'first line'),
        fc.integer({ min: 2_000, max: 40_000 }),
        async (parts, pattern, chunkBytes) => {
          const lines = parts.flatMap(([count, odd]) => [...Array<string>(count).fill(quiet), odd])
          await expectSame({ 'mattermost.log': lines.join('\n') }, pattern, chunkBytes)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('a record of more lines than one may have goes on as records of one line each', async () => {
    const stack = Array.from({ length: 300 }, (_, i) => `  frame ${i} of refused`).join('\n')
    const files = { 'mattermost.log': `error [2026-01-20 10:00:03.000 Z] Crash caller="a.go:1"\n${stack}\n` }
    await expectSame(files, 'frame 150', 4_000)
    await expectSame(files, 'frame 250', 4_000)
    await expectSame(files, 'refused', 4_000)
    expect((await chosen(files, { grep: ['frame 250'] })).map(shortly)).toEqual([
      'mattermost.log:252 unknown   frame 250 of refused',
    ])
  })
})

test('a line of another format in the open quote of a plain record is text of it', async () => {
  const files = {
    'mattermost.log':
      '{"timestamp":"2026-01-20 10:00:00.123 Z","level":"info","msg":"fine"}\n' +
      'error [2026-01-20 10:00:03.000 Z] Unable caller="web/context.go:122" error="first line\n' +
      '2026-01-20T10:00:05.000+0100\tinfo\tapp/server.go:490\tneedle\t{}\n',
  }
  await expectSame(files, 'needle', 4_000)
  expect((await chosen(files, { grep: ['needle'] })).map(shortly)).toEqual(['mattermost.log:2 error Unable'])
})

describe('fields and requests are found by skipping as well', () => {
  const text = read('login-storm-audit.log')
  test.each<[string, RecordFilter, RegExp]>([
    [
      'a nested number',
      { fields: [{ name: 'error.status_code', test: { kind: 'is', text: '401' } }] },
      /"status_code":401\b/,
    ],
    [
      'a text',
      { fields: [{ name: 'event_name', test: { kind: 'is', text: 'login' } }] },
      /"event_name":"login"/,
    ],
    [
      'both',
      {
        fields: [
          { name: 'event_name', test: { kind: 'is', text: 'login' } },
          { name: 'status', test: { kind: 'is', text: 'fail' } },
        ],
      },
      /"event_name":"login","status":"fail"/,
    ],
  ])('%s', async (_, filter, expected) => {
    const found = await chosen({ 'audit.log': text }, filter, 5_000)
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBe(text.split('\n').filter(one => expected.test(one)).length)
  })
})
