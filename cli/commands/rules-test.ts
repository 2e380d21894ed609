// `rules test [PATH…]`: runs the examples inside rules. For one that fails, shows what each part of the condition gave.
import { explainRule } from '../../analyzer/engine/explain.js'
import { runExamples, subjectOfExample, type ExampleResult } from '../../analyzer/engine/examples.js'
import { formatMistake } from '../../analyzer/engine/lint.js'
import type { Rule, RuleExample } from '../../analyzer/engine/rule.js'
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import { counted } from '../../analyzer/reports/text/words.js'
import { defineCommand } from '../command.js'
import type { Context } from '../context.js'
import { decideExit, type ExitCode } from '../exit-code.js'
import { failure, isFailure } from '../failure.js'
import { checkRuleFiles, readSources } from '../rule-files.js'
import { partLines } from '../rule-parts.js'
import { selectRules, type RuleRequest } from '../rule-selection.js'
import { ruleOptions } from '../shared-options.js'

export const rulesTest = defineCommand({
  name: 'rules test',
  summary: 'run the examples inside rules',
  details: [
    'Tests the rule files named, or the built-in library. Exit code: 0 when all examples give what they expect, else 1.',
  ],
  operands: [{ name: 'PATH', kind: 'file', many: true, optional: true }],
  options: {
    watch: { kind: 'flag', says: 'test again whenever a file of PATH changes, until Ctrl-C' },
    only: ruleOptions.only,
    skip: ruleOptions.skip,
  },
  examples: [
    { run: 'support-packet rules test rules/mattermost/mail/mail-server-refuses.yaml', says: 'one rule' },
    { run: 'support-packet rules test --watch our-rules', says: 'while writing rules' },
    { run: "support-packet rules test --only 'database-*'", says: 'some of the built-in ones' },
  ],
  endsOnInterrupt: true,
  async run({ options, operands }, context) {
    const selection = { rules: [], only: options.only, skip: options.skip }
    if (!options.watch) return testOnce(operands, selection, context)
    if (operands.length === 0) throw failure('--watch wants the files or directories to look at.')
    // A path that is not there is a typing error, and not something to wait for.
    await Promise.all(operands.map(readSources))
    const { onEachChange } = await import('../watch-files.js')
    await onEachChange(operands, () => testAgain(operands, selection, context), context.io.interrupted)
    return 0
  },
})

/** A file that is gone for a moment, as while an editor saves it, is told and looked at again. */
async function testAgain(paths: readonly string[], selection: RuleRequest, context: Context): Promise<void> {
  try {
    await testOnce(paths, selection, context)
  } catch (error) {
    if (!isFailure(error)) throw error
    await context.note(error.message)
  }
}

async function testOnce(
  paths: readonly string[],
  selection: RuleRequest,
  context: Context,
): Promise<ExitCode> {
  const checked = paths.length === 0 ? undefined : await checkRuleFiles(paths)
  const wrong = checked?.mistakes ?? []
  if (wrong.length > 0) {
    await context.write(wrong.map(mistake => `${visibleControls(formatMistake(mistake))}\n`).join(''))
    return decideExit({ invalid: true })
  }
  return testRules(checked?.rules ?? (await selectRules(selection)), context)
}

async function testRules(rules: readonly Rule[], context: Context): Promise<ExitCode> {
  let failed = 0
  let examples = 0
  for (const rule of rules) {
    const results = await runExamples(rule)
    examples += results.length
    for (const [index, result] of results.entries()) {
      if (result.ok) continue
      failed += 1
      await context.write(await failureText(rule, index, result))
    }
  }
  const outcome = failed === 0 ? 'all as expected' : `${failed} not as expected`
  await context.write(`${counted(rules.length, 'rule')}, ${counted(examples, 'example')}: ${outcome}\n`)
  return decideExit({ invalid: failed > 0 })
}

async function failureText(rule: Rule, index: number, result: ExampleResult): Promise<string> {
  const head = `${rule.id}, example ${result.name}: expected ${result.expected}, gave ${result.actual}`
  const example = rule.examples[index]
  const message = example?.message === undefined ? [] : [`  expected message: ${example.message}`]
  const detail =
    result.detail === '' ? [] : [`  ${result.actual === 'skip' ? 'missing' : 'said'}: ${result.detail}`]
  const parts = example === undefined ? [] : await partsOf(rule, example)
  return [head, ...message, ...detail, ...parts, ''].map(line => visibleControls(line)).join('\n')
}

async function partsOf(rule: Rule, example: RuleExample): Promise<readonly string[]> {
  return explainRule(rule, await subjectOfExample(rule, example)).nodes.flatMap(partLines)
}
