// What became of plugins, from the lines of the server and of its plugin library.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plugins } from '../../../../analyzer/documents/log/collect/plugins.js'
import { collect, type Line, lineAt } from './drive.js'

const probe = 'com.example.lab-probe'

const exited = (at: number, level: string, how: string): Line =>
  lineAt(at, {
    level,
    msg: 'plugin process exited',
    caller: 'plugin/hclog_adapter.go:79',
    plugin_id: probe,
    wrapped_extras: `plugin/opt/mattermost/plugins/${probe}/server/pluginid24543error${how}`,
  })
const callFailed = (at: number, hook: string): Line =>
  lineAt(at, {
    msg: `RPC call ${hook} to plugin failed.`,
    plugin_id: probe,
    error: 'connection is shut down',
  })
const healthFailed = (at: number, id = probe): Line =>
  lineAt(at, {
    level: 'warn',
    msg: 'Health check failed for plugin',
    id,
    error: 'plugin RPC connection is not responding',
  })
const activated = (at: number, version: string): Line =>
  lineAt(at, { level: 'debug', msg: 'Plugin activated', plugin_id: probe, version })

const of = (lines: readonly Line[], cuts: readonly number[] = []) =>
  collect(plugins, lines, cuts)?.plugins ?? []

test('a crash is told from a clean stop by its level, with how the process ended', () => {
  expect(
    of([exited(0, 'error', 'exit status 2'), exited(1, 'info', 'signal: terminated')])[0]?.events,
  ).toMatchObject([
    { event: 'crashed', count: 1, detail: 'exit status 2', line: 1 },
    { event: 'exited', count: 1, detail: 'signal: terminated' },
  ])
})

test('the library runs keys and values together: the id is found in the path when no field names it', () => {
  const { plugin_id: _, ...unnamed } = exited(0, 'error', 'exit status 2')
  expect(of([unnamed])[0]?.id).toBe(probe)
})

test('health checks name the plugin `id`, all other lines `plugin_id`: it is one plugin', () => {
  const found = of([exited(0, 'error', 'exit status 2'), healthFailed(30), activated(31, '1.2.0')])
  expect(found).toHaveLength(1)
  expect(found[0]).toMatchObject({ id: probe, last: 'activated', versions: ['1.2.0'] })
  expect(found[0]?.healthCheckFailuresMs).toHaveLength(1)
})

test('at DEBUG the server says that it gave a plugin up', () => {
  const leftOff = lineAt(90, {
    level: 'debug',
    msg: 'Deactivating plugin due to multiple crashes',
    id: probe,
  })
  expect(of([healthFailed(0), leftOff])[0]?.last).toBe('left-off')
})

test('failed calls are counted by hook, with the last error and the times of first and last', () => {
  const found = of([
    callFailed(0, 'MessageHasBeenPosted'),
    callFailed(1, 'MessageWillBePosted'),
    callFailed(5, 'MessageHasBeenPosted'),
    lineAt(6, { msg: 'Plugin failed to ServeHTTP, RPC call failed', plugin_id: probe, error: 'EOF' }),
    lineAt(7, { msg: 'RPC call to OnActivate plugin failed.', plugin_id: probe, error: 'unexpected EOF' }),
  ])
  expect(found[0]?.failedCalls).toEqual([
    { hook: 'MessageHasBeenPosted', count: 2 },
    { hook: 'MessageWillBePosted', count: 1 },
    { hook: 'ServeHTTP', count: 1 },
    { hook: 'OnActivate', count: 1 },
  ])
  expect(found[0]?.events).toMatchObject([{ event: 'call-failed', count: 5, detail: 'unexpected EOF' }])
})

test('a version that comes again is listed again: an update that was taken back shows', () => {
  expect(
    of([activated(0, '1.0'), activated(1, '1.0'), activated(2, '1.1'), activated(3, '1.0')])[0]?.versions,
  ).toEqual(['1.0', '1.1', '1.0'])
})

test('any number of plugin ids is a bounded number of plugins, and what is left out is counted', () => {
  const many = [...Array(250).keys()].map(n => healthFailed(n, `plugin${n}`))
  const activity = collect(plugins, many, [100])
  expect([activity?.plugins.length, activity?.dropped]).toEqual([200, 50])
})

test('the result is the same however the log is cut', () => {
  const anyLine = fc
    .tuple(fc.nat(500), fc.nat(4))
    .map(
      ([at, kind]) =>
        [
          exited(at, 'error', 'exit status 2'),
          exited(at, 'info', 'signal: killed'),
          callFailed(at, `Hook${at % 3}`),
          healthFailed(at, `p${at % 2}`),
          activated(at, `${at % 3}.0`),
        ][kind] as Line,
    )
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 30 }), fc.array(fc.nat(30)), (lines, cuts) => {
      expect(of(lines, cuts)).toEqual(of(lines))
    }),
  )
})
