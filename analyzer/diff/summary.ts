// What a diff says in one sentence, and whether anything differs at all.
import { counted, listed } from '../reports/text/words.js'
import type { DiffSection, DiffSummary, PacketDiff } from './types.js'

type Parts = Pick<PacketDiff, 'findings' | 'problems' | 'logs' | 'sections'>

export function summaryOf(parts: Parts): DiffSummary {
  const differs =
    parts.findings?.changes.some(({ kind, suppressed }) => kind !== 'same' && suppressed !== true) === true ||
    (parts.problems?.appeared.length ?? 0) + (parts.problems?.gone.length ?? 0) > 0 ||
    (parts.logs?.changes.length ?? 0) > 0 ||
    parts.sections.some(({ changes }) => changes.length > 0)
  return { differs, verdict: verdictOf(parts, differs) }
}

function verdictOf({ findings, logs, sections }: Parts, differs: boolean): string {
  if (!differs) return 'Nothing that was compared differs.'
  const messages = logs === undefined ? 0 : logs.changes.length + logs.leftOut
  const changed = [
    ...sections.map(sectionWords),
    messages === 0 ? '' : counted(messages, 'log message'),
  ].filter(text => text !== '')
  const second = changed.length === 0 ? '' : `Changed: ${listed(changed)}.`
  const verdict = [findingWords(findings), second].filter(text => text !== '').join(' ')
  return verdict === '' ? 'Only what moves from minute to minute differs.' : verdict
}

function findingWords(findings: Parts['findings']): string {
  if (findings === undefined) return ''
  const { counts } = findings
  const kinds = [
    [counts.new, 'is new', 'are new'],
    [counts.worse, 'is worse', 'are worse'],
    [counts['first-judged'], 'could not be judged before', 'could not be judged before'],
    [counts.gone, 'is gone', 'are gone'],
    [counts.better, 'is better', 'are better'],
    [counts['not-judged'], 'cannot be judged any more', 'cannot be judged any more'],
  ] as const
  const told = kinds
    .filter(([count]) => count > 0)
    .map(
      ([count, one, many], index) =>
        `${index === 0 ? counted(count, 'finding') : count} ${count === 1 ? one : many}`,
    )
  return told.length === 0 ? 'No finding changed.' : `${listed(told)}.`
}

const words: Readonly<Partial<Record<DiffSection['id'], readonly [string, string]>>> = {
  server: ['server value', 'server values'],
  nodes: ['node', 'nodes'],
  config: ['setting', 'settings'],
  plugins: ['plugin value', 'plugin values'],
  permissions: ['role or scheme', 'roles and schemes'],
  objects: ['cluster object value', 'cluster object values'],
  agents: ['listed service', 'listed services'],
  schema: ['part of the schema', 'parts of the schema'],
  metrics: ['metric', 'metrics'],
  profiles: ['value of the profiles', 'values of the profiles'],
  goroutines: ['count of goroutines', 'counts of goroutines'],
  jobs: ['job value', 'job values'],
  entries: ['entry', 'entries'],
}

/** What moves from minute to minute is no news. */
function sectionWords({ id, changes, leftOut }: DiffSection): string {
  const [one, many] = words[id] ?? []
  const count = changes.filter(({ ofRelease }) => ofRelease !== true).length + leftOut
  return one === undefined || count === 0 ? '' : counted(count, one, many)
}
