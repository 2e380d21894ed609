// A count that may be too low is known as such from the log to the finding.
import { expect, test } from 'vitest'
import { mergeNodes } from '../../analyzer/engine/merge-nodes.js'
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
