// The `logs:` block of a rule as people read it: which records, how many, how fast, and on which nodes.
import type { LogsBlock, RateBound, RecordPattern } from '../../analyzer/engine/rule.js'
import { counted } from '../../analyzer/reports/text/words.js'
import { patternWords } from './rules-show-pattern.js'

/** Lines of text, to be wrapped. */
export function logsText(logs: LogsBlock): string {
  const [first, ...others] = [logs.match].flat().map(recordWords)
  return [
    first === undefined ? '' : `records whose ${first}`,
    ...others.map(words => `or whose ${words}`),
    ...followers(logs),
    ...bounds(logs),
  ].join('\n')
}

function recordWords({ level, message, caller, text, fields, file }: RecordPattern): string {
  const parts = [
    level === undefined ? undefined : `level is ${[level].flat().join(' or ')}`,
    message === undefined ? undefined : `message ${patternWords(message)}`,
    caller === undefined ? undefined : `caller ${patternWords(caller)}`,
    text === undefined ? undefined : `message or any field ${patternWords(text)}`,
    ...Object.entries(fields ?? {}).map(([name, pattern]) => `field ${name} ${patternWords(pattern)}`),
  ]
  const where = file === undefined ? '' : ` (in ${[file].flat().join(', ')})`
  return `${parts.filter(part => part !== undefined).join(' and ')}${where}`
}

function followers({ then, without, within }: LogsBlock): readonly string[] {
  return [
    ...(then === undefined ? [] : [`then, within ${within ?? ''}, one whose ${recordWords(then)}`]),
    ...(without === undefined ? [] : [`and within ${within ?? ''} none whose ${recordWords(without)}`]),
  ]
}

function bounds(logs: LogsBlock): readonly string[] {
  const { min = 1, rate, share, over, nodes, by } = logs
  return [
    ...(min > 1 ? [`at least ${min} of them${burst(logs)}`] : []),
    ...(rate === undefined ? [] : [rateWords(rate)]),
    ...(share === undefined ? [] : [`at least ${share} of all records`]),
    ...(over === 'all' ? ['on all nodes together'] : []),
    ...(nodes === undefined ? [] : [`on at least ${counted(nodes, 'node')}`]),
    ...(by === undefined ? [] : [`counted by ${by}`]),
  ]
}

const burst = ({ within, then, without }: LogsBlock): string =>
  within === undefined || then !== undefined || without !== undefined ? '' : ` within ${within}`

const rateWords = ({ above, per, during = per }: RateBound): string =>
  `more than ${above} per ${per} on average, over ${during} or longer`
