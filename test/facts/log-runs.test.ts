// Facts of the runs of the server's process, from the lines of starts and stops.
import { expect, test } from 'vitest'
import { type Line, lineAt } from '../documents/log/collect/drive.js'
import { factsOfLogs } from './logged.js'

const info = (at: number, msg: string): Line => lineAt(at, { level: 'info', msg })
const start = (at: number, version: string, readyAfter = 3): readonly Line[] => [
  info(at, 'Server is initializing...'),
  info(at, `Current version is ${version} (${version}/x)`),
  info(at + readyAfter, 'Server is listening on [::]:8065'),
]
const stop = (at: number): readonly Line[] => [info(at, 'Stopping Server...'), info(at + 1, 'Server stopped')]
const ms = (second: number): number => Date.UTC(2026, 10, 21, 8) + second * 1000

const runsOf = (lines: readonly Line[], generatedAtMs?: number) =>
  factsOfLogs({ 'mattermost.log': lines }, {}, generatedAtMs)

test('a run that goes on lasts until the packet, one that was cut off nobody knows how long', async () => {
  const facts = await runsOf(
    [...start(0, '11.0.0'), ...stop(60), ...start(100, '11.0.0'), ...start(200, '11.0.0')],
    ms(500),
  )
  expect(facts.get('logs.runs.newest', '')?.value).toEqual([
    { started_ms: ms(0), version: '11.0.0', start_seconds: 3, up_seconds: 61, end: 'stopped' },
    { started_ms: ms(100), version: '11.0.0', start_seconds: 3, end: 'cut-off' },
    { started_ms: ms(200), version: '11.0.0', start_seconds: 3, up_seconds: 300, end: 'running' },
  ])
})

test('versions that follow each other are changes, in order', async () => {
  const facts = await runsOf([...start(0, '10.11.2'), ...start(10, '11.0.0'), ...start(20, '10.11.2')])
  expect(facts.get('logs.runs.version_changes', '')?.value).toEqual([
    { from: '10.11.2', to: '11.0.0', time_ms: ms(10) },
    { from: '11.0.0', to: '10.11.2', time_ms: ms(20) },
  ])
})

test('the longest start, and starts that never came to an end', async () => {
  const facts = await runsOf([
    ...start(0, '11.0.0', 150),
    ...start(200, '11.0.0').slice(0, 2),
    ...start(300, '11.0.0'),
  ])
  expect(facts.get('logs.runs.longest_start_seconds', '')?.value).toBe(150)
  expect(facts.get('logs.runs.never_ready', '')?.value).toBe(1)
})

test('a log without a start has no start time, and that is not zero', async () => {
  const facts = await runsOf([info(0, 'x')])
  expect(facts.get('logs.runs.longest_start_seconds', '')).toBeUndefined()
  expect(facts.get('logs.runs.newest', '')?.value).toEqual([])
})

test('what was changed while the server ran', async () => {
  const facts = await runsOf([...start(0, '11.0.0'), info(60, 'Remove license.')])
  expect(facts.get('logs.runs.changes', '')?.value).toEqual([{ kind: 'license', time_ms: ms(60) }])
})

test('the least urgent level that appears', async () => {
  expect((await runsOf([info(0, 'x')])).get('logs.least_level', '')?.value).toBe('info')
  const debug = lineAt(0, { level: 'debug', msg: 'x' })
  expect((await runsOf([info(0, 'x'), debug])).get('logs.least_level', '')?.value).toBe('debug')
  expect((await runsOf([])).get('logs.least_level', '')).toBeUndefined()
})
