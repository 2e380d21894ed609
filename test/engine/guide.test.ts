// The guide for rule authors names everything there is, and its rule is sound.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ruleFunctions } from '../../analyzer/engine/cel-functions.js'
import { runExamples } from '../../analyzer/engine/examples.js'
import { lintRules } from '../../analyzer/engine/lint.js'
import { matchFields } from '../../analyzer/engine/match-variable.js'
import { variableNames } from '../../analyzer/engine/variables.js'

const guide = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8')

test.each(variableNames())('the variable %s is in the guide', name => {
  expect(guide).toContain(`| \`${name}\` `)
})

test.each(ruleFunctions.map(({ signature }) => signature.replace(/\(.*/, '')))(
  'the function %s is in the guide',
  name => {
    expect(guide).toMatch(new RegExp(`\`${name}\\(`))
  },
)

test.each(matchFields)('the field %s of match is in the guide', name => {
  expect(guide).toMatch(new RegExp(`\`(?:match\\.)?${name}\\b`))
})

test('the rule that the guide begins with has no mistakes, and its examples hold', async () => {
  const text = /```yaml\n([^]*?)```/.exec(guide)?.[1] ?? ''
  const { rules, mistakes } = lintRules([{ file: 'mattermost/logging/file-log-level-debug.yaml', text }])
  expect(mistakes).toEqual([])
  const results = rules[0] === undefined ? [] : await runExamples(rules[0])
  expect(results.map(({ ok }) => ok)).toEqual([true, true, true])
})
