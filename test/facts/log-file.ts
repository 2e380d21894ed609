// A log file as a pass over logs would tell it, for facts of logs.
import type { LogFile } from '../../analyzer/documents/log/types.js'

export function logFile(more: Partial<LogFile> = {}): LogFile {
  return {
    entry: 'mattermost.log',
    node: '',
    kind: 'mattermost-log',
    format: 'json',
    sizeBytes: 8192,
    lines: 101,
    records: 101,
    bad: [],
    endsInsideLine: false,
    firstSeenMs: undefined,
    lastSeenMs: undefined,
    byLevel: {},
    ...more,
  }
}
