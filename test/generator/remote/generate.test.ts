// Packets from a server's API, against a stand-in that replays what real servers sent.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { generateFromServer } from '../../../generator/mattermost/remote/generate.js'
import { listPluginPackets } from '../../../generator/mattermost/remote/plugin-packets.js'
import type {
  Generated,
  GenerationEvent,
  RefusalCode,
  ServerGeneration,
} from '../../../generator/mattermost/remote/request-types.js'
import {
  cutReply,
  errorReply,
  fixtures,
  packetReply,
  recordedHeaders,
  shortReply,
  standIn,
  standInProxy,
  stuckReply,
  textReply,
  type Reply,
  type StandIn,
  type TlsSetting,
} from './stand-in.js'

const old = { packet: readFileSync('samples/healthy-10-9.zip'), recorded: recordedHeaders('healthy-10-9') }
const recent = { packet: readFileSync('samples/healthy-11-6.zip'), recorded: recordedHeaders('healthy-11-6') }
const whole = packetReply(recent.packet, recent.recorded)

let folder: string
let server: StandIn | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sp-generate-'))
})
afterEach(async () => {
  await server?.close()
  server = undefined
  rmSync(folder, { recursive: true, force: true })
})

interface Setting extends Partial<Omit<ServerGeneration, 'source'>> {
  readonly source?: Partial<ServerGeneration['source']>
}

async function generate(
  replies: readonly Reply[],
  setting: Setting = {},
  tls?: TlsSetting,
): Promise<Generated> {
  server = await standIn(replies, tls)
  return generateFromServer({
    basicServerLogs: true,
    pluginPackets: [],
    destination: { kind: 'directory', path: folder },
    retries: 0,
    wait: () => Promise.resolve(),
    ...setting,
    source: { url: server.url, token: 'secret-token', timeoutMs: 10_000, ...setting.source },
  })
}

const fixture = (name: string): string => readFileSync(join(fixtures, 'tls', name), 'utf8')

function codeOf(generated: Generated): RefusalCode | undefined {
  return generated.kind === 'refused' ? generated.refusal.code : undefined
}

function wordsOf(generated: Generated): string {
  return generated.kind === 'refused' ? `${generated.refusal.message} ${generated.refusal.advice ?? ''}` : ''
}

describe('a packet that comes whole', () => {
  test('gets the name the server gives it, is the same bytes, and is valid', async () => {
    const generated = await generate([whole])
    expect(generated).toMatchObject({ kind: 'packet', validation: { valid: true } })
    const [name = ''] = readdirSync(folder)
    expect(readdirSync(folder)).toEqual(['mm_support_packet_Example_Company_2026-11-21T08-27.zip'])
    expect(readFileSync(join(folder, name)).equals(recent.packet)).toBe(true)
  })

  test('is asked for with the token, with logs unless they are left out, and with the plugins that were chosen', async () => {
    await generate([whole], { basicServerLogs: false, pluginPackets: ['a.b', 'c d'] })
    expect(server?.asked).toEqual([
      {
        url: '/api/v4/system/support_packet?basic_server_logs=false&plugin_packets=a.b&plugin_packets=c+d',
        authorization: 'Bearer secret-token',
      },
    ])
  })

  test('is asked for below the path of the site', async () => {
    server = await standIn([whole])
    await generateFromServer({
      source: { url: `${server.url}/chat/?x=1#y`, token: 't', timeoutMs: 5000 },
      basicServerLogs: true,
      pluginPackets: [],
      destination: { kind: 'directory', path: folder },
      retries: 0,
    })
    expect(server.asked[0]?.url).toBe('/chat/api/v4/system/support_packet')
  })

  test('of a server before 10.10 comes with its size, so that progress is known', async () => {
    const events: GenerationEvent[] = []
    await generate([packetReply(old.packet, old.recorded)], { onEvent: event => events.push(event) })
    expect(events[0]).toEqual({ kind: 'asking', attempt: 1 })
    expect(events.at(-1)).toEqual({ kind: 'checking' })
    const received = events.filter(event => event.kind === 'receiving')
    expect(received.at(-1)).toEqual({
      kind: 'receiving',
      doneBytes: old.packet.length,
      totalBytes: old.packet.length,
    })
  })

  test('does not replace one of the same name but stands beside it', async () => {
    await generate([whole])
    await server?.close()
    const generated = await generate([whole])
    expect(generated).toMatchObject({
      file: join(folder, 'mm_support_packet_Example_Company_2026-11-21T08-27-2.zip'),
    })
    expect(readdirSync(folder)).toHaveLength(2)
  })

  test('replaces a named file only when it may, and asks the server only then', async () => {
    const path = join(folder, 'mine.zip')
    writeFileSync(path, 'old')
    expect(codeOf(await generate([whole], { destination: { kind: 'file', path, overwrite: false } }))).toBe(
      'exists',
    )
    expect(server?.asked).toEqual([])
    expect(readFileSync(path, 'utf8')).toBe('old')
    await server?.close()
    await generate([whole], { destination: { kind: 'file', path, overwrite: true } })
    expect(readFileSync(path).equals(recent.packet)).toBe(true)
  })
})

