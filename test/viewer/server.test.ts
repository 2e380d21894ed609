// What the server gives and refuses, without a socket.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { packetOf } from '../../analyzer/packet/memory.js'
import type { LinePage, PacketList } from '../../viewer/shared/wire.js'
import { openApp, port, token, type AppOptions } from './open-app.js'

const sample = new URL('../../samples/db-restart.zip', import.meta.url)
const opened: Awaited<ReturnType<typeof openApp>>[] = []

async function open(options?: AppOptions) {
  const app = await openApp(options)
  opened.push(app)
  return app
}

afterEach(async () => {
  for (const app of opened.splice(0)) await app.close()
})

async function failureOf(response: Response) {
  return ((await response.json()) as { error: { code: string; message: string } }).error
}

test('the API answers nobody without the token', async () => {
  const { plain } = await open()
  for (const path of ['/api/packets', '/api/packets/x', '/api/packets/x/entries/0/raw', '/api/anything']) {
    const response = await plain(path)
    expect(response.status).toBe(401)
    expect((await failureOf(response)).code).toBe('NO_TOKEN')
  }
})

test('a wrong token is refused wherever it stands', async () => {
  const { plain } = await open()
  const ways = [
    await plain('/api/packets?token=wrong'),
    await plain('/api/packets', { headers: { authorization: 'Bearer wrong' } }),
    await plain('/api/packets', { headers: { cookie: `support-packet-${port}=wrong` } }),
    await plain('/api/packets', { headers: { authorization: `Basic ${token}` } }),
    await plain('/api/packets', { headers: { cookie: `support-packet-1=${token}` } }),
  ]
  for (const response of ways) expect(response.status).toBe(401)
})

test('the token counts in the address, as a cookie and as a bearer', async () => {
  const { plain } = await open()
  const ways = [
    await plain(`/api/packets?token=${token}`),
    await plain('/api/packets', { headers: { authorization: `Bearer ${token}` } }),
    await plain('/api/packets', { headers: { cookie: `support-packet-${port}=${token}` } }),
  ]
  for (const response of ways) expect(response.status).toBe(200)
})

test('the start address sets a cookie that scripts and other sites do not get', async () => {
  const { plain } = await open()
  const cookie = (await plain(`/?token=${token}`)).headers.get('set-cookie') ?? ''
  expect(cookie).toContain(`support-packet-${port}=${token}`)
  expect(cookie).toMatch(/HttpOnly/)
  expect(cookie).toMatch(/SameSite=Strict/)
  expect((await plain('/?token=wrong')).headers.get('set-cookie')).toBeNull()
})

test.each([
  'evil.example',
  `evil.example:${port}`,
  '127.0.0.1',
  '127.0.0.1:1',
  `127.0.0.1.evil.example:${port}`,
  '',
])('the Host %j is refused, for the page too', async host => {
  const { ask } = await open()
  for (const path of ['/api/packets', '/']) {
    const response = await ask(path, { headers: { host } })
    expect(response.status).toBe(403)
    expect((await failureOf(response)).code).toBe('WRONG_HOST')
  }
})

test.each(['127.0.0.1', 'localhost', '[::1]'])('the Host %s is ours', async name => {
  const { ask } = await open()
  expect((await ask('/api/packets', { headers: { host: `${name}:${port}` } })).status).toBe(200)
})

test.each(['http://evil.example', 'null', 'http://127.0.0.1:1', `https://127.0.0.1:${port}`])(
  'the Origin %s is refused even with the token',
  async origin => {
    const { ask } = await open()
    for (const method of ['GET', 'POST']) {
      const response = await ask('/api/packets', { method, headers: { origin } })
      expect(response.status).toBe(403)
      expect((await failureOf(response)).code).toBe('WRONG_ORIGIN')
    }
  },
)

test('a change needs an Origin when only the cookie speaks for it', async () => {
  const { plain, ids } = await open({ packets: [packetOf({ 'a.log': 'x\n' })] })
  const cookie = `support-packet-${port}=${token}`
  const path = `/api/packets/${ids[0] ?? ''}`
  expect((await plain(path, { method: 'DELETE', headers: { cookie } })).status).toBe(403)
  const origin = `http://localhost:${port}`
  expect((await plain(path, { method: 'DELETE', headers: { cookie, origin } })).status).toBe(204)
})

test.each(['cross-site', 'same-site'])('a request that the browser calls %s is refused', async site => {
  const { ask } = await open()
  expect((await ask('/api/packets', { headers: { 'sec-fetch-site': site } })).status).toBe(403)
})

test('every answer forbids inline code, framing, sniffing and foreign use', async () => {
  const { ask, plain } = await open()
  for (const response of [
    await plain('/'),
    await ask('/api/packets'),
    await plain('/api/packets'),
    await plain('/assets/none.js'),
  ]) {
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|data:|http|\*/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(response.headers.get('cache-control')).toBe('no-store')
  }
})

