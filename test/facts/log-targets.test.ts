// Facts of the log targets of a configuration: what they are, and each mistake with the line it stands in.
import { expect, test } from 'vitest'
import { factsOf } from './facts-of.js'

const levels = [{ id: 100, name: 'audit-api' }]
const audit = (target: Readonly<Record<string, unknown>>) => ({
  config: {
    LogSettings: { AdvancedLoggingJSON: {} },
    ExperimentalAuditSettings: { AdvancedLoggingJSON: { siem: { format: 'json', levels, ...target } } },
  },
})
const valueOf = (id: string, config: Parameters<typeof factsOf>[0]): unknown =>
  factsOf(config).get(`logging.${id}`, '')?.value

test('targets are listed with their place', () => {
  const facts = factsOf(
    audit({ type: 'tcp', options: { host: 'h', ip: 'h', port: 1, tls: true, cert: 'c' } }),
  )
  expect(facts.get('logging.targets', '')).toMatchObject({
    value: [
      {
        setting: 'ExperimentalAuditSettings.AdvancedLoggingJSON',
        name: 'siem',
        type: 'tcp',
        format: 'json',
        levels: [100],
        max_queue_size: 1000,
        address: 'h:1',
      },
    ],
    from: [{ path: ['ExperimentalAuditSettings', 'AdvancedLoggingJSON', 'siem'] }],
  })
  expect(valueOf('targets', audit({ type: 'file', options: { filename: '/a.log' } }))).toMatchObject([
    { filename: '/a.log' },
  ])
})

test.each([
  ['refused', { type: 'fil' }, 'type'],
  ['refused', { type: 'console', maxqueuesize: -1 }, 'maxqueuesize'],
  ['levels', { type: 'console', levels: [] }, 'levels'],
  ['ignored', { type: 'console', options: { outt: 1 } }, 'options.outt'],
  ['exposed', { type: 'syslog', options: { host: 'h', port: 1 } }, 'options.tls'],
  ['growing_files', { type: 'file', options: { filename: 'a', max_size: 1e6 } }, 'options.max_size'],
  ['queues', { type: 'console', maxqueuesize: 5 }, 'maxqueuesize'],
  [
    'unreadable',
    { type: 'console', format_options: { timestamp_format: 'x' } },
    'format_options.timestamp_format',
  ],
])('%s: %j at %s', (topic, target, place) => {
  const path = `ExperimentalAuditSettings.AdvancedLoggingJSON.siem.${place}`
  const facts = factsOf(audit(target))
  expect(facts.get(`logging.target_problems.${topic}`, '')).toMatchObject({
    value: [{ path, message: expect.any(String) as unknown, effect: expect.any(String) as unknown }],
    from: [{ path: path.split('.') }],
  })
})

test('files of two writers, and targets that stand elsewhere', () => {
  const both = audit({ type: 'file', options: { filename: '/a.log', max_age: 1 } })
  const config = {
    ...both.config,
    ExperimentalAuditSettings: {
      ...both.config.ExperimentalAuditSettings,
      FileEnabled: true,
      FileName: '/a.log',
    },
  }
  expect(valueOf('target_problems.shared_files', { config })).toHaveLength(1)
  const elsewhere = { config: { LogSettings: { AdvancedLoggingJSON: '/etc/logging.json' } } }
  expect(valueOf('target_problems.elsewhere', elsewhere)).toHaveLength(1)
})

test('a sound configuration has no problem; without the section nothing is said', () => {
  const sound = audit({ type: 'none' })
  for (const topic of ['refused', 'levels', 'ignored', 'exposed', 'shared_files', 'growing_files'])
    expect(valueOf(`target_problems.${topic}`, sound)).toEqual([])
  expect(valueOf('targets', { config: { ServiceSettings: {} } })).toBeUndefined()
  expect(valueOf('target_problems.refused', {})).toBeUndefined()
})

test('names of any length stay short', () => {
  const long = 'x'.repeat(100_000)
  const config = {
    LogSettings: {
      AdvancedLoggingJSON: {
        [long]: { type: 'file', format: 'json', levels, options: { filename: long, [long]: 1 } },
      },
    },
  }
  const facts = factsOf({ config })
  const values = facts
    .ids()
    .filter(id => id.startsWith('logging.'))
    .map(id => facts.get(id, '')?.value)
  expect(JSON.stringify(values).length).toBeLessThan(3_000)
})
