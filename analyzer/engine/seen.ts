// How often and when, as a sentence says it: the `seen(match)` of messages.
import { plain } from './watch.js'

interface Sightings {
  readonly count?: unknown
  readonly first_seen_ms?: unknown
  readonly last_seen_ms?: unknown
}

/** `once at 2026-11-21 08:40:34 UTC`, `171 times between 2026-11-21 08:41:32 and 08:41:40 UTC`; without times only the count. */
export function seen(match: unknown): string {
  const { count, first_seen_ms: first, last_seen_ms: last } = (plain(match) ?? {}) as Sightings
  const often = timesOf(Number(count ?? 0))
  if (!isTime(first) || !isTime(last)) return often
  const [from, to] = [secondOf(first), secondOf(last)]
  if (from === to) return `${often} at ${from} UTC`
  const sameDay = from.slice(0, 10) === to.slice(0, 10)
  return `${often} between ${from} and ${sameDay ? to.slice(11) : to} UTC`
}

function timesOf(count: number): string {
  if (count === 1) return 'once'
  return count === 2 ? 'twice' : `${count.toLocaleString('en-US')} times`
}

const isTime = (ms: unknown): ms is number => typeof ms === 'number' && Math.abs(ms) <= 8.64e15

const secondOf = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
