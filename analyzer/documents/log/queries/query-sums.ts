// Adds up the records of a part that satisfy queries to which their order makes no difference: no object a record.
import { logLimits } from '../limits.js'
import type { QuerySum, RecordPlace } from '../scan/part.js'

export interface QuerySums {
  readonly add: (
    query: number,
    start: number,
    end: number,
    line: number,
    timeMs: number,
    by: string | undefined,
  ) => void
  /** The sums since the last time. */
  take(): QuerySum[]
}

interface Sum {
  readonly query: number
  count: number
  firstMs: number
  lastMs: number
  readonly first: RecordPlace[]
  // Of the last record.
  start: number
  end: number
  line: number
  timeMs: number
  by: Map<string, number> | undefined
}

/** Records that become examples, besides the last. */
const mostFirst = 3

export function createQuerySums(): QuerySums {
  let sums: (Sum | undefined)[] = []
  let touched: Sum[] = []

  function begin(query: number): Sum {
    const sum = createSum(query)
    sums[query] = sum
    touched.push(sum)
    return sum
  }

  function add(
    query: number,
    start: number,
    end: number,
    line: number,
    timeMs: number,
    by: string | undefined,
  ): void {
    const sum = sums[query] ?? begin(query)
    if (sum.count++ < mostFirst) sum.first.push({ start, end, line, timeMs })
    if (timeMs < sum.firstMs) sum.firstMs = timeMs
    if (timeMs > sum.lastMs) sum.lastMs = timeMs
    sum.start = start
    sum.end = end
    sum.line = line
    sum.timeMs = timeMs
    if (by !== undefined) countValue((sum.by ??= new Map<string, number>()), by)
  }

  return {
    add,
    take() {
      const taken = touched.map(toQuerySum)
      sums = []
      touched = []
      return taken
    },
  }
}

/** As many values as a log may have: those that come later would not be counted there either. */
function countValue(by: Map<string, number>, value: string): void {
  const count = by.get(value)
  if (count !== undefined || by.size < logLimits.byValues) by.set(value, (count ?? 0) + 1)
}

function createSum(query: number): Sum {
  return {
    query,
    count: 0,
    firstMs: Infinity,
    lastMs: -Infinity,
    first: [],
    start: 0,
    end: 0,
    line: 0,
    timeMs: NaN,
    by: undefined,
  }
}

function toQuerySum({ query, count, firstMs, lastMs, first, start, end, line, timeMs, by }: Sum): QuerySum {
  return { query, count, firstMs, lastMs, first, last: { start, end, line, timeMs }, by: [...(by ?? [])] }
}
