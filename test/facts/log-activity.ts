// Log summaries for tests of facts: what the real collectors make of a few lines.
import type { LogActivity } from '../../analyzer/documents/log/collect/index.js'
import { logCollectors } from '../../analyzer/documents/log/collect/index.js'
import { createTimeBuckets } from '../../analyzer/documents/log/templates/time-buckets.js'
import type { LogFile, LogSummary } from '../../analyzer/documents/log/types.js'
import { collect, recordOf } from '../documents/log/collect/drive.js'
import type { Line } from '../documents/log/collect/drive.js'

/** The summary of these lines as the server log of each node; `''` is the one node of a standalone server. */
export function summaryOf(logs: Readonly<Record<string, readonly Line[]>>): Partial<LogSummary> {
  const nodes = Object.entries(logs)
  return {
    files: nodes.map(([node, lines]) => fileOf(node, lines)),
    activity: nodes.map(([node, lines]) => ({ node, collected: activityOf(lines, entryOf(node)) })),
  }
}

function activityOf(lines: readonly Line[], entry: string): LogActivity {
  const { requests, statements, connections, clock } = logCollectors
  const found = {
    requests: collect(requests, lines, [], 'mattermost-log', entry),
    statements: collect(statements, lines, [], 'mattermost-log', entry),
    connections: collect(connections, lines, [], 'mattermost-log', entry),
    clock: collect(clock, lines, [], 'mattermost-log', entry),
  }
  return Object.fromEntries(Object.entries(found).filter(([, result]) => result !== undefined))
}

const entryOf = (node: string): string => (node === '' ? 'mattermost.log' : `${node}/mattermost.log`)

function fileOf(node: string, lines: readonly Line[]): LogFile {
  const records = lines.map((line, at) => recordOf(line, at))
  const times = records.map(({ timeMs }) => timeMs).filter(time => !Number.isNaN(time))
  const levels = [...new Set(records.map(({ level }) => level))]
  const timeline = levels.map(level => {
    const buckets = createTimeBuckets()
    for (const record of records) if (record.level === level) buckets.add(record.timeMs)
    return [level, buckets.result()] as const
  })
  return {
    entry: entryOf(node),
    node,
    kind: 'mattermost-log',
    format: 'json',
    sizeBytes: 1,
    lines: lines.length,
    records: records.length,
    bad: [],
    endsInsideLine: false,
    firstSeenMs: times.length === 0 ? undefined : Math.min(...times),
    lastSeenMs: times.length === 0 ? undefined : Math.max(...times),
    byLevel: Object.fromEntries(
      levels.map(level => [level, records.filter(record => record.level === level).length]),
    ),
    timeline: Object.fromEntries(timeline),
  }
}
