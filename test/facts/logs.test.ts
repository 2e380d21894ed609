// Facts of logs and restarts, over summaries of a pass that did not happen.
import { expect, test } from 'vitest'
import type { LifecycleEvent, LogFile, LogTemplate } from '../../analyzer/documents/log/types.js'
import { factOf } from './facts-of.js'
import { logFile } from './log-file.js'

const start = Date.UTC(2026, 10, 21, 8)

function file(more: Partial<LogFile> = {}): LogFile {
  return logFile({
    firstSeenMs: start,
    lastSeenMs: start + 100_000,
    byLevel: { info: 90, error: 8, fatal: 1, warn: 2 },
    ...more,
  })
}

const ofFiles = (id: string, files: readonly LogFile[], generatedAtMs?: number, node = '') =>
  factOf(
    `logs.${id}`,
    {},
    { logs: { files }, ...(generatedAtMs === undefined ? {} : { generatedAtMs }) },
    node,
  )

test('counts are of the server log alone: audit and advanced logs speak of other things', () => {
  const files = [
    file(),
    file({ entry: 'audit.log', kind: 'audit-log' }),
    file({ entry: 'e.log', kind: 'advanced-log' }),
  ]
  expect(ofFiles('lines', files)).toBe(101)
  expect(ofFiles('errors', files)).toBe(9)
  expect(ofFiles('warnings', files)).toBe(2)
})

test('without a server log there is nothing to count, and that is not zero', () => {
  const audit = [file({ kind: 'audit-log' })]
  expect([ofFiles('lines', audit), ofFiles('errors', []), ofFiles('restarts.starts', audit)]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test('each node has its own numbers', () => {
  const files = [file({ node: 'a', lines: 5 }), file({ node: 'b', lines: 7 })]
  expect([ofFiles('lines', files, undefined, 'a'), ofFiles('lines', files, undefined, 'b')]).toEqual([5, 7])
})

test('shares are of the records, and of none there is no share', () => {
  expect(ofFiles('debug_share', [file({ records: 4, byLevel: { debug: 2, trace: 1, info: 1 } })])).toBe(0.75)
  expect(ofFiles('debug_share', [file({ records: 0, byLevel: {} })])).toBeUndefined()
})

test('growth is not stretched to an hour from less than a minute', () => {
  expect(ofFiles('bytes_per_hour', [file({ sizeBytes: 1000 })])).toBe(36_000)
  expect(ofFiles('bytes_per_hour', [file({ lastSeenMs: start + 59_000 })])).toBeUndefined()
})

test('a log stopped early when its last line is cut and it had been busy', () => {
  const stopped = (more: Partial<LogFile>, afterMs: number) =>
    (ofFiles('stopped_early', [file(more)], start + 100_000 + afterMs) as unknown[]).length
  expect(stopped({ endsInsideLine: true }, 11_000)).toBe(1)
  // Written at the very moment it was read, however busy.
  expect(stopped({ endsInsideLine: true, records: 1001 }, 9_000)).toBe(0)
  expect(stopped({ endsInsideLine: false }, 11_000)).toBe(0)
  // One record in 50 seconds: 400 seconds of silence are nothing special.
  expect(stopped({ endsInsideLine: true, records: 3 }, 400_000)).toBe(0)
  expect(stopped({ endsInsideLine: true, records: 1 }, 400_000)).toBe(0)
})

test('without the time of the packet, nobody knows whether a log stopped early', () => {
  expect(ofFiles('stopped_early', [file({ endsInsideLine: true })])).toBeUndefined()
  expect(ofFiles('ends_inside_line', [file({ endsInsideLine: true })])).toEqual([
    { entry: 'mattermost.log', lines: 101, size_bytes: 8192 },
  ])
})

function template(message: string, count: number, level = 'error'): LogTemplate {
  return {
    id: message,
    level,
    caller: 'app/x.go',
    template: message,
    count,
    firstSeenMs: start,
    lastSeenMs: start,
    node: '',
    example: {
      entry: 'mattermost.log',
      node: '',
      kind: 'mattermost-log',
      line: 1,
      offset: 0,
      timeMs: start,
      level,
      msg: message,
      caller: 'app/x.go:1',
      fields: {},
      raw: message,
    },
  }
}

test('the most frequent errors, at most ten, and no warnings among them', () => {
  const templates = [...Array(12).keys()].map(n => template(`error ${n}`, n + 1))
  const logs = { files: [file()], templates: [...templates, template('careful', 99, 'warn')] }
  const top = factOf('logs.top_errors', {}, { logs }) as readonly { message: string; count: number }[]
  expect(top.map(({ count }) => count)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3])
  expect(factOf('logs.top_warnings', {}, { logs })).toMatchObject([{ message: 'careful', count: 99 }])
})

function event(seconds: number, more: Partial<LifecycleEvent> = {}): LifecycleEvent {
  return {
    kind: 'start',
    node: '',
    entry: 'mattermost.log',
    line: seconds + 1,
    timeMs: start + seconds * 1000,
    ...more,
  }
}

const ofStarts = (id: string, lifecycle: readonly LifecycleEvent[]) =>
  factOf(`logs.restarts.${id}`, {}, { logs: { files: [file()], lifecycle } })

test('restarts after a clean stop and after none', () => {
  const lifecycle = [event(0), event(10, { afterCleanStop: true }), event(25, { afterCleanStop: false })]
  expect(['starts', 'count', 'unclean', 'within_seconds'].map(id => ofStarts(id, lifecycle))).toEqual([
    3, 2, 1, 25,
  ])
})

test('a log that begins after the start has no start in it: zero is known', () => {
  expect(ofStarts('starts', [])).toBe(0)
  expect(ofStarts('within_seconds', [event(0)])).toBeUndefined()
})
