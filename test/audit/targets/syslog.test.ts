// Syslog targets against rsyslog of the system: what it understands of the messages over UDP, TCP and TLS, and what happens when it
// is stopped in the middle and started again.
import { mkdtempSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createAuditLog, recordOf, type AuditLog } from '../../../audit/index.js'
import { makeCertificate, type Certificate } from '../certificate.js'
import { prepareRsyslog, type Rsyslog } from '../rsyslog.js'
import { moment, numbered, targetOf, upTo } from '../targets.js'
import { until } from '../until.js'

let folder = ''
let certificate: Certificate
let rsyslog: Rsyslog
const logs: AuditLog[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-syslog-'))
  certificate = makeCertificate(folder)
})
beforeEach(async () => {
  rsyslog = await prepareRsyslog(mkdtempSync(join(folder, 'run-')), certificate)
  await rsyslog.start()
})
afterEach(async () => {
  await Promise.all(logs.splice(0).map(log => log.close(10)))
  await rsyslog.stop()
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function logOver(kind: 'udp' | 'tcp' | 'tls', more: Readonly<Record<string, unknown>> = {}): AuditLog {
  const options = {
    udp: { port: rsyslog.ports.plain, protocol: 'udp' },
    tcp: { port: rsyslog.ports.plain },
    tls: { port: rsyslog.ports.tls, tls: true, cert: certificate.certFile },
  }[kind]
  const target = targetOf({
    type: 'syslog',
    options: { host: 'localhost', ...options, ...more },
    maxqueuesize: 10_000,
  })
  const log = createAuditLog([target], { backOff: { firstMs: 20, longestMs: 50 } })
  logs.push(log)
  return log
}

const numbers = (): readonly number[] =>
  rsyslog.messages().map(({ text }) => (JSON.parse(text) as { meta: { number: number } }).meta.number)

describe.each(['udp', 'tcp', 'tls'] as const)('over %s', kind => {
  test('rsyslog reads head and record of every message', async () => {
    const log = logOver(kind, { tag: 'my-tool' })
    for (const number of upTo(100)) log.log(numbered(number))
    expect(await log.close()).toMatchObject([{ written: 100, dropped: 0 }])
    await until(() => rsyslog.messages().length === 100)
    expect(numbers()).toEqual(upTo(100))
    const { time, ...first } = rsyslog.messages()[0] ?? expect.fail('no message')
    expect(first).toMatchObject({
      version: '1',
      // log audit (13), information (6)
      priority: String(13 * 8 + 6),
      host: hostname(),
      tag: 'my-tool',
      process: String(process.pid),
      id: 'openSupportPacket',
    })
    expect(Date.parse(time)).toBe(moment)
  })
})

describe.each([
  ['tcp', {}],
  ['tcp', { framing: 'lf' }],
  ['tls', {}],
] as const)('over %s with %j', (kind, options) => {
  test('a record with line ends, in many bytes a character, is one message', async () => {
    const log = logOver(kind, options)
    const told = 'Grüße\n<13>1 - - - - - forged\r\n世界 \u0000'
    for (const filename of [told, 'x'.repeat(100_000), 'end'])
      log.log(recordOf({ event: 'openSupportPacket', status: 'success', meta: { filename } }))
    await log.close()
    await until(() => rsyslog.messages().length === 3)
    const names = rsyslog
      .messages()
      .map(({ text }) => (JSON.parse(text) as { meta: { filename: string } }).meta.filename)
    expect(names).toEqual([told, 'x'.repeat(100_000), 'end'])
  })

  test('rsyslog that is stopped in the middle and started again gets every record', async () => {
    const log = logOver(kind, options)
    for (const number of upTo(200)) log.log(numbered(number))
    await until(() => new Set(numbers()).size === 200)
    await rsyslog.stop()
    for (const number of upTo(200)) log.log(numbered(200 + number))
    await until(() => log.status()[0]?.state === 'waiting')
    await rsyslog.start()
    for (const number of upTo(200)) log.log(numbered(400 + number))
    await until(() => log.status()[0]?.queued === 0)
    await log.close()
    const all = await until(() => {
      const seen = new Set(numbers())
      return seen.size >= 600 ? seen : undefined
    })
    expect([...all].sort((a, b) => a - b)).toEqual(upTo(600))
  })
})

test('over udp records go on after a stop, though nobody knows which were lost', async () => {
  const log = logOver('udp')
  for (const number of upTo(20)) log.log(numbered(number))
  await until(() => numbers().length === 20)
  await rsyslog.stop()
  for (const number of upTo(20)) log.log(numbered(20 + number))
  await until(
    () => (log.status()[0]?.lastError ?? '').includes('ECONNREFUSED') || log.status()[0]?.queued === 0,
  )
  await rsyslog.start()
  await until(() => log.status()[0]?.queued === 0)
  for (const number of upTo(20)) log.log(numbered(40 + number))
  await log.close()
  const seen = await until(() => {
    const found = numbers()
    return found.includes(59) ? found : undefined
  })
  expect(seen.slice(0, 20)).toEqual(upTo(20))
  expect(seen.slice(-20)).toEqual(upTo(20).map(number => 40 + number))
})

test('over udp a record that fits into no datagram is counted as dropped, and a record says so', async () => {
  const log = logOver('udp')
  log.log(numbered(1, { padding: 'x'.repeat(70_000) }))
  log.log(numbered(2))
  expect(await log.close()).toMatchObject([{ dropped: 1, written: 2 }])
  await until(() => rsyslog.messages().length === 2)
  const [second, note] = rsyslog.messages()
  expect(second?.text).toContain('"number":2')
  // log audit (13), error (3)
  expect(note).toMatchObject({ id: 'auditRecordsDropped', priority: String(13 * 8 + 3) })
})
