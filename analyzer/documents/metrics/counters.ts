// What a counter did: it only rises, and begins again at zero when its process does.
import type { Series } from './types.js'

/**
 * How much a counter rose from its first sample to its last. After a fall it began at zero again. A series that appears
 * after `scrapedSinceMs` (such as that of the first answer with status 500) rose from zero as well: before, there was none.
 * Unlike PromQL's `increase` nothing is added for the time before the first and after the last scrape.
 */
export function increase({ times, values }: Series, scrapedSinceMs = -Infinity): number {
  const first = values[0] ?? 0
  const isNew = Number.isFinite(scrapedSinceMs) && (times[0] ?? 0) > scrapedSinceMs
  let total = isNew && first > 0 ? first : 0
  let before = first
  for (let at = 1; at < values.length; at++) {
    const value = values[at] ?? 0
    if (Number.isNaN(value)) continue
    total += value >= before || Number.isNaN(before) ? Math.max(0, value - before) || 0 : value
    before = value
  }
  return total
}

/** Per second between first and last sample; `undefined` for fewer than two. */
export function rate(series: Series): number | undefined {
  const { times } = series
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000
  return seconds > 0 ? increase(series) / seconds : undefined
}

/** How often a counter began again. */
export function resets({ values }: Series): number {
  let count = 0
  for (let at = 1; at < values.length; at++) if ((values[at] ?? 0) < (values[at - 1] ?? 0)) count++
  return count
}

/**
 * Without samples that are no number: Prometheus ends a series that a scrape did not find with NaN, and a server has no
 * infinite counts. A series without any number is left out.
 */
export function finite(series: readonly Series[]): readonly Series[] {
  return series.flatMap(one => {
    if (one.values.every(Number.isFinite)) return [one]
    const kept = Array.from(one.values.keys()).filter(at => Number.isFinite(one.values[at]))
    const times = Float64Array.from(kept, at => one.times[at] ?? 0)
    return kept.length === 0
      ? []
      : [{ ...one, times, values: Float64Array.from(kept, at => one.values[at] ?? 0) }]
  })
}

/** The samples of a series from one time to another, both included; shares the columns. */
export function between(series: Series, fromMs: number, toMs: number): Series {
  const from = firstFrom(series.times, fromMs)
  const to = firstFrom(series.times, toMs + 1)
  return { ...series, times: series.times.subarray(from, to), values: series.values.subarray(from, to) }
}

/** Index of the first time that is not before `ms`. */
function firstFrom(times: Float64Array, ms: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? 0) < ms) low = middle + 1
    else high = middle
  }
  return low
}