describe('a download that is cut', () => {
  test('is kept as .part, and what can be read of it is known', async () => {
    const generated = await generate([cutReply(old.packet, old.recorded, 60_000)])
    expect(generated).toMatchObject({ kind: 'cut', sizeBytes: 60_000 })
    expect(readdirSync(folder)).toEqual(['mm_support_packet_Example_Company_2026-11-21T08-21.zip.part'])
    const entries = generated.kind === 'cut' ? (generated.validation?.packet.entries ?? []) : []
    expect(entries.filter(({ status }) => status === 'present').length).toBeGreaterThan(3)
  })

  test('in chunks that end early but properly is no packet either', async () => {
    const generated = await generate([shortReply(recent.packet, recent.recorded, 70_000)])
    expect(generated).toMatchObject({ kind: 'cut', reason: 'the answer ended before the end of the archive' })
  })

  test('by silence ends when the time is over', async () => {
    const generated = await generate([stuckReply(old.packet, old.recorded, 30_000)], {
      source: { timeoutMs: 1000 },
    })
    expect(generated).toMatchObject({ kind: 'cut', sizeBytes: 30_000, reason: 'the server stopped sending' })
  })

  test('never replaces a packet that is there', async () => {
    const path = join(folder, 'mine.zip')
    writeFileSync(path, 'old')
    const cut = cutReply(old.packet, old.recorded, 10_000)
    await generate([cut], { destination: { kind: 'file', path, overwrite: true } })
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(folder).sort()).toEqual(['mine.zip', 'mine.zip.part'])
  })
})

describe('a server that refuses', () => {
  const cases: readonly (readonly [string, Reply, RefusalCode, RegExp])[] = [
    [
      'a token it does not know',
      errorReply(
        401,
        'api.context.session_expired.app_error',
        'Invalid or expired session, please login again.',
      ),
      'unauthorized',
      /does not accept the token.*personal access token/,
    ],
    [
      'a user without permission',
      errorReply(403, 'api.context.permissions.app_error', 'You do not have the appropriate permissions.'),
      'no-permission',
      /system administrator/,
    ],
    [
      'a server without licence',
      errorReply(403, 'api.no_license', 'Your license does not support this'),
      'no-licence',
      /--from-installation/,
    ],
    [
      'a server that could not write the archive',
      errorReply(403, 'api.unable_to_create_zip_file', 'Unable to create zip'),
      'server-error',
      /file store/,
    ],
    [
      'a server older than packets',
      errorReply(404, 'api.context.404.app_error', 'Sorry, we could not find the page.'),
      'too-old',
      /older than 5\.33/,
    ],
    [
      'an address of something else',
      textReply(404, 'text/plain', '404 page not found'),
      'not-a-packet',
      /Site URL/,
    ],
    [
      'a login page',
      textReply(200, 'text/html; charset=utf-8', '<!doctype html><title>Sign in\u001b[31m</title>'),
      'not-a-packet',
      /a web page, "Sign in/,
    ],
    [
      'a page that calls itself a packet',
      textReply(200, 'application/zip', '<html><title>Blocked</title>'),
      'not-a-packet',
      /a web page, "Blocked"/,
    ],
    [
      'a redirect, which the token does not follow',
      textReply(302, 'text/html', '', { location: 'https://login.example.com/' }),
      'redirected',
      /login\.example\.com/,
    ],
    [
      'a proxy without patience',
      textReply(504, 'text/html', '<title>504 Gateway Time-out</title>'),
      'busy',
      /raise the time-out of the proxy/,
    ],
    [
      'too many requests',
      errorReply(429, 'api.rate_limit', 'slow down', { 'retry-after': '7' }),
      'busy',
      /fewer requests/,
    ],
    [
      'an error of the server',
      errorReply(500, 'app.error', 'Something broke'),
      'server-error',
      /"Something broke"/,
    ],
    ['an empty answer', textReply(200, 'application/zip', ''), 'not-a-packet', /empty/],
  ]
  test.each(cases)('%s is said in words and leaves no file', async (_, reply, code, words) => {
    const generated = await generate([reply])
    expect(codeOf(generated)).toBe(code)
    expect(wordsOf(generated)).toMatch(words)
    expect(readdirSync(folder)).toEqual([])
  })

  test('never sees its token in what is said', async () => {
    const generated = await generate([errorReply(401, 'x', 'no')])
    expect(JSON.stringify(generated)).not.toContain('secret-token')
  })

  test('because it is busy is asked again after the time it names', async () => {
    const waits: number[] = []
    const generated = await generate(
      [errorReply(429, 'x', 'busy', { 'retry-after': '7' }), errorReply(503, 'x', ''), whole],
      {
        retries: 2,
        wait: ms => {
          waits.push(ms)
          return Promise.resolve()
        },
      },
    )
    expect(generated.kind).toBe('packet')
    expect(waits).toEqual([7000, 4000])
  })

  test('for good is not asked again', async () => {
    await generate([errorReply(401, 'x', 'no')], { retries: 5 })
    expect(server?.asked).toHaveLength(1)
  })

  test('with an hour to wait is left alone', async () => {
    await generate([errorReply(429, 'x', 'busy', { 'retry-after': '3600' })], { retries: 5 })
    expect(server?.asked).toHaveLength(1)
  })
})

