// Adds up records by level, message shape and caller file, per node. Bounded: shapes beyond the bound count as one.
import { logLimits } from '../limits.js'
import type { PartTemplate } from '../scan/part.js'
import { templateId, templateKey } from '../templates/template.js'
import { createTimeBuckets, type TimeBucketCounter } from '../templates/time-buckets.js'
import type { Level, LogRecord, LogTemplate } from '../types.js'

export interface TemplateTable {
  /** Adds a part's count; the example is asked for on first sight only. Gives the number of its template. */
  add(part: PartTemplate, example: () => LogRecord): number
  result(node: string | undefined): LogTemplate[]
  /** Level and id of each template by its number. */
  ids(): readonly { readonly id: string; readonly level: string }[]
}

interface TemplateSum {
  readonly number: number
  readonly id: string
  readonly level: Level
  readonly caller: string
  readonly template: string
  readonly example: LogRecord
  readonly buckets: TimeBucketCounter
  count: number
  firstMs: number
  lastMs: number
}

/** Stands for every shape, and every level, beyond the bound. */
const anything = '<*>'

export function createTemplateTable(): TemplateTable {
  const sums: TemplateSum[] = []
  const byKey = new Map<string, TemplateSum>()
  const levels = new Set<string>()

  function find(key: string, shape: Shape, example: () => LogRecord): TemplateSum {
    const known = byKey.get(key)
    if (known) return known
    const { level, template, caller } = shape
    if (!levels.has(level) && levels.size >= logLimits.levels && level !== anything) {
      return findOther(anything, example)
    }
    if (sums.length >= logLimits.templates && template !== anything) {
      return findOther(level, example)
    }
    levels.add(level)
    const id = templateId(level, template, caller)
    const sum = { number: sums.length, id, level, caller, template, example: example(), ...emptyCounts() }
    sums.push(sum)
    byKey.set(key, sum)
    return sum
  }

  function findOther(level: Level, example: () => LogRecord): TemplateSum {
    const other = { level, template: anything, caller: '' }
    return find(templateKey(level, anything, ''), other, example)
  }

  return {
    add(part, example) {
      const sum = find(part.key, part, example)
      sum.count += part.count
      sum.firstMs = Math.min(sum.firstMs, part.firstMs)
      sum.lastMs = Math.max(sum.lastMs, part.lastMs)
      sum.buckets.merge(part.buckets)
      return sum.number
    },
    result: node => sums.map(sum => toTemplate(sum, node)).sort(byCount),
    ids: () => sums.map(({ id, level }) => ({ id, level })),
  }
}

type Shape = Pick<PartTemplate, 'level' | 'template' | 'caller'>

function emptyCounts(): Pick<TemplateSum, 'buckets' | 'count' | 'firstMs' | 'lastMs'> {
  return { buckets: createTimeBuckets(), count: 0, firstMs: Infinity, lastMs: -Infinity }
}

function toTemplate(sum: TemplateSum, node: string | undefined): LogTemplate {
  return {
    id: sum.id,
    level: sum.level,
    caller: sum.caller === '' ? undefined : sum.caller,
    template: sum.template,
    count: sum.count,
    firstSeenMs: Number.isFinite(sum.firstMs) ? sum.firstMs : undefined,
    lastSeenMs: Number.isFinite(sum.lastMs) ? sum.lastMs : undefined,
    node,
    example: sum.example,
    buckets: sum.buckets.result(),
  }
}

function byCount(a: LogTemplate, b: LogTemplate): number {
  return b.count - a.count || (a.id < b.id ? -1 : 1)
}
