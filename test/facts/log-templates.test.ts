// Facts of what messages do over time and of the causes behind them, over summaries of a pass that did not happen.
import { expect, test } from 'vitest'
import type { ErrorCauses } from '../../analyzer/documents/log/collect/causes.js'
import { createTimeBuckets, type TimeBuckets } from '../../analyzer/documents/log/templates/time-buckets.js'
import type { LogFile, LogSummary, LogTemplate } from '../../analyzer/documents/log/types.js'
import { isLogKind, readLogs } from '../../analyzer/documents/log/read-logs.js'
import { classifyEntries } from '../../analyzer/packet/layout.js'
import { packetOf } from '../../analyzer/packet/memory.js'
import { factOf, factsOf } from './facts-of.js'
import { factsOfPacket, sample } from './packet-facts.js'
import { logFile } from './log-file.js'

const start = Date.UTC(2026, 10, 21, 8)
const minute = 60_000
const hour = 60 * minute

function bucketsOf(times: readonly number[]): TimeBuckets {
  const buckets = createTimeBuckets()
  for (const time of times) buckets.add(time)
  return buckets.result()
}

function every(stepMs: number, fromMs: number, endMs: number): readonly number[] {
  return [...Array(Math.ceil((endMs - fromMs) / stepMs)).keys()].map(i => start + fromMs + i * stepMs)
}

function file(more: Partial<LogFile> = {}): LogFile {
  return logFile({
    firstSeenMs: start,
    lastSeenMs: start + 4 * hour,
    ...more,
  })
}

function message(text: string, times: readonly number[], level = 'error', line = 1): LogTemplate {
  return {
    id: text,
    level,
    caller: 'app/x.go',
    template: text,
    count: times.length,
    firstSeenMs: times[0],
    lastSeenMs: times.at(-1),
    node: '',
    example: {
      entry: 'mattermost.log',
      node: '',
      kind: 'mattermost-log',
      line,
      offset: 0,
      timeMs: times[0],
      level,
      msg: text,
      caller: 'app/x.go:1',
      fields: {},
      raw: text,
    },
    buckets: bucketsOf(times),
  }
}

const requests = message('Received HTTP request', every(2_000, 0, 4 * hour), 'debug')

const ofMessages = (id: string, templates: readonly LogTemplate[]) =>
  factsOf({}, { logs: { files: [file()], templates } }).get(`logs.templates.${id}`, '')

test('an error that came in the last minutes only is new, and traced to its first record', () => {
  const fresh = message('Disk is gone', every(10_000, 3.8 * hour, 4 * hour), 'error', 77)
  const debug = message('New and harmless', every(10_000, 3.8 * hour, 4 * hour), 'debug')
  expect(ofMessages('new', [requests, fresh, debug])).toMatchObject({
    value: [
      {
        level: 'error',
        message: 'Disk is gone',
        caller: 'app/x.go',
        count: 72,
        since_ms: start + 3.8 * hour,
      },
    ],
    from: [{ entry: 'mattermost.log', line: 77 }],
  })
})

test('bursts of errors have their time and their rates, the largest first', () => {
  const small = message('Small', [
    ...every(30 * minute, 0, 4 * hour),
    ...every(5_000, hour, hour + 8 * minute),
  ])
  const large = message('Large', every(500, 2 * hour, 2 * hour + 8 * minute), 'warn')
  const found = ofMessages('bursts', [requests, small, large])?.value as readonly {
    message: string
    count: number
    usual_per_minute: number
  }[]
  expect(found.map(burst => [burst.message, burst.usual_per_minute])).toEqual([
    ['Large', 0],
    ['Small', expect.closeTo(0.04, 1)],
  ])
})

test('an error that comes more and more often', () => {
  const times = [...Array(240).keys()].flatMap(n =>
    every(minute / Math.ceil((n + 1) / 20), n * minute, (n + 1) * minute),
  )
  expect(ofMessages('rising', [requests, message('Worse', times)])?.value).toMatchObject([
    {
      message: 'Worse',
      count: 1580,
      first_per_minute: 2.42,
      last_per_minute: 10.36,
    },
  ])
})

