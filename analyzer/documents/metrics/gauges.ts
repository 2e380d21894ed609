// What a gauge did over its window: last, least, most, average, and whether it grew all the time.
import type { Series } from './types.js'

export interface GaugeSummary {
  readonly last: number
  readonly min: number
  readonly max: number
  readonly avg: number
  /** Epoch milliseconds of the first sample that is the maximum. */
  readonly maxAtMs: number
}

/** `undefined` when no sample is a number. */
export function summarise({ times, values }: Series): GaugeSummary | undefined {
  let count = 0
  let sum = 0
  let min = Infinity
  let max = -Infinity
  let maxAtMs = 0
  let last = NaN
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? NaN
    if (Number.isNaN(value)) continue
    count++
    sum += value
    if (value < min) min = value
    if (value > max) {
      max = value
      maxAtMs = times[at] ?? 0
    }
    last = value
  }
  return count === 0 ? undefined : { last, min, max, avg: sum / count, maxAtMs }
}

export interface Growth {
  /** Typical values in the first and last eighth of the time. */
  readonly from: number
  readonly to: number
  readonly perHour: number
  readonly hours: number
  /** It rose through the whole time, not at once and not up and down. */
  readonly steady: boolean
}

const parts = 8
const leastSamples = 32
const leastMs = 3_600_000

/** `undefined` where the window is too short or has too few samples to tell a leak from a morning. */
export function growthOf({ times, values }: Series): Growth | undefined {
  const first = times[0] ?? 0
  const span = (times.at(-1) ?? 0) - first
  if (times.length < leastSamples || span < leastMs) return undefined
  const grouped: number[][] = Array.from({ length: parts }, () => [])
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? NaN
    const part = Math.min(parts - 1, Math.floor((((times[at] ?? 0) - first) / span) * parts))
    if (Number.isFinite(value)) grouped[part]?.push(value)
  }
  const medians = grouped.map(median)
  const known = medians.filter(value => value !== undefined)
  const from = medians[0]
  const to = medians.at(-1)
  if (from === undefined || to === undefined || known.length < parts - 1) return undefined
  const rises = known.filter((value, at) => at > 0 && value > (known[at - 1] ?? value)).length
  const largest = Math.max(...known.map((value, at) => (at === 0 ? 0 : value - (known[at - 1] ?? value))))
  // Half of the growth in one step is a start or a load, not a leak.
  const steady = to > from && rises >= known.length - 2 && largest <= (to - from) / 2
  const hours = span / leastMs
  // From the middle of the first part to the middle of the last.
  return { from, to, perHour: (to - from) / (hours * (1 - 1 / parts)), hours, steady }
}

function median(values: number[]): number | undefined {
  values.sort((a, b) => a - b)
  return values[values.length >>> 1]
}
