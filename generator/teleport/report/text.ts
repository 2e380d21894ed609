// report.txt: what was tried, whether it worked, whether the dump is complete; for people, in the order of importance.
import type { Attempt } from '../dump/index.js'
import type { AgentResult, ReportModel, Trouble } from './model.js'
import { counted, momentWords, oneLine, sizeWords, timeWords, verdictOf } from './words.js'

export function* reportText(model: ReportModel): Generator<Buffer> {
  const [word, sentence] = verdictOf(model)
  yield lines([`Teleport support dump: ${word}`, sentence, '', ...facts(model), ''])
  if (model.troubles.length > 0)
    yield lines(['What is missing, and what helps', '', ...model.troubles.flatMap(troubleLines), ''])
  yield lines(['Instances', ''])
  if (model.agents.length === 0) yield lines(['None was known.'])
  for (const agent of model.agents) yield lines([agentLine(agent)])
  yield lines(['', 'Everything that was tried', ''])
  for (const attempt of model.attempts) yield lines([attemptLine(attempt)])
}

const lines = (texts: readonly string[]): Buffer => Buffer.from(texts.map(text => `${text}\n`).join(''))

const facts = (model: ReportModel): readonly string[] => [
  pair('Made by', `${model.tool.name} ${model.tool.version}`),
  pair(
    'Cluster',
    `${model.cluster.name ?? 'unknown'}, Teleport ${model.cluster.version ?? 'of unknown version'}`,
  ),
  pair('From', momentWords(model.startedAt)),
  pair(
    'To',
    `${momentWords(model.endedAt)} (${timeWords(model.endedAt.getTime() - model.startedAt.getTime())})`,
  ),
  pair('Mode', model.mode),
  pair('Instances', instanceWords(model.agents)),
  pair('Attempts', attemptWords(model.counts)),
  pair(
    'Secrets',
    `${counted(model.secretsRemoved, 'value')} taken out (each is secret-… here; equal ones are equal)`,
  ),
  pair(
    'Names',
    model.names === 'kept'
      ? 'as they are: users, hosts and addresses can be read'
      : 'obfuscated, one way: users, hosts, addresses and labels cannot be read',
  ),
]

const pair = (name: string, value: string): string => `${name.padEnd(11)}${oneLine(value)}`

export function instanceWords(agents: readonly AgentResult[]): string {
  const count = (outcome: AgentResult['outcome']): number =>
    agents.filter(agent => agent.outcome === outcome).length
  const parts = [
    `${counted(count('collected'), 'instance')} collected`,
    count('partial') > 0 ? `${count('partial')} in part` : '',
    count('failed') > 0 ? `${count('failed')} failed` : '',
    count('skipped') > 0 ? `${count('skipped')} not tried` : '',
  ]
  return parts.filter(part => part !== '').join(', ')
}

export function attemptWords(counts: ReportModel['counts']): string {
  const words = {
    succeeded: 'succeeded',
    failed: 'failed',
    denied: 'refused',
    cut: 'cut',
    absent: 'not there',
    skipped: 'not tried',
  }
  return Object.entries(words)
    .flatMap(([outcome, word]) => {
      const count = counts[outcome as keyof typeof counts]
      return count > 0 || outcome === 'succeeded' ? [`${count} ${word}`] : []
    })
    .join(', ')
}

export const outcomeWords: Readonly<Record<Attempt['outcome'], string>> = {
  succeeded: 'ok',
  failed: 'FAILED',
  denied: 'refused',
  absent: 'not there',
  cut: 'cut',
  skipped: 'not tried',
}

function troubleLines({ outcome, reason, count, what, nodes, advice }: Trouble): readonly string[] {
  const more = (items: readonly string[]): string =>
    items.map(oneLine).join(', ') + (count > items.length && items.length >= 6 ? ', …' : '')
  return [
    `${count} × ${outcomeWords[outcome]}: ${oneLine(reason)}`,
    `    of: ${more(what)}`,
    ...(nodes.length === 0 ? [] : [`    on: ${more(nodes)}`]),
    ...(advice === undefined ? [] : [`    ${advice.text}`, `    ${advice.url}`]),
    '',
  ]
}

function agentLine({ id, name, services, version, outcome, reason, ms }: AgentResult): string {
  const says = reason === undefined ? '' : `: ${oneLine(reason)}`
  return `${oneLine(id).padEnd(38)}${oneLine(name).padEnd(24)} ${outcome.padEnd(10)}${timeWords(ms).padStart(9)}  ${oneLine([services, version].filter(text => text !== '').join(' '))}${says}`
}

function attemptLine({
  scope,
  node,
  what,
  entry,
  outcome,
  reason,
  ms,
  bytes,
  originalBytes,
}: Attempt): string {
  const size =
    bytes === 0
      ? ''
      : originalBytes === undefined
        ? sizeWords(bytes)
        : `${sizeWords(bytes)} of ${sizeWords(originalBytes)}`
  const where = [scope, node, what].filter(text => text !== undefined).join(' · ')
  const rest = [entry, reason].filter(text => text !== undefined).join('  ')
  return `${outcomeWords[outcome].padEnd(10)}${timeWords(ms).padStart(9)} ${size.padStart(18)}  ${oneLine(where)}  ${oneLine(rest)}`.trimEnd()
}