const job = message(
  'Synchronizing',
  [...every(10 * minute, 0, 2 * hour), ...every(10 * minute, 3 * hour, 4 * hour)],
  'info',
)

const serverSilences = (templates: readonly LogTemplate[], logs: Partial<LogSummary> = {}) =>
  factOf('logs.silences', {}, { logs: { files: [file()], templates, ...logs } })

test('a job that did not run while the server went on', () => {
  expect(ofMessages('silences', [requests, job])?.value).toMatchObject([
    { message: 'Synchronizing', seconds: 4199, expected: 6, until_end: false, period_seconds: 600 },
  ])
  expect(serverSilences([requests, job])).toEqual([])
})

test('when nothing went on the server was silent, which is told once and by what misses most clearly', () => {
  const hung = message(
    'Polling',
    [...every(2_000, 0, 2 * hour), ...every(2_000, 3 * hour, 4 * hour)],
    'debug',
  )
  expect(ofMessages('silences', [hung, job])?.value).toEqual([])
  // Known as closely as the buckets are wide: nothing was logged for so long at least.
  expect(serverSilences([job, hung])).toMatchObject([
    { message: 'Polling', seconds: 3456, expected: 1728, period_seconds: 2, ended_by_start: false },
  ])
  const lifecycle = [
    { kind: 'start', node: '', entry: 'mattermost.log', line: 9, timeMs: start + 3 * hour },
  ] as const
  expect(serverSilences([job, hung], { lifecycle })).toMatchObject([{ ended_by_start: true }])
})

test('nothing is said of a log too short to tell, and an empty list of one that is long enough', () => {
  const ids = ['new', 'bursts', 'rising', 'silences']
  const short = message('Failed', every(1_000, 0, minute))
  expect(ids.map(id => ofMessages(id, [short])?.value)).toEqual(ids.map(() => undefined))
  expect(ids.map(id => ofMessages(id, [requests])?.value)).toEqual([[], [], [], []])
  const users = message(
    'Login',
    [1, 9, 2, 30, 17, 4, 60, 3, 44, 6, 90, 12].map(
      (_, i, gaps) => start + gaps.slice(0, i).reduce((sum, gap) => sum + gap * minute, 0),
    ),
  )
  expect([ofMessages('silences', [users]), serverSilences([users])]).toEqual([undefined, undefined])
})

test('without counts over time nothing is said', () => {
  const { buckets: _, ...untimed } = requests
  for (const id of ['new', 'bursts', 'rising', 'silences']) expect(ofMessages(id, [untimed])).toBeUndefined()
})

test('messages are judged by the log of their own node, and audit records are none of it', () => {
  const files = [
    file({ node: 'a', entry: 'a/mattermost.log' }),
    file({ node: 'b', entry: 'b/mattermost.log' }),
  ]
  const on = (node: string, template: LogTemplate, entry = `${node}/mattermost.log`): LogTemplate => ({
    ...template,
    node,
    example: { ...template.example, node, entry },
  })
  const fresh = message('Disk is gone', every(10_000, 3.8 * hour, 4 * hour))
  const logs: Partial<LogSummary> = {
    files,
    templates: [on('a', requests), on('a', fresh), on('b', requests), on('b', fresh, 'b/audit.log')],
  }
  const newOn = (node: string) => factOf('logs.templates.new', {}, { logs, nodes: ['a', 'b'] }, node)
  expect(newOn('a')).toMatchObject([{ message: 'Disk is gone' }])
  expect(newOn('b')).toEqual([])
})

test('the timeline of the files counts, where they have one', () => {
  const fresh = message('Disk is gone', every(10_000, 3.8 * hour, 4 * hour))
  const files = [
    file({ timeline: { debug: bucketsOf(every(2_000, 0, 4 * hour)), error: fresh.buckets as TimeBuckets } }),
  ]
  expect(factOf('logs.templates.new', {}, { logs: { files, templates: [fresh] } })).toMatchObject([
    { message: 'Disk is gone' },
  ])
})

