// What a rule's `logs:` block saw on a node, and what that is compared with: the other nodes' records, and all records of
// the logs looked in. Nothing seen counts only where there was a log that could be read.
import type { LogFile, LogMatch, LogSummary } from '../documents/log/types.js'
import type { DocumentKind } from '../packet/layout-types.js'
import { isOwnLog } from '../packet/layout.js'

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
  const records = recordsLookedIn(logs, kinds)
  const own = records.of(node)
  const seen = matches.length === 0 ? undefined : seenOn(matches, node)
  if (seen !== undefined)
    return { ...seen, among: { records: own ?? 0, all: matchOfAll(matches, records.all) } }
  return own === undefined ? undefined : nothing(node)
}

/** Records in the logs that a rule looks in. */
interface Records {
  /** `undefined` when a node has no such log. A log that belongs to no node speaks for all. */
  of(node: string): number | undefined
  readonly all: number
}

/** By the kinds that are looked in: many rules look in the same, on many nodes. */
const countedRecords = new WeakMap<LogSummary, Map<string, Records>>()

function recordsLookedIn(logs: LogSummary, kinds: readonly DocumentKind[] | undefined): Records {
  const counted = countedRecords.get(logs) ?? new Map<string, Records>()
  countedRecords.set(logs, counted)
  const key = kinds?.join(' ') ?? ''
  const known = counted.get(key) ?? countRecords(logs, kinds)
  counted.set(key, known)
  return known
}

function countRecords(logs: LogSummary, kinds: readonly DocumentKind[] | undefined): Records {
  const isLookedIn = lookIn(kinds, logs.files)
  const byNode = new Map<string | undefined, number>()
  let all = 0
  for (const file of logs.files) {
    if (file.records === 0 || !isLookedIn(file)) continue
    byNode.set(file.node, (byNode.get(file.node) ?? 0) + file.records)
    all += file.records
  }
  const ofNone = byNode.get(undefined)
  return {
    of(node) {
      const own = byNode.get(node)
      return own === undefined ? ofNone : own + (ofNone ?? 0)
    },
    all,
  }
}

/** Without kinds: the server's own log, and an advanced one only where a node has no other, since it repeats records. */
function lookIn(
  kinds: readonly DocumentKind[] | undefined,
  files: readonly LogFile[],
): (file: LogFile) => boolean {
  if (kinds !== undefined) return ({ kind }) => kinds.includes(kind)
  const withOwnLog = new Set(files.flatMap(({ kind, node }) => (kind === 'mattermost-log' ? [node] : [])))
  return ({ kind, node }) => (kind === 'advanced-log' ? !withOwnLog.has(node) : isOwnLog(kind))
}

const matchesByNode = new WeakMap<readonly LogMatch[], ReadonlyMap<string | undefined, LogMatch>>()

function seenOn(matches: readonly LogMatch[], node: string): LogMatch | undefined {
  const known = matchesByNode.get(matches) ?? new Map(matches.map(match => [match.node, match]))
  matchesByNode.set(matches, known)
  return known.get(undefined) ?? known.get(node)
}

const knownOfAll = new WeakMap<readonly LogMatch[], MatchOfAll>()

function matchOfAll(matches: readonly LogMatch[], records: number): MatchOfAll {
  const known =
    knownOfAll.get(matches) ??
    addUp(
      matches.filter(({ undecided }) => !undecided),
      records,
    )
  knownOfAll.set(matches, known)
  return known
}

function addUp(matches: readonly LogMatch[], records: number): MatchOfAll {
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
    records,
  }
}

/** `undefined` when no time is known. */
function extreme(
  pick: (...values: number[]) => number,
  times: readonly (number | undefined)[],
): number | undefined {
  const known = times.filter(time => time !== undefined)
  return known.length === 0 ? undefined : known.reduce((a, b) => pick(a, b))
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
