// The addresses of the pages: configuration, tables, profiles, trees, bytes; and marks, which outlive the run and stay private.
import { readdirSync, readFileSync, statSync, writeFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { packetOf } from '../../analyzer/packet/memory.js'
import { openPackets } from '../../analyzer/packet/open.js'
import type { MarkFile } from '../../viewer/shared/marks.js'
import type { BytePage, ConfigView, TablesView } from '../../viewer/shared/pages.js'
import { stateFolder } from '../../viewer/server/marks.js'
import { openApp, type AppOptions } from './open-app.js'

const opened: Awaited<ReturnType<typeof openApp>>[] = []
afterEach(async () => {
  for (const app of opened.splice(0)) await app.close()
})

async function open(options: AppOptions = {}) {
  const app = await openApp(options)
  opened.push(app)
  const base = `/api/packets/${app.ids[0] ?? ''}`
  const get = async <T>(path: string) => (await (await app.ask(`${base}/${path}`)).json()) as T
  return { ...app, base, get }
}

async function sample(name: string) {
  const [first] = await openPackets(`samples/${name}.zip`)
  if (first?.kind !== 'ok') throw new Error('sample')
  return first.packet
}

const files = {
  'a.yaml': 'one: 1\n',
  'b.bin': Buffer.from(Array.from({ length: 5000 }, (_, at) => at % 256)),
}

test('configuration, tables, profiles and metrics of a real packet are served', async () => {
  const { get } = await open({ packets: [await sample('metrics-db-stall')] })
  expect((await get<ConfigView>('config')).settings.length).toBeGreaterThan(500)
  expect((await get<TablesView>('tables/schema')).tables.length).toBe(2)
  const profiles = await get<{ index: number }[]>('profiles')
  expect(await get(`profiles/${profiles[0]?.index ?? -1}`)).toMatchObject({ unit: 'nanoseconds' })
  const [dump] = await get<{ index: number }[]>('metrics')
  expect(await get(`metrics/${dump?.index ?? -1}/series?name=go_goroutines`)).toMatchObject({ series: 1 })
  expect(await get('missing')).toEqual(expect.any(Array))
})

test.each([
  ['config', 404, 'no configuration'],
  ['tables/nonsense', 404, 'no table'],
  ['tables/constructor', 404, 'no table'],
  ['profiles/0', 409, 'no profile'],
  ['profiles/-1', 400, 'whole number'],
  ['metrics/0', 409, 'no metrics'],
  ['entries/1/structure', 409, 'neither YAML nor JSON'],
  ['entries/99/bytes', 404, 'no entry'],
])('%s of a packet that has none is refused with status %i', async (path, status, words) => {
  const { ask, base } = await open({ packets: [packetOf(files)] })
  const response = await ask(`${base}/${path}`)
  expect(response.status).toBe(status)
  expect(((await response.json()) as { error: { message: string } }).error.message).toContain(words)
})

test('a structured entry is a tree, another one bytes from anywhere', async () => {
  const { get } = await open({ packets: [packetOf(files)] })
  expect(await get('entries/0/structure')).toMatchObject({ rows: [{ key: 'one', text: '1' }] })
  const page = await get<BytePage>('entries/1/bytes?from=4096&count=4096')
  expect(page).toMatchObject({ from: 4096, totalBytes: 5000, complete: true })
  expect(page.hex).toBe(files['b.bin'].subarray(4096).toString('hex'))
  expect((await get<BytePage>('entries/1/bytes?from=9999')).hex).toBe('')
})

const put = (body: unknown) => ({
  method: 'PUT',
  body: JSON.stringify(body),
  headers: { 'content-length': String(JSON.stringify(body).length) },
})

test('a mark is kept in a private file named by the hash of the packet, and can be taken away', async () => {
  const { ask, base, get, directory, ids } = await open({ packets: [packetOf(files)] })
  expect(await get('marks')).toEqual({ marks: {} })
  const response = await ask(
    `${base}/marks`,
    put({ fingerprint: 'aa', state: 'dismissed', note: 'known <b>' }),
  )
  expect(((await response.json()) as MarkFile).marks['aa']).toMatchObject({
    state: 'dismissed',
    note: 'known <b>',
  })
  const folder = join(directory.path, 'state', 'marks')
  expect(readdirSync(folder)).toEqual([`${ids[0] ?? ''}.json`])
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, `${ids[0] ?? ''}.json`)).mode & 0o777).toBe(0o600)
  const file = await ask(`${base}/marks/file`)
  expect(file.headers.get('content-disposition')).toContain('attachment')
  expect(await file.json()).toMatchObject({ packet: ids[0], marks: { aa: { state: 'dismissed' } } })
  await ask(`${base}/marks`, put({ fingerprint: 'aa' }))
  expect(await get('marks')).toEqual({ marks: {} })
  expect(readdirSync(folder)).toEqual([])
})

