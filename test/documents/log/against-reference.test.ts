// The fast reader against the slow, obvious one: on random logs, on mutated real ones, and with chunks ending anywhere.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LogQuery, LogSummary, RecordMatcher } from '../../../analyzer/documents/log/types.js'
import { readOne } from './chunked-packet.js'
import { matchesReference, readReference, type ReferenceLog } from './reference-reader.js'

const matchers: readonly RecordMatcher[] = [
  { text: 'connection refused' },
  { text: 'pq: cannot execute (?P<verb>\\w+) in a read-only transaction' },
  { text: 'dial tcp|(?i)BROKEN PIPE' },
  { text: '^Post ' },
  { text: '[é日]' },
  { level: ['error', 'fatal'] },
  { level: ['error'], text: 'refused' },
  { message: '^Unable to' },
  { message: 'channel', caller: 'context\\.go' },
  { caller: 'app/' },
  { fields: { status_code: '^2\\d\\d$' } },
  { fields: { error: 'refused', method: 'POST' } },
  { fields: { 'features.users': '500' } },
  { fields: { 'features.saml': 'true' } },
  { message: 'plugin', fields: { plugin_id: 'lab-probe' }, text: 'shut down' },
  { text: 'connection refused', textInMessageAt: ['info', 'debug'] },
  { text: 'plugin|shut down', textInMessageAt: ['debug', 'error'] },
  { text: '^dial (?:tcp|udp)', textInMessageAt: ['info'], fields: { method: '.' } },
  { message: '(?i)UNABLE', text: 'tcp|EOF|é' },
  { text: 'tcp' },
]
const queries = matchers.map((matcher, i): LogQuery => ({ id: `q${i}`, match: [matcher], min: 1 }))

const fixtureNames = [
  'db-restart',
  'db-read-only',
  'smtp-refused',
  'webhook-refused',
  'plugin-crash',
  'restart-loop',
  'debug-trace',
]
const fixtures = fixtureNames.map(name => readFileSync(`test/fixtures/logs/${name}.log`, 'utf8'))

function countsOf(
  log: ReferenceLog,
  pick: (record: ReferenceLog['records'][number]) => string,
): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const record of log.records) counts[pick(record)] = (counts[pick(record)] ?? 0) + 1
  return counts
}

/** What both readers must agree on. `sound` is false when a broken line may be read in part. */
function expectAgreement(summary: LogSummary, text: string): void {
  const reference = readReference(text)
  const [file] = summary.files
  expect(file?.lines).toBe(reference.lines)
  expect(file?.records).toBe(reference.records.length)
  expect(file?.endsInsideLine).toBe(reference.endsInsideLine)
  expect(file?.byLevel).toEqual(countsOf(reference, record => record.level))
  expect((file?.bad ?? []).reduce((sum, bad) => sum + bad.count, 0)).toBe(reference.bad)
  const times = reference.records.flatMap(record => record.timeMs ?? [])
  expect(file?.firstSeenMs).toBe(times.length > 0 ? Math.min(...times) : undefined)
  expect(file?.lastSeenMs).toBe(times.length > 0 ? Math.max(...times) : undefined)
  expect(summary.templates.reduce((sum, template) => sum + template.count, 0)).toBe(reference.records.length)
  matchers.forEach((matcher, i) => {
    const matched = reference.records.filter(record => matchesReference(record, matcher))
    const [match] = summary.matches.get(`q${i}`) ?? []
    expect([i, match?.count ?? 0]).toEqual([i, matched.length])
    if (!match) return
    const places = [...matched.slice(0, 3), ...matched.slice(3).slice(-1)]
    const sorted = (list: readonly (readonly number[])[]) =>
      [...list].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
    expect(sorted(match.examples.map(one => [one.line, one.offset]))).toEqual(
      places.map(one => [one.line, one.offset]),
    )
    const first = matched[0]
    const example = match.examples.find(one => one.line === first?.line)
    expect(example?.msg).toBe(first?.msg)
    expect(example?.fields).toEqual(Object.fromEntries(first?.fields ?? []))
  })
}

const text = fc.oneof(
  fc.constantFrom(
    'connection refused',
    'dial tcp 127.0.0.1:5432: connect: connection refused',
    'pq: cannot execute UPDATE in a read-only transaction',
    'Post "http://x": é日 <a> & \\n\u2028',
    'write: BROKEN pipe',
    '',
    '{"nested":"\\"connection refused\\""}',
    'lab-probe',
    'shut down',
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
)
const value = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(text, { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('saml', 'a', 'error'), text, { maxKeys: 2 }),
)
const key = fc.constantFrom(
  'error',
  'status_code',
  'method',
  'plugin_id',
  'features',
  'features.users',
  'url',
  'for locale',
  'err"or',
)
const level = fc.constantFrom('error', 'warn', 'info', 'debug', 'fatal', 'LDAPError')
const message = fc.oneof(
  fc.constantFrom(
    'Unable to save the Post.',
    'RPC call to plugin failed.',
    'finding the channel oqpkq1b1gifajkdo6ijfqde3ir',
  ),
  text,
)
const line = fc
  .record({
    ms: fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }),
    zone: fc.constantFrom(' Z', ' +01:00', ' -05:30'),
    level,
    msg: message,
    caller: fc.constantFrom('web/context.go:122', 'app/server.go:931', 'plugin/client_rpc.go:674'),
    fields: fc.dictionary(key, value, { maxKeys: 5 }),
  })
  .map(({ ms, zone, fields, ...head }) => {
    const stamp = new Date(ms).toISOString()
    const timestamp = `${stamp.slice(0, 10)} ${stamp.slice(11, 23)}${zone}`
    return JSON.stringify({ timestamp, ...head, ...fields })
  })
