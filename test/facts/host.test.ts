// Facts of the machine: from host.yaml, where a packet has one, and never made up where it does not say.
import { expect, test } from 'vitest'
import { factsOf } from './facts-of.js'

const host = {
  machine: {
    cpus: 4,
    load: [1, 10, 3],
    memory_mb: 8000,
    free_memory_mb: 200,
    control_group: { memory_limit_mb: 2048, out_of_memory_kills: 2 },
  },
  clock: { database_ahead_ms: -7000 },
  disks: [
    { of: 'logs', path: '/logs', total_mb: 1000, available_mb: 20, inodes: 0, free_inodes: 0 },
    { of: 'files', path: '/data', total_mb: 4000, available_mb: 0, inodes: 100, free_inodes: 3 },
  ],
  process: { running: true, open_files: 90, max_open_files: 1024, started_at: '2026-11-21T08:00:00.000Z' },
}

const valueOf = (given: Parameters<typeof factsOf>[0], id: string): unknown =>
  factsOf(given).get(id, '')?.value

test.each([
  ['host.server_running', true],
  ['host.load', 10],
  ['host.load_per_cpu', 2.5],
  ['host.memory_available_share', 0.025],
  ['host.out_of_memory_kills', 2],
  ['host.database_clock_ahead_ms', -7000],
  ['host.logs_volume.free_mb', 20],
  ['host.logs_volume.free_share', 0.02],
  ['host.files_volume.free_inodes_share', 0.03],
  ['host.files_volume.folder_missing', false],
  ['server.cpu_cores', 4],
  ['server.memory_mb', 8000],
  ['server.container_memory_limit_mb', 2048],
  ['server.file_descriptors.open', 90],
  ['server.file_descriptors.max', 1024],
  ['server.started_at_ms', Date.UTC(2026, 10, 21, 8)],
])('%s of a machine that tells it is %s', (id, expected) => {
  expect(valueOf({ host }, id)).toBe(expected)
})

test('a file system without a number of entries tells no share of them', () => {
  expect(valueOf({ host }, 'host.logs_volume.free_inodes_share')).toBeUndefined()
})

test('what the server itself says goes before what was found on the machine', () => {
  const given = { host, diagnostics: { server: { cpu_cores: 2 } } }
  expect(valueOf(given, 'server.cpu_cores')).toBe(2)
})

test('room on the disk of the folder counts for files that are kept there, and only for them', () => {
  const kept = (driver: string) => ({ host, config: { FileSettings: { DriverName: driver } } })
  expect(valueOf(kept('local'), 'files.free_mb')).toBe(0)
  expect(valueOf(kept('local'), 'files.free_share')).toBe(0)
  expect(valueOf(kept('amazons3'), 'files.free_mb')).toBeUndefined()
})

test.each([{}, { machine: {} }, { disks: [] }, { machine: { cpus: 0, load: [], memory_mb: 0 } }])(
  'of a machine that tells %j nothing is known',
  told => {
    const facts = factsOf({ host: told })
    const known = facts.ids().filter(id => id.startsWith('host.') && facts.get(id, '') !== undefined)
    expect(known).toEqual([])
  },
)

test('each is traced to its line', () => {
  expect(factsOf({ host }).get('host.logs_volume.free_share', '')?.from[0]).toMatchObject({
    entry: 'host',
    path: ['disks', 0],
  })
})
