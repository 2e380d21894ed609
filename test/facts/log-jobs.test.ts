// Facts of jobs that the log tells, from lines as workers write them.
import { expect, test } from 'vitest'
import { type Line, lineAt } from '../documents/log/collect/drive.js'
import { factsOfLogs } from './logged.js'

const job = (at: number, msg: string, more: Line = {}): Line =>
  lineAt(at, { level: 'info', msg, worker: 'LdapSync', job_id: 'a'.repeat(26), ...more })
const failed = (at: number): Line =>
  job(at, 'SimpleWorker: job execution error', { level: 'error', error: `LDAP is gone ${at}` })

const valueOf = async (id: string, lines: readonly Line[]): Promise<unknown> =>
  (await factsOfLogs({ 'mattermost.log': lines })).get(`logs.jobs.${id}`, '')?.value

test('runs of a kind with how long they took', async () => {
  const lines = [
    job(0, 'Worker: Received a new candidate job.', { level: 'debug' }),
    job(30, 'SimpleWorker: Job is complete'),
    failed(60),
  ]
  expect(await valueOf('kinds', lines)).toEqual([
    {
      type: 'ldap_sync',
      finished: 1,
      failed: 1,
      canceled: 0,
      failing_streak: 1,
      mean_seconds: 30,
      longest_seconds: 30,
      overlapping: 0,
      last_error: 'LDAP is gone 60',
      first_seen_ms: Date.UTC(2026, 10, 21, 8),
      last_seen_ms: Date.UTC(2026, 10, 21, 8, 1),
    },
  ])
})

test('a kind fails when its last three runs did, and the first of them is its place', async () => {
  const facts = await factsOfLogs({ 'mattermost.log': [failed(0), failed(1), failed(2)] })
  expect(facts.get('logs.jobs.failing', '')).toMatchObject({
    value: [{ type: 'ldap_sync', failing_streak: 3 }],
    from: [{ entry: 'mattermost.log', line: 1 }],
  })
  expect(await valueOf('failing', [failed(0), failed(1)])).toEqual([])
})

test('runs that a restart broke off are told of a single server, and not of a node of a cluster', async () => {
  const lines = [
    job(0, 'Worker: Received a new candidate job.', { level: 'debug' }),
    lineAt(9, { level: 'info', msg: 'Server is initializing...' }),
  ]
  expect(await valueOf('interrupted', lines)).toEqual([{ type: 'ldap_sync', interrupted: 1, finished: 0 }])
  const cluster = await factsOfLogs({ 'a/mattermost.log': lines, 'b/mattermost.log': lines })
  expect(cluster.get('logs.jobs.interrupted', 'a')).toBeUndefined()
})

test('a log without jobs has none, and without a log nothing is known', async () => {
  expect(await valueOf('failing', [lineAt(0, { msg: 'x' })])).toEqual([])
  expect((await factsOfLogs({ 'audit.log': [] })).get('logs.jobs.failing', '')).toBeUndefined()
})
