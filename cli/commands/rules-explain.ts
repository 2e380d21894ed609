// `rules explain PACKET RULE…`: step by step why a rule found something in a packet, passed, or could not tell.
import type { ExplainedNode, Explanation } from '../../analyzer/engine/explain.js'
import type { Outcome, Rule } from '../../analyzer/engine/rule.js'
import { visibleControls } from '../../analyzer/lib/terminal-text.js'
import { stableJson } from '../../analyzer/reports/stable-json.js'
import { defineCommand } from '../command.js'
import { onePacket } from '../packets.js'
import { partLines } from '../rule-parts.js'
import { loadAll, namedRule } from '../rule-selection.js'
import { limitOption, readLimits, ruleOptions, textOrJsonOption } from '../shared-options.js'

export const rulesExplain = defineCommand({
  name: 'rules explain',
  summary: 'show step by step why a rule found something in a packet, or not',
  details: [
    'Shows every part of the condition with its value, what the log block saw, and the lines that a finding rests on, for each node.',
  ],
  operands: [
    { name: 'PACKET', kind: 'packet' },
    { name: 'RULE', kind: 'word', many: true },
  ],
  options: {
    rules: ruleOptions.rules,
    ...textOrJsonOption,
    ...limitOption,
  },
  examples: [
    {
      run: 'support-packet rules explain packet.zip database-restarted',
      says: 'values, log records, lines',
    },
    {
      run: 'support-packet rules explain packet.zip my-rule --rules ./rules',
      says: 'a rule of your own',
    },
  ],
  async run({ options, operands: [source = '', ...ids] }, context) {
    const rules = await loadAll(options.rules)
    const wanted = ids.map(id => namedRule(rules, id))
    const [{ readForRules }, { subjectAfter }, { explainRule }] = await Promise.all([
      import('../../analyzer/analyze.js'),
      import('../../analyzer/engine/evaluate.js'),
      import('../../analyzer/engine/explain.js'),
    ])
    const complete = await onePacket({ source, limits: readLimits(options.limit) }, context, async packet => {
      const { subject } = await readForRules(packet, rules)
      const seen = subjectAfter(rules, subject)
      const explained = wanted.map(rule => explainRule(rule, seen))
      if (options.format === 'json') await context.write(`${stableJson(explained, 2)}\n`)
      else
        await context.write(
          explained.map((explanation, index) => explanationText(explanation, wanted[index])).join('\n'),
        )
    })
    return complete ? 0 : 2
  },
})

function explanationText({ ruleId, applies, nodes }: Explanation, rule: Rule | undefined): string {
  const head = `${ruleId}: ${rule?.title ?? ''}`
  const lines = applies === 'yes' ? nodes.flatMap(nodeLines) : [`  ${notJudged(applies, rule)}`]
  return `${[head, ...lines].map(line => visibleControls(line)).join('\n')}\n`
}

/** Rules of another product or version are not judged at all. */
function notJudged(applies: 'no' | 'unknown', rule: Rule | undefined): string {
  const range = rule?.versions === undefined ? '' : ` ${rule.versions}`
  const meant = `it is for ${rule?.product ?? 'another product'}${range}`
  return applies === 'no'
    ? `does not concern this server: ${meant}`
    : `could not be judged: ${meant}, and the packet does not tell the version of the server`
}

function nodeLines(explained: ExplainedNode): readonly string[] {
  const { node, outcomes } = explained
  const indent = node === '' ? '' : '  '
  const lines = [...partLines(explained), ...outcomesOf(outcomes).flatMap(outcomeLines)]
  return [...(node === '' ? [] : [`  on ${node}`]), ...lines.map(line => `${indent}${line}`)]
}

/** Many items that pass are one line. */
function outcomesOf(outcomes: readonly Outcome[]): readonly Outcome[] {
  const others = outcomes.filter(({ kind }) => kind !== 'pass')
  return others.length > 0 ? others : outcomes.slice(0, 1)
}

function outcomeLines(outcome: Outcome): readonly string[] {
  switch (outcome.kind) {
    case 'finding':
      return [
        `  → finding: ${outcome.finding.message}`,
        ...outcome.finding.evidence.map(({ entry, line, pointer, excerpt }) =>
          `    ${entry}${line === undefined ? '' : `:${line}`} ${excerpt ?? pointer ?? ''}`.trimEnd(),
        ),
      ]
    case 'pass':
      return ['  → pass: the condition does not hold']
    case 'skip':
      return [`  → could not tell: ${outcome.missing.join(', ')} missing`]
    case 'error':
      return [`  → the rule failed: ${outcome.message}`]
  }
}
