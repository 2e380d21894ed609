// How often something was seen, from when to when, and where first: what every collector says of what it counts.
import type { PartPlace } from '../collector.js'

/** Within a part; times are NaN while no record had one. */
export interface Sighting {
  count: number
  firstMs: number
  lastMs: number
  /** Line of the first in the part, from 0. */
  readonly line: number
}

/** Within a log. */
export interface Seen {
  readonly count: number
  readonly firstSeenMs?: number
  readonly lastSeenMs?: number
  /** The first of them in the log. */
  readonly entry: string
  readonly line: number
}

export function sightingAt(line: number): Sighting {
  return { count: 0, firstMs: NaN, lastMs: NaN, line }
}

export function sight(sighting: Sighting, timeMs: number): void {
  sighting.count++
  // Written so that a NaN on the left gives way and one on the right does not.
  if (!(timeMs >= sighting.firstMs) && timeMs === timeMs) sighting.firstMs = timeMs
  if (!(timeMs <= sighting.lastMs) && timeMs === timeMs) sighting.lastMs = timeMs
}

/** Adds what came later in the same part. */
export function joinSightings(sighting: Sighting, later: Sighting): void {
  sighting.count += later.count - 1
  sight(sighting, later.firstMs)
  if (!(later.lastMs <= sighting.lastMs) && later.lastMs === later.lastMs) sighting.lastMs = later.lastMs
}

export function seenIn(sighting: Sighting, { entry, firstLine }: PartPlace): Seen {
  return {
    count: sighting.count,
    ...times(sighting.firstMs, sighting.lastMs),
    entry,
    line: firstLine + sighting.line,
  }
}

/** The earlier one's place stays. */
export function joinSeen(before: Seen | undefined, more: Seen): Seen {
  if (before === undefined) return more
  const first = Math.min(before.firstSeenMs ?? Infinity, more.firstSeenMs ?? Infinity)
  const last = Math.max(before.lastSeenMs ?? -Infinity, more.lastSeenMs ?? -Infinity)
  const known = first !== Infinity
  return {
    count: before.count + more.count,
    ...(known ? times(first, last) : {}),
    entry: before.entry,
    line: before.line,
  }
}

function times(first: number, last: number): { firstSeenMs?: number; lastSeenMs?: number } {
  return Number.isNaN(first) ? {} : { firstSeenMs: first, lastSeenMs: last }
}

/** Most first, and the earlier in the log before the later. */
export function bySeen(a: Seen, b: Seen): number {
  return b.count - a.count || (a.firstSeenMs ?? 0) - (b.firstSeenMs ?? 0) || a.line - b.line
}
