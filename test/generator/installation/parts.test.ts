// What collecting is made of: parts of logs, traces of the server, its process, its profiles, its file store.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { containerLimits } from '../../../generator/mattermost/installation/host.js'
import { readLicense } from '../../../generator/mattermost/installation/license.js'
import { rotatedFilesOf } from '../../../generator/mattermost/installation/log-files.js'
import { rangeOf, timeOf } from '../../../generator/mattermost/installation/log-range.js'
import { openLog, openRotated } from '../../../generator/mattermost/installation/log-source.js'
import { tracesIn } from '../../../generator/mattermost/installation/log-traces.js'
import { gaugesIn } from '../../../generator/mattermost/installation/metrics-page.js'
import { packetName } from '../../../generator/mattermost/installation/packet-name.js'
import { placeOf } from '../../../generator/mattermost/installation/places.js'
import { readProfiles } from '../../../generator/mattermost/installation/profiles.js'
import { bucketProblem, signedHeaders } from '../../../generator/mattermost/installation/s3.js'
import { testFileStore } from '../../../generator/mattermost/installation/file-store.js'
import { findServerProcess, startOf } from '../../../generator/mattermost/installation/server-process.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sp-parts-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the part of a log between two moments', () => {
  const line = (ms: number, text: string): string =>
    `{"timestamp":"${new Date(ms).toISOString().replace('T', ' ').replace('Z', ' Z')}","msg":"${text}"}\n`

  test('is what reading every line would choose', async () => {
    const start = Date.UTC(2026, 10, 21)
    const record = fc.record({
      step: fc.integer({ min: 0, max: 5000 }),
      text: fc.string({ unit: fc.constantFrom('a', 'ä', ' '), maxLength: 200 }),
      more: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { maxLength: 60 }),
        fc.integer({ min: -1000, max: 100_000 }),
        fc.integer({ min: -1000, max: 100_000 }),
        async (records, since, until) => {
          let time = start
          const lines = records.map(({ step, text, more }) => {
            time += step
            // Lines without a time belong to the one before.
            return { time, text: line(time, text) + (more ? '\tat some.place(x)\n' : '') }
          })
          const path = join(folder, 'a.log')
          writeFileSync(path, lines.map(({ text }) => text).join(''))
          const file = await open(path)
          const { from, to } = await rangeOf(file, {
            since: start + since,
            until: start + until,
            maxBytes: undefined,
          })
          const wanted = lines.filter(one => one.time >= start + since && one.time < start + until)
          const buffer = Buffer.alloc(Math.max(0, to - from))
          await file.read(buffer, 0, buffer.length, from)
          await file.close()
          expect(buffer.toString()).toBe(wanted.map(({ text }) => text).join(''))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('of a size begins with a whole line and is the newest', async () => {
    const path = join(folder, 'a.log')
    writeFileSync(path, Array.from({ length: 100 }, (_, index) => `line ${index}\n`).join(''))
    const log = await openLog(path, { since: undefined, until: undefined, maxBytes: 25 })
    const chunks: Buffer[] = []
    for await (const chunk of log.bytes) chunks.push(chunk)
    await log.close()
    expect(Buffer.concat(chunks).toString()).toBe('line 97\nline 98\nline 99\n')
    expect(log.range.cutBytes).toBeGreaterThan(700)
  })

  test.each([
    ['{"timestamp":"2026-11-21 09:00:54.018 +01:00"}', '2026-11-21T08:00:54.018Z'],
    ['info  [2026-11-21 09:00:54.018 Z] message', '2026-11-21T09:00:54.018Z'],
    ['{"level":"info","ts":"2026-11-21T09:00:54.018Z"}', '2026-11-21T09:00:54.018Z'],
  ])('knows the time of %s', (text, time) => {
    expect(new Date(timeOf(text) ?? NaN).toISOString()).toBe(time)
  })

  test('is not read from what is no file', async () => {
    await expect(
      openLog(folder, { since: undefined, until: undefined, maxBytes: undefined }),
    ).rejects.toThrow(/is no file/)
  })
})

test('rotated files are found, newest first, and unpacked', async () => {
  for (const name of [
    'mattermost.log',
    'mattermost-2026-11-20T10-00-00.000.log.gz',
    'mattermost-2026-11-19T10-00-00.000.log',
    'mattermost-notes.txt',
    'audit.log',
  ])
    writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync('packed\n') : 'x')
  const found = await rotatedFilesOf({
    name: 'mattermost.log',
    path: join(folder, 'mattermost.log'),
    failure: undefined,
  })
  expect(found.map(path => path.slice(folder.length + 1))).toEqual([
    'mattermost-2026-11-20T10-00-00.000.log.gz',
    'mattermost-2026-11-19T10-00-00.000.log',
  ])
  const bytes = await openRotated(found[0] ?? '', undefined)
  const chunks: Buffer[] = []
  for await (const chunk of bytes ?? []) chunks.push(chunk)
  expect(Buffer.concat(chunks).toString()).toBe('packed\n')
  expect(await openRotated(found[0] ?? '', Date.UTC(2100, 0))).toBeUndefined()
})

describe('traces of the server in its log', () => {
  test('are found in the plain format too, of the last start', () => {
    const text = [
      'info  [2026-11-20 09:00:54.018 Z] Current version is 10.9.0 (10.9.0/Sat Nov/aaaaaaaaaa/none) caller="x" current_version=10.9.0',
      'info  [2026-11-21 09:00:54.018 Z] Current version is 11.0.0 (11.0.0/Sat Nov 21/f1d9c49b29/none) caller="x" current_version=11.0.0',
      'info  [2026-11-21 09:00:54.063 Z] telemetry ID is set caller="telemetry.go:65" id=o8ge6i81h7f3mnxiw9ajwnuwdc',
      'info  [2026-11-21 09:00:54.065 Z] Printing current working caller="app/server.go:398" directory=/opt/mattermost',
    ].join('\n')
    expect(tracesIn(text)).toMatchObject({
      version: '11.0.0',
      buildHash: 'f1d9c49b29',
      serverId: 'o8ge6i81h7f3mnxiw9ajwnuwdc',
      directory: '/opt/mattermost',
    })
  })
})

describe('the process of the server', () => {
  test('is found among others, with what the system tells of it', async () => {
    const proc = join(folder, 'proc')
    for (const [pid, comm, exe] of [
      ['1', 'init', '/sbin/init'],
      ['77', 'mattermost', '/opt/mattermost/bin/mattermost'],
    ] as const) {
      mkdirSync(join(proc, pid, 'fd'), { recursive: true })
      writeFileSync(join(proc, pid, 'comm'), `${comm}\n`)
      symlinkSync(exe, join(proc, pid, 'exe'))
      writeFileSync(join(proc, pid, 'environ'), 'MM_SQLSETTINGS_DATASOURCE=postgres://x\0HOME=/\0')
    }
    writeFileSync(join(proc, '77', 'fd', '0'), '')
    expect(await findServerProcess(undefined, proc)).toMatchObject({
      pid: 77,
      openFiles: 1,
      environment: { MM_SQLSETTINGS_DATASOURCE: 'postgres://x' },
    })
    expect(await findServerProcess('/srv/other', proc)).toBeUndefined()
    writeFileSync(join(proc, '77', 'stat'), '77 (mattermost) Z 1 77')
    expect(await findServerProcess(undefined, proc)).toBeUndefined()
    expect(await findServerProcess(undefined, join(folder, 'none'))).toBeUndefined()
  })

  test('started when its ticks say', () => {
    const stat = `77 (matter most) S ${Array.from({ length: 18 }, () => 0).join(' ')} 12345 0`
    expect(startOf(stat, 'cpu 1\nbtime 1700000000\n')?.toISOString()).toBe('2023-11-14T22:15:23.450Z')
  })
})

test('profiles come from the port of the metrics, each for itself', async () => {
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/debug/pprof/profile'))
      response.writeHead(500).end('Could not enable CPU profiling: out of timers\nmore')
    else response.end(`profile of ${request.url}`)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const profiles = await readProfiles(`:${(server.address() as AddressInfo).port}`)
  await new Promise(done => server.close(done))
  expect(profiles.heap).toMatchObject({ kind: 'profile', bytes: Buffer.from('profile of /debug/pprof/heap') })
  expect(profiles.goroutines).toMatchObject({ kind: 'profile' })
  expect(profiles.cpu).toEqual({
    kind: 'failed',
    reason: '/debug/pprof/profile answered 500: Could not enable CPU profiling: out of timers',
  })
  const none = await readProfiles(`127.0.0.1:${(1).toString()}`)
  expect(none.heap).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining('does not answer') as unknown,
  })
})

