// What the server answers about logs, held against the `logs` command's own reading of the same packets.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import {
  openPackets,
  packetOf,
  readLogRecords,
  type Packet,
  type RecordFilter,
} from '../../../analyzer/index.js'
import {
  logPaths,
  type LogFacet,
  type LogOverview,
  type LogPlace,
  type LogReading,
  type LogRecordView,
  type LogRow,
  type LogRows,
  type LogSelection,
  type LogTemplates,
} from '../../../viewer/shared/logs.js'
import { openApp } from '../open-app.js'

type App = Awaited<ReturnType<typeof openApp>>
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const all: LogSelection = { q: '', ignoreCase: false }
const query = (q: string, more: Partial<LogSelection> = {}): LogSelection => ({ ...all, q, ...more })

async function sample(name: string): Promise<Packet> {
  const [opened] = await openPackets(fileURLToPath(new URL(`../../../samples/${name}.zip`, import.meta.url)))
  if (opened?.kind !== 'ok') throw new Error(`${name} is no packet`)
  return opened.packet
}

async function open(packet: Packet): Promise<Logs> {
  const app = await openApp({ packets: [packet] })
  closing.push(app.close)
  const id = app.ids[0] ?? ''
  const get = <T>(path: string) => answer<T>(app, path)
  return {
    app,
    id,
    get,
    overview: selection => get<LogOverview>(logPaths.overview(id, selection)),
    rows: async selection => (await get<LogRows>(logPaths.rows(id, selection, 0, 400))).rows,
  }
}

interface Logs {
  readonly app: App
  readonly id: string
  get<T>(path: string): Promise<T>
  overview(selection: LogSelection): Promise<LogOverview>
  rows(selection: LogSelection): Promise<readonly LogRow[]>
}

/** Asks until the answer is final, as the page does. */
async function answer<T>(app: App, path: string): Promise<T> {
  for (;;) {
    const response = await app.ask(path)
    const value = (await response.json()) as T | LogReading
    const { state } = value as { readonly state?: string }
    if (state !== 'reading' && state !== 'searching') return value as T
  }
}

/** `entry:line` of each record, in order. */
async function placesByCommand(packet: Packet, filter: RecordFilter): Promise<readonly string[]> {
  const places: string[] = []
  const take = (records: readonly { entry: string; line: number | undefined }[]) => {
    places.push(...records.map(({ entry, line }) => `${entry}:${line}`))
    return Promise.resolve(true)
  }
  await readLogRecords(packet, filter, take, { lines: true })
  return places
}

async function places(logs: Logs, selection: LogSelection): Promise<readonly string[]> {
  const { files } = await logs.overview(all)
  return (await logs.rows(selection)).map(({ file, line }) => `${files[file]?.name}:${line}`)
}

const cases: readonly (readonly [string, RecordFilter])[] = [
  ['', {}],
  ['refused', { grep: ['refused'] }],
  ['pq success', { grep: ['pq', 'success'] }],
  ['"database system"', { grep: ['database system'] }],
  ['/pq: .*shut/', { grep: ['pq: .*shut'] }],
  ['/PQ: THE/i', { grep: ['(?i)PQ: THE'] }],
  ['-post', { exclude: ['post'] }],
  ['level:error', { levels: [{ level: 'error', orAbove: false }] }],
  ['level>=warn', { levels: [{ level: 'warn', orAbove: true }] }],
  [
    'http_code>=500',
    { fields: [{ name: 'http_code', test: { kind: 'compares', operator: '>=', than: '500' } }] },
  ],
  ['method:GET', { fields: [{ name: 'method', test: { kind: 'is', text: 'GET' } }] }],
  ['method!=GET', { fields: [{ name: 'method', test: { kind: 'is-not', text: 'GET' } }] }],
  ['error~shutting', { fields: [{ name: 'error', test: { kind: 'finds', pattern: 'shutting' } }] }],
  ['request_id:*', { fields: [{ name: 'request_id', test: { kind: 'exists' } }] }],
]

test('a query chooses the records that the same options of `logs` choose, in the same order', async () => {
  const packet = await sample('db-restart')
  const logs = await open(packet)
  for (const [q, filter] of cases)
    expect([q, await places(logs, query(q))]).toEqual([q, await placesByCommand(packet, filter)])
})

