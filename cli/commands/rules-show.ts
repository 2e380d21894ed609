// `rules show RULE…`: one rule for people, or as JSON: what it asks, why, and what it says to do.
import type { Rule } from '../../analyzer/engine/rule.js'
import { stableJson } from '../../analyzer/reports/stable-json.js'
import { wrap } from '../../analyzer/reports/text/wrap.js'
import { defineCommand } from '../command.js'
import { loadAll, namedRule } from '../rule-selection.js'
import { ruleOptions, textOrJsonOption } from '../shared-options.js'
import { logsText } from './rules-show-logs.js'

export const rulesShow = defineCommand({
  name: 'rules show',
  summary: 'show what a rule asks, why, and what it says to do',
  operands: [{ name: 'RULE', kind: 'word', many: true }],
  options: {
    rules: ruleOptions.rules,
    ...textOrJsonOption,
  },
  examples: [
    { run: 'support-packet rules show database-unreachable', says: 'condition, reasons, fix, links' },
  ],
  async run({ options, operands }, context) {
    const rules = await loadAll(options.rules)
    const wanted = operands.map(id => namedRule(rules, id))
    if (options.format === 'json')
      await context.write(`${stableJson(wanted.length === 1 ? wanted[0] : wanted, 2)}\n`)
    else await context.write(wanted.map(rule => ruleText(rule, Math.min(context.columns, 110))).join('\n'))
    return 0
  },
})

function ruleText(rule: Rule, width: number): string {
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['Severity', rule.severity],
    ['For', `${rule.product}${rule.versions === undefined ? '' : ` ${rule.versions}`}`],
    ['Each', rule.each],
    ['When', rule.when],
    ['Logs', rule.logs === undefined ? undefined : logsText(rule.logs)],
    ['Message', rule.message],
    ['Why', rule.why],
    ['Fix', rule.fix],
    ['Explains', rule.explains === undefined ? undefined : idsOf(rule.explains)],
    ['Symptom of', rule.correlates === undefined ? undefined : idsOf(rule.correlates)],
    ['See', rule.docs.length === 0 ? undefined : rule.docs.join('\n')],
    ['File', `${rule.file} (${rule.examples.length} examples)`],
  ]
  const lines = fields.flatMap(([name, text]) => (text === undefined ? [] : field(name, text, width)))
  return `${rule.id}: ${rule.title}\n${lines.join('\n')}\n`
}

const fieldColumns = 14

function field(name: string, text: string, width: number): readonly string[] {
  const lines = text
    .trim()
    .split('\n')
    .flatMap(line => wrap(line, width - fieldColumns))
  return lines.map((line, index) =>
    `  ${(index === 0 ? name : '').padEnd(fieldColumns - 2)}${line}`.trimEnd(),
  )
}

const idsOf = (list: NonNullable<Rule['explains']>): string =>
  list.map(item => (typeof item === 'string' ? item : item.rule)).join(', ')
