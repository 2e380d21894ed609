// Counts wanted records by one of their properties, instead of showing them. Order does not matter here: nothing is merged.
import type { RecordHead } from '../log/head.js'
import { headCaller, headLevel } from '../log/record.js'
import { unreachable } from '../../lib/unreachable.js'
import { viewLimits } from './limits.js'
import { fieldOf } from './selection.js'
import type { RecordPlace } from './shown-record.js'
import { createTemplater } from './templates.js'

export type CountKey =
  | { readonly kind: 'template' | 'level' | 'caller' | 'hour' | 'node' | 'file' }
  | { readonly kind: 'field'; readonly name: string }

export interface RecordCount {
  /** Template id, level name, `2026-11-21T08`, …; `undefined` for records without one. */
  readonly value: string | undefined
  readonly count: number
  readonly firstSeenMs: number | undefined
  readonly lastSeenMs: number | undefined
  /** Of a template: what the id stands for. */
  readonly template?: { readonly level: string; readonly text: string; readonly caller: string }
}

export interface RecordCounts {
  readonly total: number
  /** Most frequent first; hours in order of time. */
  readonly counts: readonly RecordCount[]
  /** Records whose value came after so many others that it was not counted apart. */
  readonly uncounted: number
}

export interface Counter {
  add(bytes: Buffer, head: RecordHead, place: RecordPlace): void
  result(): RecordCounts
}

interface Tally {
  count: number
  firstMs: number
  lastMs: number
  readonly template: RecordCount['template'] | undefined
}

export function createCounter(key: CountKey): Counter {
  const valueOf = valueReader(key)
  const tallies = new Map<string | undefined, Tally>()
  let total = 0
  let uncounted = 0
  return {
    add(bytes, head, place) {
      total++
      const { value, template } = valueOf(bytes, head, place)
      let tally = tallies.get(value)
      if (!tally && tallies.size >= viewLimits.countedValues) {
        uncounted++
        return
      }
      if (!tally) tallies.set(value, (tally = { count: 0, firstMs: Infinity, lastMs: -Infinity, template }))
      tally.count++
      if (Number.isNaN(head.timeMs)) return
      tally.firstMs = Math.min(tally.firstMs, head.timeMs)
      tally.lastMs = Math.max(tally.lastMs, head.timeMs)
    },
    result: () => ({ total, counts: sorted([...tallies].map(toCount), key), uncounted }),
  }
}

type ValueReader = (
  bytes: Buffer,
  head: RecordHead,
  place: RecordPlace,
) => { readonly value: string | undefined; readonly template?: RecordCount['template'] }

function valueReader(key: CountKey): ValueReader {
  switch (key.kind) {
    case 'template':
      return templateReader()
    case 'level':
      return (bytes, head) => ({ value: headLevel(bytes, head) })
    case 'caller':
      return (bytes, head) => ({ value: headCaller(bytes, head) || undefined })
    case 'hour':
      return (_bytes, _head, { orderMs }) => ({ value: hourOf(orderMs) })
    case 'node':
      return (_bytes, _head, { file }) => ({ value: file.node === '' ? undefined : file.node })
    case 'file':
      return (_bytes, _head, { file }) => ({ value: file.entry.name })
    case 'field':
      return (bytes, head) => ({ value: fieldOf(key.name, bytes, head) })
    default:
      return unreachable(key)
  }
}

function templateReader(): ValueReader {
  const templater = createTemplater()
  return (bytes, head) => {
    const { id, level, template, caller } = templater(bytes, head)
    return { value: id, template: { level, text: template, caller } }
  }
}

/** `2026-11-21T08`, in UTC. */
function hourOf(ms: number): string | undefined {
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(0, 13) : undefined
}

function toCount([value, { count, firstMs, lastMs, template }]: [string | undefined, Tally]): RecordCount {
  return {
    value,
    count,
    firstSeenMs: Number.isFinite(firstMs) ? firstMs : undefined,
    lastSeenMs: Number.isFinite(lastMs) ? lastMs : undefined,
    ...(template === undefined ? {} : { template }),
  }
}

function sorted(counts: readonly RecordCount[], key: CountKey): readonly RecordCount[] {
  const byValue = (a: RecordCount, b: RecordCount) => ((a.value ?? '') < (b.value ?? '') ? -1 : 1)
  if (key.kind === 'hour') return [...counts].sort(byValue)
  return [...counts].sort((a, b) => b.count - a.count || byValue(a, b))
}
