// Samples of a series as they are drawn: counters as rates, holes in the scraping as holes, and what a chart shows in words.
import type { MetricKind, MetricSeries } from '../../shared/pages.js'
import { bytesWords, durationWords, numberWords } from '../words.js'

type ShownSeries = MetricSeries['shown'][number]

/** Columns of a chart: seconds since 1970, and values; `null` breaks the line. */
export interface ChartColumns {
  readonly seconds: readonly number[]
  readonly values: readonly (number | null)[]
  /** Stretches without samples. */
  readonly gaps: number
}

/** A counter is read as how fast it rises, per second. */
export function isRate(kind: MetricKind): boolean {
  return kind !== 'gauge'
}

/** More than this many times the usual distance of two samples is a hole. */
const holeFactor = 2.5

export function chartColumns({ times, values }: ShownSeries, kind: MetricKind): ChartColumns {
  const hole = usualDistance(times) * holeFactor
  const seconds: number[] = []
  const drawn: (number | null)[] = []
  let gaps = 0
  for (let at = 0; at < times.length; at++) {
    const time = times[at] ?? 0
    const before = times[at - 1]
    const isAfterHole = before !== undefined && hole > 0 && time - before > hole
    if (isAfterHole) {
      gaps++
      seconds.push((before + hole / holeFactor) / 1000)
      drawn.push(null)
    }
    seconds.push(time / 1000)
    drawn.push(isRate(kind) ? (isAfterHole ? null : rateAt(times, values, at)) : (values[at] ?? null))
  }
  return { seconds, values: drawn, gaps }
}

/** Per second since the sample before. After a fall the counter began at zero again. */
function rateAt(times: readonly number[], values: readonly (number | null)[], at: number): number | null {
  const [before, now] = [values[at - 1], values[at]]
  const span = ((times[at] ?? 0) - (times[at - 1] ?? NaN)) / 1000
  if (before === undefined || before === null || now === undefined || now === null || !(span > 0)) return null
  return (now >= before ? now - before : now) / span
}

/** The median: a few holes and restarts do not move it. */
function usualDistance(times: readonly number[]): number {
  const distances = times.slice(1).map((time, at) => time - (times[at] ?? 0))
  return distances.sort((a, b) => a - b)[distances.length >> 1] ?? 0
}

export type MetricUnit = 'seconds' | 'bytes' | undefined

/** A value with its unit, as on an axis and in a summary. */
export function metricValueWords(value: number, unit: MetricUnit, rate: boolean): string {
  return `${amountWords(value, unit)}${rate ? ' a second' : ''}`
}

function amountWords(value: number, unit: MetricUnit): string {
  if (unit === 'seconds') return durationWords(value * 1000)
  if (unit === 'bytes') return value < 0 ? `−${bytesWords(-value)}` : bytesWords(Math.round(value))
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return numberWords(Math.round(value))
  return String(Number(value.toPrecision(3)))
}

export interface ChartSummary {
  readonly last: number
  readonly least: number
  readonly most: number
  /** Epoch milliseconds of the first sample that is the largest. */
  readonly mostAtMs: number
}

/** `undefined` when nothing was drawn. */
export function summaryOf({ seconds, values }: ChartColumns): ChartSummary | undefined {
  let summary: ChartSummary | undefined
  for (let at = 0; at < values.length; at++) {
    const value = values[at]
    if (value === null || value === undefined) continue
    const atMs = (seconds[at] ?? 0) * 1000
    summary =
      summary === undefined
        ? { last: value, least: value, most: value, mostAtMs: atMs }
        : {
            last: value,
            least: Math.min(summary.least, value),
            most: Math.max(summary.most, value),
            mostAtMs: value > summary.most ? atMs : summary.mostAtMs,
          }
  }
  return summary
}

/** Labels that all series share say nothing about one of them. */
export function ownLabels(
  labels: Readonly<Record<string, string>>,
  all: readonly ShownSeries[],
): readonly (readonly [string, string])[] {
  return Object.entries(labels).filter(([name, value]) => all.some(other => other.labels[name] !== value))
}

export function labelWords(labels: readonly (readonly [string, string])[]): string {
  return labels.map(([name, value]) => `${name}=${value}`).join(', ')
}

/** For a spreadsheet: time, and the samples as they were scraped. */
export function samplesAsTsv(name: string, { times, values }: ShownSeries): string {
  const lines = times.map((time, at) => `${new Date(time).toISOString()}\t${values[at] ?? ''}`)
  return [`time\t${name.replace(/[\t\r\n]+/g, ' ')}`, ...lines].join('\n') + '\n'
}
