// The messages of a selection: how often each comes, its course over time, and whether it is new, bursts, rises or falls,
// which is told from the whole logs and only where they are long enough to tell.
import type { LogTemplate, Timeline } from '../../analyzer/index.js'
import {
  logTemplatesShown,
  type LogTemplateMark,
  type LogTemplateRow,
  type LogTemplates,
} from '../shared/logs.js'
import type { LogData } from './log-data.js'
import type { Selected } from './log-selections.js'

/** Steps of a trend: as many as a small picture can show. */
const trendSteps = 40

export interface TemplateReader {
  templates(selected: Selected): LogTemplates
}

export function createTemplateReader(data: LogData): TemplateReader {
  let marks: ReadonlyMap<string, readonly LogTemplateMark[]> | undefined
  return {
    templates(selected) {
      marks ??= marksOf(data)
      return templatesOf(data, selected, marks)
    },
  }
}

function templatesOf(
  data: LogData,
  { records, query, state }: Selected,
  marks: ReadonlyMap<string, readonly LogTemplateMark[]>,
): LogTemplates {
  const { columns, templates } = data
  const fromMs = Math.max(query.sinceMs, data.firstMs ?? Infinity)
  const untilMs = Math.min(query.untilMs, data.lastMs ?? -Infinity)
  const stepMs = Math.max(1, (untilMs - fromMs + 1) / trendSteps)
  const counts = new Uint32Array(templates.length)
  const first = new Float64Array(templates.length).fill(Infinity)
  const last = new Float64Array(templates.length).fill(-Infinity)
  const trends = new Uint32Array(templates.length * trendSteps)
  for (let i = 0; i < records.length; i++) {
    const record = records[i] as number
    const template = columns.template[record] as number
    const time = columns.timeMs[record] as number
    counts[template] = (counts[template] as number) + 1
    if (time === -Infinity) continue
    if (time < (first[template] as number)) first[template] = time
    if (time > (last[template] as number)) last[template] = time
    const step = Math.floor((time - fromMs) / stepMs)
    if (step < 0 || step >= trendSteps) continue
    const cell = template * trendSteps + step
    trends[cell] = (trends[cell] as number) + 1
  }
  const present = [...counts.keys()].filter(template => (counts[template] as number) > 0)
  present.sort((a, b) => (counts[b] as number) - (counts[a] as number))
  const rows = present.slice(0, logTemplatesShown).map((number): LogTemplateRow => {
    const { id, level, caller, template } = templates[number] ?? unknownRow
    return {
      id,
      level,
      ...(caller === '' ? {} : { caller }),
      template,
      count: counts[number] ?? 0,
      ...(first[number] === Infinity ? {} : { firstMs: first[number] ?? 0, lastMs: last[number] ?? 0 }),
      trend: Array.from(trends.subarray(number * trendSteps, (number + 1) * trendSteps)),
      marks: marks.get(id) ?? [],
    }
  })
  return {
    state,
    matched: records.length,
    templates: rows,
    more: present.length - rows.length,
    ...(fromMs > untilMs ? {} : { fromMs, untilMs }),
  }
}

const unknownRow = { id: '', level: 'unknown', caller: '', template: '' }

/** What each message does on the node where it is most conspicuous. */
function marksOf(data: LogData): ReadonlyMap<string, readonly LogTemplateMark[]> {
  const { summary, tools } = data
  const timelines = new Map<string, Timeline | undefined>()
  for (const node of new Set(summary.files.map(file => file.node))) {
    const parts = summary.files
      .filter(file => file.node === node)
      .flatMap(({ timeline }) => Object.values(timeline ?? {}))
    timelines.set(node ?? '', tools.timelineOf(parts))
  }
  const marks = new Map<string, readonly LogTemplateMark[]>()
  for (const template of summary.templates) {
    const timeline = timelines.get(template.node ?? '')
    const own = timeline === undefined ? [] : marksOn(data, template, timeline)
    if (own.length > (marks.get(template.id)?.length ?? 0)) marks.set(template.id, own)
  }
  return marks
}

function marksOn(
  { tools }: LogData,
  { buckets, template }: LogTemplate,
  timeline: Timeline,
): readonly LogTemplateMark[] {
  // What stands for all messages beyond the bound is no message.
  if (buckets === undefined || template === '<*>') return []
  const marks: LogTemplateMark[] = []
  const novelty = tools.noveltyOf(buckets, timeline)
  if (novelty?.kind === 'new') marks.push({ kind: 'new', sinceMs: novelty.sinceMs })
  const burst = tools.burstOf(buckets, timeline)
  if (burst !== undefined && burst !== 'none')
    marks.push({
      kind: 'burst',
      fromMs: burst.fromMs,
      untilMs: burst.endMs,
      perMinute: burst.perMinute,
      usualPerMinute: burst.usualPerMinute,
    })
  const trend = tools.trendOf(buckets, timeline)
  if (trend?.kind === 'rising' || trend?.kind === 'falling') marks.push({ kind: trend.kind })
  return marks
}
