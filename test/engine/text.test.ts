// Small parts of text: templates, values, durations, versions, secrets, fingerprints, suggestions.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { didYouMean } from '../../analyzer/engine/did-you-mean.js'
import { durationMs } from '../../analyzer/engine/duration.js'
import { excerptOf, pointerOf } from '../../analyzer/engine/excerpt.js'
import { fingerprintOf, itemKey } from '../../analyzer/engine/fingerprint.js'
import { formatValue } from '../../analyzer/engine/format-value.js'
import { maskSecrets, maskValue } from '../../analyzer/engine/mask.js'
import { patternMistake } from '../../analyzer/engine/pattern-mistake.js'
import { compileTemplate, fillTemplate, parseTemplate } from '../../analyzer/engine/template.js'
import { isVersionRange, versionInside, versionInRange } from '../../analyzer/engine/versions.js'

describe('values in messages', () => {
  test.each<[unknown, string]>([
    [300, '300'],
    [8065, '8065'],
    [10000, '10,000'],
    [-1234567, '-1,234,567'],
    [12345678901234567890n, '12,345,678,901,234,567,890'],
    [0.5, '0.5'],
    [33.3333333, '33.33'],
    [12345.678, '12,345.68'],
    [0.001234, '0.00123'],
    [1e21, '1000000000000000000000'.replace(/\B(?=(\d{3})+$)/g, ',')],
    [NaN, 'NaN'],
    [true, 'true'],
    [null, 'null'],
    ['a b', 'a b'],
    [['a', 'b'], 'a, b'],
    [[1, 2, 3, 4, 5, 6, 7], '1, 2, 3, 4, 5 and 2 more'],
    [{ a: 1, b: [2, 3] }, 'a: 1, b: 2, 3'],
    [new Date(Date.UTC(2026, 10, 21, 8, 40)), '2026-11-21T08:40:00Z'],
    [new Date(NaN), 'an impossible time'],
  ])('%s is %s', (value, expected) => {
    expect(formatValue(value)).toBe(expected)
  })
})

describe('templates', () => {
  const fill = (template: string, variables: object = {}): string =>
    fillTemplate(compileTemplate(template), variables)

  test.each<[string, string]>([
    ['plain', 'plain'],
    ['{1 + 1} of {"a}b"}', '2 of a}b'],
    ['{{not}} an expression, {"}" + "{"}', '{not} an expression, }{'],
    ['{ {"k": 5}["k"] }', '5'],
    ['{"it\'s \\"so\\""}', 'it\'s "so"'],
    ['{missing.value}', 'not in this packet'],
  ])('%s gives %s', (template, expected) => {
    expect(fill(template)).toBe(expected)
  })

  test('an empty setting is shown as such, an empty computed text is left out', () => {
    expect(fill('[{a.b}][{a.b == "" ? "" : "x"}]', { a: { b: '' } })).toBe('[""][]')
  })

  test('text without braces is itself, and doubled braces come back', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect(fill(text.replace(/[{}]/g, brace => brace + brace))).toBe(text)
      }),
    )
  })

  test('whatever the text, parsing gives parts or a mistake inside it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', '"', "'", '\\', 'a', ' ') }), text => {
        const parsed = parseTemplate(text)
        if (parsed.kind === 'mistake') expect(parsed.mistake.offset).toBeLessThan(text.length)
      }),
    )
  })
})

test.each<[string, number | undefined]>([
  ['30s', 30_000],
  ['10m', 600_000],
  ['1h30m', 5_400_000],
  ['1d', 86_400_000],
  ['250ms', 250],
  ['1.5h', 5_400_000],
  ['', undefined],
  ['10', undefined],
  ['5 minutes', undefined],
  ['-1h', undefined],
])('the duration %j is %s ms', (text, expected) => {
  expect(durationMs(text)).toBe(expected)
})