const someCauses: ErrorCauses = {
  records: 20,
  withCause: 16,
  uncounted: 0,
  causes: [
    {
      cause: 'pq: deadlock detected',
      count: 12,
      firstSeenMs: start,
      lastSeenMs: undefined,
      example: { entry: 'mattermost.log', line: 5, text: 'SavePost: pq: deadlock detected' },
      messages: [...'abcdefg'].map(letter => ({
        level: 'error',
        message: letter,
        caller: undefined,
        count: 1,
      })),
    },
  ],
}

const withActivity = (collected: { readonly causes?: ErrorCauses }, files = [file()]) =>
  factsOf({}, { logs: { files, activity: [{ node: '', collected }] } }).get('logs.causes', '')

test('a cause has its share of what names one, and the messages it stands behind', () => {
  expect(withActivity({ causes: someCauses })).toEqual({
    value: [
      {
        cause: 'pq: deadlock detected',
        count: 12,
        share: 0.75,
        first_seen_ms: start,
        message_count: 7,
        messages: [...'abcde'].map(letter => ({ level: 'error', message: letter, count: 1 })),
      },
    ],
    from: [{ entry: 'mattermost.log', line: 5, excerpt: 'SavePost: pq: deadlock detected' }],
  })
})

test('a log without warnings has no causes; without a log nobody knows', () => {
  expect(withActivity({})?.value).toEqual([])
  expect(withActivity({}, [file({ kind: 'audit-log' })])).toBeUndefined()
  expect(factOf('logs.causes', {}, { logs: { files: [file()] } })).toBeUndefined()
})

test('a database that became read-only: most warnings of a real server have that cause', async () => {
  const { value } = await factsOfPacket(sample('db-read-only'))
  expect(value('logs.causes')).toMatchObject([
    {
      cause: 'pq: cannot execute UPDATE in a read-only transaction',
      count: 148,
      message_count: 3,
      messages: [
        { level: 'warn', message: 'Error updating Channel LastPostAt.', count: 70 },
        { level: 'warn', message: 'Failed to update mention count', count: 70 },
        { level: 'error', message: 'Unable to mark all threads as read by channel', count: 8 },
      ],
    },
    { cause: 'pq: cannot execute SELECT in a read-only transaction', count: 23, message_count: 1 },
  ])
})

test('the minutes of a real server are too short to tell what its messages do', async () => {
  const { value } = await factsOfPacket(sample('plugin-crash'))
  const ids = ['logs.templates.new', 'logs.templates.bursts', 'logs.templates.rising', 'logs.silences']
  expect(ids.map(id => value(id))).toEqual(ids.map(() => undefined))
})

/** A line of the server's log. */
const lineOf = (timeMs: number, level: string, msg: string): string =>
  JSON.stringify({
    timestamp: `${new Date(timeMs).toISOString().slice(0, 23).replace('T', ' ')} Z`,
    level,
    msg,
    caller: 'app/x.go:1',
  })

test('what messages do is read from the lines of a log', async () => {
  const requestTimes = every(10_000, 0, 4 * hour)
  const burstTimes = every(2_000, 2 * hour, 2 * hour + 2 * minute)
  const lines = [
    ...requestTimes.map(time => [time, lineOf(time, 'info', 'Request done')] as const),
    ...burstTimes.map(time => [time, lineOf(time, 'error', 'Cannot save post 7')] as const),
  ].sort(([a], [b]) => a - b)
  const packet = packetOf({ 'mattermost.log': `${lines.map(([, line]) => line).join('\n')}\n` })
  const entries = classifyEntries(packet.entries).filter(({ kind }) => isLogKind(kind))
  const logs = await readLogs(packet, entries, [])
  expect(factOf('logs.templates.bursts', {}, { logs })).toEqual([
    {
      level: 'error',
      message: 'Cannot save post <*>',
      caller: 'app/x.go',
      count: 60,
      from_ms: start + 2 * hour,
      to_ms: start + 2 * hour + 2 * minute - 1_000,
      per_minute: 30.25,
      usual_per_minute: 0,
    },
  ])
})
