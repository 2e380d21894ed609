// Which record of a part satisfies which matcher of the queries that ask for windows and sequences, in columns that grow.
import type { OrderedMatches } from '../scan/part.js'

export interface MatchColumns {
  clear(): void
  add(matcher: number, start: number, end: number, line: number, timeMs: number, by: string | undefined): void
  take(): OrderedMatches
}

export function createMatchColumns(): MatchColumns {
  const matcher: number[] = []
  const start: number[] = []
  const end: number[] = []
  const lines: number[] = []
  const timeMs: number[] = []
  const bys: number[] = []
  let values = new Map<string, number>()

  function numberOf(value: string | undefined): number {
    if (value === undefined) return 0
    const known = values.get(value)
    if (known !== undefined) return known
    values.set(value, values.size + 1)
    return values.size
  }

  return {
    clear() {
      for (const column of [matcher, start, end, lines, timeMs, bys]) column.length = 0
      values = new Map()
    },
    add(index, recordStart, recordEnd, line, recordMs, by) {
      matcher.push(index)
      start.push(recordStart)
      end.push(recordEnd)
      lines.push(line)
      timeMs.push(recordMs)
      bys.push(numberOf(by))
    },
    take: () => ({
      matcher: Uint32Array.from(matcher),
      start: Uint32Array.from(start),
      end: Uint32Array.from(end),
      line: Uint32Array.from(lines),
      timeMs: Float64Array.from(timeMs),
      by: Uint32Array.from(bys),
      values: [...values.keys()],
    }),
  }
}