const junk = fc.constantFrom(
  '',
  'plain words',
  '{"timestamp":"2026-01-20 10:00:00.123 Z","level":"err',
  '{broken',
  '\r',
  '{"a":1}',
)
const log = fc
  .tuple(
    fc.array(fc.oneof({ weight: 8, arbitrary: line }, { weight: 1, arbitrary: junk }), { maxLength: 30 }),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
  )
  .map(([lines, newline, ended]) => lines.join(newline) + (ended ? newline : ''))

describe('the log reader agrees with JSON.parse line by line', () => {
  test('on real logs', async () => {
    for (const fixture of fixtures) expectAgreement(await readOne(fixture, queries), fixture)
  })

  test('on all real logs as one, twice, so that heads are recognised', async () => {
    const whole = [...fixtures, ...fixtures].join('')
    expectAgreement(await readOne(whole, queries), whole)
  })

  test('on random logs in random chunks', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.integer({ min: 1, max: 400 }), async (content, chunkBytes) => {
        expectAgreement(await readOne(content, queries, chunkBytes), content)
      }),
      { numRuns: 400 },
    )
  })

  test('on logs that say the same again and again, at other times and now and then in another order', async () => {
    const restamped = (one: string, at: number) => {
      const stamp = new Date(Date.UTC(2026, 0, 20, 10) + at * 37).toISOString()
      return one.replace(/"timestamp":"[^"]{23}/, `"timestamp":"${stamp.slice(0, 10)} ${stamp.slice(11, 23)}`)
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 12, arbitrary: line }, { weight: 1, arbitrary: junk }), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.array(fc.nat(), { maxLength: 30 }),
        fc.constantFrom('\n', '\r\n'),
        async (pool, detours, newline) => {
          const round = [...pool.keys(), ...pool.keys()]
          const order = [...round, ...round, ...detours.flatMap(start => round.slice(start % round.length))]
          const lines = order.map((place, at) => restamped(pool[place % pool.length] ?? '', at))
          const content = lines.join(newline)
          expectAgreement(await readOne(content, queries), content)
        },
      ),
      { numRuns: 150 },
    )
  })

  test('wherever a chunk ends', async () => {
    const content = fixtures[0] ?? ''
    const whole = await readOne(content, queries)
    for (let chunkBytes = 1; chunkBytes < 600; chunkBytes += 7) {
      const summary = await readOne(content, queries, chunkBytes)
      expect({ chunkBytes, ...summary }).toEqual({ chunkBytes, ...whole })
    }
  })

  test('wherever the log is cut', async () => {
    const content = Buffer.from(fixtures[2] ?? '')
    for (let cut = 0; cut < content.length; cut += 41) {
      const part = content.subarray(0, cut).toString('utf8')
      expectAgreement(await readOne(part, queries), part)
    }
  })

  test('after bytes inside of values were flipped', async () => {
    const content = fixtures.join('')
    const values = content.matchAll(/"(?:error|msg|url|reason|plugin_id|method)":"[^"\\]{2,}"/g)
    const places = [...values].map(({ index, 0: all }) => index + all.length - 2)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(places.length - 1), fc.constantFrom('x', ' ', 'é', '{', ':', ',')), {
          minLength: 1,
          maxLength: 60,
        }),
        async flips => {
          const characters = [...content]
          for (const [place, character] of flips) characters[places[place] ?? 0] = character
          const mutated = characters.join('')
          expectAgreement(await readOne(mutated, queries, 4_000), mutated)
        },
      ),
      { numRuns: 20 },
    )
  })

  test('on more distinct heads than are remembered', async () => {
    const lines = Array.from({ length: 12_000 }, (_, i) => {
      const error = i % 3 === 0 ? 'dial tcp: connection refused' : `shut down ${i}`
      return JSON.stringify({
        timestamp: '2026-01-20 10:00:00.123 Z',
        level: i % 2 === 0 ? 'error' : 'debug',
        msg: `Unable to save ${'abcdefghij'[i % 10]}${i.toString(36).replace(/\d/g, 'q')}`,
        caller: 'web/context.go:122',
        error,
      })
    })
    const whole = `${lines.join('\n')}\n${lines.slice(-50).join('\n')}\n`
    expectAgreement(await readOne(whole, queries), whole)
  })

  test('after bytes were flipped, never throwing and never losing count of lines', async () => {
    const content = Buffer.from(fixtures.join(''))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(content.length - 1), fc.nat(255)), { minLength: 1, maxLength: 60 }),
        async flips => {
          const mutated = Buffer.from(content)
          for (const [at, byte] of flips) mutated[at] = byte
          const { files } = await readOne(mutated, queries, 4_000)
          const newlines = mutated.filter(byte => byte === 10).length
          expect(files[0]?.lines).toBe(newlines + (mutated.at(-1) === 10 ? 0 : 1))
        },
      ),
      { numRuns: 30 },
    )
  })
})
