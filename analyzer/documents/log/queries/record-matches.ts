// What the matchers that a record satisfies come to, told apart by what has to be known of it: of most queries only sums.
import type { CompiledQueries, Matcher } from './compile-queries.js'

export interface RecordMatches {
  /** Queries to which the order of records makes no difference, each once. */
  readonly summed: readonly number[]
  /** Of each, the value that it counts by. */
  readonly summedBy: readonly (string | undefined)[]
  /** Matchers of the others; `then` and `without` first, so that a record does not follow itself. */
  readonly ordered: readonly Matcher[]
  readonly orderedBy: readonly (string | undefined)[]
}

/** `undefined` when there are none. */
export function recordMatches(
  matchers: readonly Matcher[],
  { dependsOnOrder }: CompiledQueries,
  byOf: (query: number) => string | undefined,
): RecordMatches | undefined {
  if (matchers.length === 0) return undefined
  const summed = new Set<number>()
  const followers: Matcher[] = []
  const starts: Matcher[] = []
  for (const matcher of matchers) {
    if (!dependsOnOrder[matcher.query]) summed.add(matcher.query)
    else (matcher.role === 'match' ? starts : followers).push(matcher)
  }
  const ordered = [...followers, ...starts]
  return {
    summed: [...summed],
    summedBy: [...summed].map(byOf),
    ordered,
    orderedBy: ordered.map(({ role, query }) => (role === 'match' ? byOf(query) : undefined)),
  }
}