test('records of several nodes and files come in the order of `logs`', async () => {
  const packet = await sample('healthy-ha-3-nodes')
  const logs = await open(packet)
  expect(await places(logs, all)).toEqual(await placesByCommand(packet, {}))
  const { facets, files } = await logs.overview(query('node:mm-app-2'))
  expect(files.length).toBe(3)
  const nodes = facets.find(({ name }) => name === 'node')?.values.map(({ value }) => value)
  expect(nodes).toEqual(['mm-app-1', 'mm-app-2', 'mm-app-3'])
  expect(new Set((await logs.rows(query('node:mm-app-2'))).map(({ file }) => file)).size).toBe(1)
  expect((await logs.overview(query('node:mm-app-1 node:mm-app-2'))).matched).toBe(40)
  expect((await logs.overview(query('-node:mm-app-1'))).matched).toBe(40)
})

test('lines that fit no format are records too, where they stand', async () => {
  const packet = packetOf({
    'mattermost.log': [
      'not a log line',
      line(1, 'first'),
      'something the shell printed',
      '{"broken":',
      line(2, 'second'),
      'cut in the mid',
    ].join('\n'),
  })
  const logs = await open(packet)
  const expected = await placesByCommand(packet, {})
  expect(await places(logs, all)).toEqual(expected)
  expect(expected.length).toBe(6)
  expect((await logs.overview(query('level:unknown'))).matched).toBe(4)
  expect((await logs.rows(query('shell'))).map(({ message }) => message)).toEqual([
    'something the shell printed',
  ])
})

test('a log of no format, an empty one and one of no lines are shown for what they are', async () => {
  const logs = await open(
    packetOf({ 'mattermost.log': 'a\nb\n\nc', 'audit.log': '', 'notifications.log': '\n\n' }),
  )
  expect((await logs.rows(all)).map(({ message, level }) => [message, level])).toEqual([
    ['a', 'unknown'],
    ['b', 'unknown'],
    ['c', 'unknown'],
  ])
  const { histogram, firstMs } = await logs.overview(all)
  expect([histogram, firstMs]).toEqual([undefined, undefined])
})

test('a packed log and one with other line ends are read as what they hold', async () => {
  const text = [line(1, 'one'), line(2, 'two')].join('\n')
  const packet = packetOf({
    'mattermost-2026-11-20T10-00-00.000.log.gz': gzipSync(text),
    'mattermost.log': [line(3, 'three'), line(4, 'four')].join('\r\n'),
  })
  const logs = await open(packet)
  expect((await logs.rows(all)).map(({ message }) => message)).toEqual(['one', 'two', 'three', 'four'])
  expect((await logs.rows(query('four'))).length).toBe(1)
})

test('a packed log that is damaged shows every record before the damage, each with its own text', async () => {
  const lines = Array.from({ length: 4_000 }, (_, i) => line(i % 60, `number ${(i * 7919) % 1_000_003}`))
  const packed = gzipSync(`${lines.join('\n')}\n`)
  packed.fill(0xff, packed.length - 600, packed.length - 560)
  const packet = packetOf({
    'mattermost-2026-11-20T10-00-00.000.log.gz': packed,
    'mattermost.log': line(59, 'sound'),
  })
  const logs = await open(packet)
  const records = await logs.overview(query('number'))
  expect(records.matched).toBeGreaterThan(3_000)
  expect((await logs.overview(all)).matched).toBe((await placesByCommand(packet, {})).length)
  expect((await logs.rows(query('sound'))).map(({ message }) => message)).toEqual(['sound'])
})

test('two logs of one name in an archive are told apart', async () => {
  const one = packetOf({ 'mattermost.log': `${line(1, 'one')}\nodd one\n${line(2, 'more')}` })
  const other = packetOf({ 'mattermost.log': line(3, 'other') })
  const [first] = one.entries
  if (first === undefined) throw new Error('no entry')
  const both: Packet = {
    ...one,
    entries: [first, { ...first, index: 1 }],
    read: ({ index }, onChunk) => (index === 0 ? one : other).read(first, onChunk),
  }
  const logs = await open(both)
  expect((await logs.rows(all)).map(({ message }) => message)).toEqual(['one', 'odd one', 'more', 'other'])
})

