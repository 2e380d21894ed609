// Native histograms as the series that a classic one has: `x_count`, `x_sum` and `x_bucket{le="…"}`, for those who ask by these names.
import { metricsLimits } from './limits.js'
import {
  bucketsOfNative,
  type HistogramSeries,
  type NativeBucket,
  type NativeHistogram,
} from './native-histogram.js'
import type { Labels, Matcher, Series } from './types.js'

/** Upper bounds of one series over all its samples; one with more is not made up. */
const mostBounds = 500

/** Nothing when the question does not name such a series, or when there is no native histogram behind it. */
export function classicSeries(
  matchers: readonly Matcher[],
  histograms: (matchers: readonly Matcher[]) => readonly HistogramSeries[],
): readonly Series[] {
  const asked = matchers.find(({ label, kind }) => label === '__name__' && kind === 'is')
  if (asked?.kind !== 'is') return []
  const [, base, part] = /^(.+)_(count|sum|bucket)$/.exec(asked.value) ?? []
  if (base === undefined || matchers.some(({ label }) => label === 'le')) return []
  const found = histograms(matchers.map(one => (one === asked ? { ...asked, value: base } : one)))
  if (part === 'bucket') return bucketsOfAll(found, asked.value)
  return found.map(one => ({
    labels: renamed(one.labels, asked.value),
    times: one.times,
    values: Float64Array.from(one.histograms, ({ count, sum }) => (part === 'sum' ? sum : count)),
  }))
}

function renamed(labels: Labels, name: string, bound?: string): Labels {
  return new Map([...labels, ['__name__', name], ...(bound === undefined ? [] : [['le', bound] as const])])
}

/** As many as there is room for. */
function bucketsOfAll(found: readonly HistogramSeries[], name: string): readonly Series[] {
  let room: number = metricsLimits.bucketsOfQuestion
  return found.flatMap(one => {
    const buckets = one.histograms.map(bucketsOfNative)
    const bounds = [...new Set(buckets.flatMap(some => some.map(({ upper }) => upper)))]
    if (bounds.length > mostBounds || (room -= bounds.length * one.times.length) < 0) return []
    return bucketSeries(
      one,
      buckets,
      bounds.sort((a, b) => a - b),
      name,
    )
  })
}

/** One series an upper bound that ever had an observation, each with what lies up to it, and one for all. */
function bucketSeries(
  { labels, times, histograms }: HistogramSeries,
  buckets: readonly (readonly NativeBucket[])[],
  bounds: readonly number[],
  name: string,
): readonly Series[] {
  const columns = bounds.map(() => new Float64Array(times.length))
  buckets.forEach((one, at) => {
    let [next, count] = [0, 0]
    bounds.forEach((bound, place) => {
      for (; (one[next]?.upper ?? Infinity) <= bound; next++) count += one[next]?.count ?? 0
      const column = columns[place]
      if (column !== undefined) column[at] = isEnd(histograms[at]) ? NaN : count
    })
  })
  const all = Float64Array.from(histograms, ({ count }) => count)
  return [
    ...bounds.map((bound, place) => ({
      labels: renamed(labels, name, String(bound)),
      times,
      values: columns[place] ?? all,
    })),
    { labels: renamed(labels, name, '+Inf'), times, values: all },
  ]
}

const isEnd = (histogram: NativeHistogram | undefined): boolean => Number.isNaN(histogram?.sum)
