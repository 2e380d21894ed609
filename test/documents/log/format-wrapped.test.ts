// Logs that something else wrote down: journald, rsyslog, container runtimes, PowerShell, GELF targets.
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEntryText } from '../../../analyzer/documents/log/entry-text/entry-text.js'
import { entryText, readEntryText, readRecords } from './read-records.js'

const folder = 'test/fixtures/logs/wrapped'
const recording = (name: string) => readFileSync(`${folder}/${name}.log`)
const json = (msg: string, more = '') =>
  `{"timestamp":"2026-01-20 10:00:00.123 Z","level":"error","msg":"${msg}","caller":"app/server.go:490"${more}}`
const count = (bytes: Buffer, byte: number) => bytes.filter(one => one === byte).length

describe('what journalctl prints', () => {
  const names = readdirSync(folder).flatMap(name => /^(journal-.*)\.log$/.exec(name)?.[1] ?? [])

  test.each(names)('%s gives the records that were logged, further lines with them', name => {
    const { records, bad } = readEntryText(recording(name))
    expect(bad).toEqual([])
    expect(records.map(({ msg }) => msg.split('\n')[0])).toEqual([
      'Started mattermost.service - Mattermost.',
      'Unable to save the Post.',
      'Unable to save the Post.',
      'Join failed.',
      'failed parsing the config file: yaml: unmarshal errors',
      'panic: runtime error: invalid memory address or nil pointer dereference',
      'mattermost.service: Main process exited, code=exited, status=2/INVALIDARGUMENT',
      'Out of memory: Killed process 812 (mattermost)',
      'first line',
    ])
    const [, asJson, asPlain, teleport, failure, panic] = records
    expect(asJson).toMatchObject({ format: 'json', level: 'error', caller: 'web/context.go:122' })
    expect(asJson?.fields['error']).toBe('dial tcp 127.0.0.1:5432: connect: connection "refused" é')
    expect(asPlain?.fields['stacktrace']).toContain('      web/context.go:122')
    expect(teleport).toMatchObject({
      level: 'error',
      caller: 'join/join.go:42',
      fields: { component: 'NODE' },
    })
    expect(teleport?.fields['report']).toContain('User Message: token expired or not found]')
    expect(failure).toMatchObject({ level: 'error', format: 'teleport-text' })
    expect(panic?.level).toBe('panic')
    expect(panic?.fields['stack']).toMatch(/goroutine 1919477 \[running\]:\s+plugin\/client\.go:73/)
  })

  test.each(names)('%s has its times, of the journal where the record has none', name => {
    const times = readEntryText(recording(name)).records.map(({ timeMs }) =>
      Math.floor((timeMs ?? NaN) / 1000),
    )
    const at = (time: string) => Date.parse(`2026-11-21T${time}Z`) / 1000
    expect(times).toEqual(
      [
        at('09:07:59'),
        at('08:40:34'),
        at('08:40:34'),
        at('09:07:59'),
        ...['09:08:10', '09:08:11', '09:08:15', '09:08:16', '09:08:17'].map(at),
      ].slice(0, times.length),
    )
  })

  test('priorities are levels where the line itself has none', () => {
    const levels = readEntryText(recording('journal-json')).records.map(({ level }) => level)
    expect(levels.slice(6)).toEqual(['warn', 'error', 'info'])
  })

  test('the words of journalctl itself are no line of a log', () => {
    const { records, bad } = readEntryText(
      '-- Journal begins at Sat 2026-11-21 09:07:59 UTC. --\n-- No entries --\n',
    )
    expect([records, bad]).toEqual([[], []])
  })

  test('a message of bytes is text', () => {
    const line =
      '{"__REALTIME_TIMESTAMP":"1795252079000000","PRIORITY":"6","MESSAGE":[27,91,51,49,109,104,105,27,91,48,109]}'
    expect(readEntryText(`${line}\n`).records).toMatchObject([
      { msg: 'hi', level: 'info', format: 'journal' },
    ])
  })
})

