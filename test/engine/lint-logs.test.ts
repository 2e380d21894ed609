// Lint of `logs:` blocks: what is misspelled, contradicts itself or could never hold is said at its place.
import { expect, test } from 'vitest'
import { formatMistake, lintRules } from '../../analyzer/engine/lint.js'

function mistakesOf(logs: string, message = 'Found.'): string[] {
  const text = `id: a-rule
title: A rule
severity: info
product: mattermost
logs: ${logs}
message: '${message}'
why: It matters.
fix: Change it.
examples: [{ given: {}, expect: finding }, { given: {}, expect: pass }]
`
  return lintRules([{ file: 'a-rule.yaml', text }]).mistakes.map(formatMistake)
}

test.each([
  '{ match: { message: x }, min: 5, within: 10m }',
  '{ match: { message: x }, then: { message: y }, within: 10m }',
  '{ match: { message: x }, without: { message: y }, within: 10m, over: all, min: 3 }',
  '{ match: { message: x }, rate: { above: 0.5, per: 1h, during: 10m }, share: 0.5% }',
  '{ match: [{ level: [error, LDAPError], caller: x }, { fields: { a: b }, file: audit-log }], nodes: 2, by: a }',
])('sound: %s', logs => {
  expect(mistakesOf(logs)).toEqual([])
})

test.each([
  ['{ match: { message: x }, rat: { above: 1, per: 1h } }', 'unknown key "rat" (did you mean "rate"?)'],
  [
    '{ match: { message: x }, rate: { above: 1, per: 1h, durin: 1m } }',
    'unknown key "durin" (did you mean "during"?)',
  ],
  ['{ match: { message: x }, rate: { above: 1 } }', 'rate has no "per"'],
  ['{ match: { message: x }, rate: { above: 0, per: 1h } }', 'above must be a number above 0, not 0'],
  [
    '{ match: { message: x }, rate: { above: 1, per: hour } }',
    'per must be a duration such as 30s, 10m, 2h or 1d, not "hour"',
  ],
  ['{ match: { message: x }, share: 20 }', 'share must be a share such as 20% or 0.5%, not 20'],
  ['{ match: { message: x }, share: 120% }', 'share must be a share such as 20% or 0.5%, not "120%"'],
  ['{ match: { message: x }, over: al }', 'over is "al"; it must be one of nodes, all (did you mean "all"?)'],
  ['{ match: { message: x }, nodes: 0 }', 'nodes must be a whole number from 1 on'],
  [
    '{ match: { message: x, level: warning } }',
    'level "warning" is none that records are read with (did you mean "warn"?)',
  ],
  [
    '{ match: { message: x, level: [error, eror] } }',
    'level "eror" is none that records are read with (did you mean "error"?)',
  ],
  [
    '{ match: { message: x, file: audit } }',
    'file is "audit"; it must be one of mattermost-log, notifications-log, ldap-log, audit-log, advanced-log, teleport-log (did you mean "audit-log"?)',
  ],
  [
    '{ match: { message: x }, within: 10m }',
    '"within" says nothing of a single record: give "min", "then" or "without" too',
  ],
  ['{ match: { message: x }, then: { message: y } }', 'logs with "then" or "without" needs "within"'],
  [
    '{ match: { message: x }, then: { message: y }, without: { message: z }, within: 1m }',
    'logs has both "then" and "without": say either what must follow or what must not',
  ],
  [
    '{ match: { message: x }, min: 5, within: 10m, over: all }',
    '"within" is measured on each node, so it does not go with "over: all": use "rate", or count each node',
  ],
])('%s is refused', (logs, mistake) => {
  expect(mistakesOf(logs).map(text => text.replace(/^a-rule\.yaml:5:\d+: /, ''))).toEqual([mistake])
})

test('a group that no pattern catches is named with those that are', () => {
  expect(mistakesOf('{ match: { text: "(?P<address>x)" } }', 'At {match.groups.adress}.')).toEqual([
    'a-rule.yaml:6:15: message: "match.groups" has no "adress" (did you mean "address"?); it has address',
  ])
  expect(mistakesOf('{ match: { text: x } }', 'At {match.groups.address}.')).toEqual([
    'a-rule.yaml:6:15: message: "match.groups" has no "address"; it has none',
  ])
})

test('what all nodes saw has fields of its own', () => {
  expect(
    mistakesOf('{ match: { text: x }, over: all }', 'On {match.all.nodes}, {match.all.groups}.'),
  ).toEqual([
    'a-rule.yaml:6:34: message: "match.all" has no "groups"; it has count, at_least, first_seen, last_seen, nodes, share',
  ])
})
