// Having packets made: what is asked for is checked, what comes of it is opened and told, and a token is told to nobody.
import { createServer, type RequestListener, type Server } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { MakeJob, MakeRequest } from '../../../viewer/shared/make.js'
import type { PacketList } from '../../../viewer/shared/wire.js'
import type { PacketEvent } from '../../../viewer/server/packet-events.js'
import { openApp, token as startToken } from '../open-app.js'

const sample = await readFile(new URL('../../../samples/db-restart.zip', import.meta.url))
const secret = 'qwertyuiopasdfghjklzxcvbnm'
const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** The app, every event of it, and a promise of the next one of an action. */
async function open() {
  const events: PacketEvent[] = []
  const waiting: { action: PacketEvent['action']; found: (event: PacketEvent) => void }[] = []
  const app = await openApp({
    onPacketEvent: event => {
      events.push(event)
      for (const one of waiting) if (one.action === event.action) one.found(event)
    },
  })
  closing.push(app.close)
  const next = (action: PacketEvent['action']) =>
    new Promise<PacketEvent>(found => void waiting.push({ action, found }))
  const make = (request: unknown) => app.ask('/api/make', { method: 'POST', body: JSON.stringify(request) })
  const jobs = async () => ((await (await app.ask('/api/make')).json()) as { making: MakeJob[] }).making
  return { ...app, events, next, make, jobs }
}

/** A stand-in for a server; gives its address. */
async function serve(answer: RequestListener): Promise<string> {
  const server: Server = createServer(answer)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  closing.push(() => {
    server.closeAllConnections()
    return new Promise(done => server.close(done))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const fromServer = (url: string): MakeRequest => ({
  from: 'server',
  url,
  token: secret,
  includeLogs: true,
  includePlugins: false,
})

test('a packet that a server makes is opened, recorded, and can be saved', async () => {
  const asked: string[] = []
  const url = await serve((request, response) => {
    asked.push(`${request.url ?? ''} ${request.headers.authorization ?? ''}`)
    response.writeHead(200, {
      'Content-Type': 'application/zip',
      'Content-Disposition': 'attachment; filename="support-packet.zip"',
    })
    response.end(sample)
  })
  const { make, next, jobs, ask, events } = await open()
  const made = next('generate')
  expect((await make(fromServer(url))).status).toBe(202)
  expect(await made).toMatchObject({
    status: 'success',
    fileName: expect.stringContaining('support-packet.zip') as string,
    sizeBytes: sample.length,
    includeLogs: true,
    request: { apiPath: '/api/make' },
  })
  const [job] = await jobs()
  expect(job).toMatchObject({ state: 'done', fileName: 'support-packet.zip', what: `Packet of ${url}` })
  const packet = job?.state === 'done' ? job.packet : ''
  const file = await ask(`/api/packets/${packet}/file`)
  expect(Buffer.from(await file.arrayBuffer()).equals(sample)).toBe(true)
  expect(asked).toEqual([`/api/v4/system/support_packet Bearer ${secret}`])
  const { packets } = (await (await ask('/api/packets')).json()) as PacketList
  expect(packets.map(({ id }) => id)).toContain(packet)
  expect(JSON.stringify([events, await jobs(), packets])).not.toContain(secret)
})

test('a token that the server refuses is a reason with advice, and is told to nobody', async () => {
  const url = await serve((_, response) => {
    response.writeHead(401, { 'Content-Type': 'application/json' })
    response.end('{"id":"api.context.session_expired.app_error","message":"Invalid or expired session"}')
  })
  const { make, next, jobs, events } = await open()
  const made = next('generate')
  await make(fromServer(url))
  expect((await made).status).toBe('fail')
  const [job] = await jobs()
  expect(job).toMatchObject({ state: 'failed', reason: expect.stringMatching(/token|session/i) as string })
  expect(JSON.stringify([events, job])).not.toContain(secret)
})

test('what is being made can be cancelled, and nothing of it is kept', async () => {
  let reached: () => void
  const isReached = new Promise<void>(done => (reached = done))
  const url = await serve(() => reached())
  const { make, next, jobs, ask } = await open()
  const made = next('generate')
  const job = (await (await make(fromServer(url))).json()) as MakeJob
  await isReached
  expect((await ask(`/api/make/${job.id}`, { method: 'DELETE' })).status).toBe(204)
  expect(await made).toMatchObject({ status: 'fail', reason: 'cancelled' })
  expect(await jobs()).toMatchObject([{ state: 'cancelled' }])
  expect((await ask(`/api/make/${job.id}`, { method: 'DELETE' })).status).toBe(204)
  expect(await jobs()).toEqual([])
})

test('a copy without secrets is another packet, and the way it was made is recorded', async () => {
  const { ask, make, next, jobs } = await open()
  const uploaded = (await (
    await ask('/api/packets?name=db-restart.zip', { method: 'POST', body: sample })
  ).json()) as PacketList
  const made = next('sanitize')
  await make({ from: 'packet', packet: uploaded.packets[0]?.id })
  expect(await made).toMatchObject({ status: 'success' })
  const [job] = await jobs()
  expect(job).toMatchObject({ state: 'done', fileName: 'db-restart-sanitized.zip' })
  expect(job?.state === 'done' ? job.packet : '').not.toBe(uploaded.packets[0]?.id)
})

test('an installation that is not there is said, with its folder', async () => {
  const { make, next, jobs } = await open()
  const made = next('generate')
  await make({ from: 'installation', folder: '/no/such/folder', includeLogs: true })
  expect((await made).reason).toContain('/no/such/folder')
  expect(await jobs()).toMatchObject([{ state: 'failed' }])
})

test.each([
  ['no JSON', 'x'],
  ['a way that is none', { from: 'elsewhere' }],
  ['no token', { from: 'server', url: 'https://chat.example.com' }],
  ['a token that is a sentence', { from: 'server', url: 'https://chat.example.com', token: 'my token' }],
  ['an address that is none', { from: 'server', url: 'chat', token: secret }],
  ['an address with a password', { from: 'server', url: 'https://a:b@chat.example.com', token: secret }],
  ['a file as address', { from: 'server', url: 'file:///etc/passwd', token: secret }],
  ['a program to run', { from: 'teleport', reach: '/bin/sh', mode: 'speed' }],
  ['hours that are none', { from: 'installation', folder: '/opt/x', hours: 'two' }],
])('%s is refused before anything is done', async (_, request) => {
  const { make, jobs } = await open()
  const response = await make(request)
  expect(response.status).toBe(400)
  expect(await response.text()).not.toContain(secret)
  expect(await jobs()).toEqual([])
})

test('nobody has a packet made without the token, or from another page', async () => {
  const { plain } = await open()
  const body = JSON.stringify(fromServer('https://chat.example.com'))
  expect((await plain('/api/make', { method: 'POST', body })).status).toBe(403)
  const foreign = { origin: 'https://evil.example', authorization: `Bearer ${startToken}` }
  expect((await plain('/api/make', { method: 'POST', body, headers: foreign })).status).toBe(403)
  expect((await plain('/api/make', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401)
})

test('a packet from the command line is no file to be saved: it lies where it was', async () => {
  const app = await openApp({
    packets: [(await import('../../../analyzer/index.js')).packetOf({ 'a.log': 'x\n' })],
  })
  closing.push(app.close)
  const response = await app.ask(`/api/packets/${app.ids[0] ?? ''}/file`)
  expect(response.status).toBe(409)
})
