// `rules profile PACKET`: how long each rule takes to be judged, slowest first. For authors of rules.
import { performance } from 'node:perf_hooks'
import type { Subject } from '../../analyzer/engine/subject.js'
import type { Rule } from '../../analyzer/engine/rule.js'
import { stableJson } from '../../analyzer/reports/stable-json.js'
import { counted } from '../../analyzer/reports/text/words.js'
import { defineCommand } from '../command.js'
import { onePacket } from '../packets.js'
import { selectRules } from '../rule-selection.js'
import { limitOption, readLimits, ruleOptions, textOrJsonOption } from '../shared-options.js'

export const rulesProfile = defineCommand({
  name: 'rules profile',
  summary: 'the slowest rules on a packet',
  details: [
    'Judges every rule several times on a packet that was read once. Looking for records in the logs is one pass for all rules together, whose time is told as a whole.',
  ],
  operands: [{ name: 'PACKET', kind: 'packet' }],
  options: {
    ...ruleOptions,
    top: { kind: 'count', value: 'N', default: '20', says: 'so many rules (default 20)' },
    ...textOrJsonOption,
    ...limitOption,
  },
  examples: [
    { run: 'support-packet rules profile packet.zip', says: 'the twenty slowest' },
    {
      run: 'support-packet rules profile packet.zip --rules ./rules --top 5',
      says: 'with rules of your own',
    },
  ],
  async run({ options, operands: [source = ''] }, context) {
    const rules = await selectRules(options)
    const [{ readForRules }, { subjectAfter }] = await Promise.all([
      import('../../analyzer/analyze.js'),
      import('../../analyzer/engine/evaluate.js'),
    ])
    const complete = await onePacket({ source, limits: readLimits(options.limit) }, context, async packet => {
      const start = performance.now()
      const { subject } = await readForRules(packet, rules)
      const readMs = performance.now() - start
      const timed = await timeRules(rules, subjectAfter(rules, subject))
      const profile = {
        readMs: rounded(readMs),
        firstMs: rounded(sum(timed.map(({ firstMs }) => firstMs))),
        againMs: rounded(sum(timed.map(({ againMs }) => againMs))),
        rules: timed.slice(0, Number(options.top)),
      }
      await context.write(
        options.format === 'json' ? `${stableJson(profile, 2)}\n` : profileText(profile, rules.length),
      )
    })
    return complete ? 0 : 2
  },
})

interface TimedRule {
  readonly id: string
  /** The first time: expressions are parsed, facts derived. */
  readonly firstMs: number
  /** The middle one of the times after it. */
  readonly againMs: number
  readonly readsLogs: boolean
}

const runs = 5

/** Slowest first. A fact that several rules read is paid by the first of them. */
async function timeRules(rules: readonly Rule[], subject: Subject): Promise<readonly TimedRule[]> {
  const { evaluateRules } = await import('../../analyzer/engine/evaluate.js')
  const timed = rules.map((rule): TimedRule => {
    const [firstMs = 0, ...others] = Array.from({ length: runs + 1 }, () => {
      const start = performance.now()
      evaluateRules([rule], subject)
      return performance.now() - start
    })
    const againMs = others.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0
    return {
      id: rule.id,
      firstMs: rounded(firstMs),
      againMs: rounded(againMs),
      readsLogs: rule.logs !== undefined,
    }
  })
  return timed.sort((a, b) => b.againMs - a.againMs || b.firstMs - a.firstMs)
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const rounded = (ms: number): number => Math.round(ms * 1000) / 1000

interface Profile {
  readonly readMs: number
  readonly firstMs: number
  readonly againMs: number
  readonly rules: readonly TimedRule[]
}

function profileText({ readMs, firstMs, againMs, rules }: Profile, all: number): string {
  const rows = rules.map(
    ({ id, firstMs: first, againMs: again, readsLogs }) =>
      `${again.toFixed(3).padStart(9)} ${first.toFixed(3).padStart(9)}  ${id}${readsLogs ? ' (logs)' : ''}`,
  )
  return [
    `Reading the packet, its logs too: ${readMs.toFixed(0)} ms. Judging ${counted(all, 'rule')}: ${againMs.toFixed(1)} ms, the first time ${firstMs.toFixed(1)} ms.`,
    '',
    ' ms again  ms first  rule',
    ...rows,
    '',
  ].join('\n')
}