describe('what rsyslog writes', () => {
  test.each(['syslog-traditional', 'syslog-file', 'syslog-5424'])('%s', name => {
    const { records, bad } = readEntryText(recording(name))
    expect(bad).toEqual([])
    expect(records.map(({ line, format }) => [line, format])).toEqual([
      [1, 'json'],
      [2, 'plain'],
      [5, 'teleport-text'],
      [6, 'syslog'],
      [7, 'block'],
    ])
    expect(records[3]?.fields).toEqual({ _HOSTNAME: 'chat-1', SYSLOG_IDENTIFIER: 'postgres', _PID: '77' })
    expect(records[3]?.level).toBe(name === 'syslog-5424' ? 'error' : 'unknown')
    expect(records[4]?.fields['stack']).toContain('goroutine 1919477')
  })

  test('months in other languages are read', () => {
    const { records } = readRecords(`${json('a')}\nMai 05 09:34:24 www.example.com platform[158]: hello\n`)
    expect(records[1]).toMatchObject({ msg: 'hello', timeMs: Date.UTC(2026, 4, 5, 9, 34, 24) })
  })

  test('without a year and without a time near it, a record has no time', () => {
    const { records } = readRecords('Nov 21 09:08:08 host app[1]: hello\n')
    expect(records).toMatchObject([{ msg: 'hello', timeMs: undefined }])
  })
})

describe('what container runtimes write', () => {
  test('docker logs -t and kubectl logs --timestamps put a time before each line', () => {
    const at = '2026-01-20T10:00:01.123456789Z'
    const { records } = readEntryText(
      `${at} ${json('a')}\n${at} Configuring the server\n${at} ${json('b')}\n`,
    )
    expect(records.map(({ msg, timeMs }) => [msg, timeMs])).toEqual([
      ['a', Date.UTC(2026, 0, 20, 10, 0, 0, 123)],
      ['Configuring the server', Date.UTC(2026, 0, 20, 10, 0, 1, 123)],
      ['b', Date.UTC(2026, 0, 20, 10, 0, 0, 123)],
    ])
  })

  test('a line that the runtime cut is whole again', () => {
    const line = json('a', `,"filler":"${'x'.repeat(100)}"`)
    const at = '2026-01-20T10:00:01.123456789Z stdout'
    const content = `${at} P ${line.slice(0, 90)}\n${at} P ${line.slice(90, 120)}\n${at} F ${line.slice(120)}\n`
    const { records, bad } = readEntryText(content)
    expect([bad, records.length, records[0]?.line, records[0]?.fields['filler']?.length]).toEqual([
      [],
      1,
      3,
      100,
    ])
  })

  test('json-file keeps text in `log`, and what was cut is whole again', () => {
    const wrap = (log: string) =>
      `${JSON.stringify({ log, stream: 'stderr', time: '2026-01-20T10:00:01.5Z' })}\n`
    const long = `${json('long', `,"filler":"${'x'.repeat(20_000)}"`)}\n`
    const content = [
      json('a "b" \\\\').replace('"b"', '\\"b\\"') + '\n',
      'hello\n',
      long.slice(0, 16_384),
      long.slice(16_384),
    ]
    const { records, bad } = readEntryText(content.map(wrap).join(''))
    expect(bad).toEqual([])
    expect(records.map(({ msg, format }) => [msg, format])).toEqual([
      ['a "b" \\', 'json'],
      ['hello', 'container'],
      ['long', 'json'],
    ])
    expect(records[1]?.timeMs).toBe(Date.UTC(2026, 0, 20, 10, 0, 1, 500))
  })

  test('a panic in json-file is one record with the time of its first line', () => {
    const lines = ['panic: boom', '', 'goroutine 1 [running]:', 'main.main()', '\tmain.go:3 +0x1']
    const content = lines.map(log =>
      JSON.stringify({ log: `${log}\n`, stream: 'stderr', time: '2026-01-20T10:00:01.5Z' }),
    )
    const { records } = readEntryText(`${content.join('\n')}\n`)
    expect(records).toMatchObject([{ msg: 'panic: boom', timeMs: Date.UTC(2026, 0, 20, 10, 0, 1, 500) }])
    expect(records[0]?.fields['stack']).toContain('main.go:3')
  })
})

