// The small text files of a Teleport instance, each on lines as the programs print them.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sourceText } from '../../../analyzer/documents/text.js'
import { parseTeleportCommand } from '../../../analyzer/documents/teleport/command.js'
import { parseTeleportDataDir } from '../../../analyzer/documents/teleport/data-dir.js'
import { parseTeleportDisk } from '../../../analyzer/documents/teleport/disk.js'
import { parseTeleportHttp } from '../../../analyzer/documents/teleport/http.js'
import { parseTeleportIdentity } from '../../../analyzer/documents/teleport/instance.js'
import { parseTeleportKeys } from '../../../analyzer/documents/teleport/keys.js'
import { parseTeleportMetrics } from '../../../analyzer/documents/teleport/metrics.js'
import { parseTeleportNodeError } from '../../../analyzer/documents/teleport/node-error.js'
import {
  parseTeleportDescriptors,
  parseTeleportLimits,
  parseTeleportProcess,
} from '../../../analyzer/documents/teleport/process.js'
import { parseTeleportSockets } from '../../../analyzer/documents/teleport/sockets.js'
import { parseTeleportUnit } from '../../../analyzer/documents/teleport/unit.js'
import { codes, parsed } from '../read.js'

describe('cmdline', () => {
  test('arguments end with NUL, and flags have their values', () => {
    const { value } = parsed(
      parseTeleportCommand,
      '/usr/bin/teleport\0start\0-d\0--roles=node,app\0-c\0/etc/t.yaml\0',
    )
    expect(value.arguments).toEqual([
      '/usr/bin/teleport',
      'start',
      '-d',
      '--roles=node,app',
      '-c',
      '/etc/t.yaml',
    ])
    expect(value.flags).toEqual({ debug: true, roles: 'node,app', config: '/etc/t.yaml' })
  })

  test('one argument a line, or all in one, is read too', () => {
    const flags = { insecure: true, 'diag-addr': '127.0.0.1:3000' }
    expect(
      parsed(parseTeleportCommand, 'teleport\nstart\n--insecure\n--diag-addr\n127.0.0.1:3000\n').value.flags,
    ).toEqual(flags)
    expect(
      parsed(parseTeleportCommand, 'teleport start --insecure --diag-addr=127.0.0.1:3000').value.flags,
    ).toEqual(flags)
  })

  test('a token is nowhere in the value', () => {
    for (const text of [
      'teleport\0start\0--token=fake-token-1\0',
      'teleport\0start\0--token\0fake-token-1\0',
    ]) {
      expect(JSON.stringify(parsed(parseTeleportCommand, text).value)).not.toContain('fake-token')
    }
  })
})

test('http.tsv: the answer of each endpoint, 0 for none', () => {
  const text =
    'path\thttp_code\tcurl_exit\tbytes\n/readyz\t503\t0\t68\n/metrics\t0\t7\t0\nhttp://x\t200\t0\t1\n'
  const found = parsed(parseTeleportHttp, text)
  expect(found.value).toEqual({
    '/readyz': { code: 503, curl_exit: 0, bytes: 68 },
    '/metrics': { code: 0, curl_exit: 7, bytes: 0 },
  })
  expect(found.locate(['/metrics'])).toEqual({ line: 3, column: 1 })
})

test('ss.txt: state, both ends and the program', () => {
  const text = [
    'State     Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess                          ',
    'LISTEN    0      4096       127.0.0.1:3000       0.0.0.0:*    users:(("teleport",pid=73,fd=7))',
    'SYN-SENT  0      1         10.20.0.31:38100   10.20.0.11:3025 ',
    'LISTEN    0      4096               *:3022             *:*    users:(("teleport",pid=73,fd=11))',
    'tcp   ESTAB      0      0      [::1]:443  [::1]:5000 ',
  ].join('\n')
  const { value, locate } = parsed(parseTeleportSockets, text)
  expect(value.map(({ state, local, peer, program }) => [state, local, peer, program])).toEqual([
    ['LISTEN', '127.0.0.1:3000', '0.0.0.0:*', 'teleport'],
    ['SYN-SENT', '10.20.0.31:38100', '10.20.0.11:3025', undefined],
    ['LISTEN', '*:3022', '*:*', 'teleport'],
    ['ESTAB', '[::1]:443', '[::1]:5000', undefined],
  ])
  expect(locate([1])?.line).toBe(3)
})

test('df.txt: sizes in bytes, names with spaces, negative space as none', () => {
  const text = [
    'Filesystem     1K-blocks     Used Available Use% Mounted on',
    'tmpfs              24576 24576         0 100% /var/lib/teleport',
    '//nas/the share     1024   512       -10  50% /mnt/a b',
  ].join('\n')
  expect(parsed(parseTeleportDisk, text).value).toEqual([
    {
      device: 'tmpfs',
      mount: '/var/lib/teleport',
      size_bytes: 24576 * 1024,
      used_bytes: 24576 * 1024,
      available_bytes: 0,
      used_percent: 100,
    },
    {
      device: '//nas/the share',
      mount: '/mnt/a b',
      size_bytes: 1024 * 1024,
      used_bytes: 512 * 1024,
      available_bytes: 0,
      used_percent: 50,
    },
  ])
})

