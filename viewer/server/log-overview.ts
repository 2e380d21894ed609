// What a selection looks like as a whole: how much over time by level, and the values that occur most.
import type { LogFacet, LogFacetValue, LogHistogram, LogOverview } from '../shared/logs.js'
import type { LogData } from './log-data.js'
import type { NamedColumn, NamedColumns } from './log-named.js'
import { columnNames, type ColumnName } from './log-query.js'
import type { Selected } from './log-selections.js'

/** Bars of the histogram, about. */
const barsMost = 120
const valuesShown = 8
/** Values of one facet when it alone is asked for. */
const valuesMost = 200

export interface Overviews {
  /** A selection that is complete is looked over once. */
  overview(selected: Selected): LogOverview
}

export function createOverviews(data: LogData, named: NamedColumns): Overviews {
  const known = new WeakMap<Selected, LogOverview>()
  return {
    overview(selected) {
      const found = known.get(selected)
      if (found !== undefined) return found
      const overview = overviewOf(data, named, selected)
      if (selected.state === 'ready' && named.state() === 'complete') known.set(selected, overview)
      return overview
    },
  }
}

function overviewOf(data: LogData, named: NamedColumns, selected: Selected): LogOverview {
  const { columns, files, firstMs, lastMs } = data
  const histogram = histogramOf(data, selected)
  return {
    state: selected.state,
    searched: selected.searched,
    total: columns.records,
    matched: selected.records.length,
    ...(firstMs === undefined || lastMs === undefined ? {} : { firstMs, lastMs }),
    ...(histogram === undefined ? {} : { histogram }),
    facets: facetsOf(data, named, selected),
    files: files.map(({ log, records }) => ({
      entry: log.entry.index,
      name: log.entry.name,
      node: log.node ?? '',
      records,
    })),
    notes: data.notes,
  }
}

/** Over the window of the query, or over all logs; records of unknown time are in no bar. */
function histogramOf(data: LogData, { records, query }: Selected): LogHistogram | undefined {
  const { columns, levelOf, levels, firstMs, lastMs } = data
  if (firstMs === undefined || lastMs === undefined) return undefined
  const sinceMs = Math.max(query.sinceMs, firstMs)
  const untilMs = Math.min(query.untilMs, lastMs)
  if (sinceMs > untilMs) return undefined
  const widthMs = niceWidth((untilMs - sinceMs) / barsMost)
  const fromMs = Math.floor(sinceMs / widthMs) * widthMs
  const bars = Math.floor((untilMs - fromMs) / widthMs) + 1
  const counts = levels.map(() => new Uint32Array(bars))
  for (let i = 0; i < records.length; i++) {
    const record = records[i] as number
    const time = columns.timeMs[record] as number
    const bar = Math.floor((time - fromMs) / widthMs)
    const own = counts[levelOf[columns.template[record] as number] as number]
    if (own !== undefined && bar >= 0 && bar < bars) own[bar] = (own[bar] as number) + 1
  }
  const shown = levels.map((level, at) => ({ level, counts: Array.from(counts[at] ?? []) }))
  return { fromMs, widthMs, levels: shown.filter(level => level.counts.some(count => count > 0)) }
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
/** Widths that a clock has; below a second, tenths and hundredths. */
const widths = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map(n => n * second),
  ...[1, 2, 5, 10, 15, 30].map(n => n * minute),
  ...[1, 2, 3, 6, 12].map(n => n * hour),
  ...[1, 2, 7, 14, 28, 91, 365, 3_650, 36_500].map(n => n * day),
]

export function niceWidth(leastMs: number): number {
  return widths.find(width => width >= leastMs) ?? Math.max(1, Math.ceil(leastMs))
}

function facetsOf(data: LogData, named: NamedColumns, selected: Selected): readonly LogFacet[] {
  const isAsked = (name: ColumnName) => selected.query.columns[name] !== undefined
  const tally = createTally()
  return columnNames
    .filter(name => isAsked(name) || hasChoice(data, name))
    .filter(name => named.state() !== 'failed' || (name !== 'route' && name !== 'user'))
    .map(name => facetOf(data, named, selected, name, { most: valuesShown, tally }))
    .filter(({ name, values, complete }) => values.length > 0 || !complete || isAsked(name as ColumnName))
}

/** One node or one file is no choice. */
function hasChoice({ nodes, files }: LogData, name: ColumnName): boolean {
  if (name === 'node') return nodes.length > 1
  return name !== 'file' || files.length > 1
}

/** A facet by its name, with many values; undefined for a name that is none. */
export function facetNamed(
  data: LogData,
  named: NamedColumns,
  selected: Selected,
  name: string,
): LogFacet | undefined {
  const column = columnNames.find(known => known === name)
  return column && facetOf(data, named, selected, column, { most: valuesMost, tally: createTally() })
}