test('addresses of the page give the page, unknown API addresses an error', async () => {
  const { ask, plain } = await open()
  for (const path of ['/', '/p/abc', '/p/abc/findings?sev=error', '/p/abc/entry/3'])
    expect(await (await plain(path)).text()).toContain('<title>page</title>')
  expect((await ask('/api/nothing')).status).toBe(404)
  expect((await plain('/assets/../index.html')).status).toBe(200)
})

test('a packet is listed by its hash, with its verdict once it is analyzed', async () => {
  const { ask, ids } = await open({ packets: [packetOf({ 'mattermost.log': 'x\n' })] })
  const { packets } = (await (await ask('/api/packets')).json()) as PacketList
  expect(ids[0]).toMatch(/^[0-9a-f]{64}$/)
  expect(packets).toMatchObject([{ id: ids[0], state: 'ready', headline: { serverVersion: '11.0.0' } }])
  const analysis = (await (await ask(`/api/packets/${ids[0] ?? ''}`)).json()) as { findings: unknown[] }
  expect(analysis.findings).toHaveLength(5)
})

test('while a packet is analyzed, its row says how far, and its entries can be read', async () => {
  const { ask, ids } = await open({
    packets: [packetOf({ 'a.log': 'one\ntwo\n' })],
    analyzer: {
      analyzePacket: (_packet, onProgress) => {
        onProgress?.({ stage: 'logs', doneBytes: 4, totalBytes: 8 })
        return new Promise(() => undefined)
      },
    },
  })
  const { packets } = (await (await ask('/api/packets')).json()) as PacketList
  expect(packets).toMatchObject([{ state: 'analyzing', read: { doneBytes: 4, totalBytes: 8 } }])
  const response = await ask(`/api/packets/${ids[0] ?? ''}`)
  expect(response.status).toBe(409)
  expect((await failureOf(response)).code).toBe('ANALYZING')
  expect((await ask(`/api/packets/${ids[0] ?? ''}/entries/0/lines`)).status).toBe(200)
})

test('an analysis that fails is a row with the reason, not a crash', async () => {
  const { ask } = await open({
    packets: [packetOf({ 'a.log': 'x\n' })],
    analyzer: { analyzePacket: () => Promise.reject(new Error('rule library missing')) },
  })
  const { packets } = (await (await ask('/api/packets')).json()) as PacketList
  expect(packets).toMatchObject([{ state: 'failed', reason: 'The analysis failed: rule library missing' }])
})

async function lines(entry: string | Buffer, query = '') {
  const { ask, ids } = await open({ packets: [packetOf({ 'a.log': entry })] })
  const response = await ask(`/api/packets/${ids[0] ?? ''}/entries/0/lines${query}`)
  return (await response.json()) as LinePage
}

test('lines come with their numbers, from where they are asked for', async () => {
  const page = await lines('one\r\ntwo\nthree', '?from=2&count=5')
  expect(page).toMatchObject({ from: 2, lineCount: 3, complete: true, binary: false })
  expect(page.lines).toEqual([{ text: 'two' }, { text: 'three' }])
  expect((await lines('one\r\ntwo')).lines[0]).toEqual({ text: 'one' })
})

test('beyond the end there are no lines, and the count is still told', async () => {
  expect(await lines('one\ntwo\n', '?from=9')).toMatchObject({ lines: [], lineCount: 2 })
  expect(await lines('')).toMatchObject({ lines: [], lineCount: 0, complete: true })
})

test('bytes that are no UTF-8 are shown as bytes, and escape codes are left for the page to show', async () => {
  const entry = Buffer.concat([Buffer.from('a'), Buffer.from([0xff, 0xc3]), Buffer.from('é\u001b[31m<b>\n')])
  expect((await lines(entry)).lines).toEqual([{ text: 'a\\xff\\xc3é\u001b[31m<b>' }])
})

test('a long line is cut between characters and says how long it is; alone, more of it can be asked for', async () => {
  const long = `x${'é'.repeat(5000)}`
  const { ask, ids } = await open({ packets: [packetOf({ 'a.log': `${long}\nend\n` })] })
  const base = `/api/packets/${ids[0] ?? ''}/entries/0/lines`
  const page = (await (await ask(base)).json()) as LinePage
  expect(page.lines).toEqual([{ text: `x${'é'.repeat(2047)}`, cutFromBytes: 10001 }, { text: 'end' }])
  const whole = (await (await ask(`${base}?from=1&count=1&bytes=20000`)).json()) as LinePage
  expect(whole.lines).toEqual([{ text: long }])
})

test('any line of many is found, also around a line of megabytes', async () => {
  const before = Array.from({ length: 30_000 }, (_, at) => `line ${at + 1} ${'.'.repeat(at % 50)}`)
  const giant = 'G'.repeat(3_000_000)
  const { ask, ids } = await open({
    packets: [packetOf({ 'a.log': [...before, giant, 'after'].join('\n') })],
  })
  const at = async (from: number) => {
    const response = await ask(`/api/packets/${ids[0] ?? ''}/entries/0/lines?from=${from}&count=1`)
    return (await response.json()) as LinePage
  }
  for (const number of [1, 2, 4096, 15_000, 29_999, 30_000])
    expect((await at(number)).lines).toEqual([{ text: before[number - 1] }])
  expect((await at(30_001)).lines).toEqual([{ text: 'G'.repeat(4096), cutFromBytes: 3_000_000 }])
  expect(await at(30_002)).toMatchObject({ lines: [{ text: 'after' }], lineCount: 30_002 })
})

