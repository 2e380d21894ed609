// The metrics of a packet as the viewer lists and draws them: names with their units, and series of one name in columns.
import { readMetrics } from '../documents/metrics/read-metrics.js'
import { named } from '../documents/metrics/matchers.js'
import type { Labels, MetricsDump, Series } from '../documents/metrics/types.js'
import type { Document } from '../documents/types.js'
import type { ClassifiedEntry } from '../packet/classified.js'
import type { Packet } from '../packet/types.js'
import { viewEntry } from './read.js'
import type { MetricInfo, MetricKind, MetricSeries, MetricsList } from './types.js'

/** Charts of one metric: more are narrowed by label, not scrolled through. */
const mostSeries = 60

/** Samples of one answer, over all its series: 4 MB of JSON. */
const mostSamples = 120_000

/** Names listed: a cluster with plugins and node exporters has 2,000. */
const mostMetrics = 20_000

/** A dump with the places of its series by name; samples are decoded for those who draw. */
export interface OpenMetrics {
  readonly item: ClassifiedEntry
  readonly document: Document<MetricsDump> | undefined
  readonly problems: readonly string[]
}

export async function openMetrics(packet: Packet, item: ClassifiedEntry): Promise<OpenMetrics> {
  const { documents, problems } = await readMetrics(packet, [item])
  return { item, document: documents[0], problems: problems.map(({ message }) => message).slice(0, 10) }
}

export function metricsList({ item, document, problems }: OpenMetrics): MetricsList {
  const dump = document?.value
  const byName = new Map<string, Labels[]>()
  for (const labels of dump?.labels() ?? []) {
    const name = labels.get('__name__') ?? ''
    const same = byName.get(name)
    if (same === undefined) byName.set(name, [labels])
    else same.push(labels)
  }
  const metrics = [...byName].slice(0, mostMetrics).map(([name, labels]) => infoOf(name, labels))
  const { window } = dump ?? {}
  return {
    entry: viewEntry(item),
    ...(window === undefined ? {} : { fromMs: window.fromMs, toMs: window.toMs }),
    metrics: metrics.sort((a, b) => (a.name < b.name ? -1 : 1)),
    problems,
  }
}

function infoOf(name: string, series: readonly Labels[]): MetricInfo {
  const labels = [...new Set(series.flatMap(one => [...one.keys()]))]
  return {
    name,
    kind: kindOf(name),
    ...unitOf(name),
    series: series.length,
    labels: labels.filter(label => label !== '__name__').slice(0, 20),
  }
}

/** By the conventions of Prometheus; a dump does not say. */
function kindOf(name: string): MetricKind {
  if (name.endsWith('_bucket')) return 'buckets'
  return /_(?:total|sum|count)$/.test(name) ? 'counter' : 'gauge'
}

function unitOf(name: string): { readonly unit?: 'seconds' | 'bytes' } {
  const base = name.replace(/_(?:total|sum|bucket)$/, '')
  if (/_(?:seconds|time)$/.test(base)) return { unit: 'seconds' }
  return base.endsWith('_bytes') ? { unit: 'bytes' } : {}
}

/** The series of a name; `undefined` when there is none. */
export function metricSeries({ document }: OpenMetrics, name: string): MetricSeries | undefined {
  const all = seriesNamed(document?.value, name)
  if (all.length === 0) return undefined
  const shown = all.slice(0, mostSeries)
  const room = Math.max(200, Math.floor(mostSamples / shown.length))
  return {
    ...infoOf(
      name,
      all.map(({ labels }) => labels),
    ),
    shown: shown.map(series => {
      const labels = Object.fromEntries([...series.labels].filter(([label]) => label !== '__name__'))
      return { labels, ...thinned(series, room) }
    }),
  }
}

/** Of native histograms, which hold many numbers a sample, how many observations there were. */
function seriesNamed(dump: MetricsDump | undefined, name: string): readonly Series[] {
  const found = dump?.select(named(name)) ?? []
  return found.length > 0 ? found : (dump?.select(named(`${name}_count`)) ?? [])
}

interface Columns {
  readonly times: readonly number[]
  readonly values: readonly (number | null)[]
  readonly samples: number
}

/** Of too many samples, the first of each stretch and its largest stay, so that no peak is lost. JSON knows no NaN. */
function thinned({ times, values }: Series, room: number): Columns {
  const every = Math.ceil(times.length / room) * 2
  const kept: number[] = []
  if (times.length <= room) for (let at = 0; at < times.length; at++) kept.push(at)
  else
    for (let from = 0; from < times.length; from += every)
      kept.push(...peakOf(values, from, Math.min(from + every, times.length)))
  return {
    times: kept.map(at => times[at] ?? 0),
    values: kept.map(at => finiteOrNull(values[at] ?? NaN)),
    samples: times.length,
  }
}

function peakOf(values: Float64Array, from: number, to: number): readonly number[] {
  let peak = from
  for (let at = from; at < to; at++) if ((values[at] ?? 0) > (values[peak] ?? 0)) peak = at
  return peak === from ? [from] : [from, peak]
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
