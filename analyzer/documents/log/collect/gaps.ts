// The longest silences of a log, found part by part.

export interface Gap {
  readonly fromMs: number
  readonly toMs: number
}

/** A stretch of a log: where its records begin and end in time, and the longest silences between. */
export interface GapRun {
  firstMs: number
  lastMs: number
  /** Longest first. */
  longest: readonly Gap[]
}

const MOST_GAPS = 5
/** Shorter silences are none. */
const SHORTEST_MS = 60_000

export function createGapRun(): GapRun {
  return { firstMs: NaN, lastMs: NaN, longest: [] }
}

/** A record's time; NaN is none. A record that is older than the one before it tells nothing. */
export function passTime(run: GapRun, timeMs: number): void {
  if (Number.isNaN(timeMs)) return
  if (Number.isNaN(run.firstMs)) run.firstMs = timeMs
  addGap(run, run.lastMs, timeMs)
  run.lastMs = timeMs
}

/** Adds the stretch that follows. */
export function joinGaps(run: GapRun, next: GapRun): void {
  if (Number.isNaN(next.firstMs)) return
  addGap(run, run.lastMs, next.firstMs)
  for (const { fromMs, toMs } of next.longest) addGap(run, fromMs, toMs)
  if (Number.isNaN(run.firstMs)) run.firstMs = next.firstMs
  run.lastMs = next.lastMs
}

function addGap(run: GapRun, fromMs: number, toMs: number): void {
  if (!(toMs - fromMs >= SHORTEST_MS)) return
  run.longest = [...run.longest, { fromMs, toMs }]
    .sort((a, b) => lengthOf(b) - lengthOf(a) || a.fromMs - b.fromMs)
    .slice(0, MOST_GAPS)
}

const lengthOf = ({ fromMs, toMs }: Gap): number => toMs - fromMs
