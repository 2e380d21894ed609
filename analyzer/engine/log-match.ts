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

export function logMatchOf(
  logs: LogSummary | undefined,
  ruleId: string,
  node: string,
  kinds?: readonly DocumentKind[],
): ComparedMatch | undefined {
  const matches = logs?.matches.get(ruleId)
  if (logs === undefined || matches === undefined) return undefined
  const files = logs.files.filter(file => file.records > 0 && isLookedIn(file, kinds, logs.files))
  const own = files.filter(file => isOf(file.node, node))
  const seen = matches.find(match => isOf(match.node, node))
  if (seen !== undefined)
    return { ...seen, among: { records: recordsOf(own), all: matchOfAll(matches, files) } }
  return own.length > 0 ? nothing(node) : undefined
}

/** Without kinds: the server's own log, and an advanced one only where a node has no other, since it repeats records. */
function isLookedIn(
  { kind, node }: LogFile,
  kinds: readonly DocumentKind[] | undefined,
  files: readonly LogFile[],
): boolean {
  if (kinds !== undefined) return kinds.includes(kind)
  if (kind !== 'advanced-log') return kind === 'mattermost-log' || kind === 'teleport-log'
  return !files.some(other => other.kind === 'mattermost-log' && other.node === node)
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
