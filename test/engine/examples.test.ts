// Examples of rules as their tests, the scaffold of a new rule, and the trace of an outcome.
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { nestDotted } from '../../analyzer/engine/example-subject.js'
import { runExamples, subjectOfExample } from '../../analyzer/engine/examples.js'
import { explainRule } from '../../analyzer/engine/explain.js'
import { lintRules } from '../../analyzer/engine/lint.js'
import { loadRules } from '../../analyzer/engine/load.js'
import type { Rule } from '../../analyzer/engine/rule.js'
import { scaffoldRule } from '../../analyzer/engine/scaffold.js'
import { ruleOf, subjectOf } from './rule-of.js'

const fixtures = fileURLToPath(new URL('../fixtures/rules/sound', import.meta.url))

async function fixture(id: string): Promise<Rule> {
  const loaded = await loadRules([fixtures], { builtIn: false })
  const rule = loaded.kind === 'ok' ? loaded.rules.find(one => one.id === id) : undefined
  if (rule === undefined) throw new Error(`no rule ${id}`)
  return rule
}

test.each(['file-log-level-debug', 'plugin-crashing'])('every example of %s holds', async id => {
  const results = await runExamples(await fixture(id))
  expect(results.filter(({ ok }) => !ok)).toEqual([])
})

test('an example that does not hold says what came instead', async () => {
  const rule = ruleOf({
    when: 'config.A.x > 1',
    message: 'x is {config.A.x}.',
    versions: '>=10',
    examples: [
      { given: { config: { A: { x: 2 } } }, expect: 'pass' },
      { name: 'other words', given: { config: { A: { x: 2 } } }, expect: 'finding', message: 'x is 3.' },
      { given: {}, expect: 'pass' },
      { given: { version: '9.0', config: {} }, expect: 'pass' },
    ],
  })
  const results = await runExamples(rule)
  expect(results.map(({ name, ok, actual, detail }) => [name, ok, actual, detail])).toEqual([
    ['1', false, 'finding', 'x is 2.'],
    ['other words', false, 'finding', 'x is 2.'],
    ['3', false, 'skip', 'config'],
    ['4', false, 'not applicable', 'other version'],
  ])
})

test('dotted and nested facts are the same', () => {
  expect(nestDotted({ 'database.pool': { in_use: 3 }, database: { kind: 'x' }, 'a.b.c': [1] })).toEqual({
    database: { pool: { in_use: 3 }, kind: 'x' },
    a: { b: { c: [1] } },
  })
})

describe('the scaffold of a new rule', () => {
  test.each(['mattermost', 'teleport'] as const)(
    'for %s has no mistakes, and its examples hold',
    async product => {
      const text = scaffoldRule('a-new-fault', product, 'server')
      const { rules, mistakes } = lintRules([{ file: `${product}/server/a-new-fault.yaml`, text }])
      expect(mistakes).toEqual([])
      const results = rules[0] === undefined ? [] : await runExamples(rules[0])
      expect(results.map(({ actual }) => actual)).toEqual(['finding', 'pass', 'skip'])
    },
  )
})

describe('the trace of an outcome', () => {
  test('shows every part with its value, and why there is none', () => {
    const rule = ruleOf({ when: 'config.A.x > 1 && (config.A.y == "b" || has(config.A.z))' })
    const explanation = explainRule(rule, subjectOf({ config: { A: { x: 5 } } }))
    expect(
      explanation.nodes[0]?.when.map(({ source, depth, value, failure }) => [
        depth,
        source,
        value ?? failure,
      ]),
    ).toEqual([
      [0, 'config.A.x > 1 && (config.A.y == "b" || has(config.A.z))', 'not in this packet: config.A.y'],
      [1, 'config.A.x > 1', 'true'],
      [2, 'config.A.x', '5'],
      [1, 'config.A.y == "b" || has(config.A.z)', 'not in this packet: config.A.y'],
      [2, 'config.A.y == "b"', 'not in this packet: config.A.y'],
      [3, 'config.A.y', 'not in this packet: config.A.y'],
      [2, 'has(config.A.z)', 'false'],
    ])
    expect(explanation.nodes[0]?.outcomes).toEqual([{ kind: 'skip', missing: ['config.A.y'] }])
  })

  test('leaves out what depends on an item, and counts log records', async () => {
    const rule = await fixture('plugin-crashing')
    const example = rule.examples[0]
    if (example === undefined) throw new Error('no example')
    expect(explainRule(rule, await subjectOfExample(rule, example)).nodes[0]?.logCount).toBe(2)
    const each = ruleOf({ each: 'config.L as item', when: 'item.n > config.limit' })
    const [node] = explainRule(each, subjectOf({ config: { L: [{ n: 3 }], limit: 2 } })).nodes
    expect(node?.each.map(({ source, value }) => [source, value])).toEqual([['config.L', 'n: 3']])
    expect(node?.when.map(({ source, value }) => [source, value])).toEqual([['config.limit', '2']])
  })
})
