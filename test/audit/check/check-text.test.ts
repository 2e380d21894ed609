// The check of configurations: each mistake is one message with its place, what is known instead, and what the reader makes of it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkAdvancedLogging, type Reader } from '../../../audit/index.js'
import { levels } from '../targets.js'

/** A sound target, one option or key of which is replaced. */
function targetWith(more: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    it: {
      type: 'file',
      format: 'json',
      options: { filename: '/var/log/audit.log', max_backups: 3 },
      levels,
      ...more,
    },
  })
}

const file = (options: Readonly<Record<string, unknown>>) =>
  targetWith({ options: { filename: '/var/log/audit.log', max_backups: 3, ...options } })
const remote = (options: Readonly<Record<string, unknown>>, type = 'syslog') =>
  targetWith({
    type,
    options: { host: 'logs.example.com', port: 6514, tls: true, cert: '/ca.pem', ...options },
  })
const plain = (options: Readonly<Record<string, unknown>>) =>
  targetWith({ format: 'plain', format_options: options })
const listing = (...listed: readonly unknown[]) => targetWith({ levels: listed })

function said(text: string, reader: Reader = 'server') {
  return checkAdvancedLogging(text, reader).messages.map(({ severity, code, path }) => [
    severity,
    code,
    path.join('.'),
  ])
}

function onlyMessage(text: string, reader: Reader = 'server') {
  const { messages } = checkAdvancedLogging(text, reader)
  expect(messages).toHaveLength(1)
  return messages[0]
}

test.each(['server', 'tool'] as const)('a sound configuration says nothing to the %s', reader => {
  for (const text of [targetWith({}), remote({}), plain({ delim: ' | ' }), targetWith({ type: 'none' })])
    expect(said(text, reader)).toEqual([])
})

test('the sample of the documentation is sound', () => {
  const sample = `{
    "sample-console": {
      "type": "console",
      "options": {"out": "stdout"},
      "format": "plain",
      "format_options": {"delim": " | "},
      "levels": [
        {"id": 5, "name": "debug"}, {"id": 4, "name": "info"}, {"id": 3, "name": "warn"},
        {"id": 2, "name": "error", "stacktrace": true, "color": 31},
        {"id": 1, "name": "fatal", "stacktrace": true}, {"id": 0, "name": "panic", "stacktrace": true}
      ],
      "maxqueuesize": 1000
    }
  }`
  const { targets, messages } = checkAdvancedLogging(sample)
  expect(messages).toEqual([])
  expect(targets).toMatchObject([{ name: 'sample-console', type: 'console', maxQueueSize: 1000 }])
})

