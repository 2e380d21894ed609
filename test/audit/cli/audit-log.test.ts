// Audit records of commands: where they go, what the viewer leaves in them, and what is said when they cannot be written.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { closeAuditLog, openAuditLog, openPacketRecord, viewerRecords } from '../../../cli/audit-log.js'
import type { PacketEvent } from '../../../audit/index.js'
import { createContext } from '../../../cli/context.js'
import { serveViewer } from '../../../viewer/server/serve.js'
import { sampleAnalyzer } from '../../viewer/sample-analysis.js'
import { cli } from '../../cli/run-cli.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-log-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

function context(env: Record<string, string> = {}) {
  const told: string[] = []
  const stream = () =>
    new Writable({
      write(chunk: Buffer, _, done) {
        told.push(chunk.toString())
        done()
      },
    })
  const io = {
    stdin: new PassThrough(),
    stdout: stream(),
    stderr: stream(),
    env,
    interrupted: new AbortController().signal,
  }
  return { ...createContext(io, true), told }
}

const records = (): readonly Record<string, unknown>[] =>
  readFileSync(join(folder, 'audit.log'), 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>)
const here = (): string => `file://${join(folder, 'audit.log')}`
const keepPacketRecord = async (
  event: PacketEvent,
  given: string | undefined,
  where: ReturnType<typeof context>,
): Promise<void> => (await openPacketRecord(given, where))(event)
const account = `${userInfo().uid}:${userInfo().username}`

test('without option and variable there is no log', async () => {
  expect(await openAuditLog(undefined, context())).toBeUndefined()
  expect(await openAuditLog(undefined, context({ SUPPORT_PACKET_AUDIT: '' }))).toBeUndefined()
})

test('a command leaves a record of the packet that it made, by the account that ran it', async () => {
  const event = { action: 'generate', status: 'success', fileName: 'p.zip', includeLogs: true } as const
  await keepPacketRecord(event, undefined, context({ SUPPORT_PACKET_AUDIT: here() }))
  await keepPacketRecord(
    { ...event, status: 'fail', reason: 'no answer' },
    here(),
    context({ SUPPORT_PACKET_AUDIT: '/nowhere' }),
  )
  expect(records()).toMatchObject([
    {
      level: 'audit-cli',
      event_name: 'generateSupportPacket',
      status: 'success',
      actor: { user_id: account, client: expect.stringMatching(/^support-packet \d/) as unknown },
      meta: { filename: 'p.zip', include_logs: true },
    },
    { status: 'fail', error: { description: 'no answer' } },
  ])
})

