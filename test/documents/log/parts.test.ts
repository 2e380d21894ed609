// The small parts each against its own obvious version: required literals, search of many literals, times, templates, lifecycle.
import fc from 'fast-check'
import { RE2JS } from 're2js'
import { describe, expect, test } from 'vitest'
import { createLifecycleTracker, lifecycleMarker } from '../../../analyzer/documents/log/fold/lifecycle.js'
import { requiredLiterals } from '../../../analyzer/documents/log/queries/literals.js'
import { createSearch, searchText } from '../../../analyzer/documents/log/queries/multi-search.js'
import {
  callerFile,
  messageTemplate,
  templateId,
} from '../../../analyzer/documents/log/templates/template.js'
import { createTimeReader, epochToMs } from '../../../analyzer/documents/log/formats/timestamp.js'

describe('required literals', () => {
  test.each<[string, readonly string[] | undefined]>([
    ['connection refused', ['connection refused']],
    ['^Failed to ping DB$', ['failed to ping db']],
    ['i/o timeout', ['i/o timeout']],
    ['pq: (?:column|relation) "[^"]+" does not exist', [' does not exist']],
    ['broken pipe|connection reset', ['broken pipe', 'connection reset']],
    ['broken pipe|EOF', ['broken pipe', 'eof']],
    ['broken pipe|no', undefined],
    ['(?i)No Space Left', ['no space left']],
    ['(?P<kind>deadlock) detected', [' detected']],
    ['abcdefgh?', ['abcdefg']],
    ['(abcdef)?', undefined],
    ['(abcdef)+x', ['abcdef']],
    ['colou*rful', ['colo']],
    ['cou*r', undefined],
    ['[a-z]+ed [[:alpha:]]+ in a', [' in a']],
    ['\\w+ timed out\\.', [' timed out.']],
    ['.*', undefined],
    ['\\x41bcdef', undefined],
  ])('of %s', (pattern, expected) => {
    expect(requiredLiterals(pattern)).toEqual(expected)
  })

  const atom = fc.constantFrom(
    'error',
    'a',
    'bcd',
    ' in ',
    '\\d',
    '.',
    '[x-z]',
    '\\.',
    '(?:ab|cdef)',
    '(?P<n>open files)',
    '(?i)Q',
  )
  const repeat = fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{0,1}')
  const sequence = fc.array(
    fc.tuple(atom, repeat).map(([a, r]) => (/^\(\?i\)/.test(a) ? a : a + r)),
    { maxLength: 6 },
  )
  const pattern = fc
    .array(
      sequence.map(parts => parts.join('')),
      { minLength: 1, maxLength: 3 },
    )
    .map(branches => branches.join('|'))
    // A group name may stand once only.
    .filter(source => source.split('?P<n>').length <= 2)

  test('one of them stands in every text that matches', () => {
    const piece = fc.constantFrom(
      'error',
      'ERROR',
      'a',
      'bcd',
      ' in ',
      '7',
      'y',
      '.',
      'ab',
      'cdef',
      'open files',
      'Q',
      'q',
    )
    fc.assert(
      fc.property(pattern, fc.array(piece, { maxLength: 12 }), (source, pieces) => {
        const text = pieces.join('')
        const literals = requiredLiterals(source)
        if (literals === undefined || !RE2JS.compile(source).test(text)) return
        expect(literals.some(literal => text.toLowerCase().includes(literal))).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })
})

test('the search of many literals finds what looking for each one finds', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', ' '), minLength: 5, maxLength: 16 })
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', 'B', ' '), maxLength: 80 })
  fc.assert(
    fc.property(
      fc.uniqueArray(
        word.map(w => w.toLowerCase()),
        { minLength: 1, maxLength: 6 },
      ),
      text,
      fc.nat(9),
      (literals, content, from) => {
        const bytes = Buffer.from(content)
        const search = createSearch(literals)
        const count = search.find(searchText(bytes), from, bytes.length)
        const found = Array.from({ length: count }, (_, i) => `${search.ids[i]}@${search.positions[i]}`)
        const expected = literals.flatMap((literal, id) => {
          const places: string[] = []
          for (let at = from; at + literal.length <= content.length; at++) {
            if (content.slice(at, at + literal.length).toLowerCase() === literal) places.push(`${id}@${at}`)
          }
          return places
        })
        expect([...new Set(found)].sort()).toEqual(expected.sort())
      },
    ),
    { numRuns: 2_000 },
  )
})

describe('times', () => {
  test('are what Date.parse says, one after the other', () => {
    const zone = fc.constantFrom('Z', '+01:00', '-05:30', '+0100')
    const readTime = createTimeReader()
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), zone, fc.constantFrom(' ', 'T'), (ms, offset, joint) => {
        const iso = new Date(ms).toISOString()
        const written = Buffer.from(
          `${iso.slice(0, 10)}${joint}${iso.slice(11, 23)}${joint === ' ' ? ' ' : ''}${offset}`,
        )
        const colon = offset.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')
        expect(readTime(written, 0, written.length)).toBe(Date.parse(`${iso.slice(0, 23)}${colon}`))
      }),
    )
  })

  test.each([
    '',
    '2026-01-20',
    '2026-13-20 10:00:00.000 Z',
    '2026-01-20 10:61:00.000 Z',
    'not a time at all, is it',
    '2026-01-20 1x:00:00.000 Z',
  ])('none in "%s"', text => {
    const bytes = Buffer.from(text)
    expect(createTimeReader()(bytes, 0, bytes.length)).toBeNaN()
  })

  test.each([
    ['1573516747.123', 1573516747123],
    ['1573516747123', 1573516747123],
    ['1573516747123456', 1573516747123],
    ['1573516747123456789', 1573516747123],
  ])('epoch %s in its unit', (text, expected) => {
    expect(epochToMs(text)).toBe(expected)
  })

  test.each(['', 'x', '-1', '0', 'Infinity'])('no epoch in "%s"', text => {
    expect(epochToMs(text)).toBeNaN()
  })
})

