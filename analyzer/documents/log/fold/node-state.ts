// What the logs of one node add up to: query states, templates, lifecycle, collectors. Nodes share nothing, so each can be read
// alone.
import type { CollectorFold } from '../collector.js'
import type { CompiledQueries, Matcher } from '../queries/compile-queries.js'
import { createLifecycleTracker, type LifecycleTracker } from './lifecycle.js'
import type { CollectorList } from '../scan/part-collectors.js'
import {
  addFollower,
  addMatch,
  createQueryState,
  type QueryState,
  type SeenRecord,
  settleAtEnd,
  toMatch,
} from '../queries/query-state.js'
import { createTemplateTable, type TemplateTable } from './template-table.js'
import type { LogMatch, LogQuery, LogRecord } from '../types.js'

export interface NodeState {
  readonly node: string | undefined
  readonly compiled: CompiledQueries
  readonly states: readonly QueryState[]
  readonly templates: TemplateTable
  readonly lifecycle: LifecycleTracker
  readonly collectors: ReadonlyMap<string, CollectorFold<unknown, unknown>>
  /** Records that matched anything so far; gives each its number. */
  serial: number
  /** Time of the newest record. */
  newestMs: number
}

export function createNodeState(
  node: string | undefined,
  queries: readonly LogQuery[],
  compiled: CompiledQueries,
  collectors: CollectorList,
): NodeState {
  return {
    node,
    compiled,
    states: queries.map(createQueryState),
    templates: createTemplateTable(),
    lifecycle: createLifecycleTracker(node),
    collectors: new Map(collectors.map(([name, collector]) => [name, collector.startFold()])),
    serial: 0,
    newestMs: -Infinity,
  }
}

/** A record satisfies a matcher. Gives the state whose last example the record is, if it was counted. */
export function applyMatch(node: NodeState, matcher: Matcher, seen: SeenRecord): QueryState | undefined {
  const state = node.states[matcher.query]
  if (!state) return undefined
  if (matcher.role === 'match') return addMatch(state, seen) ? state : undefined
  addFollower(state, matcher.role, seen.timeMs)
  return undefined
}

/** The matches of each query on this node, by query index. */
export function nodeMatches(node: NodeState): readonly (LogMatch | undefined)[] {
  return node.states.map((state, query) => {
    settleAtEnd(state, node.newestMs)
    const own = node.compiled.matchers.filter(matcher => matcher.query === query && matcher.role === 'match')
    return toMatch(state, node.node, record => capturedGroups(own, record))
  })
}

/** What the collectors made of the node's logs, by name; `undefined` when none saw a record it wanted. */
export function nodeActivity(node: NodeState): Record<string, unknown> | undefined {
  const results = [...node.collectors].map(([name, fold]): [string, unknown] => [name, fold.result()])
  const known = results.filter(([, result]) => result !== undefined)
  return known.length > 0 ? Object.fromEntries(known) : undefined
}

/** Named captures of the first alternative whose patterns find any. */
function capturedGroups(matchers: readonly Matcher[], record: LogRecord): Record<string, string> {
  for (const matcher of matchers) {
    const found = {
      ...matcher.message?.groups(record.msg),
      ...matcher.caller?.groups(record.caller ?? ''),
      ...textGroups(matcher, record),
      ...fieldGroups(matcher, record),
    }
    if (Object.keys(found).length > 0) return found
  }
  return {}
}

function textGroups(matcher: Matcher, record: LogRecord): Record<string, string> {
  const text = [record.msg, ...Object.values(record.fields)].find(value => matcher.text?.test(value))
  return text === undefined ? {} : (matcher.text?.groups(text) ?? {})
}

function fieldGroups(matcher: Matcher, record: LogRecord): Record<string, string> {
  const found: Record<string, string> = {}
  for (const { name, pattern } of matcher.fields) {
    const text = record.fields[name]
    if (text !== undefined) Object.assign(found, pattern.groups(text))
  }
  return found
}
