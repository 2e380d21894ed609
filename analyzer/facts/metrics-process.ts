// Facts of the server process over time: tasks, memory, processors, file descriptors, pauses of its garbage collection.
import { between, increase } from '../documents/metrics/counters.js'
import { growthOf, summarise, type GaugeSummary, type Growth } from '../documents/metrics/gauges.js'
import type { Series } from '../documents/metrics/types.js'
import type { FactDefinition } from './types.js'
import { metricsFact, oneOf, secondsOf, seriesOf, shown, tenths, type NodeMetrics } from './metrics-source.js'
import { processors } from './profile-processors.js'

const MiB = 1024 * 1024

/** Servers write metrics of their process under their own name; the collector's own name is the older one. */
const ofProcess = (metric: string): readonly string[] => [`mattermost_process_${metric}`, `process_${metric}`]

/** A number of a gauge. */
function gaugeFact(
  id: string,
  title: string,
  names: readonly string[],
  read: (summary: GaugeSummary) => number,
): FactDefinition<number> {
  return metricsFact(id, title, metrics => {
    const series = oneOf(metrics, ...names)
    const summary = series && summarise(series)
    return summary && { value: read(summary), series: shown([series]) }
  })
}

/** The samples since the process started last: a restart ends every leak. */
function sinceStart(metrics: NodeMetrics, series: Series): Series {
  const started = oneOf(metrics, ...ofProcess('start_time_seconds'))?.values.at(-1)
  return started === undefined ? series : between(series, started * 1000, Infinity)
}

/** How a gauge grew; absent when the time is too short to tell. */
function growthFact<T>(id: string, title: string, names: readonly string[], tell: (growth: Growth) => T) {
  return metricsFact(id, title, metrics => {
    const series = oneOf(metrics, ...names)
    const growth = series && growthOf(sinceStart(metrics, series))
    return growth && { value: tell(growth), series: shown([series]) }
  })
}

const inMib = (bytes: number): number => Math.round(bytes / MiB)
const resident = ofProcess('resident_memory_bytes')
const heap = ['go_memstats_heap_inuse_bytes']
const descriptors = ofProcess('open_fds')

/** Processors used between one scrape and the next. */
function coresUsed({ times, values }: Series): readonly number[] {
  return Array.from(times.subarray(1), (time, at) => {
    const rise = (values[at + 1] ?? 0) - (values[at] ?? 0)
    return rise < 0 ? 0 : rise / ((time - (times[at] ?? 0)) / 1000)
  })
}

const cpuSeconds = (metrics: NodeMetrics) => oneOf(metrics, ...ofProcess('cpu_seconds_total'))

const coresAverage = metricsFact(
  'metrics.cpu.cores',
  'Processors that the server used on average',
  metrics => {
    const series = cpuSeconds(metrics)
    const seconds = secondsOf(metrics)
    if (series === undefined || seconds === 0) return undefined
    return { value: Math.round((increase(series) / seconds) * 100) / 100, series: shown([series]) }
  },
)

/** What Go may use; servers before it was a metric say it in diagnostics.yaml. */
const available = metricsFact(
  'metrics.cpu.available',
  'Processors that the server may use',
  (metrics, input) => {
    const series = oneOf(metrics, 'go_sched_gomaxprocs_threads')
    const value = series?.values.at(-1) ?? input.fact(processors)?.value
    return value === undefined || !(value > 0) ? undefined : { value, series: shown([series]) }
  },
)

const maxDescriptors = gaugeFact(
  'metrics.file_descriptors.max',
  'File descriptors that the server process may open',
  ofProcess('max_fds'),
  ({ last }) => last,
)
const mostDescriptors = gaugeFact(
  'metrics.file_descriptors.most_open',
  'Most file descriptors that the server process had open at once',
  descriptors,
  ({ max }) => max,
)

