// Log messages of two packets: new, gone, and how often in an hour of log.
import { expect, test } from 'vitest'
import { compareLogs, hoursOf } from '../../analyzer/diff/logs.js'
import type { LogFile, LogTemplate } from '../../analyzer/documents/log/types.js'

const hourMs = 3_600_000
const start = Date.parse('2026-11-21T08:00:00Z')

const file = (hours: number | undefined, node?: string): LogFile => ({
  entry: 'mattermost.log',
  node,
  kind: 'mattermost-log',
  format: 'json',
  sizeBytes: 0,
  lines: 0,
  records: 0,
  bad: [],
  endsInsideLine: false,
  firstSeenMs: hours === undefined ? undefined : start,
  lastSeenMs: hours === undefined ? undefined : start + hours * hourMs,
  byLevel: {},
})

const template = (text: string, count: number, rest: Partial<LogTemplate> = {}): LogTemplate => ({
  id: text,
  level: 'error',
  caller: 'app/x.go',
  template: text,
  count,
  firstSeenMs: start,
  lastSeenMs: start,
  node: undefined,
  example: {
    entry: 'mattermost.log',
    node: undefined,
    kind: 'mattermost-log',
    line: 1,
    offset: 0,
    timeMs: start,
    level: 'error',
    msg: text,
    caller: undefined,
    fields: {},
    raw: '',
  },
  ...rest,
})

const logs = (hours: number | undefined, ...templates: readonly LogTemplate[]) => ({
  files: [file(hours)],
  templates,
})

const kinds = (before: Parameters<typeof compareLogs>[0], after: Parameters<typeof compareLogs>[1]) =>
  compareLogs(before, after).changes.map(({ kind, template: text }) => [kind, text])

test('a message that only one log has is new or gone', () => {
  expect(
    kinds(logs(1, template('a', 1), template('b', 1)), logs(1, template('b', 1), template('c', 1))),
  ).toEqual([
    ['new', 'c'],
    ['gone', 'a'],
  ])
})

test('three times as often in an hour is more; a longer log alone is not', () => {
  expect(kinds(logs(1, template('a', 20)), logs(1, template('a', 60)))).toEqual([['more', 'a']])
  expect(kinds(logs(1, template('a', 20)), logs(3, template('a', 60)))).toEqual([])
  expect(kinds(logs(1, template('a', 60)), logs(1, template('a', 20)))).toEqual([['less', 'a']])
  expect(kinds(logs(1, template('a', 1)), logs(1, template('a', 9)))).toEqual([])
})

test('nodes and callers of one message are added up', () => {
  const split = [template('a', 30, { node: 'x' }), template('a', 30, { node: 'y', caller: 'other.go' })]
  expect(compareLogs(logs(1, template('a', 20)), logs(1, ...split)).changes).toMatchObject([
    { kind: 'more', before: { count: 20, perHour: 20 }, after: { count: 60, perHour: 60 } },
  ])
})

test('without times nothing is said of how often, and that is told', () => {
  const { changes, notes, hours } = compareLogs(
    logs(undefined, template('a', 1)),
    logs(1, template('a', 900)),
  )
  expect([changes, hours]).toEqual([[], { after: 1 }])
  expect(notes[0]).toContain('how often messages come is not compared')
})

test('the hours of several nodes add up', () => {
  expect(hoursOf({ files: [file(1, 'a'), file(2, 'b')], templates: [] })).toBe(3)
})

test('a packet without logs is not compared', () => {
  expect(compareLogs(undefined, logs(1)).notCompared).toBe('the first packet has no logs')
  expect(compareLogs(undefined, undefined).notCompared).toBe('the first and the second packet has no logs')
})

test('the most urgent level comes first, and more changes than are listed are counted', () => {
  const many = Array.from({ length: 700 }, (_, index) => template(`m${index}`, 1, { level: 'info' }))
  const { changes, leftOut } = compareLogs(logs(1), logs(1, ...many, template('bad', 1)))
  expect(changes[0]?.template).toBe('bad')
  expect([changes.length, leftOut]).toEqual([500, 201])
})

test('a log with more messages than are told apart says that new ones may not be new', () => {
  const { notes } = compareLogs(logs(1, template('<*>', 5)), logs(1, template('a', 1)))
  expect(notes.join()).toContain('some that count as new may not be')
})