describe('each mistake is one message', () => {
  const cases: readonly (readonly [string, string, readonly [string, string, string]])[] = [
    ['an unknown type', targetWith({ type: 'sylog' }), ['error', 'UNKNOWN_TYPE', 'it.type']],
    ['no type', JSON.stringify({ it: { format: 'json', levels } }), ['error', 'UNKNOWN_TYPE', 'it.type']],
    ['an unknown format', targetWith({ format: 'xml' }), ['error', 'UNKNOWN_FORMAT', 'it.format']],
    ['a target that is a text', '{"it": "file"}', ['error', 'WRONG_TYPE', 'it']],
    ['options that are a list', targetWith({ options: [] }), ['error', 'WRONG_TYPE', 'it.options']],
    ['an unknown key', targetWith({ queue: 5 }), ['warning', 'UNKNOWN_KEY', 'it.queue']],
    ['an unknown option', file({ maxsize: 10 }), ['warning', 'UNKNOWN_KEY', 'it.options.maxsize']],
    ['no file name', file({ filename: '' }), ['error', 'MISSING', 'it.options.filename']],
    ['a number as text', file({ max_size: '10' }), ['error', 'WRONG_TYPE', 'it.options.max_size']],
    ['a broken number', file({ max_size: 1.5 }), ['error', 'WRONG_TYPE', 'it.options.max_size']],
    ['a negative size', file({ max_size: -1 }), ['error', 'OUT_OF_BOUNDS', 'it.options.max_size']],
    [
      'bytes for megabytes',
      file({ max_size: 1_000_000 }),
      ['warning', 'NEVER_ROTATED', 'it.options.max_size'],
    ],
    ['files kept for ever', file({ max_backups: 0 }), ['info', 'NEVER_REMOVED', 'it.options']],
    ['a flag as text', file({ compress: 'true' }), ['error', 'WRONG_TYPE', 'it.options.compress']],
    [
      'another console',
      targetWith({ type: 'console', options: { out: 'stdot' } }),
      ['error', 'UNKNOWN_VALUE', 'it.options.out'],
    ],
    ['no host', remote({ host: '' }), ['error', 'MISSING', 'it.options.host']],
    ['no port', remote({ port: 0 }), ['error', 'MISSING', 'it.options.port']],
    ['a port that is none', remote({ port: 65_536 }), ['error', 'OUT_OF_BOUNDS', 'it.options.port']],
    [
      'the old name of the host',
      remote({ host: undefined, ip: '10.0.0.1' }),
      ['info', 'OLD_NAME', 'it.options.ip'],
    ],
    ['no TLS', remote({ tls: false, cert: '' }), ['warning', 'UNENCRYPTED', 'it.options.tls']],
    ['any certificate', remote({ insecure: true }), ['warning', 'UNVERIFIED', 'it.options.insecure']],
    ['TLS without certificate', remote({ cert: '' }), ['info', 'NO_CERTIFICATE', 'it.options.cert']],
    ['a host that tcp targets ignore', remote({}, 'tcp'), ['info', 'HOST_IGNORED', 'it.options.host']],
    ['a tag on a tcp target', remote({ tag: 'x', ip: 'h' }, 'tcp'), ['info', 'UNUSED', 'it.options.tag']],
    [
      'an option of support-packet',
      remote({ protocol: 'udp' }),
      ['warning', 'UNKNOWN_KEY', 'it.options.protocol'],
    ],
    [
      'the spelling of the documentation',
      plain({ disables_stacktrace: true }),
      ['warning', 'UNKNOWN_KEY', 'it.format_options.disables_stacktrace'],
    ],
    [
      'a long message',
      plain({ min_msg_len: 2000 }),
      ['error', 'OUT_OF_BOUNDS', 'it.format_options.min_msg_len'],
    ],
    [
      'a layout of another language',
      plain({ timestamp_format: 'YYYY-MM-DD' }),
      ['warning', 'TIMESTAMP_LAYOUT', 'it.format_options.timestamp_format'],
    ],
    [
      'colour in a file',
      plain({ enable_color: true }),
      ['warning', 'COLOUR_IN_FILE', 'it.format_options.enable_color'],
    ],
    ['gelf in a file', targetWith({ format: 'gelf' }), ['info', 'NUL_IN_FILE', 'it.format']],
    ['no levels', targetWith({ levels: [] }), ['error', 'NO_LEVELS', 'it.levels']],
    ['levels that are no list', targetWith({ levels: { id: 1 } }), ['error', 'WRONG_TYPE', 'it.levels']],
    ['a level that is a text', listing('error', ...levels), ['error', 'WRONG_TYPE', 'it.levels.0']],
    ['a level without a number', listing({ name: 'audit-api' }), ['error', 'MISSING', 'it.levels.0.id']],
    ['a level without a name', listing({ id: 100 }), ['info', 'MISSING', 'it.levels.0.name']],
    [
      'a level that nobody has',
      listing({ id: 99, name: 'audit' }),
      ['warning', 'UNKNOWN_LEVEL', 'it.levels.0.id'],
    ],
    [
      'a name of another level',
      listing({ id: 100, name: 'audit-cli' }),
      ['warning', 'LEVEL_MISMATCH', 'it.levels.0.name'],
    ],
    [
      'a level with a name of its own',
      listing({ id: 100, name: 'AUDIT' }),
      ['info', 'LEVEL_MISMATCH', 'it.levels.0.name'],
    ],
    ['a level twice', listing(...levels, levels[0]), ['info', 'LEVEL_TWICE', 'it.levels']],
    [
      'a colour that is none',
      listing({ id: 100, name: 'audit-api', color: 1 }),
      ['info', 'UNKNOWN_VALUE', 'it.levels.0.color'],
    ],
    ['a queue of nothing', targetWith({ maxqueuesize: -5 }), ['error', 'OUT_OF_BOUNDS', 'it.maxqueuesize']],
    ['a small queue', targetWith({ maxqueuesize: 10 }), ['warning', 'SMALL_QUEUE', 'it.maxqueuesize']],
    ['a large queue', targetWith({ maxqueuesize: 200_000 }), ['info', 'LARGE_QUEUE', 'it.maxqueuesize']],
  ]

  test.each(cases)('%s', (_, text, expected) => {
    expect(said(text)).toEqual([expected])
  })
})

test('what a wrong option comes to depends on who reads it', () => {
  expect(onlyMessage(file({ max_size: '10' }))?.effect).toMatch(/^the server refuses the configuration/)
  expect(onlyMessage(file({ max_size: '10' }), 'tool')?.effect).toBe('100 is used')
  expect(onlyMessage(file({ filename: '' }), 'tool')?.effect).toBe(
    'this target is left out, the others are not affected',
  )
})

test('support-packet uses the default of what is wrong, and drops only targets that cannot be', () => {
  const text = JSON.stringify({
    good: { type: 'console', format: 'jsn', levels: 'all', options: { out: 'screen' }, maxqueuesize: 'many' },
    bad: { type: 'tcp', format: 'gelf', levels, options: { host: 'h' } },
    off: { type: 'none' },
  })
  const { targets, disabled } = checkAdvancedLogging(text, 'tool')
  expect(disabled).toEqual(['off'])
  expect(targets).toMatchObject([
    { name: 'good', options: { out: 'stdout' }, format: { format: 'json' }, maxQueueSize: 1000, levels },
  ])
})