export const metricsProcessFacts = [
  gaugeFact(
    'metrics.goroutines.last',
    'Goroutines (tasks inside the server) at the last scrape',
    ['go_goroutines'],
    ({ last }) => last,
  ),
  gaugeFact(
    'metrics.goroutines.most',
    'Most goroutines (tasks inside the server) at once',
    ['go_goroutines'],
    ({ max }) => max,
  ),
  growthFact(
    'metrics.goroutines.growth',
    'How the number of goroutines changed: {from, to, per_hour, hours, steady}; needs an hour and 32 scrapes since the last start',
    ['go_goroutines'],
    ({ from, to, perHour, hours, steady }) => ({
      from,
      to,
      per_hour: Math.round(perHour),
      hours: tenths(hours),
      steady,
    }),
  ),
  gaugeFact(
    'metrics.memory.resident_mb',
    'Memory of the server process at the last scrape, in MiB',
    resident,
    ({ last }) => inMib(last),
  ),
  gaugeFact(
    'metrics.memory.most_resident_mb',
    'Most memory of the server process, in MiB',
    resident,
    ({ max }) => inMib(max),
  ),
  gaugeFact(
    'metrics.memory.heap_mb',
    'Heap in use at the last scrape, in MiB, what waits for garbage collection included',
    heap,
    ({ last }) => inMib(last),
  ),
  growthFact(
    'metrics.memory.growth',
    'How the memory of the server process changed: {from_mb, to_mb, mb_per_hour, hours, steady}; needs an hour and 32 scrapes since the last start',
    resident,
    ({ from, to, perHour, hours, steady }) => ({
      from_mb: inMib(from),
      to_mb: inMib(to),
      mb_per_hour: inMib(perHour),
      hours: tenths(hours),
      steady,
    }),
  ),
  coresAverage,
  available,
  metricsFact(
    'metrics.cpu.percent',
    'Percent of the processors it may use that the server used on average',
    (metrics, input) => {
      const used = input.fact(coresAverage)?.value
      const may = input.fact(available)?.value
      if (used === undefined || may === undefined) return undefined
      return { value: tenths((used * 100) / may), series: shown([cpuSeconds(metrics)]) }
    },
  ),
  metricsFact(
    'metrics.cpu.most_percent',
    'Percent of the processors it may use that the server used between the two scrapes when it used most',
    (metrics, input) => {
      const series = cpuSeconds(metrics)
      const may = input.fact(available)?.value
      const used = series === undefined ? [] : coresUsed(series)
      if (may === undefined || used.length === 0) return undefined
      return {
        value: tenths((used.reduce((most, one) => Math.max(most, one), 0) * 100) / may),
        series: shown([series]),
      }
    },
  ),
  maxDescriptors,
  mostDescriptors,
  metricsFact(
    'metrics.file_descriptors.percent',
    'Most open file descriptors in percent of those that the process may open',
    (metrics, input) => {
      const most = input.fact(mostDescriptors)?.value
      const may = input.fact(maxDescriptors)?.value
      if (most === undefined || may === undefined || !(may > 0)) return undefined
      return { value: tenths((most * 100) / may), series: shown([oneOf(metrics, ...descriptors)]) }
    },
  ),
  metricsFact(
    'metrics.gc.longest_pause_ms',
    'Longest pause of the garbage collection in milliseconds',
    metrics => {
      const [series] = seriesOf(metrics, 'go_gc_duration_seconds', { quantile: '1' })
      const summary = series && summarise(series)
      return summary && { value: tenths(summary.max * 1000), series: shown([series]) }
    },
  ),
  metricsFact('metrics.gc.runs_per_minute', 'Garbage collections a minute on average', metrics => {
    const series = oneOf(metrics, 'go_gc_duration_seconds_count')
    const seconds = secondsOf(metrics)
    if (series === undefined || seconds === 0) return undefined
    return { value: tenths((increase(series) * 60) / seconds), series: shown([series]) }
  }),
]