test('an entry that is not text is named so', async () => {
  expect(await lines(Buffer.from([0x1f, 0x8b, 8, 0, 0, 1, 2]))).toMatchObject({ binary: true, lines: [] })
})

test.each(['from=x', 'count=-1', 'from=1e3'])('lines with %s are refused in words', async query => {
  const { ask, ids } = await open({ packets: [packetOf({ 'a.log': 'x\n' })] })
  const response = await ask(`/api/packets/${ids[0] ?? ''}/entries/0/lines?${query}`)
  expect(response.status).toBe(400)
  expect((await failureOf(response)).message).toContain('whole number')
})

test('a download carries the bytes as they are, as an attachment with a harmless name', async () => {
  const bytes = Buffer.from([0, 1, 2, 255, 10])
  const { ask, ids } = await open({ packets: [packetOf({ 'dir/<img src=x>"é.log': bytes })] })
  const response = await ask(`/api/packets/${ids[0] ?? ''}/entries/0/raw`)
  expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
  expect(response.headers.get('content-type')).toBe('application/octet-stream')
  const disposition = response.headers.get('content-disposition') ?? ''
  expect(disposition).toBe(
    'attachment; filename="_img src=x___.log"; filename*=UTF-8\'\'_img%20src%3Dx__%C3%A9.log',
  )
})

test('entries and packets that are not there are named in words', async () => {
  const { ask, ids } = await open({ packets: [packetOf({ 'a.log': 'x\n' })] })
  const missingEntry = await ask(`/api/packets/${ids[0] ?? ''}/entries/99/lines`)
  expect(missingEntry.status).toBe(404)
  expect((await failureOf(missingEntry)).message).toContain('no entry with number 99')
  expect((await ask('/api/packets/0000')).status).toBe(404)
})

test('a packet sent as the body is opened under its own name, and its copy goes when it is removed', async () => {
  const { ask, directory } = await open()
  const body = await readFile(sample)
  const response = await ask('/api/packets?name=..%2Fdb-restart.zip', { method: 'POST', body })
  expect(response.status).toBe(201)
  const { packets } = (await response.json()) as PacketList
  expect(packets).toMatchObject([{ source: 'db-restart.zip', sizeBytes: body.length }])
  expect(statSync(directory.path).mode & 0o777).toBe(0o700)
  expect(readdirSync(directory.path)).toEqual(['1-db-restart.zip'])
  await ask(`/api/packets/${packets[0]?.id ?? ''}`, { method: 'DELETE' })
  expect(readdirSync(directory.path)).toEqual([])
  expect(((await (await ask('/api/packets')).json()) as PacketList).packets).toEqual([])
})

test('several packets in one form are opened, and a file twice is one packet', async () => {
  const { ask } = await open()
  const bytes = await readFile(sample)
  const form = new FormData()
  form.append('note', 'not a file')
  form.append('packet', new File([bytes], 'one.zip'))
  form.append('packet', new File([bytes], 'two.zip'))
  form.append('packet', new File(['hello'], 'three.txt'))
  const response = await ask('/api/packets', { method: 'POST', body: form })
  const { packets } = (await response.json()) as PacketList
  expect(packets.map(({ source, state }) => [source, state === 'failed'])).toEqual([
    ['one.zip', false],
    ['one.zip', false],
    ['three.txt', true],
  ])
  expect(((await (await ask('/api/packets')).json()) as PacketList).packets).toHaveLength(2)
})

test('an upload beyond the limit, an empty one and one cut off leave nothing behind', async () => {
  const { ask, directory } = await open({ limits: { fileBytes: 1000 } })
  const large = await ask('/api/packets?name=a.zip', { method: 'POST', body: Buffer.alloc(1001) })
  expect(large.status).toBe(413)
  const empty = await ask('/api/packets?name=a.zip', { method: 'POST', body: '' })
  expect(empty.status).toBe(400)
  const cut = await ask('/api/packets', {
    method: 'POST',
    body: '--b\r\nContent-Disposition: form-data; name="p"; filename="a.zip"\r\n\r\nPK',
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  })
  expect(cut.status).toBe(400)
  expect((await failureOf(cut)).code).toBe('UPLOAD_CUT')
  expect(readdirSync(directory.path)).toEqual([])
})

test('closing removes the private folder', async () => {
  const { ask, ids, directory, close } = await openApp({ packets: [packetOf({ 'a.log': 'x\n' })] })
  await ask(`/api/packets/${ids[0] ?? ''}/entries/0/lines`)
  expect(readdirSync(directory.path)).not.toEqual([])
  await close()
  expect(existsSync(directory.path)).toBe(false)
})
