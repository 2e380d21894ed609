// What the logs say that they did not say before, or say more or less often: by message template, in an hour of log.
import type { LogFile, LogTemplate } from '../documents/log/types.js'
import { maskSecrets } from '../engine/mask.js'
import type { TakenPacket } from './taken.js'
import type { LogChanges, TemplateChange, TemplateChangeKind, TemplateRate } from './types.js'

/** A template is another when it comes three times as often, and ten records are no chance. */
const factor = 3
const leastRecords = 10
/** Changes listed. */
const mostChanges = 500

const hourMs = 3_600_000
/** A rate out of less log than this says nothing. */
const leastMs = 60_000

/** The kinds whose records are no copy of what another file has. */
const ownKinds: ReadonlySet<string> = new Set(['mattermost-log', 'teleport-log'])

type Logs = TakenPacket['logs']

/** Hours from the first to the last record of each node, in all; `undefined` below a minute and without times. */
export function hoursOf(logs: Logs): number | undefined {
  const spans = new Map<string, { first: number; last: number }>()
  for (const file of (logs?.files ?? []).filter(isOwn)) {
    const { node = '', firstSeenMs, lastSeenMs } = file
    if (firstSeenMs === undefined || lastSeenMs === undefined) continue
    const known = spans.get(node) ?? { first: firstSeenMs, last: lastSeenMs }
    spans.set(node, { first: Math.min(known.first, firstSeenMs), last: Math.max(known.last, lastSeenMs) })
  }
  const ms = [...spans.values()].reduce((sum, { first, last }) => sum + last - first, 0)
  return ms < leastMs ? undefined : ms / hourMs
}

const isOwn = ({ kind }: LogFile): boolean => ownKinds.has(kind)

interface Sum {
  readonly level: string
  readonly template: string
  readonly caller: string | undefined
  count: number
}

export function compareLogs(before: Logs, after: Logs): LogChanges {
  const hours = hoursRecord(hoursOf(before), hoursOf(after))
  const nothing = { notes: [], hours, changes: [], leftOut: 0, same: 0 }
  const lacking = [before === undefined ? 'the first' : '', after === undefined ? 'the second' : ''].filter(
    name => name !== '',
  )
  if (before === undefined || after === undefined)
    return { ...nothing, notCompared: `${lacking.join(' and ')} packet has no logs` }
  const [earlier, later] = [sums(before.templates), sums(after.templates)]
  const keys = [...new Set([...later.keys(), ...earlier.keys()])]
  const changes = keys.flatMap(key => changeOf(earlier.get(key), later.get(key), hours) ?? []).sort(byUrgency)
  return {
    notes: notesOf(before, after, hours),
    hours,
    changes: changes.slice(0, mostChanges),
    leftOut: Math.max(0, changes.length - mostChanges),
    same: keys.length - changes.length,
  }
}

type Hours = LogChanges['hours']

const hoursRecord = (before: number | undefined, after: number | undefined): Hours => ({
  ...(before === undefined ? {} : { before: rounded(before) }),
  ...(after === undefined ? {} : { after: rounded(after) }),
})

const rounded = (value: number): number => Number(value.toPrecision(4))

/** Over nodes and over callers: a file that was moved in a later release makes no new message. */
function sums(templates: readonly LogTemplate[]): Map<string, Sum> {
  const found = new Map<string, Sum>()
  for (const { level, template, caller, count } of templates) {
    const key = `${level}\u0000${template}`
    const known = found.get(key)
    if (known === undefined) found.set(key, { level, template, caller, count })
    else known.count += count
  }
  return found
}

function changeOf(before: Sum | undefined, after: Sum | undefined, hours: Hours): TemplateChange | undefined {
  const one = after ?? before
  if (one === undefined) return undefined
  const rates = { before: rateOf(before, hours.before), after: rateOf(after, hours.after) }
  const kind = kindOf(rates.before, rates.after)
  if (kind === undefined) return undefined
  const { level, template, caller } = one
  return { kind, level, template: maskSecrets(template), ...(caller ? { caller } : {}), ...rates }
}

function rateOf(sum: Sum | undefined, hours: number | undefined): TemplateRate {
  const count = sum?.count ?? 0
  return { count, ...(hours === undefined ? {} : { perHour: rounded(count / hours) }) }
}

function kindOf(before: TemplateRate, after: TemplateRate): TemplateChangeKind | undefined {
  if (before.count === 0) return 'new'
  if (after.count === 0) return 'gone'
  const [earlier, later] = [before.perHour, after.perHour]
  if (earlier === undefined || later === undefined) return undefined
  if (later >= earlier * factor && after.count >= leastRecords) return 'more'
  return later * factor <= earlier && before.count >= leastRecords ? 'less' : undefined
}

const levels = ['panic', 'fatal', 'critical', 'error', 'warn', 'info', 'debug', 'trace']
const kinds: readonly TemplateChangeKind[] = ['new', 'more', 'gone', 'less']

function byUrgency(a: TemplateChange, b: TemplateChange): number {
  return levelRank(a) - levelRank(b) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || mostOf(b) - mostOf(a)
}

const levelRank = ({ level }: TemplateChange): number =>
  levels.includes(level) ? levels.indexOf(level) : levels.length

const mostOf = ({ before, after }: TemplateChange): number => Math.max(before.count, after.count)

/** Stands for all messages beyond those that are told apart. */
const anything = '<*>'

function notesOf(before: NonNullable<Logs>, after: NonNullable<Logs>, hours: Hours): readonly string[] {
  const isCut = [before, after].some(({ templates }) =>
    templates.some(({ template }) => template === anything),
  )
  const [first, second] = [hours.before, hours.after]
  const uneven = first !== undefined && second !== undefined && Math.max(first / second, second / first) >= 10
  return [
    ...(first === undefined || second === undefined
      ? ['A log is shorter than a minute or has no times: how often messages come is not compared.']
      : []),
    ...(uneven
      ? ['One log is much longer than the other: what it alone says may only have had more time.']
      : []),
    ...(isCut
      ? ['A log has more different messages than are told apart: some that count as new may not be.']
      : []),
  ]
}
