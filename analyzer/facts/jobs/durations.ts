// How long runs of a job usually take, by the runs that the packet lists, and what is too long then.
import type { PlacedRun } from './runs.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Earlier runs it takes to know what is usual. */
const HISTORY_RUNS = 2

/** So many times its longest earlier run, and a run is no longer usual. */
const TIMES_LONGEST = 10

/** Kind of job → its longest run in milliseconds; kinds with too few runs to tell are left out. */
export type LongestRuns = ReadonlyMap<string, number>

/** The longest of the runs that ended well, of each kind. */
export function longestRuns(all: readonly PlacedRun[]): LongestRuns {
  const lengths = new Map<string, { count: number; longest: number }>()
  for (const { run, startedMs, lastSignMs } of all) {
    if (run.status !== 'success' || startedMs === undefined || lastSignMs === undefined) continue
    const { count, longest } = lengths.get(run.type) ?? { count: 0, longest: 0 }
    lengths.set(run.type, { count: count + 1, longest: Math.max(longest, lastSignMs - startedMs) })
  }
  const known = [...lengths].filter(([, { count }]) => count >= HISTORY_RUNS)
  return new Map(known.map(([type, { longest }]) => [type, longest]))
}

/**
 * A run that gave no sign of life for this long hangs. The slowest kinds report progress every few minutes, so a day is
 * always too long; for a kind of job whose runs are known to be short, much less is.
 */
export function silenceLimitMs(longest: number | undefined): number {
  return longest === undefined ? DAY_MS : Math.min(DAY_MS, Math.max(HOUR_MS, TIMES_LONGEST * longest))
}

/** A run that goes on for longer than this is slow, even when it gives signs of life. */
export function slowLimitMs(longest: number): number {
  return Math.max(6 * HOUR_MS, TIMES_LONGEST * longest)
}
