// What a log leaves open is known as such from the log to the finding: a count that may be too low, a window that cannot be told.
import { expect, test } from 'vitest'
import { mergeNodes } from '../../analyzer/engine/merge-nodes.js'
import { logsVerdict, missingLogs } from '../../analyzer/engine/rule-logs.js'
import { matchVariable } from '../../analyzer/engine/match-variable.js'
import { matchOf, ruleOf } from './rule-of.js'

const item = (atLeast: boolean) => {
  const match = matchOf({ count: 3, ...(atLeast ? { atLeast: true as const } : {}) })
  return {
    key: '',
    message: 'Found.',
    evidence: [],
    observed: true,
    count: match.count,
    firstSeenMs: 1000,
    lastSeenMs: 1000,
    match: matchVariable(match),
  }
}

test('one node with an uncertain count makes the sum uncertain', () => {
  const rule = ruleOf({ logs: { match: { message: 'x' } } })
  const merged = (...nodes: boolean[]) =>
    mergeNodes(
      rule,
      nodes.map((atLeast, index) => ({ node: `app-${index}`, item: item(atLeast) })),
    ).map(({ count, atLeast }) => [count, atLeast])
  expect(merged(false, true)).toEqual([[6, true]])
  expect(merged(false, false)).toEqual([[6, undefined]])
})

test('enough records, some without a time: whether they lie within the window is unknown, not passed', () => {
  const rule = ruleOf({ logs: { match: { message: 'x' }, min: 3, within: '1m' } })
  const undecided = matchOf({ count: 3, undecided: true })
  expect(logsVerdict(rule, undecided)).toBe('unknown')
  expect(missingLogs(rule, undecided)).toEqual(['times of log records'])
  expect(logsVerdict(rule, matchOf({ count: 3 }))).toBe('seen')
})
