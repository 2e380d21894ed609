// Runs of jobs from the lines that workers of several versions write.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { namedJob } from '../../../../analyzer/documents/log/collect/job-name.js'
import { jobs } from '../../../../analyzer/documents/log/collect/jobs.js'
import { collect, type Line, lineAt } from './drive.js'

const id = (letter: string): string => letter.repeat(26)

const received = (at: number, more: Line = {}): Line =>
  lineAt(at, {
    level: 'debug',
    msg: 'Worker: Received a new candidate job.',
    worker: 'Plugins',
    job_id: id('a'),
    ...more,
  })
const complete = (at: number, more: Line = {}): Line =>
  lineAt(at, {
    level: 'info',
    msg: 'SimpleWorker: Job is complete',
    worker: 'Plugins',
    job_id: id('a'),
    ...more,
  })
const failed = (at: number, more: Line = {}): Line =>
  lineAt(at, {
    msg: 'SimpleWorker: job execution error',
    worker: 'Plugins',
    job_id: id('a'),
    error: 'no space',
    ...more,
  })
const serverStart = (at: number): Line => lineAt(at, { level: 'info', msg: 'Server is initializing...' })

const typesOf = (lines: readonly Line[], cuts: readonly number[] = []) =>
  collect(jobs, lines, cuts)?.types ?? []

describe('servers of all versions name a job in their own way', () => {
  test.each([
    [{ job_type: 'ldap_sync', job_id: 'x', worker: 'LdapSync' }, 'ldap_sync', 'x'],
    [{ workername: 'EnterpriseLdapSync', job_id: 'x' }, 'ldap_sync', 'x'],
    [{ workername: 'EnterpriseElasticsearchIndexer' }, 'elasticsearch_post_indexing', undefined],
    [{ worker_name: 'MobileSessionMetadata' }, 'mobile_session_metadata', undefined],
    [{ scheduler: 'post_persistent_notifications' }, 'post_persistent_notifications', undefined],
    [{ workername: 'Plugins', job: '{"id":"j1","type":"plugins","priority":0}' }, 'plugins', 'j1'],
    // Cut by the logger.
    [{ job: '{"id":"j1","type":"export_process","data":{"incl...' }, 'export_process', 'j1'],
    [{ job_id: 'x' }, '', 'x'],
  ])('%j', (fields: Readonly<Record<string, string>>, type, jobId) => {
    expect(namedJob(name => fields[name])).toEqual({ type, id: jobId })
  })

  test('a record that names nothing is no job', () => {
    expect(namedJob(() => undefined)).toBeUndefined()
    expect(namedJob(name => (name === 'job' ? '{"id":17' : undefined))).toBeUndefined()
  })
})

test('a run lasts from the line that takes it up to the line that ends it', () => {
  expect(typesOf([received(0), complete(90), received(100), failed(110)])).toMatchObject([
    {
      type: 'plugins',
      received: 2,
      finished: 1,
      failed: 1,
      durations: { count: 2, totalMs: 100_000, longestMs: 90_000 },
      failingStreak: 1,
      failedRuns: [{ id: id('a'), entry: 'mattermost.log', line: 4, error: 'no space' }],
    },
  ])
})

test('at the usual level there are ends without beginnings: they count, and have no duration', () => {
  expect(typesOf([complete(0), complete(60)])).toMatchObject([
    { received: 0, finished: 2, unfinished: 0, durations: { count: 0 } },
  ])
})

test('a run that the end of the log leaves open is unfinished, one that a start leaves open interrupted', () => {
  expect(typesOf([received(0), serverStart(10), received(20, { job_id: id('b') })])).toMatchObject([
    { interrupted: 1, unfinished: 1 },
  ])
})

test('two runs of one kind overlap when both end, and not when one only was seen', () => {
  const other = { job_id: id('b') }
  expect(typesOf([received(0), received(1, other), complete(2), complete(3, other)])).toMatchObject([
    { overlapping: 1 },
  ])
  expect(typesOf([received(0, other), received(1), complete(2)])).toMatchObject([{ overlapping: 0 }])
})

test('a success ends the row of failures', () => {
  expect(typesOf([failed(0), failed(1), complete(2), failed(3)])[0]?.failingStreak).toBe(1)
  expect(typesOf([failed(0), failed(1), failed(2)])[0]?.failingStreak).toBe(3)
})

test('of many failed runs the first three and the last are kept', () => {
  const many = [...Array(20).keys()].map(at => failed(at, { error: `e${at}` }))
  expect(typesOf(many)[0]?.failedRuns.map(({ error }) => error)).toEqual(['e0', 'e1', 'e2', 'e19'])
})

test('a panic of a job, a stop, a refused claim and a schedule that failed are told apart', () => {
  const job = { worker: 'Plugins', job_id: id('a') }
  const lines = [
    lineAt(0, { msg: 'Unhandled panic in job', panic: 'nil pointer', ...job }),
    lineAt(1, {
      msg: 'Worker: Batch has been canceled via Worker Stop. Setting the job back to pending.',
      ...job,
    }),
    lineAt(2, {
      level: 'warn',
      msg: 'SimpleWorker experienced an error while trying to claim job',
      ...job,
      error: 'x',
    }),
    lineAt(3, { msg: 'Failed to schedule job', scheduler: 'plugins', error: 'x' }),
  ]
  expect(typesOf(lines)).toMatchObject([{ panicked: 1, canceled: 1, notClaimed: 1, notScheduled: 1 }])
})

test('any number of kinds of job is a bounded number of them, and what is left out is counted', () => {
  const many = [...Array(300).keys()].map(n => complete(n, { worker: `kind${n}` }))
  const activity = collect(jobs, many)
  expect([activity?.types.length, activity?.dropped]).toEqual([200, 100])
})

test('the result is the same however the log is cut', () => {
  const anyLine = fc
    .tuple(
      fc.nat(500),
      fc.constantFrom(received, complete, failed),
      fc.constantFrom('a', 'b', 'c'),
      fc.boolean(),
    )
    .map(([at, make, letter, restart]) =>
      restart && letter === 'c' ? serverStart(at) : make(at, { job_id: id(letter) }),
    )
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 30 }), fc.array(fc.nat(30)), (lines, cuts) => {
      expect(typesOf(lines, cuts)).toEqual(typesOf(lines))
    }),
  )
})