test('the histogram counts every record with a time once, by level', async () => {
  const logs = await open(await sample('db-restart'))
  const { histogram, matched } = await logs.overview(all)
  const sums = histogram?.levels.map(({ level, counts }) => [level, counts.reduce((sum, n) => sum + n, 0)])
  expect(sums).toEqual([
    ['error', 8],
    ['info', 21],
    ['unknown', 214],
  ])
  expect(matched).toBe(243)
})

test('a window of time takes both its ends', async () => {
  const logs = await open(
    packetOf({ 'mattermost.log': [1, 2, 3, 4].map(s => line(s, `at ${s}`)).join('\n') }),
  )
  const window = { sinceMs: timeOf(2), untilMs: timeOf(3) }
  expect((await logs.rows(query('', window))).map(({ message }) => message)).toEqual(['at 2', 'at 3'])
  const { histogram } = await logs.overview(query('', window))
  expect(histogram?.levels[0]?.counts.reduce((sum, n) => sum + n, 0)).toBe(2)
})

test('facets count what the other choices leave, so that one sees what else there is', async () => {
  const logs = await open(await sample('db-restart'))
  const { facets } = await logs.overview(query('level:error'))
  const counts = (name: string) =>
    Object.fromEntries(facets.find(facet => facet.name === name)?.values.map(v => [v.value, v.count]) ?? [])
  expect(counts('level')).toEqual({ error: 8, info: 21, unknown: 214 })
  expect(counts('file')).toEqual({ 'errors.log': 4, 'mattermost.log': 4 })
})

test('routes and users can be counted and chosen', async () => {
  const logs = await open(await sample('db-restart'))
  const facet = (name: string) => logs.get<LogFacet>(logPaths.facet(logs.id, all, name))
  // Read in the background: asked for by a query, they are waited for.
  await logs.overview(query('route:x'))
  const routes = (await facet('route')).values
  const most = routes[0]
  expect(most?.value).toBe('/api/v4/posts')
  expect((await logs.overview(query('route:/api/v4/posts'))).matched).toBe(most?.count)
  const user = (await facet('user')).values[0]
  expect((await logs.overview(query(`user:${user?.value}`))).matched).toBe(user?.count)
})

test('of many users the most frequent are counted, wherever they stand, and the one that is asked for', async () => {
  const user = (n: number) => String(n).padStart(26, 'u')
  const lines = Array.from({ length: 3_000 }, (_, at) => line(at, 'hello', `,"user_id":"${user(at)}"`))
  const often = [1, 2, 3].map(n => line(3_000 + n, 'again', `,"user_id":"${user(2_999)}"`))
  const logs = await open(packetOf({ 'mattermost.log': [...lines, ...often].join('\n') }))
  await logs.overview(query('user:x'))
  const { facets } = await logs.overview(all)
  const users = facets.find(({ name }) => name === 'user')
  expect(users?.values[0]).toEqual({ value: user(2_999), count: 4 })
  expect([users?.values.length, users?.moreValues]).toEqual([8, 2_992])
  const asked = await logs.overview(query(`user:${user(7)}`))
  expect(asked.matched).toBe(1)
  const facet = await logs.get<LogFacet>(logPaths.facet(logs.id, query(`user:${user(777)}`), 'user'))
  expect(facet.values).toContainEqual({ value: user(777), count: 1 })
})

test('a request is followed through all logs', async () => {
  const packet = await sample('db-restart')
  const logs = await open(packet)
  const [row] = await logs.rows(query('level:error request_id:*'))
  const { files } = await logs.overview(all)
  const record = await logs.get<LogRecordView>(
    logPaths.record(logs.id, files[row?.file ?? 0]?.entry ?? 0, row?.line ?? 0),
  )
  expect(record.request).toMatch(/^[a-z0-9]{26}$/)
  const followed = await places(logs, query(`request:${record.request}`))
  expect(followed).toEqual(await placesByCommand(packet, { requestId: record.request }))
  expect(followed.length).toBeGreaterThan(1)
})

