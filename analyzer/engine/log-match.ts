// What a rule's `logs:` block saw on a node, and what that is compared with: the other nodes' records, and all records of
// the logs looked in. Nothing seen counts only where there was a log that could be read.
import type { LogFile, LogMatch, LogSummary } from '../documents/log/types.js'
import type { DocumentKind } from '../packet/layout-types.js'

/** A match of one node; `among` is absent where only the node is known. */
export interface ComparedMatch extends LogMatch {
  readonly among?: Among
}

export interface Among {
  /** Records of the node's logs that were looked in, matching or not. */
  readonly records: number
  readonly all: MatchOfAll
}

/** What was seen on all nodes together. */
export interface MatchOfAll {
  readonly count: number
  /** There were at least so many. */
  readonly atLeast: boolean
  readonly firstSeenMs: number | undefined
  readonly lastSeenMs: number | undefined
  /** Nodes that had any, in the order of the logs; a standalone server has no name. */
  readonly nodes: readonly string[]
  readonly records: number
}

/** Logs a block looks in when it names none: the servers' own. */
const ownLogs: readonly DocumentKind[] = ['mattermost-log', 'advanced-log', 'teleport-log']

export function logMatchOf(
  logs: LogSummary | undefined,
  ruleId: string,
  node: string,
  kinds: readonly DocumentKind[] = ownLogs,
): ComparedMatch | undefined {
  const matches = logs?.matches.get(ruleId)
  if (logs === undefined || matches === undefined) return undefined
  const files = logs.files.filter(({ kind, records }) => kinds.includes(kind) && records > 0)
  const own = files.filter(file => isOf(file.node, node))
  const seen = matches.find(match => isOf(match.node, node))
  if (seen !== undefined)
    return { ...seen, among: { records: recordsOf(own), all: matchOfAll(matches, files) } }
  return own.length > 0 ? nothing(node) : undefined
}

/** A log that belongs to no node speaks for all. */
const isOf = (owner: string | undefined, node: string): boolean => owner === undefined || owner === node

const recordsOf = (files: readonly LogFile[]): number => files.reduce((sum, { records }) => sum + records, 0)

function matchOfAll(matches: readonly LogMatch[], files: readonly LogFile[]): MatchOfAll {
  return {
    count: matches.reduce((sum, { count }) => sum + count, 0),
    atLeast: matches.some(({ atLeast }) => atLeast === true),
    firstSeenMs: extreme(
      Math.min,
      matches.map(({ firstSeenMs }) => firstSeenMs),
    ),
    lastSeenMs: extreme(
      Math.max,
      matches.map(({ lastSeenMs }) => lastSeenMs),
    ),
    nodes: matches.flatMap(({ node }) => (node === undefined || node === '' ? [] : [node])),
    records: recordsOf(files),
  }
}

/** `undefined` when no time is known. */
function extreme(
  pick: (...values: number[]) => number,
  times: readonly (number | undefined)[],
): number | undefined {
  const known = times.filter(time => time !== undefined)
  return known.length === 0 ? undefined : pick(...known)
}

const nothing = (node: string): LogMatch => ({
  node,
  count: 0,
  firstSeenMs: undefined,
  lastSeenMs: undefined,
  examples: [],
  groups: {},
  by: [],
})
