// Adds up the records of a part that satisfy queries to which their order makes no difference: no object a record.
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

/** No bound but that of the part: which values a whole log may have depends on those of the parts before. */
function countValue(by: Map<string, number>, value: string): void {
  by.set(value, (by.get(value) ?? 0) + 1)
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
