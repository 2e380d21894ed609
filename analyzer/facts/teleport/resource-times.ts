// Times and spans as the facts of objects need them: when the dump was made, and words for messages.
import { goDurationNs } from '../../documents/log/collect/go-duration.js'
import { asTimeMs } from '../reading.js'

/** Epoch milliseconds; `undefined` for no time and for Go's zero time of the year 1. */
export const timeOf = (text: string | undefined): number | undefined => asTimeMs(text)

/** `2026-11-21 09:44 UTC`. */
export function whenWords(ms: number): string {
  if (Math.abs(ms) > 8.64e15) return 'an impossible time'
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

const units: readonly (readonly [number, string])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1000, 'second'],
]

/** `3 days`, `1 hour`, `45 seconds`: the largest unit of which there are two, or the last one there is any of. */
export function spanWords(ms: number): string {
  const span = Math.abs(ms)
  const [size, name] = units.find(([unit]) => span >= 2 * unit) ??
    units.find(([unit]) => span >= unit) ?? [1000, 'second']
  const count = Math.round(span / size)
  return `${count} ${name}${count === 1 ? '' : 's'}`
}

/** Milliseconds of a duration as Teleport prints it: `30h0m0s`. */
export function durationOf(text: string | undefined): number | undefined {
  const ns = text === undefined ? undefined : goDurationNs(text)
  return ns === undefined ? undefined : ns / 1e6
}
