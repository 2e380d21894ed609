// TCP and TLS targets against real listeners: ones that stall, go away, come back, or show the wrong certificate.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createAuditLog, type AuditLog } from '../../../audit/index.js'
import type { ConnectionLimits } from '../../../audit/targets/stream-connection.js'
import { makeCertificate, type Certificate } from '../certificate.js'
import { numbered, targetOf, upTo, type GivenTarget } from '../targets.js'
import { until } from '../until.js'

let folder = ''
let certificate: Certificate
let other: Certificate
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-tcp-'))
  certificate = makeCertificate(folder)
  other = makeCertificate(folder, 'elsewhere.example.com')
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const listeners: Listener[] = []
const logs: AuditLog[] = []
afterEach(async () => {
  await Promise.all(logs.splice(0).map(log => log.close(10)))
  await Promise.all(listeners.splice(0).map(listener => listener.stop()))
})

interface Listener {
  readonly port: number
  /** What each connection brought, the oldest first. */
  readonly received: () => readonly string[]
  readonly stop: () => Promise<void>
}

interface Listening {
  readonly port?: number
  readonly tls?: Certificate
  /** Accepts connections and never reads. */
  readonly stalls?: boolean
}

async function listen({ port = 0, tls, stalls = false }: Listening = {}): Promise<Listener> {
  const texts: string[] = []
  const sockets = new Set<Socket>()
  function accept(socket: Socket): void {
    sockets.add(socket)
    socket.on('error', () => undefined)
    const index = texts.push('') - 1
    if (stalls) socket.pause()
    else socket.on('data', chunk => (texts[index] += chunk.toString()))
  }
  const server: Server =
    tls === undefined ? createServer(accept) : createTlsServer({ cert: tls.cert, key: tls.key }, accept)
  server.on('tlsClientError', () => undefined)
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const listener: Listener = {
    port: (server.address() as AddressInfo).port,
    received: () => texts,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
  listeners.push(listener)
  return listener
}

const said: string[] = []
function logTo(
  port: number,
  options: Readonly<Record<string, unknown>> = {},
  more: Partial<GivenTarget> = {},
  limits: Partial<ConnectionLimits> = {},
): AuditLog {
  said.length = 0
  const target = targetOf({ type: 'tcp', ...more, options: { host: 'localhost', port, ...options } })
  const log = createAuditLog([target], {
    onTrouble: (_, message) => said.push(message),
    backOff: { firstMs: 5, longestMs: 20 },
    connectionLimits: { connectMs: 20_000, writeMs: 20_000, ...limits },
  })
  logs.push(log)
  return log
}

/** Numbers of the whole records that connections brought; what a broken one brought of its last record is none. */
function numbersOf(texts: readonly string[]): readonly number[] {
  return texts.flatMap(text =>
    [...text.matchAll(/\{"timestamp".*?"number":(\d+)\},"error":\{\}\}\n/g)].map(([, number]) =>
      Number(number),
    ),
  )
}

