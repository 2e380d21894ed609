// What a message does over time: rises or falls, comes in a burst, is new. Judged against when its node logged at all, with
// medians and ranks, which a few odd records do not move; too little to tell from is `undefined`, never "no".
import type { TimeBuckets } from './time-buckets.js'
import { type Grid, gridOf, median, sum, type Timeline } from './timeline.js'

const MINUTE_MS = 60_000

/** Least evidence. Below it, chance and the first minutes of a server look like anything. */
const least = {
  /** A server's start alone takes minutes, and its records come in clusters of seconds. */
  burst: { windowMs: 10 * MINUTE_MS, cells: 12, records: 30 },
  trend: { windowMs: 30 * MINUTE_MS, cells: 20, records: 50 },
  /** Three records all lie in the last tenth by chance once in a thousand times. */
  novelty: { windowMs: 60 * MINUTE_MS, cells: 20, records: 3 },
} as const

/** A stretch of time in which a message came far more often than else. */
export interface Burst {
  readonly fromMs: number
  readonly endMs: number
  readonly count: number
  readonly perMinute: number
  /** Outside of the burst; 0 when it came in the burst only. */
  readonly usualPerMinute: number
}

/** A burst is this many times the usual rate, and takes at most a quarter of the time. */
const BURST_FACTOR = 10
const BURST_SHARE = 0.25

/**
 * Finds the busiest stretch: the fullest cell and its neighbours that are at least half as full. It is a burst when its rate is
 * ten times the usual one: the median of the cells in which the node logged, or the mean outside of the stretch and its edges
 * where that is more. What is told is its core. `none` when there is no burst.
 */
export function burstOf(buckets: TimeBuckets, timeline: Timeline): Burst | 'none' | undefined {
  const grid = gridOf(buckets, timeline)
  if (!isEnough(least.burst, grid, timeline)) return undefined
  const logged = loggedCells(grid)
  const { from, end } = busiestStretch(logged)
  const count = sum(logged.slice(from, end).map(cell => cell.count))
  // Its edges lie inside of the cells next to it.
  const others = [...logged.slice(0, Math.max(0, from - 1)), ...logged.slice(end + 1)].map(cell => cell.count)
  const usual = Math.max(median(logged.map(cell => cell.count)), sum(others) / Math.max(1, others.length))
  const isBurst =
    end - from <= logged.length * BURST_SHARE &&
    count >= least.burst.records &&
    count >= (end - from) * usual * BURST_FACTOR
  if (!isBurst) return 'none'
  const fromMs = logged[from]?.startMs ?? 0
  const endMs = (logged[end - 1]?.startMs ?? 0) + grid.widthMs
  const core = coreOf(buckets, fromMs, endMs)
  const perMinute = core.count / ((core.endMs - core.fromMs) / MINUTE_MS)
  return { ...core, perMinute, usualPerMinute: usual / (grid.widthMs / MINUTE_MS) }
}

/** Share of a stretch's records that its core has, and how far apart its edges may lie, in steps of the core. */
const CORE_SHARE = 0.9
const EDGE_STEPS = 3

/**
 * Where in a stretch the burst is: buckets of a rare message are narrower than the grid. It is the shortest run of them with nine
 * in ten of the records, and what goes on before and after at the same pace.
 */
function coreOf({ startsMs, counts, widthMs }: TimeBuckets, fromMs: number, endMs: number) {
  const first = startsMs.findIndex(startMs => startMs >= fromMs)
  const after = startsMs.findLastIndex(startMs => startMs < endMs) + 1
  const run = shortestRun(startsMs.slice(first, after), counts.slice(first, after))
  let from = first + run.from
  let last = first + run.last
  const stepMs = (i: number) => (startsMs[i] ?? Infinity) - (startsMs[i - 1] ?? -Infinity)
  const steps = startsMs.slice(from + 1, last + 1).map((_, i) => stepMs(from + 1 + i))
  const mostMs = EDGE_STEPS * Math.max(median(steps), widthMs)
  const leastCount = sum(counts.slice(from, last + 1)) / (last + 1 - from) / 2
  while (stepMs(from) <= mostMs && (counts[from - 1] ?? 0) >= leastCount) from--
  while (stepMs(last + 1) <= mostMs && (counts[last + 1] ?? 0) >= leastCount) last++
  return {
    fromMs: startsMs[from] ?? fromMs,
    endMs: (startsMs[last] ?? endMs) + widthMs,
    count: sum(counts.slice(from, last + 1)),
  }
}

/** The buckets closest together that hold nine in ten of the records. */
function shortestRun(
  startsMs: readonly number[],
  counts: readonly number[],
): { readonly from: number; readonly last: number } {
  const needed = sum(counts) * CORE_SHARE
  let shortest = { from: 0, last: startsMs.length - 1 }
  const lengthMs = (from: number, last: number) => (startsMs[last] ?? 0) - (startsMs[from] ?? 0)
  let from = 0
  let count = 0
  counts.forEach((added, last) => {
    count += added
    while (count - (counts[from] ?? 0) >= needed) count -= counts[from++] ?? 0
    const isShorter = lengthMs(from, last) < lengthMs(shortest.from, shortest.last)
    if (count >= needed && isShorter) shortest = { from, last }
  })
  return shortest
}

