// Counts records by level, message shape and caller file, per node. Bounded: shapes beyond the bound count as one.
import { logLimits } from './limits.js'
import { templateId } from './template.js'
import type { Level, LogRecord, LogTemplate } from './types.js'

export interface TemplateCount {
  readonly level: Level
  readonly caller: string | undefined
  readonly template: string
  readonly example: LogRecord
  count: number
  firstMs: number
  lastMs: number
}

export interface TemplateTable {
  /** The template's counters, made with an example on first sight. */
  find(level: Level, template: string, caller: string, example: () => LogRecord): TemplateCount
  result(node: string | undefined): LogTemplate[]
}

/** Stands for every shape beyond the bound. */
const anything = '<*>'

export function createTemplateTable(): TemplateTable {
  const templates = new Map<string, TemplateCount>()

  function find(level: Level, template: string, caller: string, example: () => LogRecord): TemplateCount {
    const key = `${level}\0${caller}\0${template}`
    const known = templates.get(key)
    if (known) return known
    if (templates.size >= logLimits.templates && template !== anything)
      return find(level, anything, '', example)
    const created: TemplateCount = {
      level,
      caller: caller === '' ? undefined : caller,
      template,
      example: example(),
      count: 0,
      firstMs: Infinity,
      lastMs: -Infinity,
    }
    templates.set(key, created)
    return created
  }

  return { find, result: node => [...templates.values()].map(count => toTemplate(count, node)).sort(byCount) }
}

function toTemplate(count: TemplateCount, node: string | undefined): LogTemplate {
  return {
    id: templateId(count.level, count.template, count.caller ?? ''),
    level: count.level,
    caller: count.caller,
    template: count.template,
    count: count.count,
    firstSeenMs: Number.isFinite(count.firstMs) ? count.firstMs : undefined,
    lastSeenMs: Number.isFinite(count.lastMs) ? count.lastMs : undefined,
    node,
    example: count.example,
  }
}

function byCount(a: LogTemplate, b: LogTemplate): number {
  return b.count - a.count || (a.id < b.id ? -1 : 1)
}