describe('encodings and line ends', () => {
  const log = `${json('é日')}\n${json('b')}\n`
  const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16()

  test.each([
    ['little endian with a mark', Buffer.from(`\ufeff${log}`, 'utf16le')],
    ['big endian with a mark', swapped(Buffer.from(`\ufeff${log}`, 'utf16le'))],
    ['little endian without a mark', Buffer.from(log, 'utf16le')],
    ['with CRLF', Buffer.from(`\ufeff${log.replaceAll('\n', '\r\n')}`, 'utf16le')],
  ])('UTF-16, %s', (_name, content) => {
    for (const chunkBytes of [1, 7, 1 << 20]) {
      const { records, bad } = readEntryText(content, chunkBytes)
      expect([records.map(({ msg }) => msg), bad]).toEqual([['é日', 'b'], []])
    }
  })

  test('GELF ends records with NULs', () => {
    const gelf = (msg: string) =>
      `{"version":"1.1","host":"h","short_message":"${msg}","timestamp":1573516747.5,"level":2}\0`
    for (const content of [gelf('a') + gelf('b'), gelf('a')]) {
      const { records, bad } = readEntryText(content, 5)
      expect(bad).toEqual([])
      expect(records.map(({ msg, line, level }) => [msg, line, level])).toEqual(
        [
          ['a', 1, 'error'],
          ['b', 2, 'error'],
        ].slice(0, content.length > 100 ? 2 : 1),
      )
    }
  })

  test('lone carriage returns end lines where nothing else does', () => {
    expect(readEntryText(log.replaceAll('\n', '\r')).records.map(({ line }) => line)).toEqual([1, 2])
  })

  test('a file of nothing but NULs is one bad line', () => {
    expect(readEntryText(Buffer.alloc(300_000))).toEqual({ records: [], bad: [['nul', 1]] })
  })

  test('NULs that a crash left change nothing else', () => {
    const { records, bad } = readEntryText(`${json('a')}\n${'\0'.repeat(5_000)}${json('b')}\n`)
    expect([records.map(({ msg }) => msg), bad]).toEqual([['a', 'b'], [['nul', 2]]])
  })
})

describe('bringing an entry into the usual form', () => {
  const recordings = readdirSync(folder).flatMap(name =>
    name.endsWith('.log') ? readFileSync(`${folder}/${name}`) : [],
  )

  test('a usual log passes as it is, without a copy', () => {
    for (const name of ['db-restart', 'healthy-plain', 'login-storm-audit', 'plugin-crash']) {
      const chunk = Buffer.concat(
        Array.from({ length: 70 }, () => readFileSync(`test/fixtures/logs/${name}.log`)),
      )
      expect(createEntryText().decode(chunk)).toBe(chunk)
    }
  })

  test('wherever chunks end, the text is the same, and lines keep their number', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...recordings),
        fc.integer({ min: 1, max: 3_000 }),
        (content, chunkBytes) => {
          const whole = entryText(content)
          expect(entryText(content, chunkBytes).equals(whole)).toBe(true)
          expect(count(whole, 10)).toBe(count(content, 10))
        },
      ),
      { numRuns: 100 },
    )
  })

  test('flipped bytes never throw and never change the number of lines', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...recordings),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 32, max: 255 })), { minLength: 1, maxLength: 40 }),
        (content, flips) => {
          const mutated = Buffer.from(content)
          for (const [at, byte] of flips)
            if (mutated[at % mutated.length] !== 10) mutated[at % mutated.length] = byte
          expect(count(entryText(mutated, 500), 10)).toBe(count(mutated, 10))
          readRecords(mutated)
        },
      ),
      { numRuns: 200 },
    )
  })
})