test('support-packet takes UDP and framing, and the spelling of the documentation', () => {
  expect(
    said(remote({ tls: false, cert: '', host: 'localhost', protocol: 'udp', framing: 'lf' }), 'tool'),
  ).toEqual([])
  expect(said(plain({ disables_stacktrace: true }), 'tool')).toEqual([])
})

test('a target with none of the audit levels is given all of them', () => {
  const { targets, messages } = checkAdvancedLogging(listing({ id: 2, name: 'error' }), 'tool')
  expect(messages.map(({ code }) => code)).toEqual(['NO_LEVELS'])
  expect(targets[0]?.levels.map(({ id }) => id)).toEqual([100, 101, 102, 103])
})

test('a message names what was probably meant and all that is known', () => {
  expect(onlyMessage(targetWith({ type: 'Sys-log' }))).toMatchObject({
    meant: 'syslog',
    known: ['console', 'file', 'syslog', 'tcp', 'none'],
  })
  expect(onlyMessage(file({ maxSize: 5 }))).toMatchObject({ meant: 'max_size' })
  expect(onlyMessage(remote({ tsl: true }))).toMatchObject({ meant: 'tls' })
})

test('keys and words count in any case, as servers take them', () => {
  const text = JSON.stringify({
    it: { Type: 'FILE', Format: 'Json', Options: { FileName: '/a.log', max_backups: 1 }, LEVELS: levels },
  })
  expect(said(text)).toEqual([])
})

test('each message has the line of its key', () => {
  const text =
    '{\n  "a": {\n    "type": "none"\n  },\n  "b": {\n    "type": "console",\n    "format": "plain",\n\n    "levels":\n      []\n  }\n}\n'
  expect(checkAdvancedLogging(text).messages.map(({ code, line }) => [code, line])).toEqual([
    ['NO_LEVELS', 9],
  ])
})

test('what is missing has the line of where it should be', () => {
  expect(checkAdvancedLogging('{\n\n  "a": {}\n}').messages[0]).toMatchObject({
    code: 'UNKNOWN_TYPE',
    line: 3,
  })
})

test.each([
  ['', 1, /empty|value expected/],
  ['{"a": {\n"type" "file"}}', 2, /colon expected/],
  ['{\n"a": 1,\n}', 3, /./],
  ['[1', 1, /./],
  ['// a comment\n{}', 1, /./],
  ['{"a": '.repeat(101), 1, /nested deeper/],
  ['['.repeat(5_000_000), 1, /nested deeper/],
])('what is no JSON is refused with a line', (text, line, why) => {
  const [message, ...more] = checkAdvancedLogging(text).messages
  expect(more).toEqual([])
  expect(message).toMatchObject({ severity: 'error', code: 'NOT_JSON', line })
  expect(message?.message).toMatch(why)
})

test('of a key that is given twice the last one counts, and it is said', () => {
  const text = '{"it": {"type": "none",\n"type": "none"}}'
  expect(said(text)).toEqual([['warning', 'KEY_TWICE', 'it.type']])
})

test('more mistakes than anybody reads are cut short', () => {
  const many = Object.fromEntries(
    [...Array(90).keys()].map(n => [`t${n}`, { type: 'x', format: 'y', levels: [] }]),
  )
  const { messages } = checkAdvancedLogging(JSON.stringify(many))
  expect(messages).toHaveLength(201)
  expect(messages.some(({ code }) => code === 'TOO_MANY')).toBe(true)
})

test('any JSON is checked without an exception, by whoever reads it', () => {
  const words = fc.constantFrom(
    'type',
    'options',
    'format',
    'levels',
    'id',
    'name',
    'file',
    'tcp',
    'host',
    'LogSettings',
    'AdvancedLoggingJSON',
    '__proto__',
  )
  const anyValue = fc.letrec(tie => ({
    value: fc.oneof(
      { maxDepth: 6 },
      fc.jsonValue(),
      words,
      fc.dictionary(words, tie('value')),
      fc.array(tie('value')),
    ),
  })).value
  fc.assert(
    fc.property(anyValue, fc.constantFrom('server', 'tool'), (value, reader) => {
      const { messages } = checkAdvancedLogging(JSON.stringify(value), reader)
      for (const { message, effect, line } of messages) expect([message, effect, line > 0]).not.toContain('')
    }),
  )
})

test('any text is checked without an exception', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]":, \\\n"ab10'), maxLength: 60 }), text => {
      expect(checkAdvancedLogging(text).messages.every(({ line }) => line >= 1)).toBe(true)
    }),
  )
})
