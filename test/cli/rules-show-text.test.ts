// What `rules show` makes of a `logs:` block: words, never the pattern's own signs.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { logsText } from '../../cli/commands/rules-show-logs.js'
import { patternWords } from '../../cli/commands/rules-show-pattern.js'
import { builtInRules } from '../../analyzer/engine/load.js'

describe('a pattern in words', () => {
  test.each([
    ['^plugin process exited$', 'is "plugin process exited"'],
    ['^Failed job', 'starts with "Failed job"'],
    ['failed\\.$', 'ends with "failed."'],
    ['too many open files', 'contains "too many open files"'],
    ['^Failed to (?:save|load) status', 'starts with "Failed to save status" or "Failed to load status"'],
    ['a|b|c', 'contains "a", "b" or "c"'],
    ['dial tcp (?P<address>\\S+): connect', 'contains "dial tcp …: connect"'],
    ['^RPC call .+ failed\\.$', 'is "RPC call … failed."'],
    ['[Ll]icense (?:has )?expired', 'contains "license has expired" or "license expired"'],
    ['(?i)mail', 'contains "mail"'],
    ['error(?P<how>exit status [0-9]{1,3})', 'contains "errorexit status"'],
    ['^(?P<text>.{1,160})', 'is not empty'],
    ['[^\\]]x', 'contains "x"'],
    ['1|2|3|4|5|6', 'contains "1", "2", "3", "4" or one of 2 more texts'],
    ['1|2|3|4|5', 'contains "1", "2", "3", "4" or "5"'],
  ])('%s %s', (pattern, words) => {
    expect(patternWords(pattern)).toBe(words)
  })

  test('many alternatives inside each other stay few', () => {
    expect(patternWords('(?:a|b|c)(?:d|e|f)(?:g|h|i)(?:j|k|l)(?:m|n|o)')).toContain('more texts')
  })

  test('whatever a pattern holds, words come of it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab(|)[]?*+{}\\.^$:P<>'), maxLength: 60 }),
        pattern => {
          expect(patternWords(pattern).length).toBeGreaterThan(3)
        },
      ),
    )
  })
})

test('a block says which records, how many, how fast and where', () => {
  const text = logsText({
    match: [
      { level: ['error', 'warn'], message: '^a$', fields: { db: 'x' } },
      { text: 'b', file: 'audit-log' },
    ],
    min: 5,
    without: { message: 'c' },
    within: '10m',
    rate: { above: 60, per: '1h', during: '5m' },
    share: '20%',
    over: 'all',
    nodes: 2,
    by: 'id',
  })
  expect(text.split('\n')).toEqual([
    'records whose level is error or warn and message is "a" and field db contains "x"',
    'or whose message or any field contains "b" (in audit-log)',
    'and within 10m none whose message contains "c"',
    'at least 5 of them',
    'more than 60 per 1h on average, over 5m or longer',
    'at least 20% of all records',
    'on all nodes together',
    'on at least 2 nodes',
    'counted by id',
  ])
})

test('a burst is told with its time', () => {
  expect(logsText({ match: { message: 'a' }, min: 5, within: '10m' })).toBe(
    'records whose message contains "a"\nat least 5 of them within 10m',
  )
})

test('no built-in rule shows the signs of its patterns', async () => {
  const texts = (await builtInRules()).flatMap(({ logs }) => (logs === undefined ? [] : [logsText(logs)]))
  expect(texts.length).toBeGreaterThan(100)
  expect(texts.filter(text => /\(\?|\\[a-zA-Z.]|\[\^|\{\d/.test(text))).toEqual([])
})