describe('connections', () => {
  test('to an authority of its own need its certificate', async () => {
    const without = await generate([whole], {}, {})
    expect(codeOf(without)).toBe('certificate')
    expect(wordsOf(without)).toMatch(/authority that this machine does not know.*--ca/)
    await server?.close()
    const generated = await generate([whole], { source: { ca: fixture('ca.pem') } }, {})
    expect(generated.kind).toBe('packet')
  })

  test('show a client certificate when the server wants one', async () => {
    const tls = { wantsClient: true }
    const without = await generate([whole], { source: { ca: fixture('ca.pem') } }, tls)
    expect(without.kind).toBe('refused')
    await server?.close()
    const source = {
      ca: fixture('ca.pem'),
      clientCertificate: fixture('client.pem'),
      clientKey: fixture('client.key'),
    }
    expect((await generate([whole], { source }, tls)).kind).toBe('packet')
  })

  test('go through the proxy, except to hosts that are left out', async () => {
    const proxy = await standInProxy()
    try {
      const source = { ca: fixture('ca.pem'), proxy: proxy.url }
      expect((await generate([whole], { source }, {})).kind).toBe('packet')
      expect(proxy.targets).toEqual([server?.url.replace('https://', '')])
      await server?.close()
      await generate([whole], { source: { ...source, noProxy: '127.0.0.1' } }, {})
      expect(proxy.targets).toHaveLength(1)
    } finally {
      await proxy.close()
    }
  })

  test('that nothing answers are said with the reason', async () => {
    server = await standIn([whole])
    const { url } = server
    await server.close()
    const generated = await generate([whole], { source: { url } })
    expect(wordsOf(generated)).toContain('nothing listens there')
  })

  test('to what is no address are not tried', async () => {
    for (const url of ['chat.example.com', 'ftp://x', 'file:///etc/passwd', ''])
      expect(codeOf(await generate([whole], { source: { url } }))).toBe('bad-url')
  })

  test('end when they are cancelled, and nothing stays', async () => {
    const cancel = new AbortController()
    const generated = await generate([stuckReply(recent.packet, recent.recorded, 30_000)], {
      signal: cancel.signal,
      onEvent: event => {
        if (event.kind === 'receiving') cancel.abort()
      },
    })
    expect(codeOf(generated)).toBe('cancelled')
    expect(existsSync(folder) && readdirSync(folder)).toEqual([])
  })
})

describe('the list of plugin packets', () => {
  const manifest = (id: string, props: unknown): object => ({
    id,
    name: id.toUpperCase(),
    version: '1.0.0',
    props,
  })

  test('names active plugins that add something only when asked', async () => {
    const active = [
      manifest('metrics', { support_packet: 'Performance metrics' }),
      manifest('calls', {}),
      null,
    ]
    server = await standIn([textReply(200, 'application/json', JSON.stringify({ active, inactive: [] }))])
    const plugins = await listPluginPackets({ url: server.url, token: 't', timeoutMs: 5000 })
    expect(plugins).toEqual({
      kind: 'listed',
      plugins: [{ id: 'metrics', name: 'METRICS', version: '1.0.0', label: 'Performance metrics' }],
    })
  })

  test('may be refused as a packet may', async () => {
    server = await standIn([errorReply(403, 'api.context.permissions.app_error', 'no')])
    const plugins = await listPluginPackets({ url: server.url, token: 't', timeoutMs: 5000 })
    expect(plugins).toMatchObject({ kind: 'refused', refusal: { code: 'no-permission' } })
  })
})