function timed(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

const p99 = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? NaN

test('records come one after the other, JSON by the line and GELF by the NUL byte', async () => {
  const listener = await listen()
  const json = logTo(listener.port)
  for (const number of upTo(100)) json.log(numbered(number))
  await json.close()
  await until(() => numbersOf(listener.received()).length === 100)
  expect(numbersOf(listener.received())).toEqual(upTo(100))
  const gelf = logTo(listener.port, {}, { format: 'gelf' })
  for (const number of upTo(3)) gelf.log(numbered(number))
  await gelf.close()
  const last = await until(() => listener.received()[1]?.match(/^(?:[^\0]+\0){3}/)?.[0])
  const records = last.split('\0')
  expect(records.pop()).toBe('')
  expect(records.map(record => (JSON.parse(record) as { version: string }).version)).toEqual([
    '1.1',
    '1.1',
    '1.1',
  ])
})

test('a listener that goes and comes back gets every record, whole', async () => {
  const first = await listen()
  const log = logTo(first.port)
  for (const number of upTo(50)) log.log(numbered(number))
  await until(() => numbersOf(first.received()).length === 50)
  await first.stop()
  await until(() => log.status()[0]?.state !== 'delivering')
  for (const number of upTo(50)) log.log(numbered(50 + number))
  await until(() => said.length > 0)
  expect(log.status()[0]).toMatchObject({
    state: 'waiting',
    lastError: expect.stringMatching(/ECONN|closed/) as unknown,
  })
  const second = await listen({ port: first.port })
  await until(() => log.status()[0]?.queued === 0)
  await log.close()
  const all = new Set([...numbersOf(first.received()), ...numbersOf(second.received())])
  expect([...all].sort((a, b) => a - b)).toEqual(upTo(100))
  expect(said).toHaveLength(1)
})

test('a listener that stalls delays nobody, and what it has no room for is counted', async () => {
  const listener = await listen({ stalls: true })
  const log = logTo(listener.port, {}, { maxqueuesize: 500 }, { writeMs: 300 })
  const padding = 'x'.repeat(10_000)
  const [delays, control]: [number[], number[]] = [[], []]
  for (let number = 0; number < 5_000; number++) {
    const record = numbered(number, { padding })
    delays.push(timed(() => log.log(record)))
    // What the machine takes for no more than the text, while others use it too.
    control.push(timed(() => JSON.stringify(record)))
    if (number % 100 === 0) await new Promise(resolve => setImmediate(resolve))
  }
  expect(p99(delays)).toBeLessThan(Math.max(1, 3 * p99(control)))
  const [status] = log.status()
  expect(status?.queued).toBeLessThanOrEqual(500)
  // Every record is told of once; what was dropped has records that say so besides.
  const told = (status?.written ?? 0) + (status?.queued ?? 0) + (status?.dropped ?? 0)
  expect(told).toBeGreaterThanOrEqual(5_000)
  expect(told).toBeLessThan(6_000)
  expect(status?.dropped).toBeGreaterThan(1_000)
  // It is given up after a while and called anew.
  await until(() => said.length > 0)
  expect(said[0]).toMatch(/nothing was read for 300 ms/)
})

test('a port where nobody listens keeps no process and no end waiting', async () => {
  const { port, stop } = await listen()
  await stop()
  const log = logTo(port)
  log.log(numbered(1))
  await until(() => log.status()[0]?.state === 'waiting')
  expect(await log.close(30)).toMatchObject([{ queued: 1, written: 0 }])
})

describe('TLS', () => {
  test('records reach a listener whose certificate is trusted, as a file or in Base64', async () => {
    const listener = await listen({ tls: certificate })
    for (const cert of [certificate.certFile, Buffer.from(certificate.cert).toString('base64')]) {
      const log = logTo(listener.port, { tls: true, cert })
      log.log(numbered(1))
      expect(await log.close()).toMatchObject([{ written: 1 }])
    }
    await until(() => numbersOf(listener.received()).length === 2)
  })

  test.each([
    ['nobody vouches for', () => ({}), /self-signed/],
    ['somebody else vouches for', () => ({ cert: other.certFile }), /self-signed|unable to verify/],
    ['has another name', () => ({ cert: other.certFile }), /self-signed|altnames|does not match/],
    ['cannot be read', () => ({ cert: join(folder, 'none.pem') }), /cannot be read/],
    ['is none', () => ({ cert: certificate.keyFile }), /no certificate/],
  ])('nothing is sent where the certificate %s', async (what, options, why) => {
    const listener = await listen({ tls: what === 'has another name' ? other : certificate })
    const log = logTo(listener.port, { tls: true, ...options() })
    log.log(numbered(1))
    await until(() => said.length > 0)
    // The certificate of elsewhere is for 127.0.0.1, too, but not for localhost.
    expect(said[0]).toMatch(why)
    expect(await log.close(20)).toMatchObject([{ written: 0, queued: 1 }])
    expect(numbersOf(listener.received())).toEqual([])
  })

  test('insecure takes any certificate', async () => {
    const listener = await listen({ tls: other })
    const log = logTo(listener.port, { tls: true, insecure: true })
    log.log(numbered(1))
    expect(await log.close()).toMatchObject([{ written: 1 }])
  })

  test('a listener that never answers the handshake is given up', async () => {
    const listener = await listen({ stalls: true })
    const log = logTo(listener.port, { tls: true, insecure: true }, {}, { connectMs: 300 })
    log.log(numbered(1))
    await until(() => said.length > 0)
    expect(said[0]).toMatch(/no connection after 300 ms/)
  })
})