test('version ranges are semver, versions are what servers write', () => {
  expect(versionInRange('v10.5.0-rc1', '>=10.5')).toBe(true)
  expect(versionInRange('10.4', '>=10.5')).toBe(false)
  expect(versionInRange('dev', '>=10.5')).toBeUndefined()
  expect(isVersionRange('>=10.5 <11 || ^12')).toBe(true)
  expect(isVersionRange('newest')).toBe(false)
  expect(isVersionRange('')).toBe(false)
  expect(versionInside('>10.5 <11')).toBe('10.6.0')
})

describe('secrets', () => {
  test.each([
    ['postgres://mm:hunter2@db:5432/mm', 'postgres://mm:****@db:5432/mm'],
    ['mm:hunter2@tcp(db:3306)/mm', 'mm:****@tcp(db:3306)/mm'],
    ['/api?access_token=abcdef123&x=1', '/api?access_token=****&x=1'],
    ['"session_token":"abcdefghij"', '"session_token":"****"'],
    ['Authorization: Bearer abcdefghijk', 'Authorization: Bearer ****'],
    ['"authorization":"Basic dXNlcjpwYXNz"', '"authorization":"Basic ****"'],
    ['password=hunter2 user=mm', 'password=**** user=mm'],
    ['secret_key: hunter2', 'secret_key: ****'],
    ['posted with xoxb-123456789012-abc to', 'posted with xoxb-**** to'],
  ])('%s', (text, expected) => {
    expect(maskSecrets(text)).toBe(expected)
  })

  test.each([
    'http://example.com:8065/path',
    'token expired',
    'token: invalid or expired',
    'password=****',
    'at 10:40:34 mail@example.com',
  ])('%s is left as it is', text => {
    expect(maskSecrets(text)).toBe(text)
  })

  test('a setting that is a secret by its name is masked whole', () => {
    expect(maskValue('SMTPPassword', 'hunter2')).toBe('****')
    expect(maskValue('SMTPPassword', '********************************')).toBe(
      '********************************',
    )
    expect(maskValue('SiteURL', 'https://example.com')).toBe('https://example.com')
  })

  test('masking is fast on long lines without secrets', () => {
    const line = 'token '.repeat(20_000) + 'a:'.repeat(20_000) + '/'.repeat(20_000)
    expect(maskSecrets(line)).toHaveLength(line.length)
  })
})

describe('fingerprints', () => {
  test('are stable: baselines rest on these very values', () => {
    expect(fingerprintOf('database-read-only', '')).toBe('31ec9d37a29dbdc1')
    expect(fingerprintOf('plugin-crashing', 'com.example')).toBe('d5f7598ebd2ec5fd')
  })

  test('items are named by id, by name, or by themselves', () => {
    expect([{ id: 'a', name: 'b' }, { name: 'b' }, 'c', 3, { x: 1 }].map(itemKey)).toEqual([
      'a',
      'b',
      'c',
      '3',
      '{"x":1}',
    ])
  })
})

test('pointers escape, excerpts are short', () => {
  expect(pointerOf(['a/b', 'c~d', 0])).toBe('/a~1b/c~0d/0')
  expect(excerptOf(['A', 'x'], '')).toBe('x: ""')
  expect(excerptOf(['A', 'list'], [1, 2])).toBe('list: [2 items]')
  expect(excerptOf(['A', 'map'], { a: 1 })).toBe('map: {a}')
  expect(excerptOf(['A', 'x'], undefined)).toBeUndefined()
})

test('suggestions are near, or none', () => {
  expect(didYouMean('severty', ['severity', 'title'])).toBe(' (did you mean "severity"?)')
  expect(didYouMean('cuont', ['count', 'by'])).toBe(' (did you mean "count"?)')
  expect(didYouMean('foo', ['severity', 'title'])).toBe('')
})

test('patterns that RE2 does not have are told with the reason', () => {
  expect(patternMistake('a(?=b)')).toMatch(/no lookahead/)
  expect(patternMistake('(a)\\1')).toMatch(/no backreferences/)
  expect(patternMistake('(?P<host>[^ ]+)')).toBeUndefined()
})
