// Facts of what messages do over time, in the server log of one node: which are new, burst, rise, or fell silent. Of a log too
// short to tell there is no fact.
import { logsOfNode } from '../documents/log/of-node.js'
import {
  type Rhythm,
  rhythmOf,
  type Silence,
  silenceOfAll,
  silencesOf,
} from '../documents/log/templates/silences.js'
import {
  burstOf,
  canTell,
  noveltyOf,
  type TemplateStat,
  trendOf,
} from '../documents/log/templates/template-stats.js'
import type { TimeBuckets } from '../documents/log/templates/time-buckets.js'
import { type Timeline, timelineOf } from '../documents/log/templates/timeline.js'
import type { LogTemplate } from '../documents/log/types.js'
import { serverLogsOf } from './logs.js'
import { sourceOfRecord } from './source.js'
import type { Derived, FactDefinition, FactInput } from './types.js'
import { defineFact } from './types.js'

/** Most messages that a fact lists. */
const TOP = 10

const warningLevels: ReadonlySet<string> = new Set(['panic', 'fatal', 'critical', 'error', 'warn'])

/** A template whose records were counted over time. */
interface TimedTemplate extends LogTemplate {
  readonly buckets: TimeBuckets
}

/** When the node logged and what, as far as times were counted. */
interface NodeLog {
  readonly timeline: Timeline
  readonly templates: readonly TimedTemplate[]
}

/** Derived once for all facts below; none of the facts that rules read. */
const nodeLog = defineFact<NodeLog>({
  id: 'logs.templates.all',
  title: 'Messages over time',
  scope: 'node',
  reads: ['logs'],
  derive: (input): Derived<NodeLog> | undefined => {
    const files = serverLogsOf(input)
    if (files === undefined) return undefined
    const templates = timedTemplates(input, new Set(files.map(({ entry }) => entry)))
    const byLevel = files.flatMap(({ timeline }) => Object.values(timeline ?? {}))
    // Messages together are all that was logged, only in wider buckets.
    const timeline = timelineOf(byLevel.length > 0 ? byLevel : templates.map(({ buckets }) => buckets))
    return timeline === undefined ? undefined : { value: { timeline, templates }, from: [] }
  },
})

/** Without the template that stands for all shapes beyond the bound: what it does is no message's doing. */
function timedTemplates({ logs, node }: FactInput, entries: ReadonlySet<string>): readonly TimedTemplate[] {
  const templates = logs === undefined ? [] : logsOfNode(logs, node).templates
  return templates.flatMap(template => {
    const { buckets, template: text, example } = template
    const isOwn = entries.has(example.entry)
    return buckets !== undefined && isOwn && text !== '<*>' ? { ...template, buckets } : []
  })
}

/** What a message does, as far as a fact tells it. */
type Described<Shape> = Shape & { readonly level: string; readonly message: string; readonly caller?: string }

function describe<Shape extends object>(
  { level, template, caller }: LogTemplate,
  shape: Shape,
): Described<Shape> {
  return { level, message: template, ...(caller === undefined ? {} : { caller }), ...shape }
}

interface Row<Shape> {
  readonly template: LogTemplate
  readonly value: Described<Shape>
  /** Rows with more of it stand first. */
  readonly weight: number
}

/** A list of messages that do the same; `undefined` when the log is too short to tell of any. */
function listFact<Shape>(
  id: string,
  title: string,
  canBeTold: (log: NodeLog) => boolean,
  rowsOf: (template: TimedTemplate, timeline: Timeline) => readonly Row<Shape>[],
): FactDefinition<readonly Described<Shape>[]> {
  return defineFact({
    id: `logs.templates.${id}`,
    title: `${title} (at most ${String(TOP)})`,
    scope: 'node',
    reads: ['logs'],
    derive: (input): Derived<readonly Described<Shape>[]> | undefined => {
      const log = input.fact(nodeLog)?.value
      if (log === undefined || !canBeTold(log)) return undefined
      const rows = log.templates.flatMap(template => rowsOf(template, log.timeline))
      const top = rows.sort((a, b) => b.weight - a.weight).slice(0, TOP)
      return {
        value: top.map(({ value }) => value),
        from: top.map(({ template }) => sourceOfRecord(template.example)),
      }
    },
  })
}

const longEnoughFor = (stat: TemplateStat) => (log: NodeLog) => canTell(stat, log.timeline)

/** Where nothing comes regularly, nothing is missed. */
function hasRhythm({ templates, timeline }: NodeLog): boolean {
  return templates.some(({ buckets }) => rhythmOf(buckets, timeline) !== undefined)
}

const perMinute = (rate: number): number => Math.round(rate * 100) / 100

const newMessages = listFact(
  'new',
  'Warnings and errors first seen in the last tenth of the time that the node logged, each {level, message, caller, count, since_ms}',
  longEnoughFor('novelty'),
  (template, timeline) => {
    const novelty = warningLevels.has(template.level) ? noveltyOf(template.buckets, timeline) : undefined
    if (novelty?.kind !== 'new') return []
    const { count } = template
    return [{ template, value: describe(template, { count, since_ms: novelty.sinceMs }), weight: count }]
  },
)

