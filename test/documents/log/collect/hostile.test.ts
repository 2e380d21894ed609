// Hostile logs: whatever stands in a record, the collectors give a bounded result, the same for every cut.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { audit } from '../../../../analyzer/documents/log/collect/audit.js'
import { jobs } from '../../../../analyzer/documents/log/collect/jobs.js'
import { panics } from '../../../../analyzer/documents/log/collect/panics.js'
import { plugins } from '../../../../analyzer/documents/log/collect/plugins.js'
import { serverRuns } from '../../../../analyzer/documents/log/collect/server-runs.js'
import type { LogCollector } from '../../../../analyzer/documents/log/collector.js'
import type { DocumentKind } from '../../../../analyzer/packet/layout-types.js'
import { collect, type Line, lineAt } from './drive.js'

const collectors = { audit, jobs, panics, plugins, serverRuns } as Readonly<
  Record<string, LogCollector<unknown, unknown>>
>

const messages = [
  'SimpleWorker: job execution error',
  'Worker: Received a new candidate job.',
  'plugin process exited',
  'Health check failed for plugin',
  'RPC call __proto__ to plugin failed.',
  'panic: x',
  'goroutine 1 [running]:',
  'main.constructor(0x1)',
  'Recovering from Hub panic.',
  'Server is initializing...',
  'Current version is __proto__',
  'Server stopped',
  'Remove license.',
  'Audit queue full, dropping record.',
]
const names = ['__proto__', 'constructor', 'toString', '', 'a', '\u0000', '\n']
const fieldNames = [
  'plugin_id',
  'id',
  'job',
  'job_id',
  'worker',
  'panic',
  'stack',
  'error',
  'version',
  'wrapped_extras',
  'event_name',
  'status',
  'actor',
  'event',
]

const anyValue = fc.oneof(
  fc.constantFrom(...names),
  fc.string({ maxLength: 20 }),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('login', 'updateConfig', 'updateUserRoles', 'fail', 'success'),
)
const anyLine: fc.Arbitrary<Line> = fc
  .tuple(
    fc.integer({ min: -100, max: 1e6 }),
    fc.oneof(fc.constantFrom(...messages), fc.string({ maxLength: 30 })),
    fc.constantFrom('plugin/hclog_adapter.go:52', 'app/x.go:1', ''),
    fc.constantFrom('error', 'panic', 'debug', '__proto__'),
    fc.dictionary(fc.constantFrom(...fieldNames), anyValue, { maxKeys: 6 }),
    fc.boolean(),
  )
  .map(([at, msg, caller, level, fields, timed]) => {
    const { timestamp, ...untimed } = lineAt(at, { ...fields, msg, caller, level })
    return timed ? { timestamp, ...untimed } : untimed
  })

test.each(Object.keys(collectors))('%s: any records, any cuts', name => {
  const collector = collectors[name] as LogCollector<unknown, unknown>
  const kind: DocumentKind = name === 'audit' ? 'audit-log' : 'mattermost-log'
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 25 }), fc.array(fc.nat(25)), (lines, cuts) => {
      const whole = collect(collector, lines, [], kind)
      expect(collect(collector, lines, cuts, kind)).toEqual(whole)
      // Plain data: nothing is lost on the way to JSON, and no number is NaN.
      if (whole !== undefined) expect(JSON.parse(JSON.stringify(whole))).toEqual(whole)
    }),
    { numRuns: 300 },
  )
})

/** As long as a field's text gets. */
const long = 'x'.repeat(65_536)

test.each(Object.keys(collectors))('%s: a result is small, however long the texts', name => {
  const lines = messages.flatMap((msg, at) =>
    [...Array(3).keys()].map(n =>
      lineAt(at, {
        msg,
        caller: 'plugin/hclog_adapter.go:52',
        ...Object.fromEntries(fieldNames.map(field => [field, `${n}${long}`])),
        event_name: 'updateConfig',
        status: long,
        actor: { user_id: long, ip_address: long },
        event: {
          parameters: { plugin_id: long, new_roles: long },
          prior_state: { config_diffs: [{ path: long }] },
        },
        panic: long,
      }),
    ),
  )
  const kind: DocumentKind = name === 'audit' ? 'audit-log' : 'mattermost-log'
  const result = collect(collectors[name] as LogCollector<unknown, unknown>, lines, [7, 30], kind)
  expect(JSON.stringify(result).length).toBeLessThan(100_000)
})
