// Every shape of line the reader knows, and the damage it takes as normal. Lines are those of real servers, shortened.
import { readFileSync } from 'node:fs'
import { constants, gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { LogQuery } from '../../../analyzer/documents/log/types.js'
import { readInputs, readOne } from './chunked-packet.js'

const fixture = (name: string) => readFileSync(`test/fixtures/logs/${name}.log`)
const json = (msg: string, rest = '', level = 'error', time = '2026-01-20 10:00:00.123 Z') =>
  `{"timestamp":"${time}","level":"${level}","msg":"${msg}","caller":"app/server.go:490"${rest}}`
const all: LogQuery = { id: 'all', match: [{ message: '' }], min: 1 }

async function recordsOf(content: string | Buffer, chunkBytes?: number) {
  const summary = await readOne(content, [all], chunkBytes)
  return { file: summary.files[0], records: summary.matches.get('all')?.[0]?.examples ?? [], summary }
}

describe('JSON', () => {
  test('a record is decoded with its place, time, caller and fields', async () => {
    const { records } = await recordsOf(
      `${json('one')}\n${json('say \\"two\\"', ',"error":"x\\ny","http_code":500,"features":{"a":[1,"}"]},"for locale":"en"')}\n`,
    )
    expect(records[1]).toEqual({
      entry: 'mattermost.log',
      node: '',
      kind: 'mattermost-log',
      line: 2,
      offset: json('one').length + 1,
      timeMs: Date.UTC(2026, 0, 20, 10, 0, 0, 123),
      level: 'error',
      msg: 'say "two"',
      caller: 'app/server.go:490',
      fields: { error: 'x\ny', http_code: '500', features: '{"a":[1,"}"]}', 'for locale': 'en' },
      raw: json(
        'say \\"two\\"',
        ',"error":"x\\ny","http_code":500,"features":{"a":[1,"}"]},"for locale":"en"',
      ),
    })
  })

  test('zones are taken into account', async () => {
    const { file } = await recordsOf(
      `${json('a', '', 'info', '2022-08-17 20:37:52.846 +01:00')}\n${json('b', '', 'info', '2022-08-17 20:37:52.846 -05:30')}\n`,
    )
    expect(file?.firstSeenMs).toBe(Date.parse('2022-08-17T19:37:52.846Z'))
    expect(file?.lastSeenMs).toBe(Date.parse('2022-08-18T02:07:52.846Z'))
  })

  test('zap of 5.x has epoch seconds and another order', async () => {
    const { file, records } = await recordsOf(
      '{"level":"info","ts":1573516747.123,"caller":"app/server.go:490","msg":"Server is listening on [::]:8065","a":1}\n',
    )
    expect(file?.format).toBe('zap-json')
    expect(records[0]).toMatchObject({
      level: 'info',
      timeMs: 1573516747123,
      caller: 'app/server.go:490',
      fields: { a: '1' },
    })
  })

  test('GELF levels are numbers with names', async () => {
    const { file, records } = await recordsOf(
      '{"version":"1.1","host":"h","short_message":"disk full","timestamp":1573516747.5,"level":2,"_caller":"app/x.go:1","_a":"b"}\n',
    )
    expect(file?.format).toBe('gelf')
    expect(records[0]).toMatchObject({
      level: 'error',
      msg: 'disk full',
      timeMs: 1573516747500,
      caller: 'app/x.go:1',
      fields: { version: '1.1', host: 'h', _a: 'b' },
    })
  })

  test('Teleport JSON names its message `message`', async () => {
    const { records } = await recordsOf(
      '{"timestamp":"2026-01-02T03:04:06Z","level":"warning","caller":"service/connect.go:113","message":"Node failed","component":"proc:1"}\n',
    )
    expect(records[0]).toMatchObject({ level: 'warn', msg: 'Node failed', fields: { component: 'proc:1' } })
    expect(records[0]?.timeMs).toBe(Date.UTC(2026, 0, 2, 3, 4, 6))
  })

  test('of a key that stands twice the last counts, as everywhere in JSON', async () => {
    const { records } = await recordsOf(`${json('a', ',"user_id":"x","user_id":"y"')}\n`)
    expect(records[0]?.fields).toEqual({ user_id: 'y' })
  })

  test('a key named __proto__ is a field like any other', async () => {
    const { records } = await recordsOf(`${json('a', ',"__proto__":"x"')}\n`)
    expect(Object.entries(records[0]?.fields ?? {})).toEqual([['__proto__', 'x']])
  })
})

describe('plain', () => {
  test('a healthy server logs one record a line', async () => {
    const { file, summary } = await recordsOf(fixture('healthy-plain'))
    expect(file).toMatchObject({ format: 'plain', lines: 21, records: 21, byLevel: { info: 21 }, bad: [] })
    expect(summary.lifecycle).toMatchObject([{ kind: 'start', line: 1, version: '11.0.0' }])
  })

  test.each([1 << 20, 100, 13])(
    'stack lines belong to the record above (chunks of %d bytes)',
    async chunkBytes => {
      const { file, records } = await recordsOf(fixture('db-restart-errors'), chunkBytes)
      expect(file).toMatchObject({ format: 'plain', lines: 80, records: 4, byLevel: { error: 4 }, bad: [] })
      expect(records.map(record => record.line)).toEqual([1, 21, 41, 61])
      expect(records[2]).toMatchObject({ msg: 'Unable to save the Post.', caller: undefined })
      expect(records[2]?.fields['error']).toContain('connect: connection refused')
      expect(records[2]?.fields['stacktrace']).toContain('web/context.go:122')
    },
  )

  test('values may be empty, quoted over several lines, and their keys may hold spaces', async () => {
    const { file, records } = await recordsOf(
      'info  [2026-11-21 08:40:05.004 Z] Loaded system translations                    caller="i18n/i18n.go:241" for locale=en from locale=/opt/en.json sku= name=x\n' +
        'error [2026-11-21 08:40:06.004 Z] Failed to read                                caller="app/a.go:1" error="2 errors:\n  * \\"a\\" is gone\npanic: not one\n\n" n=1\n',
    )
    expect(file).toMatchObject({ lines: 6, records: 2, bad: [] })
    expect(records[0]?.fields).toEqual({
      'for locale': 'en',
      'from locale': '/opt/en.json',
      sku: '',
      name: 'x',
    })
    expect(records[1]?.fields).toEqual({ error: '2 errors:\n  * "a" is gone\npanic: not one\n\n', n: '1' })
  })

  test('custom level names stay as they are', async () => {
    const { records } = await recordsOf(
      'LDAPTrace [2023-11-02 12:41:26.296 -04:00] Closing network connection path=/a\n',
    )
    expect(records[0]).toMatchObject({
      level: 'LDAPTrace',
      msg: 'Closing network connection',
      fields: { path: '/a' },
    })
  })
})

describe('other text', () => {
  test('zap console lines have tabs', async () => {
    const { file, records } = await recordsOf(
      '2019-11-11T23:59:07.123+0100\tinfo\tapp/server.go:490\tServer is listening\t{"address": "x"}\n',
    )
    expect(file?.format).toBe('zap-tab')
    expect(records[0]).toMatchObject({
      msg: 'Server is listening',
      level: 'info',
      caller: 'app/server.go:490',
    })
    expect(records[0]).toMatchObject({
      timeMs: Date.UTC(2019, 10, 11, 22, 59, 7, 123),
      fields: { address: 'x' },
    })
  })

  test('Teleport text has fields after colons, in either order of level and component', async () => {
    const { records } = await recordsOf(
      '2026-01-02T03:04:06.001Z ERRO  [NODE] Join failed. error:[token expired or not found] pid:7.1 join/join.go:42\n' +
        '2026-01-02T03:04:07.001Z [PROC:1]    INFO  Service is starting. service/service.go:100\n',
    )
    expect(records[0]).toMatchObject({
      level: 'error',
      msg: 'Join failed.',
      caller: 'join/join.go:42',
      fields: { error: '[token expired or not found]', pid: '7.1' },
    })
    expect(records[1]).toMatchObject({
      level: 'info',
      msg: 'Service is starting.',
      caller: 'service/service.go:100',
    })
  })

  test('what stands in the brackets of an error is one value, colons and all', async () => {
    const { records } = await recordsOf(
      '2026-01-02T03:04:06Z WARN [MXTLS:1]   Handshake failed. error:[tls: failed to verify certificate: x509: certificate has expired: now] pid:7.1 multiplexer/tls.go:144\n' +
        '2026-01-02T03:04:07Z WARN [A] Not closed. error:[tls: failed to verify certificate: x509 a/b.go:1\n',
    )
    expect(records[0]).toMatchObject({
      msg: 'Handshake failed.',
      fields: {
        error: '[tls: failed to verify certificate: x509: certificate has expired: now]',
        pid: '7.1',
      },
    })
    expect(records[1]).toMatchObject({ fields: { error: '[tls: failed to verify' } })
  })

  test('a Go panic amid JSON is one record with its stack, and no bad lines', async () => {
    const panic =
      'panic: runtime error: invalid memory address or nil pointer dereference\n' +
      '[signal SIGSEGV: segmentation violation code=0x1 addr=0x48 pc=0x981c76]\n\n' +
      'goroutine 1919477 [running]:\ngithub.com/x/y.(*T).Func(0x0)\n\tpath/file.go:73 +0x26\n'
    const { file, records } = await recordsOf(`${json('a')}\n${panic}${json('b')}\n`)
    expect(file).toMatchObject({ format: 'json', lines: 8, records: 3, bad: [] })
    expect(records.find(record => record.level === 'panic')).toMatchObject({
      line: 2,
      msg: 'panic: runtime error: invalid memory address or nil pointer dereference',
      timeMs: undefined,
    })
    expect(records.find(record => record.level === 'panic')?.fields['stack']).toContain('path/file.go:73')
  })

  test('a dump of all goroutines costs no memory: its record is bounded, its lines are counted', async () => {
    const frames = 'main.f(0x0)\n\tmain.go:1 +0x1\n'.repeat(50_000)
    const { file, records } = await recordsOf(`fatal error: concurrent map writes\n${frames}${json('b')}\n`)
    expect(file).toMatchObject({ lines: 100_002, records: 2, bad: [] })
    expect(records.find(record => record.level === 'fatal')?.fields['stack']?.length).toBeLessThan(70_000)
  })

  test('records behind the prefix of a container log are read', async () => {
    const { file } = await recordsOf(`mattermost_1  | ${json('a')}\n2026-01-20T10:00:00.1Z ${json('b')}\n`)
    expect(file).toMatchObject({ records: 2, bad: [] })
  })

  test('several formats in one file make it mixed', async () => {
    const { file } = await recordsOf(`${json('a')}\ninfo  [2026-11-21 08:40:05.004 Z] b caller="a/b.go:1"\n`)
    expect(file).toMatchObject({ format: 'mixed', records: 2 })
  })
})

describe('damage', () => {
  test('the disk was full: the last line is cut, and every line before it counts', async () => {
    const content = fixture('logs-disk-full-tail')
    const { file } = await recordsOf(content)
    const newlines = content.filter(byte => byte === 10).length
    // The fixture begins inside a line, too.
    expect(file).toMatchObject({ lines: newlines + 1, records: newlines - 1, endsInsideLine: true })
    expect(file?.bad.map(({ kind, count, line }) => [kind, count, line])).toEqual([
      ['text', 1, 1],
      ['cut', 1, newlines + 1],
    ])
  })

  test('bad lines are counted by kind with the first of each', async () => {
    const { file } = await recordsOf(
      `hello\n${json('a')}\n{"timestamp":"2026\nworld\n{"a":1}\n\0\0\0${json('b')}\n\0\0\n`,
    )
    expect(file).toMatchObject({ records: 2, lines: 7 })
    expect(file?.bad).toEqual([
      { kind: 'text', count: 2, line: 1, excerpt: 'hello' },
      { kind: 'broken-json', count: 1, line: 3, excerpt: '{"timestamp":"2026' },
      { kind: 'json', count: 1, line: 5, excerpt: '{"a":1}' },
      { kind: 'nul', count: 2, line: 6, excerpt: expect.stringContaining('timestamp') as string },
    ])
  })

  test.each([0, 20, 50, 100, json('a', ',"x":"abc"').length - 2])(
    'a record behind half of another, cut after %i bytes, and NULs is read',
    async cut => {
      const usual = `${json('a', ',"x":"abc"')}\n`.repeat(5)
      const after = json('Starting Server...', ',"x":1', 'info', '2026-01-20 10:09:00.000 Z')
      const half = json('a', ',"x":"abc"').slice(0, cut)
      const { file, summary } = await recordsOf(`${usual}${half}\0\0\0\0${after}\n${usual}`)
      expect(file).toMatchObject({
        lines: 11,
        byLevel: { info: 1 },
        lastSeenMs: Date.UTC(2026, 0, 20, 10, 9),
      })
      expect(file?.bad.map(({ kind, count, line }) => [kind, count, line])).toContainEqual(['nul', 1, 6])
      expect(summary.templates.find(({ level }) => level === 'info')?.template).toBe('Starting Server...')
    },
  )

  test('records behind NULs in one line are taken apart up to a bound', async () => {
    const { file } = await recordsOf(`${Array<string>(40).fill(json('a')).join('\0\0')}\n${json('b')}\n`)
    expect(file?.records).toBe(17)
  })

  test.each([' ', '\t', '  \r', '\0\0\0'])('%j behind a record is no part of it', async rest => {
    const { file } = await recordsOf(`${json('a')}${rest}\n`.repeat(3))
    expect(file).toMatchObject({ records: 3, bad: [] })
  })

  test('byte order mark, CRLF and invalid UTF-8 are normal', async () => {
    const content = Buffer.concat([
      Buffer.from(`\ufeff${json('a')}\r\n`),
      Buffer.from('{"timestamp":"2026-01-20 10:00:00.123 Z","level":"info","msg":"'),
      Buffer.from([0xff, 0xfe, 0x80]),
      Buffer.from('","caller":"a/b.go:1"}\r\n'),
    ])
    const { file, records } = await recordsOf(content)
    expect(file).toMatchObject({ lines: 2, records: 2, bad: [], byLevel: { error: 1, info: 1 } })
    expect(records[1]?.msg).toBe('\ufffd\ufffd\ufffd')
  })

  test('a line of 10 MB is a record, and what it holds is found', async () => {
    const long = json('big', `,"filler":"${'x'.repeat(10_000_000)}","error":"connection refused"`)
    const summary = await readOne(`${json('a')}\n${long}\n${json('b')}\n`, [
      { id: 'q', match: [{ text: 'connection refused' }], min: 1 },
    ])
    expect(summary.files[0]).toMatchObject({ lines: 3, records: 3, bad: [] })
    expect(summary.matches.get('q')?.[0]).toMatchObject({ count: 1, examples: [{ line: 2 }] })
    expect(summary.matches.get('q')?.[0]?.examples[0]?.raw.length).toBeLessThanOrEqual(4_096)
  })

  test('a line beyond the bound is dropped and counted, and the next one is read', async () => {
    const { file, records } = await recordsOf(`${json('a')}\n${json('x'.repeat(17 << 20))}\n${json('b')}\n`)
    expect(file).toMatchObject({ lines: 3, records: 2 })
    expect(file?.bad).toMatchObject([{ kind: 'too-long', count: 1, line: 2 }])
    expect(records.map(({ line }) => line)).toEqual([1, 3])
  })

  test('the clock going back moves neither first nor last', async () => {
    const { file } = await recordsOf(
      ['10:00:02', '10:00:01', '10:00:03', '09:59:59']
        .map(t => `${json('a', '', 'info', `2026-01-20 ${t}.000 Z`)}\n`)
        .join(''),
    )
    expect(file?.firstSeenMs).toBe(Date.UTC(2026, 0, 20, 9, 59, 59))
    expect(file?.lastSeenMs).toBe(Date.UTC(2026, 0, 20, 10, 0, 3))
  })

  test('a time that is none leaves the record without one', async () => {
    const { records } = await recordsOf(`${json('a', '', 'info', '2026-99-20 10:00:00.123 Z')}\n`)
    expect(records[0]?.timeMs).toBeUndefined()
  })

  test('an empty file has no lines', async () => {
    const { file } = await recordsOf('')
    expect(file).toMatchObject({
      lines: 0,
      records: 0,
      endsInsideLine: false,
      format: 'unknown',
      byLevel: {},
    })
  })
})

describe('rotated files', () => {
  const old = {
    name: 'mattermost-2026-01-19T00-00-00.000.log.gz',
    content: gzipSync(`${json('a')}\n${json('b')}\n`),
  }

  test('gzip is unpacked, and older files come before the current one', async () => {
    const summary = await readInputs([{ name: 'mattermost.log', content: `${json('c')}\n` }, old], [all], 10)
    expect(summary.files.map(({ entry, records }) => [entry, records])).toEqual([
      [old.name, 2],
      ['mattermost.log', 1],
    ])
    expect(summary.outcomes?.get(1)).toMatchObject({ kind: 'complete' })
  })

  test('damaged gzip gives what comes before the damage, and says so', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `${json(`message number ${i * 7919}`)}\n`).join('')
    const packed = gzipSync(lines)
    const cut = {
      name: 'mattermost-2026-01-19T00-00-00.000.log.gz',
      content: packed.subarray(0, packed.length >> 1),
    }
    const summary = await readInputs([cut])
    expect(summary.files[0]?.records).toBeGreaterThan(1_000)
    expect(summary.outcomes?.get(0)).toMatchObject({ kind: 'partial', problem: { code: 'LOG_GZIP_DAMAGED' } })
  })
})

