// Facts of the server and its release.
import { expect, test } from 'vitest'
import { factOf, factsOf } from './facts-of.js'

test('the version is what metadata says, else diagnostics, else the flat file of old servers', () => {
  const diagnostics = { server: { version: '10.5.1' } }
  expect(factOf('server.version', { metadata: { server_version: '10.5.2' }, diagnostics })).toBe('10.5.2')
  expect(factOf('server.version', { metadata: {}, diagnostics })).toBe('10.5.1')
  expect(factOf('server.version', { 'support-packet': { server_version: '9.5.0' } })).toBe('9.5.0')
})

test('without documents, the last start in the log tells the version', () => {
  const start = { kind: 'start', node: '', entry: 'mattermost.log', timeMs: undefined } as const
  const lifecycle = [
    { ...start, line: 1, version: '10.4.0' },
    { ...start, line: 9, version: '10.5.0' },
  ]
  const derived = factsOf({}, { logs: { lifecycle } }).get('server.version', '')
  expect(derived?.value).toBe('10.5.0')
  expect(derived?.from).toEqual([{ entry: 'mattermost.log', line: 9 }])
})

test('the time a server runs needs a packet time that is not before its start', () => {
  const given = { diagnostics: { server: { started_at: '2026-11-21T08:00:00Z' } } }
  const at = (time: string) => factOf('server.uptime_seconds', given, { generatedAtMs: Date.parse(time) })
  expect(at('2026-11-21T09:00:00Z')).toBe(3600)
  expect(at('2026-11-21T07:00:00Z')).toBeUndefined()
  expect(factOf('server.uptime_seconds', given)).toBeUndefined()
})

test('-1 file descriptors mean that the system does not tell', () => {
  const server = { open_file_descriptors: -1, max_file_descriptors: -1 }
  expect(factOf('server.file_descriptors.open', { diagnostics: { server } })).toBeUndefined()
  expect(factOf('server.file_descriptors.max', { diagnostics: { server } })).toBeUndefined()
})

test('"unknown" is no installation type', () => {
  const type = (installation_type: string) =>
    factOf('server.installation_type', { diagnostics: { server: { installation_type } } })
  expect([type('docker'), type('unknown')]).toEqual(['docker', undefined])
})

test('a value of another type than expected is not there', () => {
  expect(factOf('server.os', { diagnostics: { server: { os: ['linux'] } } })).toBeUndefined()
  expect(factOf('server.cpu_cores', { diagnostics: { server: { cpu_cores: 'eight' } } })).toBeUndefined()
  expect(factOf('server.os', { diagnostics: 'not a map' })).toBeUndefined()
})

const release = (id: string, version: string, day?: string) =>
  factOf(
    `server.release.${id}`,
    { metadata: { server_version: version } },
    day === undefined ? {} : { generatedAtMs: Date.parse(day) },
  )

test('support is judged on the day of the packet, to the end of the last day', () => {
  expect(release('end_of_support', '10.11.4')).toBe('2026-08-15')
  expect(release('supported', '10.11.4', '2026-08-15T23:59:59Z')).toBe(true)
  expect(release('supported', '10.11.4', '2026-08-16T00:00:01Z')).toBe(false)
  expect(release('support_days_left', '10.11.4', '2026-08-10T12:00:00Z')).toBe(5)
  expect(release('supported', '10.11.4')).toBeUndefined()
})

test('a release that is not in the table is unknown, neither supported nor not', () => {
  for (const id of ['supported', 'esr', 'end_of_support', 'patches_behind']) {
    expect(release(id, '99.1.0', '2026-11-21T00:00:00Z')).toBeUndefined()
  }
  expect(release('supported', 'dev', '2026-11-21T00:00:00Z')).toBeUndefined()
})

test('age, kind and missed patches of a release', () => {
  expect(release('age_days', '11.0.0', '2025-10-26T00:00:00Z')).toBe(10)
  expect(release('age_days', '11.0.0', '2025-10-01T00:00:00Z')).toBeUndefined()
  expect([release('esr', '10.11.0'), release('esr', '10.12.0')]).toEqual([true, false])
  expect(release('patches_behind', '10.11.20')).toBe(3)
  expect(release('patches_behind', '10.11.99')).toBe(0)
  expect(release('latest_patch', '10.11.20')).toBe('10.11.23')
})
