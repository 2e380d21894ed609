// What one query has seen on one node: counts, the sliding window, records that wait for what should follow, examples.
import { logLimits } from '../limits.js'
import type { KeptRecord } from '../fold/kept-record.js'
import type { QuerySum, RecordPlace } from '../scan/part.js'
import type { LogMatch, LogQuery, LogRecord } from '../types.js'

/** The record at hand, valid during the call; kept only when a state asks. */
export interface SeenRecord {
  /** Another for each record. */
  readonly serial: number
  /** NaN when unknown. */
  readonly timeMs: number
  /** Value of the query's `by` field. */
  readonly by: string | undefined
  readonly keep: () => KeptRecord
}

export interface QueryState {
  readonly query: LogQuery
  count: number
  firstMs: number
  lastMs: number
  /** `min` records were seen, all within the window where there is one. */
  held: boolean
  /** Record counted last: a record that satisfies two alternatives counts once. */
  serial: number
  readonly examples: KeptRecord[]
  last: KeptRecord | undefined
  /** Times of the latest `min` records. */
  readonly recent: number[]
  recentAt: number
  readonly by: Map<string, number>
  pending: PendingMatch[]
  /** Records without a time: whether they lie within a window is not known. */
  untimed: number
  /** A waiting match was given up, so that the count may be too low. */
  gaveUp: boolean
}

interface PendingMatch {
  readonly timeMs: number
  readonly record: KeptRecord
  readonly by: string | undefined
}

/** Besides the last. */
const mostExamples = 3

export function createQueryState(query: LogQuery): QueryState {
  return {
    query,
    count: 0,
    firstMs: Infinity,
    lastMs: -Infinity,
    held: false,
    serial: -1,
    examples: [],
    last: undefined,
    recent: [],
    recentAt: 0,
    by: new Map(),
    pending: [],
    untimed: 0,
    gaveUp: false,
  }
}

/** What a part's records add up to, of a query to which their order makes no difference. */
export function addSum(state: QueryState, sum: QuerySum, keep: (place: RecordPlace) => KeptRecord): void {
  state.count += sum.count
  state.firstMs = Math.min(state.firstMs, sum.firstMs)
  state.lastMs = Math.max(state.lastMs, sum.lastMs)
  for (const [value, count] of sum.by) countValue(state, value, count)
  for (const place of sum.first) if (state.examples.length < mostExamples) state.examples.push(keep(place))
  state.last = keep(sum.last)
  state.held ||= state.count >= state.query.min
}

/** A record satisfies `match`. True when it was counted at once and its example may have to be kept. */
export function addMatch(state: QueryState, seen: SeenRecord): boolean {
  if (state.serial === seen.serial) return false
  state.serial = seen.serial
  const { by } = seen
  if (state.query.then ?? state.query.without) {
    settleExpired(state, seen.timeMs)
    if (state.pending.length >= logLimits.pendingMatches) {
      state.pending.shift()
      state.gaveUp = true
    }
    state.pending.push({ timeMs: seen.timeMs, record: seen.keep(), by })
    return false
  }
  countMatch(state, seen.timeMs, by)
  if (state.examples.length < mostExamples) state.examples.push(seen.keep())
  return true
}

/** A record satisfies `then` or `without`: earlier matches within the window are counted, or dropped. */
export function addFollower(state: QueryState, role: 'then' | 'without', timeMs: number): void {
  settleExpired(state, timeMs)
  for (const match of state.pending) if (role === 'then') countPending(state, match)
  state.pending = []
}

/** At the end of the node's logs. A window that had not ended yet is not known to have stayed empty. */
export function settleAtEnd(state: QueryState, newestMs: number): void {
  if (state.query.withinMs === undefined && state.query.without) {
    for (const match of state.pending) countPending(state, match)
  } else settleExpired(state, newestMs)
  state.pending = []
}

/** Matches whose window ended before `nowMs`: with `without` nothing followed, with `then` nothing will. */
function settleExpired(state: QueryState, nowMs: number): void {
  const withinMs = state.query.withinMs
  if (withinMs === undefined || state.pending.length === 0) return
  const isExpired = (match: PendingMatch) => nowMs - match.timeMs > withinMs
  if (state.query.without) for (const match of state.pending) if (isExpired(match)) countPending(state, match)
  state.pending = state.pending.filter(match => !isExpired(match))
}

function countPending(state: QueryState, match: PendingMatch): void {
  countMatch(state, match.timeMs, match.by)
  if (state.examples.length < mostExamples) state.examples.push(match.record)
  state.last = match.record
}

function countMatch(state: QueryState, timeMs: number, by: string | undefined): void {
  state.count++
  if (timeMs < state.firstMs) state.firstMs = timeMs
  if (timeMs > state.lastMs) state.lastMs = timeMs
  if (by !== undefined) countValue(state, by, 1)
  if (!state.held) state.held = windowHolds(state, timeMs)
}

function countValue({ by }: QueryState, value: string, count: number): void {
  if (by.has(value) || by.size < logLimits.byValues) by.set(value, (by.get(value) ?? 0) + count)
}

/** Sequences use `within` for what follows, so their `min` counts over the whole log. */
function windowHolds(state: QueryState, timeMs: number): boolean {
  const { min, withinMs, then, without } = state.query
  if (withinMs === undefined || then || without || min <= 1) return state.count >= min
  if (Number.isNaN(timeMs)) {
    state.untimed++
    return false
  }
  state.recent[state.recentAt] = timeMs
  state.recentAt = (state.recentAt + 1) % min
  if (state.recent.length < min) return false
  // The slot to be overwritten next is the oldest of the latest `min`; usually it alone decides. A clock that went back
  // is no short window, so all of them have to be near.
  const isNear = (other: number | undefined) => Math.abs(timeMs - (other ?? NaN)) <= withinMs
  return isNear(state.recent[state.recentAt]) && spanOf(state.recent) <= withinMs
}

function spanOf(times: readonly number[]): number {
  let first = Infinity
  let last = -Infinity
  for (const time of times) {
    if (time < first) first = time
    if (time > last) last = time
  }
  return last - first
}

/** `undefined` when the query does not hold on this node. */
export function toMatch(
  state: QueryState,
  node: string | undefined,
  groups: (record: LogRecord) => Record<string, string>,
): LogMatch | undefined {
  const isOpen = !state.held && state.untimed > 0 && state.count >= state.query.min
  if (!state.held && !isOpen) return undefined
  const examples = examplesOf(state)
  const first = examples[0]
  return {
    node,
    count: state.count,
    ...(state.gaveUp ? { atLeast: true } : {}),
    ...(isOpen ? { undecided: true } : {}),
    firstSeenMs: Number.isFinite(state.firstMs) ? state.firstMs : undefined,
    lastSeenMs: Number.isFinite(state.lastMs) ? state.lastMs : undefined,
    groups: first ? groups(first) : {},
    examples: [...examples].sort((a, b) => (a.timeMs ?? 0) - (b.timeMs ?? 0)),
    by: topValues(state.by),
  }
}

/** The first three and the last. */
function examplesOf({ examples, last }: QueryState): readonly LogRecord[] {
  const isKept = examples.some(
    ({ place }) => place.entry === last?.place.entry && place.offset === last.place.offset,
  )
  const all = last && !isKept ? [...examples, last] : examples
  return all.map(kept => kept.decode())
}

function topValues(by: ReadonlyMap<string, number>): LogMatch['by'] {
  return [...by]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, logLimits.byReported)
}
