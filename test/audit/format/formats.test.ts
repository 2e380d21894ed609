// Formats: every option changes what it says it changes, and no value can look like another record.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFormatter } from '../../../audit/format/formatter.js'
import { recordOf } from '../../../audit/index.js'
import type { StackFrame } from '../../../audit/format/stack.js'
import { factsOfLogs } from '../../facts/logged.js'
import { moment, targetOf, type GivenTarget } from '../targets.js'

const record = recordOf({
  event: 'openSupportPacket',
  status: 'success',
  actor: { user_id: 'ann' },
  meta: { filename: 'a b.zip' },
})
const level = { id: 100, name: 'audit-api' }
const stack: readonly StackFrame[] = [
  { Function: 'open', File: '/opt/x/store/open.js', Line: 12 },
  { Function: '', File: '/opt/x/main.js', Line: 3 },
]

function formatted(
  given: Omit<GivenTarget, 'type'> & { type?: string },
  more: Partial<typeof level & { stacktrace: boolean; color: number }> = {},
): string {
  const target = targetOf({ type: 'console', levels: [{ ...level, ...more }], ...given })
  return createFormatter(target, 0).format({ record, level: { ...level, ...more }, timeMs: moment, stack })
}

describe('json', () => {
  const json = (options: Record<string, unknown>, more = {}) =>
    JSON.parse(formatted({ format: 'json', format_options: options }, more)) as Record<string, unknown>

  test('is one line with the keys in the order of servers', () => {
    const text = formatted({ format: 'json' })
    expect(text.split('\n')).toEqual([expect.any(String), ''])
    expect(Object.keys(JSON.parse(text) as object)).toEqual([
      'timestamp',
      'level',
      'msg',
      'event_name',
      'status',
      'actor',
      'event',
      'meta',
      'error',
    ])
  })

  test.each([
    ['disable_timestamp', 'timestamp'],
    ['disable_level', 'level'],
    ['disable_msg', 'msg'],
    ['disable_fields', 'event_name'],
  ])('%s leaves %s out', (option, key) => {
    expect(json({})).toHaveProperty(key)
    expect(json({ [option]: true })).not.toHaveProperty(key)
  })

  test('a stack trace is told for levels that ask, unless it is disabled', () => {
    expect(json({})).not.toHaveProperty('stacktrace')
    expect(json({}, { stacktrace: true })['stacktrace']).toEqual(stack)
    expect(json({ disable_stacktrace: true }, { stacktrace: true })).not.toHaveProperty('stacktrace')
    // As the documentation spells it.
    expect(json({ disables_stacktrace: true }, { stacktrace: true })).not.toHaveProperty('stacktrace')
  })

  test('keys can have other names, and fields move out of their way', () => {
    expect(json({ key_timestamp: 't', key_level: 'status', key_msg: 'm' })).toMatchObject({
      t: '2026-11-21 08:36:07.639 Z',
      status: 'audit-api',
      _status: 'success',
      m: '',
    })
    expect(json({ key_group_fields: 'audit' })).toMatchObject({ audit: { event_name: 'openSupportPacket' } })
  })

  test('timestamp_format and enable_caller', () => {
    expect(json({ timestamp_format: '15:04' })['timestamp']).toBe('08:36')
    expect(json({ enable_caller: true })['caller']).toBe('store/open.js:12')
  })
})

