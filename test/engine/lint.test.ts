// Lint: every mistake of every file, at its place, in words that help.
import { expect, test } from 'vitest'
import { lintRules, formatMistake } from '../../analyzer/engine/lint.js'
import { readRuleSources } from '../../analyzer/engine/load.js'
import { fileURLToPath } from 'node:url'

const fixtures = fileURLToPath(new URL('../fixtures/rules/', import.meta.url))

/** Without the place of this checkout. */
async function sourcesOf(name: string) {
  const sources = await readRuleSources(`${fixtures}${name}`)
  return sources.map(({ file, text }) => ({ file, text }))
}
const factIds = ['database.pool.in_use', 'database.pool.max_open', 'server.version']

test('all mistakes of all files are reported with line and column', async () => {
  const { mistakes, rules } = lintRules(await sourcesOf('wrong'), { factIds })
  const text = mistakes.map(mistake => `${formatMistake(mistake)}\n`).join('')
  await expect(text).toMatchFileSnapshot('../fixtures/rules/wrong.expected.txt')
  expect(rules).toEqual([])
})

test('a sound file is not refused because of its neighbours', async () => {
  const wrong = await sourcesOf('wrong')
  const sound = await sourcesOf('sound')
  const { rules } = lintRules([...wrong, ...sound], { factIds })
  expect(rules.map(({ id }) => id)).toEqual(['file-log-level-debug', 'plugin-crashing'])
})

test('sound files have no mistakes', async () => {
  expect(lintRules(await sourcesOf('sound'), { factIds }).mistakes).toEqual([])
})

const sound = `id: a-rule
title: A rule
severity: info
product: mattermost
when: WHEN
message: Found.
why: It matters.
fix: Change it.
examples: [{ given: {}, expect: finding }, { given: {}, expect: pass }]
`

function mistakesOf(when: string): string[] {
  const { mistakes } = lintRules([{ file: 'a-rule.yaml', text: sound.replace('WHEN', when) }], { factIds })
  return mistakes.map(formatMistake)
}

test.each([
  ['config.A && foo', 'a-rule.yaml:5:19: when: unknown variable "foo"'],
  ["'config.A && foo'", 'a-rule.yaml:5:20: when: unknown variable "foo"'],
  ['"config.A == \\"x\\" && foo"', 'a-rule.yaml:5:29: when: unknown variable "foo"'],
  ['>-\n  config.A &&\n  foo', 'a-rule.yaml:7:3: when: unknown variable "foo"'],
  ['|\n  config.A\n\n  && foo', 'a-rule.yaml:8:6: when: unknown variable "foo"'],
])('the place of a mistake in %j is that of the file', (when, expected) => {
  expect(mistakesOf(when)).toEqual([expected])
})

test('facts may be read as a group and below their value', () => {
  expect(mistakesOf('has(facts.database.pool) && facts.server.version.extra == 1')).toEqual([])
  expect(mistakesOf('facts.server.versoin == "1"')).toEqual([
    'a-rule.yaml:5:7: when: unknown fact "server.versoin" (did you mean "server.version"?)',
  ])
})

test('an id of the built-in library is taken, and may be explained', async () => {
  const [known] = lintRules(await sourcesOf('sound'), { factIds }).rules
  if (known === undefined) throw new Error('no fixture')
  const own = sound.replace('WHEN', 'has(jobs)').replace('a-rule', known.id)
  const text = `${own}explains: [${known.id}]\n`
  const { mistakes } = lintRules([{ file: `${known.id}.yaml`, text }], { knownRules: [known] })
  expect(mistakes.map(formatMistake)).toEqual([
    'file-log-level-debug.yaml:1:1: id "file-log-level-debug" is taken by the built-in library',
  ])
})