test('marks that are changed at once are all kept', async () => {
  const { ask, base, get } = await open({ packets: [packetOf(files)] })
  const names = Array.from({ length: 20 }, (_, at) => `finding-${at}`)
  await Promise.all(
    names.map(fingerprint => Promise.resolve(ask(`${base}/marks`, put({ fingerprint, state: 'seen' })))),
  )
  expect(Object.keys((await get<MarkFile>('marks')).marks).sort()).toEqual([...names].sort())
})

test('a file of marks that is none is told of and left alone', async () => {
  const { ask, base, directory, ids } = await open({ packets: [packetOf(files)] })
  const folder = join(directory.path, 'state', 'marks')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${ids[0] ?? ''}.json`)
  writeFileSync(path, '{"marks":{"x":{"state":"eaten"}}}')
  for (const init of [{}, put({ fingerprint: 'aa', state: 'seen' })]) {
    const response = await ask(`${base}/marks`, init)
    expect(response.status).toBe(409)
    expect(await response.text()).toContain('Remove the file to begin anew')
  }
  expect(readFileSync(path, 'utf8')).toContain('eaten')
})

test.each([
  [{ fingerprint: '' }],
  [{ fingerprint: 'a', state: 'eaten' }],
  [{ fingerprint: 'a', state: 'seen', note: 'x'.repeat(4001) }],
  [{ fingerprint: 'x'.repeat(600), state: 'seen' }],
  ['text'],
  [null],
])('a mark such as %j is refused', async body => {
  const { ask, base } = await open({ packets: [packetOf(files)] })
  expect((await ask(`${base}/marks`, put(body))).status).toBe(400)
})

test('a change without a length, or with a large one, is not read', async () => {
  const { ask, base } = await open({ packets: [packetOf(files)] })
  const long = put({ fingerprint: 'a', note: 'x'.repeat(100_000) })
  expect((await ask(`${base}/marks`, long)).status).toBe(413)
  expect((await ask(`${base}/marks`, { method: 'PUT', body: '{}' })).status).toBe(413)
})

test('a foreign page can change no marks, and a packet that is not open has none', async () => {
  const { plain, ask, base } = await open({ packets: [packetOf(files)] })
  expect((await plain(`${base}/marks`, put({ fingerprint: 'a', state: 'seen' }))).status).toBe(403)
  expect((await ask('/api/packets/..%2F..%2Fx/marks')).status).toBe(404)
})

test('marks lie where the convention of the system says', () => {
  expect(stateFolder({ XDG_STATE_HOME: 'relative' })).toBe(stateFolder({}))
  expect(stateFolder({ XDG_STATE_HOME: '/state' })).toBe('/state/support-packet')
  expect(stateFolder({ XDG_STATE_HOME: '', LOCALAPPDATA: '/local' })).toBe('/local/support-packet')
  expect(stateFolder({})).toMatch(/\.local\/state\/support-packet$/)
})