/** A column that is chosen by counts what the other choices leave, so that one sees what else there is. */
function facetOf(
  data: LogData,
  named: NamedColumns,
  selected: Selected,
  name: ColumnName,
  { most, tally }: { readonly most: number; readonly tally: Tally },
): LogFacet {
  const isAsked = selected.query.columns[name] !== undefined
  const records = (isAsked ? selected.without(name) : undefined) ?? selected.records
  const asked = new Set(selected.query.columns[name]?.wanted.map(test => test.value))
  const { values, total } = countValues(data, named, records, { name, most, tally, asked })
  const missing = [...asked].filter(value => !values.some(known => known.value === value))
  const all = [...values, ...missing.map(value => ({ value, count: 0 }))]
  const isNamed = name === 'route' || name === 'user'
  const ordered = name === 'level' ? byUrgency(all, data.levels) : mostFirst(all)
  return {
    name,
    values: ordered.slice(0, most),
    moreValues: Math.max(0, total - most),
    complete: !isNamed || named.state() === 'complete',
  }
}

function mostFirst(values: readonly LogFacetValue[]): readonly LogFacetValue[] {
  return [...values].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}

function byUrgency(values: readonly LogFacetValue[], levels: readonly string[]): readonly LogFacetValue[] {
  return [...values].sort((a, b) => levels.indexOf(a.value) - levels.indexOf(b.value))
}

interface CountRequest {
  readonly name: ColumnName
  readonly most: number
  readonly tally: Tally
  readonly asked: ReadonlySet<string>
}

/** The values that occur, or of very many the most frequent and those that were asked for; and how many there are. */
interface Counted {
  readonly values: readonly LogFacetValue[]
  readonly total: number
}

function countValues(
  data: LogData,
  named: NamedColumns,
  records: Uint32Array,
  request: CountRequest,
): Counted {
  const { columns, files, templates } = data
  const { name, tally } = request
  switch (name) {
    case 'route':
      return namedValues(named.route, records, request)
    case 'user':
      return namedValues(named.user, records, request)
    case 'node':
    case 'file': {
      const counts = tally(columns.file, files.length, records)
      const valueOf = (at: number) =>
        name === 'node' ? (files[at]?.log.node ?? '') : (files[at]?.log.entry.name ?? '')
      return together(counts, valueOf)
    }
    case 'level':
    case 'caller':
    case 'template': {
      const counts = tally(columns.template, templates.length, records)
      if (name === 'template') return templateValues(data, counts)
      return together(counts, at => templates[at]?.[name] ?? '')
    }
  }
}

/** How often each value of a column occurs in these records. */
type Tally = (column: Uint16Array | Uint32Array, values: number, records: Uint32Array) => Uint32Array

/** Several facets are made from one column: it is counted once. */
function createTally(): Tally {
  const known = new Map<object, Map<Uint32Array, Uint32Array>>()
  return (column, values, records) => {
    const ofColumn = known.get(column) ?? new Map<Uint32Array, Uint32Array>()
    known.set(column, ofColumn)
    const counts = ofColumn.get(records) ?? count(column, values, records)
    ofColumn.set(records, counts)
    return counts
  }
}

function count(column: Uint16Array | Uint32Array, values: number, records: Uint32Array): Uint32Array {
  const counts = new Uint32Array(values)
  for (let i = 0; i < records.length; i++) {
    const value = column[records[i] as number] as number
    counts[value] = (counts[value] as number) + 1
  }
  return counts
}

/** Adds up what has the same value; what has none is left out. */
function together(counts: Uint32Array, valueOf: (at: number) => string): Counted {
  const sums = new Map<string, number>()
  counts.forEach((count, at) => {
    const value = valueOf(at)
    if (value !== '' && count > 0) sums.set(value, (sums.get(value) ?? 0) + count)
  })
  return { values: [...sums].map(([value, count]) => ({ value, count })), total: sums.size }
}

function templateValues({ templates }: LogData, counts: Uint32Array): Counted {
  const values = templates.flatMap(({ id, template, level }, at) => {
    const count = counts[at] ?? 0
    return count === 0 ? [] : [{ value: id, label: template, level, count }]
  })
  return { values, total: values.length }
}

/** Users may be a hundred thousand: only those that will be shown are made into values. */
function namedValues(
  { value, values }: NamedColumn,
  records: Uint32Array,
  { most, tally, asked }: CountRequest,
): Counted {
  const counts = tally(value, values.length, records)
  const occurring = counts.slice(1).filter(count => count > 0)
  const least = occurring.slice().sort().at(-most) ?? 1
  const shown: LogFacetValue[] = []
  let ties = 0
  for (let at = 1; at < values.length; at++) {
    const count = counts[at] ?? 0
    const text = values[at] ?? ''
    const isMost = count > least || (count === least && ties++ < most)
    if (isMost || (asked.size > 0 && asked.has(text))) shown.push({ value: text, count })
  }
  return { values: shown, total: occurring.length }
}