test('packets that the viewer opens and removes, and what it refuses, are recorded', async () => {
  const assets = join(folder, 'page')
  mkdirSync(join(assets, 'assets'), { recursive: true })
  writeFileSync(join(assets, 'index.html'), '')
  const audit = await openAuditLog(here(), context())
  const viewer = await serveViewer({
    packets: [join(folder, 'none.zip')],
    port: 0,
    assets,
    analyzer: sampleAnalyzer,
    onPacketEvent: viewerRecords(audit),
  })
  const { origin, searchParams } = new URL(viewer.url)
  const headers = { authorization: `Bearer ${searchParams.get('token')}`, 'user-agent': 'a browser' }
  const ask = (path: string, init: RequestInit) => fetch(origin + path, { ...init, headers })
  const sample = readFileSync(new URL('../../../samples/healthy-11-6.zip', import.meta.url))
  const uploaded = await ask('/api/packets?name=mine.zip', { method: 'POST', body: sample })
  const { packets } = (await uploaded.json()) as { packets: { id: string }[] }
  expect((await ask(`/api/packets/${packets[0]?.id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await ask('/api/packets/gone', { method: 'DELETE' })).status).toBe(404)
  expect((await ask('/api/packets', { method: 'POST', body: '' })).status).toBe(400)
  await viewer.close()
  await closeAuditLog(audit, context())
  const request = { actor: { user_id: account, client: 'a browser', ip_address: '127.0.0.1' } }
  const id = packets[0]?.id
  expect(records()).toMatchObject([
    {
      level: 'audit-cli',
      event_name: 'openSupportPacket',
      status: 'fail',
      meta: { filename: join(folder, 'none.zip') },
    },
    {
      ...request,
      level: 'audit-api',
      event_name: 'openSupportPacket',
      status: 'success',
      meta: { api_path: '/api/packets', filename: 'mine.zip', sha256: id, size_bytes: sample.length },
    },
    {
      ...request,
      event_name: 'deleteSupportPacket',
      status: 'success',
      meta: { api_path: `/api/packets/${id}`, sha256: id },
    },
    {
      ...request,
      event_name: 'deleteSupportPacket',
      status: 'fail',
      error: { description: expect.stringContaining('not open here') as unknown },
    },
    {
      ...request,
      event_name: 'openSupportPacket',
      status: 'fail',
      error: { description: expect.stringContaining('0 bytes') as unknown },
    },
  ])
})

test('what is wrong with the configuration is said, and the rest of it is used', async () => {
  const here = context()
  const given = JSON.stringify({
    good: { type: 'file', format: 'json', levels: [], options: { filename: join(folder, 'audit.log') } },
    bad: { type: 'tcp', format: 'json', levels: [{ id: 103, name: 'audit-cli' }], options: { host: 'h' } },
  })
  await keepPacketRecord({ action: 'generate', status: 'success' }, given, here)
  expect(here.told).toEqual([
    'support-packet: Audit log, good.levels: No level is listed; all audit levels are written: audit-api, audit-content, audit-permissions, audit-cli.\n',
    'support-packet: Audit log, bad.options.port: port is missing; this target is left out, the others are not affected.\n',
  ])
  expect(records()).toHaveLength(1)
})

test('a target that fails is said at once, and what it did not take at the end', async () => {
  const here = context()
  await keepPacketRecord({ action: 'generate', status: 'success' }, 'file:///dev/full?max_age=1', here)
  expect(here.told).toEqual([
    expect.stringMatching(/^support-packet: Audit target file: ENOSPC/),
    expect.stringMatching(/^support-packet: Audit target file: 1 record could not be delivered \(ENOSPC/),
  ])
}, 20_000)

test.each([
  ['postgres://a:secret@h/db', /There is no target for audit records in the data source name/],
  ['/no/such/file', /Cannot read the configuration of the audit log from \/no\/such\/file: no such file/],
])('view does not start without the records that are asked for: %s', async (given, why) => {
  const { code, stderr } = await cli(['view', '--no-open', '--audit-config', given])
  expect(code).toBe(2)
  expect(stderr).toMatch(why)
  expect(stderr).not.toContain('secret')
})

test('a copy without secrets leaves a record of both files and of what was masked', async () => {
  const out = join(folder, 'safe.zip')
  await cli(['sanitize', 'samples/healthy-9-11.zip', '-o', out, '--audit-config', here()])
  expect(records()).toMatchObject([
    {
      event_name: 'sanitizeSupportPacket',
      status: 'success',
      actor: { user_id: account },
      meta: {
        filename: 'safe.zip',
        source_filename: 'healthy-9-11.zip',
        masked_values: { 'sanitized_config.json': 1 },
        size_bytes: statSync(out).size,
      },
    },
  ])
})

test('a copy that is not made leaves a record too: refused, cancelled, in the way of another file', async () => {
  const none = join(folder, 'none.zip')
  const out = join(folder, 'safe.zip')
  const sample = 'samples/healthy-9-11.zip'
  await cli(['sanitize', none, '-o', out, '--audit-config', here()])
  const interrupted = AbortSignal.abort()
  const { code } = await cli(['sanitize', sample, '-o', out, '--audit-config', here()], { interrupted })
  expect(code).toBe(130)
  writeFileSync(out, 'something else')
  await cli(['sanitize', sample, '-o', out, '--audit-config', here()])
  expect(records()).toMatchObject(
    [
      {
        status: 'fail',
        meta: { source_filename: 'none.zip' },
        error: { description: expect.stringContaining('none.zip') as string },
      },
      { status: 'fail', meta: { source_filename: 'healthy-9-11.zip' }, error: { description: 'cancelled' } },
      { status: 'fail', error: { description: expect.stringContaining('Cannot write') as string } },
    ].map(record => ({ ...record, event_name: 'sanitizeSupportPacket' })),
  )
})

test('nothing is made when the records that are wanted have no target', async () => {
  const out = join(folder, 'safe.zip')
  const { code } = await cli(['sanitize', 'samples/healthy-9-11.zip', '-o', out, '--audit-config', '{}'])
  expect(code).toBe(2)
  expect(existsSync(out)).toBe(false)
})
