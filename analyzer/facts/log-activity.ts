// Reads what the collectors of log activity added up for a node, for the facts of requests, statements, connections and clocks.
import { logsOfNode } from '../documents/log/of-node.js'
import type { LogActivity } from '../documents/log/collect/index.js'
import type { Seen } from '../documents/log/collect/sighting.js'
import { logFact, sourcesOfPlaces } from './log-fact.js'
import type { FactDefinition, FactInput } from './types.js'
import { serverLogsOf } from './logs.js'

/** Sums of a node whose server log was read; `undefined` where there is none, or where nothing was collected. */
export function activityOf(input: FactInput): LogActivity | undefined {
  const { logs } = input
  if (logs?.activity === undefined || serverLogsOf(input) === undefined) return undefined
  // A log without any record that was wanted has no sums: then there was nothing, which is known.
  return logsOfNode(logs, input.node).activity?.collected ?? {}
}

/** A value and the groups it is made of; the first of each is shown as its place. */
export interface Told<T> {
  readonly value: T
  readonly seen?: readonly Seen[]
}

/** A fact of what one node's log tells. */
export function ofActivity<T>(
  id: string,
  title: string,
  derive: (activity: LogActivity, input: FactInput) => Told<T> | undefined,
): FactDefinition<T> {
  return logFact(id, title, input => {
    const activity = activityOf(input)
    const told = activity && derive(activity, input)
    return (
      told && {
        value: told.value,
        from: sourcesOfPlaces(told.seen ?? [], serverLogsOf(input) ?? [], input.node),
      }
    )
  })
}

/** First and last time of groups together, as facts write them. */
export function spanOf(seen: readonly Seen[]): { first_seen_ms?: number; last_seen_ms?: number } {
  const firsts = seen.flatMap(({ firstSeenMs }) => firstSeenMs ?? [])
  const lasts = seen.flatMap(({ lastSeenMs }) => lastSeenMs ?? [])
  if (firsts.length === 0 || lasts.length === 0) return {}
  return { first_seen_ms: Math.min(...firsts), last_seen_ms: Math.max(...lasts) }
}

export function countOfAll(seen: readonly Seen[]): number {
  return seen.reduce((sum, { count }) => sum + count, 0)
}

/** Groups items by a text, in the order in which the texts come first. */
export function groupBy<T>(items: readonly T[], textOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const text = textOf(item)
    const group = groups.get(text)
    if (group === undefined) groups.set(text, [item])
    else group.push(item)
  }
  return [...groups.values()]
}
