// Facts of plugins that the log tells, from lines as the server writes them.
import { expect, test } from 'vitest'
import { type Line, lineAt } from '../documents/log/collect/drive.js'
import { factsOfLogs } from './logged.js'

const healthFailed = (at: number): Line =>
  lineAt(at, { level: 'warn', msg: 'Health check failed for plugin', id: 'com.example', error: 'no answer' })
const serverStart = (at: number): Line => lineAt(at, { level: 'info', msg: 'Server is initializing...' })
const activated = (at: number, version: string): Line =>
  lineAt(at, { level: 'debug', msg: 'Plugin activated', plugin_id: 'com.example', version })

const valueOf = async (id: string, lines: readonly Line[]): Promise<unknown> =>
  (await factsOfLogs({ 'mattermost.log': lines })).get(`logs.plugins.${id}`, '')?.value

const minute = 60
const givenUp = (lines: readonly Line[]): Promise<unknown> => valueOf('given_up', lines)

test('three failed checks within an hour, and the server leaves the plugin off without a word', async () => {
  const three = [healthFailed(0), healthFailed(10 * minute), healthFailed(50 * minute)]
  expect(await givenUp(three)).toEqual([
    { id: 'com.example', failed_health_checks: 3, time_ms: Date.UTC(2026, 10, 21, 8, 50) },
  ])
  expect(await givenUp(three.slice(1))).toEqual([])
})

test('failures that are spread wider, or have a start of the server between them, are restarts', async () => {
  expect(await givenUp([healthFailed(0), healthFailed(40 * minute), healthFailed(61 * minute)])).toEqual([])
  expect(await givenUp([healthFailed(0), serverStart(9), healthFailed(20), healthFailed(30)])).toEqual([])
})

test('a start of the server, or of the plugin, ends it', async () => {
  const three = [healthFailed(0), healthFailed(20), healthFailed(30)]
  expect(await givenUp([...three, serverStart(40)])).toEqual([])
  expect(await givenUp([...three, activated(40, '1.0')])).toEqual([])
})

test('at DEBUG the server says it itself', async () => {
  const said = lineAt(31, {
    level: 'debug',
    msg: 'Deactivating plugin due to multiple crashes',
    id: 'com.example',
  })
  expect(await givenUp([healthFailed(30), said])).toMatchObject([
    { id: 'com.example', failed_health_checks: 1 },
  ])
})

test('what was seen of a plugin, with the hooks whose calls failed most first', async () => {
  const call = (at: number, hook: string) =>
    lineAt(at, { msg: `RPC call ${hook} to plugin failed.`, plugin_id: 'com.example', error: 'EOF' })
  const lines = [activated(0, '1.0'), call(1, 'A'), call(2, 'B'), call(3, 'B')]
  expect(await valueOf('seen', lines)).toEqual([
    {
      id: 'com.example',
      events: { activated: 1, 'call-failed': 3 },
      last: 'activated',
      versions: ['1.0'],
      failed_calls: [
        { hook: 'B', count: 2 },
        { hook: 'A', count: 1 },
      ],
      last_error: 'EOF',
    },
  ])
})

test('a plugin with several versions was updated', async () => {
  expect(await valueOf('updated', [activated(0, '1.0'), activated(9, '1.1')])).toEqual([
    { id: 'com.example', from: '1.0', to: '1.1' },
  ])
})
