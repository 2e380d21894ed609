// Counts wanted records by one of their properties, instead of showing them. Order does not matter here: nothing is merged.
import { routeOf } from '../log/collect/routes.js'
import type { RecordHead } from '../log/formats/head.js'
import { headCaller } from '../log/formats/record.js'
import { unreachable } from '../../lib/unreachable.js'
import { createLevelReader } from './level-reader.js'
import { viewLimits } from './limits.js'
import { fieldOf } from './selection.js'
import type { RecordPlace } from './shown-record.js'
import { createTemplater, type RecordTemplate, type Templater } from './templates.js'

export type CountKey =
  | { readonly kind: 'template' | 'level' | 'caller' | 'route' | 'node' | 'file' }
  | { readonly kind: TimeUnit }
  | { readonly kind: 'field'; readonly name: string }

/** Length of the time in ISO form, down to the unit. */
const timeUnits = { day: 10, hour: 13, minute: 16 } as const
export type TimeUnit = keyof typeof timeUnits

export interface RecordCount {
  /** One a key: template id, level name, `2026-11-21T08`, …; `undefined` for records without one. */
  readonly values: readonly (string | undefined)[]
  readonly count: number
  readonly firstSeenMs: number | undefined
  readonly lastSeenMs: number | undefined
  /** Of a template: what the id stands for. */
  readonly template?: CountedTemplate
}

export interface CountedTemplate {
  readonly level: string
  readonly text: string
  readonly caller: string
}

export interface RecordCounts {
  readonly total: number
  /** Most frequent first; with a unit of time, in order of the values. */
  readonly counts: readonly RecordCount[]
  /** Records whose value came after so many others that it was not counted apart. */
  readonly uncounted: number
}

export interface Counter {
  add(bytes: Buffer, head: RecordHead, place: RecordPlace): void
  result(): RecordCounts
}

/** How far a zone is ahead of UTC at a time: days and hours are those of clocks in it. */
export type ZoneOffset = (ms: number) => number

interface Tally {
  readonly values: RecordCount['values']
  readonly template: CountedTemplate | undefined
  count: number
  firstMs: number
  lastMs: number
}

export function createCounter(keys: readonly CountKey[], zoneOffsetMs: ZoneOffset = () => 0): Counter {
  const templater = createTemplater()
  const readers = keys.map(key => valueReader(key, templater, zoneOffsetMs))
  const countsTemplates = keys.some(({ kind }) => kind === 'template')
  const tallies = new Map<string | undefined, Tally>()
  let total = 0
  let uncounted = 0

  function createTally(values: Tally['values'], bytes: Buffer, head: RecordHead): Tally {
    const template = countsTemplates ? shownTemplate(templater(bytes, head)) : undefined
    return { values, template, count: 0, firstMs: Infinity, lastMs: -Infinity }
  }

  return {
    add(bytes, head, place) {
      total++
      const values = readers.map(valueOf => valueOf(bytes, head, place))
      const id = values.length === 1 ? values[0] : JSON.stringify(values)
      let tally = tallies.get(id)
      if (!tally && tallies.size >= viewLimits.countedValues) {
        uncounted++
        return
      }
      if (!tally) tallies.set(id, (tally = createTally(values, bytes, head)))
      tally.count++
      if (Number.isNaN(head.timeMs)) return
      tally.firstMs = Math.min(tally.firstMs, head.timeMs)
      tally.lastMs = Math.max(tally.lastMs, head.timeMs)
    },
    result: () => ({ total, counts: sorted([...tallies.values()].map(toCount), keys), uncounted }),
  }
}

function shownTemplate({ level, template, caller }: RecordTemplate): CountedTemplate {
  return { level, text: template, caller }
}

type ValueReader = (bytes: Buffer, head: RecordHead, place: RecordPlace) => string | undefined

function valueReader(key: CountKey, templater: Templater, zoneOffsetMs: ZoneOffset): ValueReader {
  switch (key.kind) {
    case 'template':
      return (bytes, head) => templater(bytes, head).id
    case 'level':
      return createLevelReader()
    case 'caller':
      return (bytes, head) => headCaller(bytes, head) || undefined
    case 'route':
      return routeOfRecord
    case 'day':
    case 'hour':
    case 'minute':
      return (_bytes, _head, { orderMs }) => timeText(orderMs, timeUnits[key.kind], zoneOffsetMs)
    case 'node':
      return (_bytes, _head, { file }) => file.node || undefined
    case 'file':
      return (_bytes, _head, { file }) => file.entry.name
    case 'field':
      return (bytes, head) => fieldOf(key.name, bytes, head)
    default:
      return unreachable(key)
  }
}

/** Where the server's log, its errors and the audit log have the path of a request. */
const pathFields = ['url', 'path', 'meta.api_path', 'api_path']

function routeOfRecord(bytes: Buffer, head: RecordHead): string | undefined {
  for (const name of pathFields) {
    const path = fieldOf(name, bytes, head)
    if (path?.startsWith('/') === true) return routeOf(path)
  }
  return undefined
}

/** `2026-11-21T08` */
function timeText(ms: number, length: number, zoneOffsetMs: ZoneOffset): string | undefined {
  if (!(Math.abs(ms) < 8.6e15)) return undefined
  return new Date(ms + zoneOffsetMs(ms)).toISOString().slice(0, length)
}

function toCount({ values, template, count, firstMs, lastMs }: Tally): RecordCount {
  return {
    values,
    count,
    firstSeenMs: Number.isFinite(firstMs) ? firstMs : undefined,
    lastSeenMs: Number.isFinite(lastMs) ? lastMs : undefined,
    ...(template === undefined ? {} : { template }),
  }
}

function sorted(counts: readonly RecordCount[], keys: readonly CountKey[]): readonly RecordCount[] {
  if (keys.some(({ kind }) => Object.hasOwn(timeUnits, kind))) return [...counts].sort(byValues)
  return [...counts].sort((a, b) => b.count - a.count || byValues(a, b))
}

function byValues(a: RecordCount, b: RecordCount): number {
  for (const [at, value = ''] of a.values.entries()) {
    const other = b.values[at] ?? ''
    if (value !== other) return value < other ? -1 : 1
  }
  return 0
}