test('a record tells its place, its fields and its line', async () => {
  const logs = await open(
    packetOf({ 'mattermost.log': `${line(1, 'say \\"hi\\"', ',"n":5,"o":{"a":1}')}\n${line(2, 'next')}\n` }),
  )
  const record = await logs.get<LogRecordView>(logPaths.record(logs.id, 0, 1))
  expect(record).toMatchObject({ line: 1, level: 'info', whole: 'say "hi"', entryName: 'mattermost.log' })
  expect(record.fields).toEqual([
    { name: 'n', text: '5', json: true },
    { name: 'o', text: '{"a":1}', json: true },
  ])
  expect(record.raw).toBe(line(1, 'say \\"hi\\"', ',"n":5,"o":{"a":1}'))
  const place = await logs.get<LogPlace>(logPaths.place(logs.id, query('next'), 0, 1))
  expect(place).toEqual({ record: 0, position: 0, chosen: false })
})

test('a line of ten megabytes costs a row no more than another', async () => {
  const long = line(2, 'x'.repeat(10_000_000))
  const logs = await open(packetOf({ 'mattermost.log': `${line(1, 'a')}\n${long}\n${line(3, 'b')}\n` }))
  const rows = await logs.rows(all)
  expect(rows.map(row => row.message.length <= 1_001)).toEqual([true, true, true])
  expect(rows.map(({ level }) => level)).toEqual(['info', 'info', 'info'])
  expect(rows[1]?.message.slice(0, 4)).toBe('xxxx')
  const record = await logs.get<LogRecordView>(logPaths.record(logs.id, 0, 2))
  expect(record).toMatchObject({ cut: true, bytes: long.length + 1 })
  expect(record.raw.length).toBeLessThan(300_000)
  expect((await logs.overview(query('xxxxxxxxxx'))).matched).toBe(1)
})

test('a line of ten megabytes at the end, or of no format, is one record', async () => {
  const long = 'y'.repeat(10_000_000)
  const logs = await open(packetOf({ 'mattermost.log': `${long}\n${line(1, 'a')}\n${line(2, long)}` }))
  expect((await logs.rows(all)).map(row => [row.line, row.level])).toEqual([
    [1, 'unknown'],
    [2, 'info'],
    [3, 'info'],
  ])
})

test('a text is found wherever it stands in a log of many pieces', async () => {
  // Lines of 97 bytes more and less: the text stands at and over every edge sooner or later.
  const lines = Array.from({ length: 60_000 }, (_, at) =>
    line(at, `${'x'.repeat(at % 89)}${at % 7 === 0 ? 'needle' : 'n eedle'}`),
  )
  const logs = await open(packetOf({ 'mattermost.log': lines.join('\n') }))
  expect((await logs.overview(query('needle'))).matched).toBe(Math.ceil(60_000 / 7))
  expect((await logs.overview(query('needle app.go'))).matched).toBe(Math.ceil(60_000 / 7))
  expect((await logs.overview(query('NEEDLE', { ignoreCase: true }))).matched).toBe(Math.ceil(60_000 / 7))
})

test('texts in messages are told apart from texts in fields: the row shows where it was found', async () => {
  const logs = await open(
    packetOf({ 'mattermost.log': `${line(1, 'needle')}\n${line(2, 'other', ',"error":"a needle here"')}\n` }),
  )
  const rows = await logs.rows(query('needle'))
  expect(rows.map(({ found }) => found !== undefined)).toEqual([false, true])
  expect(rows[1]?.found).toMatch(/^needle here/)
})

test('messages are counted with their course, and lead to their records', async () => {
  const logs = await open(await sample('plugin-crash'))
  const given = await logs.get<LogTemplates>(logPaths.templates(logs.id, query('level:error')))
  expect(given.templates.reduce((sum, { count }) => sum + count, 0)).toBe(given.matched)
  const [most] = given.templates
  expect(most?.trend.reduce((sum, n) => sum + n, 0)).toBe(most?.count)
  expect((await logs.overview(query(`template:${most?.id}`))).matched).toBe(most?.count)
})