function busiestStretch(cells: readonly Cell[]): { from: number; end: number } {
  const counts = cells.map(({ count }) => count)
  const peak = Math.max(...counts)
  let from = counts.indexOf(peak)
  let end = from + 1
  while (from > 0 && (counts[from - 1] ?? 0) * 2 >= peak) from--
  while (end < counts.length && (counts[end] ?? 0) * 2 >= peak) end++
  return { from, end }
}

export interface Trend {
  readonly kind: 'rising' | 'falling' | 'steady' | 'unclear'
  /** Kendall's rank correlation with time, -1 to 1. */
  readonly tau: number
  /** Rates in the first and the last third of the time in which the node logged. */
  readonly firstPerMinute: number
  readonly lastPerMinute: number
}

const CLEAR_TAU = 0.5
const STEADY_TAU = 0.3
/** How much more there is in the last third than in the first. */
const CLEAR_RATIO = 2
const STEADY_RATIO = 1.5
/** How much more there is compared with everything else that the node logged: more users make more of every message. */
const BEYOND_TRAFFIC = 1.5

/**
 * Rising and falling: ranks go with time (Kendall's tau-b over the cells in which the node logged), the last third has twice as
 * much as the first (or half), and it is more than a change of the node's traffic.
 */
export function trendOf(buckets: TimeBuckets, timeline: Timeline): Trend | undefined {
  const grid = gridOf(buckets, timeline)
  if (!isEnough(least.trend, grid, timeline)) return undefined
  const cells = loggedCells(grid)
  const tau = kendallTau(cells.map(cell => cell.count))
  const third = Math.floor(cells.length / 3)
  const first = thirdOf(cells.slice(0, third))
  const last = thirdOf(cells.slice(-third))
  const perMinute = MINUTE_MS / grid.widthMs / third
  return {
    kind: trendKind(tau, first, last),
    tau,
    firstPerMinute: first.own * perMinute,
    lastPerMinute: last.own * perMinute,
  }
}

interface Third {
  readonly own: number
  readonly others: number
}

function thirdOf(cells: readonly Cell[]): Third {
  const own = sum(cells.map(cell => cell.count))
  return { own, others: sum(cells.map(cell => cell.all)) - own }
}

function trendKind(tau: number, first: Third, last: Third): Trend['kind'] {
  if (tau >= CLEAR_TAU && isMore(first, last)) return 'rising'
  if (tau <= -CLEAR_TAU && isMore(last, first)) return 'falling'
  const [less, more] = first.own < last.own ? [first.own, last.own] : [last.own, first.own]
  return Math.abs(tau) < STEADY_TAU && more <= less * STEADY_RATIO ? 'steady' : 'unclear'
}

function isMore(less: Third, more: Third): boolean {
  if (more.own < less.own * CLEAR_RATIO) return false
  if (less.others === 0 || more.others === 0) return true
  return more.own * less.others >= less.own * more.others * BEYOND_TRAFFIC
}

/** Tau-b: pairs that rise less pairs that fall, over the pairs that are not tied. */
export function kendallTau(values: readonly number[]): number {
  let rising = 0
  let untied = 0
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) {
      const sign = Math.sign((values[j] ?? 0) - (values[i] ?? 0))
      rising += sign
      untied += Math.abs(sign)
    }
  }
  const pairs = (values.length * (values.length - 1)) / 2
  return untied === 0 ? 0 : rising / Math.sqrt(untied * pairs)
}

/** The last part of the window in which something is new. */
const NEW_SHARE = 0.1

export type Novelty = { readonly kind: 'new'; readonly sinceMs: number } | { readonly kind: 'known' }

/** New is what was first seen in the last tenth of the node's window. */
export function noveltyOf(buckets: TimeBuckets, timeline: Timeline): Novelty | undefined {
  const grid = gridOf(buckets, timeline)
  if (!isEnough(least.novelty, grid, timeline)) return undefined
  const sinceMs = buckets.startsMs.find(startMs => startMs >= grid.fromMs)
  if (sinceMs === undefined) return undefined
  const newFromMs = timeline.endMs - (timeline.endMs - timeline.fromMs) * NEW_SHARE
  return sinceMs >= newFromMs ? { kind: 'new', sinceMs } : { kind: 'known' }
}

interface Cell {
  readonly startMs: number
  readonly count: number
  readonly all: number
}

/** Cells in which the node logged anything: while it is off, that a message does not come says nothing. */
function loggedCells({ fromMs, widthMs, counts, all }: Grid): readonly Cell[] {
  return counts.flatMap((count, i) =>
    count === 0 && all[i] === 0 ? [] : { startMs: fromMs + i * widthMs, count, all: all[i] ?? 0 },
  )
}

/** What can be told of messages that come often enough. */
export type TemplateStat = keyof typeof least

/** Whether a node logged for long enough to tell it of any message. */
export function canTell(stat: TemplateStat, timeline: Timeline): boolean {
  return isLongEnough(least[stat], gridOf(timeline.buckets, timeline), timeline)
}

interface Evidence {
  readonly windowMs: number
  readonly cells: number
  readonly records: number
}

function isEnough(needed: Evidence, grid: Grid, timeline: Timeline): boolean {
  return sum(grid.counts) >= needed.records && isLongEnough(needed, grid, timeline)
}

function isLongEnough({ windowMs, cells }: Evidence, grid: Grid, { fromMs, endMs }: Timeline): boolean {
  return endMs - fromMs >= windowMs && loggedCells(grid).length >= cells
}