test('proc: limits with and without bound, memory, descriptors', () => {
  const limits =
    'Limit                     Soft Limit           Hard Limit           Units     \nMax cpu time              unlimited            unlimited            seconds   \nMax open files            8192                 8192                 files     \n'
  expect(parsed(parseTeleportLimits, limits).value).toEqual({
    soft: { 'open files': 8192 },
    unlimited: ['cpu time'],
  })
  expect(parsed(parseTeleportProcess, 'Name:\tteleport\nVmRSS:\t  160504 kB\n').value).toEqual({
    Name: 'teleport',
    VmRSS: '160504 kB',
  })
  expect(parsed(parseTeleportDescriptors, '21\n').value).toEqual({ open: 21 })
})

test('the unit: the last of a key counts, and values of the environment are left out', () => {
  const text =
    '# /lib/systemd/system/teleport.service\n[Unit]\nDescription=Teleport\n[Service]\nLimitNOFILE=8192\nEnvironment=HTTPS_PROXY=http://u:fake-password@proxy:3128\nLimitNOFILE=65536\n'
  const { value } = parsed(parseTeleportUnit, text)
  expect(value.Service?.LimitNOFILE).toBe('65536')
  expect(JSON.stringify(value)).not.toContain('fake-password')
})

test('keys of a store: sizes and expiry, without the schema before them', () => {
  const text =
    'CREATE TABLE kv (\n           key TEXT NOT NULL PRIMARY KEY);\nkey=/ids/node/current value_bytes=8906 expires=\nkey=/nodes/a value_bytes=408 expires=2026-11-21 09:47:35.78925832+00:00\n'
  expect(parsed(parseTeleportKeys, text).value).toEqual([
    { key: '/ids/node/current', value_bytes: 8906 },
    { key: '/nodes/a', value_bytes: 408, expires_ms: Date.parse('2026-11-21T09:47:35.789Z') },
  ])
})

test('data_dir.txt: mode, owner, size and path', () => {
  expect(
    parsed(parseTeleportDataDir, '-r-------- root 36 ./host_uuid\ndrwx------ root 4096 .\n').value,
  ).toEqual([
    { mode: '-r--------', owner: 'root', size_bytes: 36, path: 'host_uuid' },
    { mode: 'drwx------', owner: 'root', size_bytes: 4096, path: '' },
  ])
})

test('metrics.prom: samples by name, with their lines; a cut line is a problem', () => {
  const found = parsed(parseTeleportMetrics, '# TYPE a gauge\na{x="1"} 2\na{x="2"} 3\nb 4')
  expect(found.value.byName.get('a')?.map(({ value }) => value)).toEqual([2, 3])
  expect(found.locate([1])?.line).toBe(3)
  expect(codes(found)).toEqual(['METRICS_DAMAGED'])
})

test('identity.json keeps what it does not know and leaves out what is of another type', () => {
  const found = parsed(parseTeleportIdentity, '{"hostname":"a","running":"perhaps","extra":{"b":1}}')
  expect(found.value).toEqual({ hostname: 'a', extra: { b: 1 } })
  expect(codes(found)).toEqual(['FIELD_TYPE 1:17'])
})

test.each([
  ['\nno tunnel connection found: no node reverse tunnel for a.b found\n', 'no tunnel'],
  ['dial tcp 10.0.0.1:3022: connect: connection refused', 'connection refused'],
  ['lock targeting Node:"a" is in force: maintenance', 'lock in force'],
  ['Unable to reach debug service socket at "/var/lib/teleport/debug.sock"', 'debug service unreachable'],
  ['read tcp: i/o timeout', 'timeout'],
  ['access denied to perform action "read" on "node"', 'access denied'],
  ['something else', 'unknown'],
])('node.error: %j', (text, reason) => {
  const found = parsed(parseTeleportNodeError, text)
  expect(found.value).toEqual({ reason, text: text.trim() })
})

const parsersOfText = {
  parseTeleportCommand,
  parseTeleportHttp,
  parseTeleportSockets,
  parseTeleportDisk,
  parseTeleportLimits,
  parseTeleportProcess,
  parseTeleportDescriptors,
  parseTeleportUnit,
  parseTeleportKeys,
  parseTeleportDataDir,
  parseTeleportMetrics,
}

describe.each(Object.entries(parsersOfText))('%s', (name, parse) => {
  test('another file by this name is unreadable, or read as far as it goes; none throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 80 })),
        text => {
          expect(['ok', 'unreadable']).toContain(parse(sourceText(text)).kind)
        },
      ),
      { numRuns: 60 },
    )
  })

  // Any text is a command line, and any line may be none of metrics.
  if (name !== 'parseTeleportCommand' && name !== 'parseTeleportMetrics') {
    test('says what it expected', () => {
      const read = parse(sourceText('Hello, world. This is a letter!\n'))
      expect(read.kind === 'unreadable' && read.problem.code).toBe('DOCUMENT_SHAPE')
    })
  }
})
