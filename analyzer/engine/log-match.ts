// What a rule's `logs:` block saw on a node. Nothing seen counts only where there was a log that could be read.
import type { LogMatch, LogSummary } from '../documents/log/types.js'
import type { DocumentKind } from '../packet/layout-types.js'

/** Logs a block looks in when it names none: the servers' own. */
const ownLogs: readonly DocumentKind[] = ['mattermost-log', 'advanced-log', 'teleport-log']

export function logMatchOf(
  logs: LogSummary | undefined,
  ruleId: string,
  node: string,
  kinds: readonly DocumentKind[] = ownLogs,
): LogMatch | undefined {
  const matches = logs?.matches.get(ruleId)
  if (logs === undefined || matches === undefined) return undefined
  const seen = matches.find(match => isOf(match.node, node))
  if (seen !== undefined) return seen
  const readable = logs.files.some(
    file => isOf(file.node, node) && kinds.includes(file.kind) && file.records > 0,
  )
  return readable ? nothing(node) : undefined
}

/** A log that belongs to no node speaks for all. */
const isOf = (owner: string | undefined, node: string): boolean => owner === undefined || owner === node

const nothing = (node: string): LogMatch => ({
  node,
  count: 0,
  firstSeenMs: undefined,
  lastSeenMs: undefined,
  examples: [],
  groups: {},
  by: [],
})