describe('templates', () => {
  test.each([
    [
      'We encountered an error finding the channel oqpkq1b1gifajkdo6ijfqde3ir.',
      'We encountered an error finding the channel <*>.',
    ],
    ['Server is listening on 127.0.0.1:8065', 'Server is listening on <*>'],
    ['took 1.5s and 293.317µs', 'took <*> and <*>'],
    ['User "jane doe" of \'x\' failed', 'User <*> of <*> failed'],
    ["We couldn't get it, don't retry", "We couldn't get it, don't retry"],
    ['commit 898c3ba5b725fc173fda0914764da405b8128d44', 'commit <*>'],
    ['id 123e4567-e89b-12d3-a456-426614174000 gone', 'id <*> gone'],
    ['Post http://localhost:2601/hook?x=1 failed', 'Post <*> failed'],
    ['mail to jane@example.com', 'mail to <*>'],
    ['x509 sha256 go version', 'x509 sha256 go version'],
    ['WHERE Id IN ($1,$2,$3)', 'WHERE Id IN ($<*>, …)'],
    ['first\nsecond', 'first'],
    ['', ''],
  ])('of %s', (message, expected) => {
    const bytes = Buffer.from(message)
    expect(messageTemplate(bytes, 0, bytes.length)).toBe(expected)
  })

  test('are bounded', () => {
    const bytes = Buffer.from('word '.repeat(10_000))
    expect(messageTemplate(bytes, 0, bytes.length).length).toBeLessThanOrEqual(300)
  })

  test('have stable ids', () => {
    expect(templateId('error', 'Unable to save the Post.', 'web/context.go')).toBe(
      templateId('error', 'Unable to save the Post.', 'web/context.go'),
    )
    expect(templateId('error', 'a', 'b')).not.toBe(templateId('error', 'ab', ''))
    expect(templateId('error', 'a', 'b')).toMatch(/^[0-9a-f]{16}$/)
  })

  test('leave out the line of the caller', () => {
    expect(callerFile('web/context.go:122')).toBe('web/context.go')
    expect(callerFile('web/context.go')).toBe('web/context.go')
  })
})

describe('lifecycle', () => {
  /** `what` one letter a line: C cache, I initializing, V version, L listening, S stopping, E stopped. */
  const lines: Readonly<Record<string, string>> = {
    C: 'Successfully connected to cache backend',
    I: 'Server is initializing...',
    V: 'Current version is 10.4.0 (10.4.0/x/y/none)',
    L: 'Server is listening on [::]:8065',
    S: 'Stopping Server...',
    E: 'Server stopped',
  }
  const eventsOf = (what: string) => {
    const tracker = createLifecycleTracker('')
    ;[...what].forEach((letter, i) => {
      const marker = lifecycleMarker(lines[letter] ?? '')
      if (marker)
        tracker.mark(marker, lines[letter] ?? '', { entry: 'mattermost.log', line: i + 1, timeMs: undefined })
    })
    return tracker.events
      .map(({ kind, line, afterCleanStop }) => `${kind}${line}${afterCleanStop ?? ''}`)
      .join(' ')
  }

  test.each([
    ['IVCL', 'start1'],
    ['CIVL', 'start1'],
    ['C', ''],
    ['CIVLSECIVL', 'start1 stop5 start7true'],
    ['IVCLSIVCL', 'start1 stop5 start6false'],
    ['IVCLIVCLIVCL', 'start1 start5false start9false'],
    ['IVIV', 'start1 start3false'],
    ['SEIVCL', 'stop1 start3true'],
  ])('of %s', (what, expected) => {
    expect(eventsOf(what)).toBe(expected)
  })
})
