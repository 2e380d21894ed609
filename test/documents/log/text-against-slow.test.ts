// The readers of text formats against the slow, obvious ones, on random logs of mixed formats, mutated and cut.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRecords } from './read-records.js'
import { readSlowly } from './slow-readers.js'

const ms = fc.integer({ min: Date.UTC(2017, 0), max: Date.UTC(2030, 0) })
const words = fc.array(
  fc.constantFrom('Unable', 'to', 'save', 'the', 'post.', '(x)', '42', 'é', '"q"', '[a]'),
  { minLength: 1, maxLength: 6 },
)
const msg = words.map(list => `Failed ${list.join(' ')}`)
const caller = fc.constantFrom('app/server.go:490', 'web/context.go:122', 'join/join.go:42')
const iso = (at: number) => new Date(at).toISOString()

const plainLine = fc
  .tuple(
    ms,
    fc.constantFrom('error', 'info ', 'LDAPTrace'),
    msg,
    caller,
    fc.constantFrom('Z', '+01:00', '-05:30'),
  )
  .map(
    ([at, level, text, place, zone]) =>
      `${level} [${iso(at).slice(0, 23).replace('T', ' ')} ${zone}] ${text.padEnd(45)} caller="${place}" a=b error="x y"`,
  )
const teleportLine = fc
  .tuple(
    ms,
    fc.constantFrom('INFO ', 'WARN ', 'ERRO ', 'DEBU '),
    fc.constantFrom('[PROXY:SER]', '[NODE]     ', '           '),
    msg,
    caller,
  )
  .map(([at, level, component, text, place]) => `${iso(at)} ${level} ${component} ${text} ${place}`)
const zapLine = fc
  .tuple(ms, fc.constantFrom('info', 'error'), msg, caller, fc.constantFrom('Z', '+0100'))
  .map(
    ([at, level, text, place, zone]) =>
      `${iso(at).slice(0, 23)}${zone}\t${level}\t${place}\t${text}\t{"a": 1}`,
  )
const oldLine = fc
  .tuple(ms, fc.constantFrom('EROR', 'INFO', 'CRIT'), msg, fc.constantFrom('UTC', 'CET'))
  .map(
    ([at, level, text, zone]) =>
      `[${iso(at).slice(0, 19).replace('T', ' ').replaceAll('-', '/')} ${zone}] [${level}] ${text}`,
  )
const furtherLine = fc.constantFrom(
  '',
  '  github.com/x/y.f',
  '      web/context.go:122',
  '\tmain.go:1 +0x1',
  'User Message: gone',
  '}',
)
const line = fc.oneof(plainLine, teleportLine, zapLine, oldLine, furtherLine)
const log = fc
  .tuple(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'))
  .map(([lines, newline]) => lines.map(one => one + newline).join(''))

function ours(text: string | Buffer) {
  return readRecords(text).records.map(({ line, level, msg, caller, timeMs }) => ({
    line,
    level,
    msg,
    caller,
    timeMs,
  }))
}

describe('text formats', () => {
  test('random logs of mixed formats', () => {
    fc.assert(
      fc.property(log, text => {
        expect(ours(text)).toEqual(readSlowly(text))
      }),
      { numRuns: 500 },
    )
  })

  test('times and words of real lines replaced', () => {
    const real = readFileSync('test/fixtures/logs/healthy-plain.log', 'utf8')
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(real.length - 1), fc.constantFrom('x', '7', ' ', '\n')), { maxLength: 3 }),
        flips => {
          const characters = [...real]
          for (const [at, character] of flips)
            characters[at] = /[a-z]/.test(characters[at] ?? '') ? character : (characters[at] ?? '')
          const text = characters.join('')
          const slow = readSlowly(text)
          const found = new Map(ours(text).map(record => [record.line, record]))
          for (const record of slow)
            expect(found.get(record.line)).toMatchObject({ msg: record.msg, timeMs: record.timeMs })
        },
      ),
      { numRuns: 100 },
    )
  })

  test('a log cut anywhere keeps every record whose line is whole', () => {
    fc.assert(
      fc.property(log, fc.nat(), (text, cut) => {
        const part = text.slice(0, cut % (text.length + 1))
        const whole = part.slice(0, part.lastIndexOf('\n') + 1)
        const records = ours(part)
        const expected = readSlowly(whole)
        expect(records.slice(0, expected.length)).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })
})
