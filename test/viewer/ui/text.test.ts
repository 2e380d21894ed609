// Text of packets made visible, and findings as Markdown.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digestOf, fieldsOf } from '../../../viewer/ui/log-fields.js'
import { findingMarkdown } from '../../../viewer/ui/markdown.js'
import { visibleParts, visibleText } from '../../../viewer/ui/visible-text.js'
import type { Finding } from '../../../viewer/ui/words.js'

test('nothing that acts or hides is left in visible text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      expect(visibleText(text)).not.toMatch(/(?!\t)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    }),
    { examples: [['\u001b[31m\u202e\u0000\u2028\ud800']] },
  )
})

test('tabs and plain text stay as they are', () => {
  expect(visibleParts('a\tb é 日本 <b>')).toEqual([{ text: 'a\tb é 日本 <b>' }])
  expect(visibleParts('\u001bx')).toEqual([{ text: '␛', control: 'U+001B' }, { text: 'x' }])
})

test('a structured line is read as time, level, message and error', () => {
  const line =
    '{"timestamp":"2026-11-21 08:40:34.257 Z","level":"error","msg":"No channel","error":"pq: gone"}'
  expect(digestOf(line)).toBe('08:40:34.257  error  No channel  pq: gone')
  expect(fieldsOf('{"a":{"b":1},"c":"x"}')).toEqual([
    { name: 'a', value: '{"b":1}' },
    { name: 'c', value: 'x' },
  ])
  for (const other of ['plain text', '{"cut":', '[1]', '{}']) expect(digestOf(other)).toBeUndefined()
})

const finding: Finding = {
  ruleId: 'some-rule',
  title: 'A title',
  severity: 'error',
  message: 'User *x* `rm` <b> [link](http://evil)',
  docs: ['https://docs.mattermost.com/a'],
  fingerprint: 'f',
  evidence: [
    { entry: 'a.log', line: 3, excerpt: 'three ``` ticks' },
    { entry: 'config.json', pointer: '/A/B' },
  ],
  observed: true,
  count: 3,
  firstSeen: '2026-11-21T08:40:34Z',
}

test('a finding as Markdown keeps its evidence as it was and takes nothing else for markup', () => {
  const text = findingMarkdown(finding)
  expect(text).toContain('User \\*x\\* \\`rm\\` \\<b\\> \\[link\\](http://evil)')
  expect(text).toContain('- Seen: 3 times\n- When: 2026-11-21 08:40:34 UTC')
  expect(text).toContain('`a.log:3`\n\n````\nthree ``` ticks\n````')
  expect(text).toContain('`config.json /A/B`')
})
