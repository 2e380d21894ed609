// Lines as options of a log target change them, and those of the oldest servers.
import { describe, expect, test } from 'vitest'
import { readRecords } from './read-records.js'

const timeMs = Date.UTC(2026, 10, 21, 8, 40, 34, 257)
const red = (text: string) => `\u001b[31m${text}\u001b[0m`
const expected = {
  level: 'error',
  timeMs,
  msg: 'Unable to save the Post.',
  caller: 'web/context.go:122',
  fields: { path: '/api/v4/posts', 'for locale': 'en', error: 'a "b"' },
}
const time = '[2026-11-21 08:40:34.257 Z]'
const caller = 'caller="web/context.go:122"'
const fields = 'path=/api/v4/posts for locale=en error="a \\"b\\""'

describe('plain targets', () => {
  test.each([
    ['usual', `error ${time} Unable to save the Post.          ${caller} ${fields}`],
    ['delim " | "', `error | ${time} | Unable to save the Post. | ${caller} ${fields}`],
    [
      'delim " | " and min_level_len',
      `error     | ${time} | Unable to save the Post.       | ${caller} ${fields}`,
    ],
    ['delim ";"', `error;${time};Unable to save the Post.;${caller} ${fields}`],
    ['delim of a tab', `error\t${time}\tUnable to save the Post.\t${caller} ${fields}`],
    [
      'enable_color',
      `${red('error')} ${time} Unable to save the Post. ${red('caller')}="web/context.go:122" ${red('path')}=/api/v4/posts ${red('for locale')}=en ${red('error')}="a \\"b\\""`,
    ],
  ])('%s', (_name, line) => {
    expect(readRecords(`${line}\n`)).toMatchObject({ records: [expected], bad: [] })
  })

  test('disable_level', () => {
    const { records } = readRecords(`${time} Unable to save the Post. ${caller} ${fields}\n`)
    expect(records).toMatchObject([{ ...expected, level: 'unknown' }])
  })

  test('disable_timestamp: a line needs a field to be told from text', () => {
    const { records } = readRecords(
      `error Unable to save the Post. ${caller} ${fields}\n  web/context.go:122\ninfo  Started a=1\n`,
    )
    expect(records).toMatchObject([
      { ...expected, timeMs: undefined, fields: { stacktrace: '  web/context.go:122' } },
      { level: 'info', msg: 'Started', fields: { a: '1' } },
    ])
    expect(readRecords('error in the middle of a text\n').records).toEqual([])
  })

  test('disable_fields', () => {
    expect(readRecords(`error | ${time} | Unable to save the Post. | \n`).records).toMatchObject([
      { level: 'error', msg: 'Unable to save the Post.', fields: {} },
    ])
  })

  test.each([
    ['Sat Nov 21 08:40:34 UTC 2026', 0],
    ['Sat Nov 21 09:40:34 CET 2026', 0],
    ['Sat, 21 Nov 2026 08:40:34 UTC', 0],
    ['Saturday, 21-Nov-26 08:40:34 UTC', 0],
    ['Sat Nov 21 08:40:34 +0000 2026', 0],
    ['2026-11-21T08:40:34Z', 0],
    ['2026-11-21T08:40:34.257999999Z', 257],
    ['2026/11/21 09:40:34 CET', 0],
  ])('timestamp_format as in %s', (written, ms) => {
    const { records } = readRecords(`error [${written}] Unable to save the Post. a=1\n`)
    expect(records).toMatchObject([{ msg: expected.msg, timeMs: Date.UTC(2026, 10, 21, 8, 40, 34, ms) }])
  })
})

describe('JSON targets', () => {
  test.each([
    [
      'other keys',
      '{"when":"2026-11-21 08:40:34.257 Z","sev":"error","text":"Unable to save the Post.","a":"b"}',
    ],
    [
      'keys of another logger',
      '{"@timestamp":"2026-11-21T08:40:34.257Z","log.level":"error","message":"Unable to save the Post.","a":"b"}',
    ],
    [
      'other order',
      '{"a":"b","msg":"Unable to save the Post.","level":"error","timestamp":"2026-11-21 08:40:34.257 Z"}',
    ],
    [
      'blanks',
      '{ "timestamp" : "2026-11-21 08:40:34.257 Z", "level" : "error", "msg" : "Unable to save the Post.", "a" : "b" }',
    ],
  ])('%s', (_name, line) => {
    expect(readRecords(`${line}\n`)).toMatchObject({
      records: [{ level: 'error', timeMs, msg: 'Unable to save the Post.', fields: { a: 'b' } }],
      bad: [],
    })
  })

  test('fields under one key stay together', () => {
    const { records } = readRecords(
      '{"timestamp":"2026-11-21 08:40:34.257 Z","level":"error","msg":"m","ctx":{"a":1}}\n',
    )
    expect(records[0]?.fields).toEqual({ ctx: '{"a":1}' })
  })

  test('JSON that is no record is not made one', () => {
    expect(readRecords('{"a":1}\n{"name":"x","size":"error"}\n').bad).toEqual([
      ['json', 1],
      ['json', 2],
    ])
  })
})

describe('servers before 5.0', () => {
  test('time and level stand in brackets, the place in the code where it was asked for', () => {
    const { records, bad } = readRecords(
      '[2017/03/14 21:20:02 CET] [EROR] /api/v3/users/login:Login code=401 [details: ]\n  more\n' +
        '[2018/02/01 09:00:00 UTC] [INFO] (github.com/mattermost/mattermost-server/app.(*App).StartServer:120) Starting Server...\n',
    )
    expect(bad).toEqual([])
    expect(records).toMatchObject([
      {
        timeMs: Date.UTC(2017, 2, 14, 20, 20, 2),
        level: 'error',
        msg: '/api/v3/users/login:Login code=401 [details: ]',
        fields: { lines: '  more' },
      },
      {
        timeMs: Date.UTC(2018, 1, 1, 9),
        level: 'info',
        msg: 'Starting Server...',
        caller: 'github.com/mattermost/mattermost-server/app.(*App).StartServer:120',
      },
    ])
  })
})
