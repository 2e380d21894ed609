// Faults that keep a Teleport process from starting, or end it: the traces each leaves, and the rule that has to name the cause.
import { config, ended, file, log, readyz, times, without, type Host } from './edit-dump.js'
import type { DumpFault } from './fault.js'

/** What a process prints that ends while it starts. */
const startFails = (host: Host, reason: string): DumpFault['edits'] => [
  log(
    host,
    'INFO             Starting Teleport v11.0.0-dev common/teleport.go:429',
    'ERROR: initialization failed',
    reason,
  ),
  ended(host, 1),
  without(host, 'readyz.json'),
]

const criticalExit = (reason: string): DumpFault['edits'] => [
  log(
    'node',
    `ERRO [PROC:1]    Critical service ssh.node has exited with error ${reason}, aborting. pid:73.1 service/signals.go:157`,
    `ERROR: ${reason}`,
  ),
  ended('node', 1),
]

export const startFaults: Readonly<Record<string, DumpFault>> = {
  'certificate and key of the proxy are no pair': {
    edits: startFails('proxy', 'tls: private key does not match public key'),
    first: 'certificate-file-unreadable',
  },
  'the certificate of the proxy is not where the file says': {
    edits: startFails('proxy', 'open /etc/teleport/tls/teleport.crt: no such file or directory'),
    first: 'certificate-file-unreadable',
  },
  'the database of the Auth Service is another file': {
    edits: startFails('auth', 'file is not a database'),
    first: 'storage-corrupt',
  },
  'pages of the database are damaged': {
    edits: [
      log(
        'auth',
        ...times(
          6,
          'WARN [SQLITE]    Unexpected error in inTransaction: database disk image is malformed, rolling back. lite/lite.go:990',
        ),
      ),
      readyz('auth', 'teleport is in a degraded state, check logs for details'),
    ],
    first: 'storage-corrupt',
  },
  'the data directory of an agent is mounted read-only': {
    edits: startFails('node', 'open /var/lib/teleport/host_uuid: read-only file system'),
    first: 'storage-read-only',
  },
  'PAM is on and not built in': {
    edits: [
      log(
        'node',
        'ERROR: Unable to start Teleport: PAM was enabled in file configuration but this ',
        'Teleport binary was built without PAM support. To continue either download a ',
        'Teleport binary build with PAM support from https://goteleport.com/teleport ',
        'or disable PAM in file configuration.',
      ),
      ended('node', 1),
    ],
    first: 'pam-fails',
  },
  'the kernel knows no enhanced recording': {
    edits: criticalExit(
      'operating system does not support enhanced session recording, check Teleport documentation for more details on supported operating systems, kernels, and configuration',
    ),
    first: 'enhanced-recording-fails',
  },
  'the kernel is too old for enhanced recording': {
    edits: criticalExit('incompatible kernel found, minimum supported kernel is 5.8.0'),
    first: 'enhanced-recording-fails',
  },
  'enhanced recording is wanted where recording is off': {
    edits: criticalExit(
      'session recording is disabled at the cluster level. To enable enhanced session recording, enable session recording at the cluster level, then restart Teleport.',
    ),
    first: 'enhanced-recording-fails',
  },
  'a port below 1024 is not for this user': {
    edits: startFails('proxy', 'listen tcp 0.0.0.0:443: bind: permission denied'),
    first: 'listen-address-refused',
  },
  'the address to listen on is of another host': {
    edits: startFails('node', 'listen tcp 10.20.0.99:3022: bind: cannot assign requested address'),
    first: 'listen-address-refused',
  },
  'the Auth Service listens for its own host only': {
    edits: [
      config('auth', 'listen_addr: 0.0.0.0:3025', 'listen_addr: 127.0.0.1:3025'),
      log(
        'node',
        ...times(
          4,
          'ERRO [PROC:1]    Node failed to establish connection to cluster: Get "https://teleport.cluster.local/v2/configuration/name": dial tcp 10.20.0.11:3025: connect: connection refused. pid:73.1 service/connect.go:113',
        ),
      ),
      readyz('node', "teleport is starting and hasn't joined the cluster yet"),
    ],
    first: 'listens-on-loopback-only',
  },
  'the licence is missing': {
    edits: startFails('auth', 'auth server requires a valid license file to start.'),
    first: 'license-refused',
  },
  'etcd is away': {
    edits: startFails('auth', 'dial tcp 10.0.0.9:2379: connect: connection refused'),
    first: 'storage-unreachable',
  },
  'PostgreSQL of the Auth Service is away': {
    edits: startFails(
      'auth',
      'failed to connect to `host=pg user=teleport database=teleport`: dial error (dial tcp 10.0.0.9:5432: connect: connection refused)',
    ),
    first: 'storage-unreachable',
  },
  'Go runs out of memory': {
    edits: [ended('auth', 2), log('auth', 'fatal error: runtime: out of memory', '', 'runtime stack:')],
    first: 'out-of-memory',
  },
  'a tab stands in teleport.yaml of a process that still runs': {
    edits: [file('node', 'teleport.yaml', text => text.replace('teleport:', 'teleport:\n\tnodename: x'))],
    first: 'configuration-broken',
  },
  'a key stands twice in teleport.yaml of a process that still runs': {
    edits: [
      file('node', 'teleport.yaml', text =>
        text.replace('teleport:', 'teleport:\n  nodename: x\n  nodename: y'),
      ),
    ],
    first: 'configuration-broken',
  },
}
