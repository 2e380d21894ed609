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
  const counted = countValues(data, named, records, name, tally)
  const asked = selected.query.columns[name]?.wanted ?? []
  const values = [...counted].filter(
    ({ value, count }) => count > 0 || asked.some(test => test.value === value),
  )
  const isNamed = name === 'route' || name === 'user'
  const ordered = name === 'level' ? byUrgency(values, data.levels) : mostFirst(values, most)
  return {
    name,
    values: ordered.slice(0, most),
    moreValues: Math.max(0, values.length - most),
    complete: !isNamed || named.state() === 'complete',
  }
}

/** Orders the first few only: users may be a hundred thousand. */
function mostFirst(values: readonly LogFacetValue[], most: number): readonly LogFacetValue[] {
  const counts = Float64Array.from(values, ({ count }) => count).sort()
  const least = counts[Math.max(0, counts.length - most)] ?? 0
  const first = values.filter(({ count }) => count >= least).slice(0, most * 20)
  return first.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}

function byUrgency(values: readonly LogFacetValue[], levels: readonly string[]): readonly LogFacetValue[] {
  return [...values].sort((a, b) => levels.indexOf(a.value) - levels.indexOf(b.value))
}

function countValues(
  data: LogData,
  named: NamedColumns,
  records: Uint32Array,
  name: ColumnName,
  tally: Tally,
): Iterable<LogFacetValue> {
  const { columns, files, templates } = data
  switch (name) {
    case 'route':
      return namedValues(named.route, records, tally)
    case 'user':
      return namedValues(named.user, records, tally)
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
function together(counts: Uint32Array, valueOf: (at: number) => string): Iterable<LogFacetValue> {
  const sums = new Map<string, number>()
  counts.forEach((count, at) => {
    const value = valueOf(at)
    if (value !== '' && count > 0) sums.set(value, (sums.get(value) ?? 0) + count)
  })
  return [...sums].map(([value, count]) => ({ value, count }))
}

function templateValues({ templates }: LogData, counts: Uint32Array): Iterable<LogFacetValue> {
  return templates.map(({ id, template, level }, at) => ({
    value: id,
    label: template,
    level,
    count: counts[at] ?? 0,
  }))
}

function namedValues(
  { value, values }: NamedColumn,
  records: Uint32Array,
  tally: Tally,
): Iterable<LogFacetValue> {
  const counts = tally(value, values.length, records)
  return values.slice(1).map((text, at) => ({ value: text, count: counts[at + 1] ?? 0 }))
}