describe('plain', () => {
  const plain = (options: Record<string, unknown>, more = {}) =>
    formatted({ format: 'plain', format_options: options }, more)

  test('has level, time, message and fields', () => {
    expect(plain({})).toBe(
      'audit-api [2026-11-21 08:36:07.639 Z]  event_name=openSupportPacket status=success ' +
        'actor="{\\"user_id\\":\\"ann\\",\\"session_id\\":\\"\\",\\"client\\":\\"\\",\\"ip_address\\":\\"\\",\\"x_forwarded_for\\":\\"\\"}" ' +
        'event="{\\"parameters\\":{},\\"prior_state\\":{},\\"resulting_state\\":{},\\"object_type\\":\\"\\"}" ' +
        'meta="{\\"api_path\\":\\"\\",\\"cluster_id\\":\\"\\",\\"filename\\":\\"a b.zip\\"}" error="{}"\n',
    )
  })

  test.each([
    [{ disable_timestamp: true }, 'audit-api  event_name'],
    [{ disable_level: true }, '[2026-11-21 08:36:07.639 Z]  event_name'],
    [{ disable_msg: true }, 'audit-api [2026-11-21 08:36:07.639 Z] event_name'],
    [{ disable_msg: true, delim: ' | ' }, 'audit-api | [2026-11-21 08:36:07.639 Z] | event_name'],
    [{ min_level_len: 12, disable_msg: true }, 'audit-api    [2026'],
    [{ min_msg_len: 4 }, 'audit-api [2026-11-21 08:36:07.639 Z]      event_name'],
    [{ timestamp_format: '15:04', disable_msg: true }, 'audit-api [08:36] event_name'],
    [
      { enable_caller: true, disable_msg: true },
      'audit-api [2026-11-21 08:36:07.639 Z] caller="store/open.js:12" event_name',
    ],
  ])('%j begins %j', (options, start) => {
    expect(plain(options)).toMatch(start)
    expect(plain(options).startsWith(start)).toBe(true)
  })

  test('fields can be left out, and lines end otherwise', () => {
    expect(plain({ disable_fields: true, line_end: '\r\n' })).toBe(
      'audit-api [2026-11-21 08:36:07.639 Z]  \r\n',
    )
  })

  test('a stack trace follows on lines of its own', () => {
    expect(plain({ disable_fields: true }, { stacktrace: true })).toBe(
      'audit-api [2026-11-21 08:36:07.639 Z]  \n  open\n      /opt/x/store/open.js:12\n      /opt/x/main.js:3\n\n',
    )
  })

  test('colour is for consoles', () => {
    const options = { enable_color: true, disable_msg: true }
    expect(plain(options, { color: 31 })).toMatch(/^\u001b\[31maudit-api\u001b\[0m \[/)
    const file = { type: 'file', options: { filename: 'a.log' }, format: 'plain', format_options: options }
    expect(formatted(file, { color: 31 })).not.toContain('\u001b')
  })

  test('no value can end its line or its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), value => {
        const target = targetOf({ type: 'console', format: 'plain' })
        const hostile = recordOf({ event: value, status: 'success', meta: { [value]: value } })
        const text = createFormatter(target, 0).format({ record: hostile, level, timeMs: moment, stack })
        expect(text.indexOf('\n')).toBe(text.length - 1)
        expect(text.slice(0, -1)).not.toMatch(/[\u0000-\u001f]/)
      }),
    )
  })
})

describe('gelf', () => {
  const gelf = (given: Partial<GivenTarget> = {}, more = {}) => formatted({ format: 'gelf', ...given }, more)

  test('has the fields of GELF 1.1, and those of the record with an underscore', () => {
    expect(JSON.parse(gelf({ format_options: { hostname: 'mm-1', enable_caller: true } }))).toMatchObject({
      version: '1.1',
      host: 'mm-1',
      short_message: '-',
      timestamp: moment / 1000,
      level: 100,
      _caller: 'store/open.js:12',
      _event_name: 'openSupportPacket',
      _actor: expect.stringContaining('"user_id":"ann"') as unknown,
    })
  })

  test('only texts and numbers are values', () => {
    const values = Object.values(JSON.parse(gelf()) as object)
    expect(values.every(value => ['string', 'number'].includes(typeof value))).toBe(true)
  })

  test('a NUL byte ends a record on a connection, a line end elsewhere', () => {
    expect(gelf().endsWith('}\n')).toBe(true)
    expect(gelf({ type: 'tcp', options: { host: 'localhost', port: 1 } }).endsWith('}\0')).toBe(true)
  })

  test('a stack trace is the full message', () => {
    expect(JSON.parse(gelf({}, { stacktrace: true }))).toMatchObject({
      full_message: 'open\n  /opt/x/store/open.js:12\n\n  /opt/x/main.js:3\n',
    })
  })
})

test.each(['json', 'plain'])('what is written as %s is read from a packet', async format => {
  const facts = await factsOfLogs({ 'audit.log': [formatted({ format }).trimEnd()] })
  expect(facts.get('audit.events', '')?.value).toEqual([
    { event: 'openSupportPacket', status: 'success', count: 1 },
  ])
})
