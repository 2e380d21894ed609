// Facts of a host and of its metrics.
import { describe, expect, test } from 'vitest'
import { factOfDump, factsOfDump } from './instances.js'

const metrics = (text: string) => ({ 'a/role.proxy': '', 'a/metrics.prom': text })

describe('file descriptors', () => {
  test('procfs comes before metrics, and those before the unit', async () => {
    const unit = '[Service]\nLimitNOFILE=8192:524288\n'
    const limits =
      'Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1024                 4096                 files     \n'
    const all = {
      ...metrics('process_open_fds 40\nprocess_max_fds 2048\n'),
      'a/teleport.service/teleport.service': unit,
    }
    expect(await factOfDump('teleport.host.descriptor_limit', { ...all, 'a/proc/limits.txt': limits })).toBe(
      1024,
    )
    expect(await factOfDump('teleport.host.descriptor_limit', all)).toBe(2048)
    expect(
      await factOfDump('teleport.host.descriptor_limit', {
        'a/role.node': '',
        'a/teleport.service/teleport.service': unit,
      }),
    ).toBe(8192)
    expect(
      await factOfDump('teleport.host.descriptor_percent', { ...all, 'a/proc/fd_count.txt': '1024\n' }),
    ).toBe(50)
  })

  test('without a limit there is no share of it', async () => {
    expect(
      await factOfDump('teleport.host.descriptor_percent', {
        'a/role.node': '',
        'a/proc/fd_count.txt': '9\n',
      }),
    ).toBeUndefined()
  })
})

test('sockets: what listens, and who does not answer', async () => {
  const text = [
    'State     Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess',
    'LISTEN    0      4096       127.0.0.1:3000       0.0.0.0:*    users:(("teleport",pid=73,fd=7))',
    'LISTEN    0      4096       127.0.0.1:22       0.0.0.0:*    users:(("sshd",pid=3,fd=7))',
    'SYN-SENT  0      1         10.20.0.31:38100   10.20.0.11:3025',
    'SYN-SENT  0      1         10.20.0.31:38102   10.20.0.11:3025',
  ].join('\n')
  const facts = await factsOfDump({ 'a/role.node': '', 'a/ss.txt': text })
  expect(facts.get('teleport.host.listeners', 'a')?.value).toEqual(['127.0.0.1:3000'])
  expect(facts.get('teleport.host.unanswered', 'a')?.value).toEqual(['10.20.0.11:3025'])
})

test('the data directory: recordings that wait, and the size of host_uuid', async () => {
  const text =
    '-r-------- root 0 ./host_uuid\n-rw------- root 477 ./log/upload/streaming/default/a.tar\n-rw------- root 477 ./log/upload/streaming/default/multi/b/part/1.part\n'
  const facts = await factsOfDump({ 'a/role.node': '', 'a/data_dir.txt': text })
  expect(facts.get('teleport.host.pending_recordings', 'a')?.value).toBe(2)
  expect(facts.get('teleport.host.uuid_bytes', 'a')?.value).toBe(0)
})

test('the file systems, in whole MiB and percent', async () => {
  const text =
    'Filesystem     1K-blocks     Used Available Use% Mounted on\n/dev/vda       1048576 1038090  10486  100% /var/lib/teleport\n'
  expect(await factOfDump('teleport.host.disks', { 'a/role.auth': '', 'a/df.txt': text })).toEqual([
    { mount: '/var/lib/teleport', device: '/dev/vda', used_percent: 100, free_mb: 10, size_mb: 1024 },
  ])
})

describe('metrics', () => {
  test('the state of the process, and none for a number that is no state', async () => {
    expect(await factOfDump('teleport.metrics.state', metrics('process_state 2\n'))).toBe('degraded')
    expect(await factOfDump('teleport.metrics.state', metrics('process_state 9\n'))).toBeUndefined()
  })

  test('a metric with labels is the sum of its samples, a histogram its mean', async () => {
    const facts = await factsOfDump(
      metrics(
        'heartbeats_missed_total{a="1"} 2\nheartbeats_missed_total{a="2"} 3\nbackend_write_seconds_sum{c="x"} 3\nbackend_write_seconds_count{c="x"} 10\n',
      ),
    )
    expect(facts.get('teleport.metrics.heartbeats_missed', 'a')?.value).toBe(5)
    expect(facts.get('teleport.metrics.storage_write_ms', 'a')?.value).toBe(300)
  })

  test('a metric that is not there is unknown, leaf clusters that are not there are none', async () => {
    const facts = await factsOfDump(metrics('process_state 0\n'))
    expect(facts.get('teleport.metrics.audit_failed', 'a')).toBeUndefined()
    expect(facts.get('teleport.metrics.remote_clusters', 'a')?.value).toEqual([])
  })

  test('values that are no numbers are left out, and each is shown with its line', async () => {
    const facts = await factsOfDump(
      metrics('audit_failed_emit_events NaN\nremote_clusters{cluster="leaf"} 0\n'),
    )
    expect(facts.get('teleport.metrics.audit_failed', 'a')).toBeUndefined()
    const leaf = facts.get('teleport.metrics.remote_clusters', 'a')
    expect(leaf?.value).toEqual([{ name: 'leaf', online: false }])
    expect(leaf?.from.map(({ entry, line, excerpt }) => [entry, line, excerpt])).toEqual([
      ['nodes/a/metrics.prom', 2, 'remote_clusters{cluster="leaf"} 0'],
    ])
  })

  test('too few events of a cache have no share that came late', async () => {
    const text = (all: number) => metrics(`teleport_cache_events ${all}\nteleport_cache_stale_events 5\n`)
    expect(await factOfDump('teleport.metrics.stale_percent', text(50))).toBe(10)
    expect(await factOfDump('teleport.metrics.stale_percent', text(10))).toBeUndefined()
  })
})