describe("lines of Go's own logger", () => {
  const content =
    '2026/11/21 08:00:01 http: TLS handshake error from 10.0.0.7:4412: EOF\n' +
    `${json('between', '', 'error', '2026-11-21 08:00:01.500 Z')}\n` +
    '2026/11/21 08:00:02.000412 net/http/server.go:3212: http: panic serving 10.0.0.7:4413: boom\n' +
    'goroutine 71 [running]:\nmain.handle()\n'

  test('are records with their time, and with the place in the code where it stands there', async () => {
    const { records, file } = await recordsOf(content)
    // The stack is a record of its own, as that of any crash.
    expect(file).toMatchObject({ records: 4, bad: [] })
    const timed = records.filter(({ timeMs }) => timeMs !== undefined)
    expect(timed[0]).toMatchObject({
      level: 'info',
      msg: 'http: TLS handshake error from 10.0.0.7:4412: EOF',
      timeMs: Date.UTC(2026, 10, 21, 8, 0, 1),
    })
    expect(timed[2]).toMatchObject({
      level: 'error',
      caller: 'net/http/server.go:3212',
      msg: 'http: panic serving 10.0.0.7:4413: boom',
    })
  })
})

describe('a damaged .gz gives every line that stands before the damage', () => {
  const lines = Array.from(
    { length: 30_000 },
    (_, i) => `${json(`message number ${(i * 7919) % 1_000_003}`)}\n`,
  )
  const whole = lines.join('')
  const packed = gzipSync(whole)

  async function recordsIn(content: Buffer) {
    const summary = await readInputs([{ name: 'mattermost-2026-01-19T00-00-00.000.log.gz', content }])
    expect(summary.outcomes?.get(0)).toMatchObject({
      kind: 'partial',
      problem: { code: 'LOG_GZIP_DAMAGED' },
    })
    return summary.files[0]?.records
  }

  test('with a wrong checksum nothing is missing', async () => {
    const content = Buffer.from(packed)
    content.writeUInt32LE(7, content.length - 8)
    expect(await recordsIn(content)).toBe(lines.length)
  })

  test.each([0.1, 0.35, 0.5, 0.77, 0.99])('with a fault at %f of it', async share => {
    const at = Math.floor(packed.length * share)
    const content = Buffer.from(packed)
    content.fill(0xff, at, at + 64)
    const sound = gunzipSync(packed.subarray(0, at), { finishFlush: constants.Z_SYNC_FLUSH })
    const before = sound.filter(byte => byte === 10).length
    expect(await recordsIn(content)).toBeGreaterThanOrEqual(before)
  })

  test('with text behind it the text is left out', async () => {
    const content = Buffer.concat([packed, Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.from('no gzip at all')])
    expect(await recordsIn(content)).toBe(lines.length)
  })
})

test('reading stops when asked to, with what was read until then', async () => {
  const controller = new AbortController()
  const content = `${json('a')}\n`.repeat(1_000)
  let last = 0
  const onProgress = (bytes: number) => {
    last = bytes
    if (bytes > 5_000) controller.abort()
  }
  const inputs = [{ name: 'mattermost.log', content }]
  const summary = await readInputs(inputs, [], 1_000, { onProgress, signal: controller.signal })
  expect(last).toBe(6_000)
  expect(summary.files[0]?.records).toBeLessThan(100)
  expect(summary.outcomes?.get(0)).toMatchObject({ kind: 'stopped' })
})
