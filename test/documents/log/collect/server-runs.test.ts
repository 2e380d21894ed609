// Runs of the server's process, from the lines that mark their beginning and end.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { serverRuns } from '../../../../analyzer/documents/log/collect/server-runs.js'
import { collect, type Line, lineAt } from './drive.js'

const info = (at: number, msg: string, more: Line = {}): Line => lineAt(at, { level: 'info', msg, ...more })

/** A start as servers since 11.0 write it, ready after three seconds. */
const start = (at: number, version = '11.6.0'): readonly Line[] => [
  info(at, 'Server is initializing...', { go_version: 'go1.26.8' }),
  info(at, `Current version is ${version} (${version}/Sat Nov 21/3f2c/none)`, { build_hash: '3f2c' }),
  info(at, 'Successfully connected to cache backend', { backend: 'lru' }),
  info(at + 1, 'Set license'),
  info(at + 3, 'Starting Server...'),
  info(at + 3, 'Server is listening on [::]:8065'),
]
const stop = (at: number): readonly Line[] => [info(at, 'Stopping Server...'), info(at + 1, 'Server stopped')]

const of = (lines: readonly Line[], cuts: readonly number[] = []) => collect(serverRuns, lines, cuts)
const ms = (second: number): number => Date.UTC(2026, 10, 21, 8) + second * 1000

test('a run has its version, build, start, readiness and end', () => {
  expect(of([...start(0), ...stop(60)])?.runs).toEqual([
    {
      entry: 'mattermost.log',
      line: 1,
      startedMs: ms(0),
      version: '11.6.0',
      buildHash: '3f2c',
      goVersion: 'go1.26.8',
      listeningMs: ms(3),
      stoppingMs: ms(60),
      stoppedMs: ms(61),
      end: 'stopped',
    },
  ])
})

test('how a run ended is told by what comes before the next start', () => {
  const runs = of([
    ...start(0),
    ...start(10),
    info(15, 'Stopping Server...'),
    ...start(20),
    { level: 'panic', msg: 'panic: runtime error: index out of range [3] with length 3' },
    ...start(30),
    ...stop(40),
    ...start(50),
  ])?.runs
  expect(runs?.map(({ end }) => end)).toEqual([
    'cut-off',
    'killed-while-stopping',
    'crashed',
    'stopped',
    'running',
  ])
  expect(runs?.[2]?.crash).toBe('runtime error: index out of range [<*>] with length <*>')
})

test('a log that begins amid a run has no start for it', () => {
  expect(of([...stop(0), ...start(10)])?.runs).toMatchObject([
    { stoppedMs: ms(1), end: 'stopped' },
    { startedMs: ms(10) },
  ])
  expect(of([...stop(0)])?.runs[0]).not.toHaveProperty('startedMs')
})

test('a server that never listens has no time for it', () => {
  const runs = of([...start(0).slice(0, 3), ...start(10)])?.runs
  expect(runs?.[0]).not.toHaveProperty('listeningMs')
})

test('what a start writes is no change; the same while the server runs is one', () => {
  const loaded = (at: number) => info(at, 'Loaded Advanced Logging configuration for logging: {}')
  // With an advanced target, loading it stands before the first line of the start.
  const activity = of([
    loaded(0),
    ...start(0),
    loaded(60),
    loaded(61),
    info(200, 'Remove license.'),
    loaded(500),
    ...start(500),
  ])
  expect(activity?.changes.map(({ kind, timeMs }) => [kind, timeMs])).toEqual([
    ['configuration', ms(60)],
    ['license', ms(200)],
  ])
})

test("a plugin's panic is no crash of the server, nor is a request's", () => {
  const runs = of([
    ...start(0),
    lineAt(1, { level: 'error', msg: 'panic: oh no', plugin_id: 'a' }),
    { level: 'panic', msg: 'http: panic serving 10.0.0.1:1: oh no' },
    ...start(10),
  ])?.runs
  expect(runs?.[0]?.end).toBe('cut-off')
})

test('any number of starts is a bounded number of runs: the newest, and how many there were', () => {
  const many = [...Array(600).keys()].flatMap(n => start(n * 10).slice(0, 2))
  const activity = of(many, [300, 900])
  expect(activity?.starts).toBe(600)
  expect(activity?.runs.length).toBe(501)
  expect(activity?.runs.at(-1)?.startedMs).toBe(ms(5990))
})

test('the result is the same however the log is cut', () => {
  const piece = fc.oneof(
    fc.nat(900).map(at => start(at)),
    fc.nat(900).map(at => start(at).slice(0, 2)),
    fc.nat(900).map(at => stop(at)),
    fc.nat(900).map(at => [info(at, 'Remove license.')]),
    fc.constant([{ level: 'fatal', msg: 'fatal error: concurrent map writes' }]),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.array(fc.nat(40)), (pieces, cuts) => {
      const lines = pieces.flat()
      expect(of(lines, cuts)).toEqual(of(lines))
    }),
  )
})

test('of a server that starts again and again the newest runs are known, however often it was', () => {
  const lines = Array.from({ length: 11_000 }, (_, i) => start(i * 30, `11.6.${i}`).slice(0, 2)).flat()
  const cuts = Array.from({ length: 5 }, (_, i) => (i + 1) * 4_000)
  const activity = of(lines, cuts)
  expect(activity?.starts).toBe(11_000)
  expect(activity?.runs.at(-1)).toMatchObject({ startedMs: ms(10_999 * 30), version: '11.6.10999' })
})