test('an export is the lines as they were, or an object for each', async () => {
  const text = `${line(1, 'one')}\n${line(2, 'two', ',"n":5')}\nno record\n`
  const logs = await open(packetOf({ 'mattermost.log': text }))
  const plain = await logs.app.ask(logPaths.export(logs.id, all, 'text'))
  expect(plain.headers.get('content-disposition')).toMatch(/attachment; filename=".*-logs\.log"/)
  expect(await plain.text()).toBe(text)
  const objects = await logs.app.ask(logPaths.export(logs.id, query('two'), 'ndjson'))
  expect(JSON.parse(await objects.text())).toMatchObject({ msg: 'two', line: 2, fields: { n: 5 } })
})

test.each(['/a(/', 'n>=many', 'level>=purple', 'error~a(', 'request:a request:b'])(
  'the query %s is refused with a sentence that says why',
  async q => {
    const logs = await open(packetOf({ 'mattermost.log': line(1, 'one') }))
    await logs.overview(all)
    const response = await logs.app.ask(logPaths.overview(logs.id, query(q)))
    expect(response.status).toBe(400)
    const { error } = (await response.json()) as { error: { code: string; message: string } }
    expect(error.code).toBe('QUERY_MISTAKE')
    expect(error.message.length).toBeGreaterThan(10)
  },
)

test('numbers and places that are none are refused', async () => {
  const logs = await open(packetOf({ 'mattermost.log': line(1, 'one') }))
  await logs.overview(all)
  const base = `/api/packets/${logs.id}/logs`
  const status = async (path: string) => (await logs.app.ask(`${base}${path}`)).status
  expect(await status('/rows?from=-1')).toBe(400)
  expect(await status('/rows?from=1e9999')).toBe(400)
  expect(await status('/overview?since=soon')).toBe(400)
  expect(await status('/record?entry=7&line=1')).toBe(404)
  expect(await status('/facet?name=constructor')).toBe(404)
  expect((await logs.app.ask('/api/packets/none/logs/overview')).status).toBe(404)
  expect((await logs.app.plain(`${base}/overview`)).status).toBe(401)
})

test('the text of logs lies in a private file, and goes with its packet', async () => {
  const logs = await open(packetOf({ 'mattermost.log': line(1, 'one') }))
  await logs.overview(all)
  const folder = logs.app.directory.path
  const [file = ''] = await readdir(folder)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600)
  await logs.app.ask(`/api/packets/${logs.id}`, { method: 'DELETE' })
  expect(await readdir(folder)).toEqual([])
})

test('a damaged log is shown as far as it was read, with what went wrong', async () => {
  const packed = gzipSync(Array.from({ length: 3_000 }, (_, at) => line(at, `m${at}`)).join('\n'))
  const logs = await open(packetOf({ 'mattermost.log.1.gz': packed.subarray(0, packed.length - 200) }))
  const { notes, matched } = await logs.overview(all)
  expect(matched).toBeGreaterThan(0)
  expect(notes.join()).toMatch(/mattermost\.log\.1\.gz could not be unpacked to its end/)
})

test('a search is ended on request, says so, and goes on when asked to', async () => {
  const many = Array.from({ length: 60_000 }, (_, at) => line(at, `m${at}`)).join('\n')
  const logs = await open(packetOf({ 'mattermost.log': many }))
  await logs.overview(all)
  const slow = query('/m[0-9]*[13579]"/ -x')
  void logs.app.ask(logPaths.overview(logs.id, slow))
  await logs.app.ask(logPaths.stop(logs.id, slow))
  const stopped = (await (await logs.app.ask(logPaths.overview(logs.id, slow))).json()) as LogOverview
  const whole = await answer<LogOverview>(logs.app, logPaths.overview(logs.id, slow, true))
  expect(['stopped', 'ready']).toContain(stopped.state)
  expect([whole.state, whole.matched]).toEqual(['ready', 30_000])
})

const startMs = Date.UTC(2026, 10, 21, 8)

function timeOf(second: number): number {
  return startMs + second * 1_000
}

function line(second: number, msg: string, more = ''): string {
  const time = new Date(timeOf(second)).toISOString()
  return `{"timestamp":"${time.slice(0, 10)} ${time.slice(11, 23)} Z","level":"info","msg":"${msg}","caller":"app/app.go:12"${more}}`
}
