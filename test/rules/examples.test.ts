// Every rule's own examples, judged exactly as packets are. A failure names rule, example, and what came instead.
import { describe, expect, test } from 'vitest'
import { runExamples } from '../../analyzer/engine/examples.js'
import { builtInRules } from '../../analyzer/engine/load.js'

const rules = await builtInRules()

describe('every example gives what it says', () => {
  test.each(rules.map(rule => [rule.id, rule] as const))('%s', async (_id, rule) => {
    const wrong = (await runExamples(rule)).filter(result => !result.ok)
    expect(wrong).toEqual([])
  })
})

describe('every rule is shown from all sides', () => {
  const outcomes = (wanted: string): string[] =>
    rules.filter(({ examples }) => !examples.some(({ expect }) => expect === wanted)).map(({ id }) => id)

  test('each has an example that finds', () => {
    expect(outcomes('finding')).toEqual([])
  })

  test('each has an example that passes', () => {
    expect(outcomes('pass')).toEqual([])
  })

  test('each has an example in which it cannot tell', () => {
    expect(outcomes('skip')).toEqual([])
  })

  test('those that count records have an example with too few of them or with others', () => {
    const missing = rules.filter(
      ({ logs, examples }) =>
        logs !== undefined && !examples.some(({ expect, given }) => expect === 'pass' && given.logs !== undefined),
    )
    expect(missing.map(({ id }) => id)).toEqual([])
  })
})
