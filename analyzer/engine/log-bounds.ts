// The bounds of a `logs:` block that are about sums rather than single records: average rate, share of all records, counts
// over the nodes of a cluster. The log reader counts; here its counts are judged.
import { durationMs } from './duration.js'
import type { ComparedMatch } from './log-match.js'
import type { LogsBlock, RateBound } from './rule.js'

/** `unknown`: the records carry no time, or it is not known how many records there are. */
export type BoundVerdict = 'holds' | 'fails' | 'unknown'

/** All bounds of the block together; what certainly fails decides, whatever is unknown. */
export function boundsVerdict(block: LogsBlock, match: ComparedMatch): BoundVerdict {
  const verdicts = [countVerdict(block, match), nodesVerdict(block, match), rateVerdict(block, match)]
  const all = [...verdicts, shareVerdict(block, match)]
  if (all.includes('fails')) return 'fails'
  return all.includes('unknown') ? 'unknown' : 'holds'
}

/** A node's own count was judged by the reader, together with the window. */
function countVerdict({ over, min = 1 }: LogsBlock, match: ComparedMatch): BoundVerdict {
  return over === 'all' ? verdictOf(countOf('all', match) >= min, match) : 'holds'
}

/** A count that is known as "at least" can say yes, but not no. */
function verdictOf(holds: boolean, { atLeast, among }: ComparedMatch): BoundVerdict {
  if (holds) return 'holds'
  return atLeast === true || among?.all.atLeast === true ? 'unknown' : 'fails'
}

function nodesVerdict({ nodes }: LogsBlock, { among }: ComparedMatch): BoundVerdict {
  if (nodes === undefined) return 'holds'
  return (among?.all.nodes.length ?? 1) >= nodes ? 'holds' : 'fails'
}

function rateVerdict({ rate, over }: LogsBlock, match: ComparedMatch): BoundVerdict {
  if (rate === undefined) return 'holds'
  const { firstSeenMs, lastSeenMs } = over === 'all' ? (match.among?.all ?? match) : match
  if (firstSeenMs === undefined || lastSeenMs === undefined) return 'unknown'
  const perMs = durationMs(rate.per) ?? 0
  const average = averageRate(countOf(over, match), lastSeenMs - firstSeenMs, perMs, duringMs(rate))
  return verdictOf(average > rate.above, match)
}

function shareVerdict({ share, over }: LogsBlock, match: ComparedMatch): BoundVerdict {
  if (share === undefined) return 'holds'
  const { among } = match
  const records = over === 'all' ? among?.all.records : among?.records
  if (records === undefined || records === 0) return 'unknown'
  return verdictOf((countOf(over, match) * 100) / records >= (percentOf(share) ?? Infinity), match)
}

const countOf = (over: LogsBlock['over'], { count, among }: ComparedMatch): number =>
  over === 'all' ? (among?.all.count ?? count) : count

/** Records in `perMs`, on average over `spanMs`, which counts as `leastMs` when it is shorter. */
export function averageRate(count: number, spanMs: number, perMs: number, leastMs: number): number {
  return (count * perMs) / Math.max(spanMs, leastMs)
}

const duringMs = ({ per, during = per }: RateBound): number => durationMs(during) ?? 0

/** The fewest records that can exceed the rate: fewer need not be looked at. */
export function fewestFor(rate: RateBound): number {
  const perMs = durationMs(rate.per)
  return perMs === undefined || perMs === 0 ? 1 : Math.floor((rate.above * duringMs(rate)) / perMs) + 1
}

/** `20%` → 20; `undefined` when the text is no share. */
export function percentOf(text: string): number | undefined {
  const number = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text)?.[1]
  const percent = number === undefined ? undefined : Number(number)
  return percent !== undefined && percent > 0 && percent <= 100 ? percent : undefined
}