const bursts = listFact(
  'bursts',
  'Warnings and errors that came at ten times their usual rate, each {level, message, caller, count, from_ms, to_ms, per_minute, usual_per_minute}',
  longEnoughFor('burst'),
  (template, timeline) => {
    const burst = warningLevels.has(template.level) ? burstOf(template.buckets, timeline) : undefined
    if (burst === undefined || burst === 'none') return []
    const shape = {
      count: burst.count,
      from_ms: burst.fromMs,
      to_ms: burst.endMs,
      per_minute: perMinute(burst.perMinute),
      usual_per_minute: perMinute(burst.usualPerMinute),
    }
    return [{ template, value: describe(template, shape), weight: burst.count }]
  },
)

const rising = listFact(
  'rising',
  'Warnings and errors that come more and more often, beyond what the node logs more of everything, each {level, message, caller, count, first_per_minute, last_per_minute}: rates of the first and the last third of the time',
  longEnoughFor('trend'),
  (template, timeline) => {
    const trend = warningLevels.has(template.level) ? trendOf(template.buckets, timeline) : undefined
    if (trend?.kind !== 'rising') return []
    const shape = {
      count: template.count,
      first_per_minute: perMinute(trend.firstPerMinute),
      last_per_minute: perMinute(trend.lastPerMinute),
    }
    return [{ template, value: describe(template, shape), weight: trend.lastPerMinute }]
  },
)

interface PlacedSilence {
  readonly template: LogTemplate
  readonly rhythm: Rhythm
  readonly silence: Silence
  /** The stretch without any record, where there is one. */
  readonly ofAll: { readonly fromMs: number; readonly endMs: number } | undefined
}

function placedSilences(template: TimedTemplate, timeline: Timeline): readonly PlacedSilence[] {
  const rhythm = rhythmOf(template.buckets, timeline)
  if (rhythm === undefined) return []
  return (silencesOf(template.buckets, timeline) ?? []).map(silence => {
    return { template, rhythm, silence, ofAll: silenceOfAll(silence, rhythm, timeline) }
  })
}

const silences = listFact(
  'silences',
  'Stretches without a message that otherwise comes regularly, while the server logged others, each {level, message, caller, from_ms, to_ms, seconds, expected, period_seconds, until_end}',
  hasRhythm,
  (template, timeline) => {
    const own = placedSilences(template, timeline).filter(({ ofAll }) => ofAll === undefined)
    return own.map(({ rhythm, silence }) => {
      const shape = { ...silenceShape(silence, silence.expected, rhythm), until_end: silence.untilEnd }
      return { template, value: describe(template, shape), weight: shape.seconds }
    })
  },
)

function silenceShape(
  { fromMs, endMs }: { readonly fromMs: number; readonly endMs: number },
  expected: number,
  { perRecordMs }: Rhythm,
) {
  return {
    from_ms: fromMs,
    to_ms: endMs,
    seconds: Math.round((endMs - fromMs) / 1000),
    expected,
    period_seconds: Math.round(perRecordMs) / 1000,
  }
}

/** A start that ended a silence stands at its end, as closely as buckets tell. */
const START_SLACK_MS = 60_000

const serverSilences = defineFact({
  id: 'logs.silences',
  title:
    'Stretches in which the server logged nothing, though a message comes regularly otherwise, each {from_ms, to_ms, seconds, level, message, caller, expected, period_seconds, ended_by_start}',
  scope: 'node',
  reads: ['logs'],
  derive: (input): Derived<readonly Described<object>[]> | undefined => {
    const log = input.fact(nodeLog)?.value
    if (log === undefined || !hasRhythm(log)) return undefined
    const found = clearestOfEachGap(
      log.templates.flatMap(template => placedSilences(template, log.timeline)),
    ).slice(0, TOP)
    return {
      value: found.map(({ template, rhythm, ofAll }) => {
        const expected = Math.floor((ofAll.endMs - ofAll.fromMs) / rhythm.perRecordMs)
        const shape = silenceShape(ofAll, expected, rhythm)
        return describe(template, { ...shape, ended_by_start: isEndedByStart(ofAll, input) })
      }),
      from: found.map(({ template }) => sourceOfRecord(template.example)),
    }
  },
})

type WholeSilence = PlacedSilence & { readonly ofAll: NonNullable<PlacedSilence['ofAll']> }

/** Several messages miss in the same gap: the one that would have come most often tells it best. */
function clearestOfEachGap(placed: readonly PlacedSilence[]): readonly WholeSilence[] {
  const byGap = new Map<number, WholeSilence>()
  for (const { ofAll, ...rest } of placed) {
    const known = ofAll && byGap.get(ofAll.fromMs)
    if (ofAll === undefined || (known && known.rhythm.perRecordMs <= rest.rhythm.perRecordMs)) continue
    byGap.set(ofAll.fromMs, { ...rest, ofAll })
  }
  return [...byGap.values()].sort((a, b) => a.ofAll.fromMs - b.ofAll.fromMs)
}

function isEndedByStart({ fromMs, endMs }: WholeSilence['ofAll'], { logs, node }: FactInput): boolean {
  const events = logs === undefined ? [] : logsOfNode(logs, node).lifecycle
  return events.some(
    ({ kind, timeMs }) =>
      kind === 'start' && timeMs !== undefined && timeMs > fromMs && timeMs <= endMs + START_SLACK_MS,
  )
}

export const logTemplateFacts = [newMessages, bursts, rising, silences, serverSilences]