test('a profile of the CPU that somebody else is just making is asked for again', async () => {
  const busy = ['Could not enable CPU profiling: cpu profiling already in use\n']
  const server = createServer((request, response) => {
    const refused = request.url?.startsWith('/debug/pprof/profile') === true ? busy.pop() : undefined
    response.writeHead(refused === undefined ? 200 : 500).end(refused ?? 'profile')
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const profiles = await readProfiles(`:${(server.address() as AddressInfo).port}`, undefined, 1)
  await new Promise(done => server.close(done))
  expect(profiles.cpu).toMatchObject({ kind: 'profile' })
  expect(busy).toEqual([])
})

test.each([
  [
    'mattermost_db_master_connections_total 6\nmattermost_http_websockets_total{origin_client="web"} 12\nmattermost_http_websockets_total{origin_client="desktop"} 3\n',
    { websocketConnections: 15, masterConnections: 6 },
  ],
  ['mattermost_db_master_connections_total 2\n', { websocketConnections: 0, masterConnections: 2 }],
  ['mattermost_db_master_connections_total{a="b"} NaN\n', { websocketConnections: 0 }],
  ['go_goroutines 7\n', undefined],
  ['<html>', undefined],
])('of the metrics %j the numbers are %j', (text, expected) => {
  expect(gaugesIn(text)).toEqual(
    expected && {
      masterConnections: undefined,
      replicaConnections: undefined,
      searchConnections: undefined,
      ...expected,
    },
  )
})

describe('limits of control groups', () => {
  const limitsOf = (controlGroup: string | undefined) =>
    containerLimits({ controlGroup } as Parameters<typeof containerLimits>[0], folder)

  test('are those of the service, and tighter ones above it', async () => {
    const service = join(folder, 'system.slice', 'mattermost.service')
    mkdirSync(service, { recursive: true })
    writeFileSync(join(service, 'cpu.max'), '150000 100000\n')
    writeFileSync(join(service, 'memory.max'), `${4 * 1024 ** 3}\n`)
    writeFileSync(join(folder, 'system.slice', 'memory.max'), `${2 * 1024 ** 3}\n`)
    writeFileSync(join(folder, 'system.slice', 'cpu.max'), 'max 100000\n')
    expect(await limitsOf('0::/system.slice/mattermost.service\n')).toEqual({
      cpuLimit: 1.5,
      memoryLimitMb: 2048,
    })
  })

  test.each([undefined, '', '0::/', '0::/../../etc\n', '1:cpu:/a\n', '0::/gone\n'])(
    'of a process with the groups %j are not made up',
    async controlGroup => {
      expect(await limitsOf(controlGroup)).toEqual({ cpuLimit: undefined, memoryLimitMb: undefined })
    },
  )
})

describe('the file store', () => {
  const bucket = {
    endpoint: 's3.amazonaws.com',
    name: 'b',
    region: 'us-east-1',
    prefix: '',
    encrypted: false,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    timeoutMs: 5000,
  }

  test('signs requests as the documentation of the protocol does', () => {
    // Amazon S3, "Signature Calculations for the Authorization Header", the example of a bucket's lifecycle.
    const url = new URL('https://examplebucket.s3.amazonaws.com/?lifecycle=')
    const { authorization } = signedHeaders('GET', bucket, url, new Date('2013-05-24T00:00:00Z'))
    expect(authorization).toContain(
      'Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    )
  })

  test.each([
    [200, undefined],
    [301, undefined],
    [403, /access denied/],
    [404, /does not exist/],
    [500, /answered 500/],
  ])('that answers %s says %s', async (status, words) => {
    const server = createServer((_, response) => response.writeHead(status).end())
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    const problem = await bucketProblem({
      ...bucket,
      endpoint: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    })
    await new Promise(done => server.close(done))
    if (words === undefined) expect(problem).toBeUndefined()
    else expect(problem).toMatch(words)
  })

  test('on this machine is tried, and left as it was', async () => {
    expect(await testFileStore({ DriverName: 'local' }, folder)).toEqual({
      driver: 'local',
      status: 'OK',
      error: undefined,
    })
    expect(readdirSync(folder)).toEqual([])
  })

  test('in a folder that is none fails in the words of the server', async () => {
    writeFileSync(join(folder, 'file'), 'x')
    expect(await testFileStore({}, join(folder, 'file', 'data/'))).toEqual({
      driver: 'local',
      status: 'FAIL',
      error: `unable to write to the local filesystem storage: unable to create the directory ${folder}/file/data for the file ${folder}/file/data/testfile: mkdir ${folder}/file: not a directory`,
    })
  })

  test('that cannot be tried has no status, and the reason is told', async () => {
    expect(await testFileStore({}, join(folder, 'missing'))).toMatchObject({
      status: undefined,
      reason: `${folder}/missing does not exist`,
    })
    expect(await testFileStore({ DriverName: 'azure' }, folder)).toMatchObject({
      status: undefined,
      reason: 'no test for azure',
    })
  })
})

test('a licence is read, and what is none is not', () => {
  const license = {
    id: 'l'.repeat(26),
    customer: { id: 'c'.repeat(26), company: 'Acme' },
    features: { users: 5 },
    sku_short_name: 'enterprise',
  }
  const stored = Buffer.concat([Buffer.from(JSON.stringify(license)), Buffer.alloc(256, 7)]).toString(
    'base64',
  )
  expect(readLicense(stored)).toMatchObject({ company: 'Acme', users: 5, skuShortName: 'enterprise' })
  for (const broken of ['', 'x', Buffer.alloc(300).toString('base64')])
    expect(readLicense(broken)).toBeUndefined()
})

test.each([
  ['Acme Corp.', 'mm_support_packet_Acme_Corp_'],
  ['日本', 'mm_support_packet____'],
  [undefined, 'mm_support_packet_2026'],
])('a packet of %s is named %s…', (company, start) => {
  expect(packetName(company, new Date(2026, 10, 21, 8, 20))).toMatch(
    new RegExp(`^${start}.*2026-11-21T08-20\\.zip$|^mm_support_packet_2026-11-21T08-20\\.zip$`),
  )
  expect(packetName(company, new Date(2026, 10, 21)).startsWith(start)).toBe(true)
})

test.each([
  ['logs/a.log', '/copy/logs/a.log'],
  ['/opt/mattermost/logs/a.log', '/copy/logs/a.log'],
  ['/var/log/mattermost/a.log', '/var/log/mattermost/a.log'],
  ['/opt/mattermost-other/a.log', '/opt/mattermost-other/a.log'],
])('%s of a copied installation is %s', (configured, path) => {
  expect(placeOf(configured, { root: '/copy', serverRoot: '/opt/mattermost' })).toBe(path)
})
