// Faults of a Teleport cluster: the traces each leaves, and the rule that has to name the cause.
import type { DumpFault } from './fault.js'
import { serviceFaults } from './service-faults.js'
import { startFaults } from './start-faults.js'
import { config, ended, file, log, metric, readyz, times, without } from './edit-dump.js'

const degraded = 'teleport is in a degraded state, check logs for details'
const starting = "teleport is starting and hasn't joined the cluster yet"

const cannotConnect = (service: string, why: string): string =>
  `ERRO [PROC:1]    ${service} failed to establish connection to cluster: ${why}. pid:73.1 service/connect.go:113`

const clusterFaults: Readonly<Record<string, DumpFault>> = {
  'the proxy was killed': {
    edits: [
      ended('proxy', -9),
      log(
        'tunnelNode',
        ...times(
          5,
          'WARN [PROXY:AGE] Failed to connect: dial tcp 10.20.0.21:443: connect: connection refused. reversetunnel/agent.go:300',
        ),
      ),
      readyz('tunnelNode', degraded),
    ],
    first: 'proxy-service-down',
  },
  'an agent was stopped': {
    edits: [
      ended('node', 0),
      log(
        'proxy',
        ...times(
          3,
          String.raw`ERRO "Teleport proxy failed to connect to \"node\" agent \"10.20.0.31:3022\" over direct dial: dial tcp 10.20.0.31:3022: connect: connection refused" regular/proxy.go:240`,
        ),
      ),
    ],
    first: 'instance-not-running',
  },
  'the Auth Service hides behind a firewall': {
    edits: [
      log(
        'node',
        ...times(
          6,
          'WARN [PROC:1]    Connection problem: sync rotation state: dial tcp 10.20.0.11:3025: i/o timeout. pid:73.1 service/connect.go:800',
        ),
      ),
      readyz('node', degraded),
    ],
    first: 'auth-service-unreachable',
  },
  'a token was made for another role': {
    edits: [
      log(
        'auth',
        'WARN [AUTH]      node "tp-node-3" [d679825d] can not join the cluster, the token does not allow "Node" role auth/auth.go:2340',
      ),
      log(
        'node',
        ...times(
          3,
          cannotConnect(
            'Node',
            'node "tp-node-1" can not join the cluster, the token does not allow "Node" role',
          ),
        ),
      ),
      readyz('node', starting),
    ],
    first: 'join-token-for-another-role',
  },
  'the pin of the certificate authority is old': {
    edits: [
      log(
        'node',
        ...times(
          4,
          cannotConnect(
            'Node',
            'cluster pin does not match any provided certificate authority pin. This could have occurred if the Certificate Authority (CA) for the cluster was rotated, invalidating the old pin',
          ),
        ),
      ),
      readyz('node', starting),
    ],
    first: 'certificate-pin-wrong',
  },
  'a host was registered to another cluster': {
    edits: [
      log(
        'node',
        ...times(
          4,
          cannotConnect(
            'Node',
            'Was this node already registered to a different cluster? To join this node to a new cluster, remove the data_dir and try again',
          ),
        ),
      ),
      readyz('node', starting),
    ],
    first: 'joined-another-cluster',
  },
  'the certificate of the proxy has expired': {
    edits: [
      log(
        'tunnelNode',
        ...times(
          4,
          cannotConnect(
            'Node',
            'Get "https://teleport.example.com:443/webapi/find": x509: certificate has expired or is not yet valid: current time 2026-11-21T09:34:00Z is after 2026-11-20T00:00:00Z',
          ),
        ),
      ),
      readyz('tunnelNode', starting),
    ],
    first: 'certificate-expired',
  },
  'the proxy made a certificate by itself': {
    edits: [
      log(
        'proxy',
        'WARN             No TLS Keys provided, using self-signed certificate. service/cfg.go:100',
      ),
      log(
        'tunnelNode',
        ...times(
          4,
          cannotConnect(
            'Node',
            'Get "https://teleport.example.com:443/webapi/find": tls: failed to verify certificate: x509: certificate signed by unknown authority',
          ),
        ),
      ),
      readyz('tunnelNode', starting),
    ],
    first: 'proxy-certificate-self-signed',
  },
  'the certificate of the proxy is of an authority that nobody knows': {
    edits: [
      log(
        'tunnelNode',
        ...times(
          3,
          'ERRO [PROC:1]    Failed to resolve tunnel address: Get "https://teleport.example.com:443/webapi/find": x509: certificate signed by unknown authority reversetunnel/transport.go:89',
        ),
        'ERRO [PROC:1]    Was this node already registered to a different cluster? To join this node to a new cluster, remove `/var/lib/teleport` and try again pid:73.1 service/connect.go:268',
      ),
      readyz('tunnelNode', starting),
    ],
    first: 'proxy-certificate-not-trusted',
  },
  'a certificate is for another name': {
    edits: [
      log(
        'tunnelNode',
        ...times(
          4,
          'ERRO [PROC:1]    Failed to resolve tunnel address: Get "https://teleport.example.net:443/webapi/find": x509: certificate is valid for teleport.example.com, *.teleport.example.com, not teleport.example.net reversetunnel/transport.go:89',
        ),
      ),
      readyz('tunnelNode', starting),
    ],
    first: 'certificate-for-another-name',
  },
  'the name of the Auth Service is mistyped': {
    edits: [
      config('node', 'tp-auth-1.example.com:3025', 'tp-auth-9.example.com:3025'),
      log(
        'node',
        ...times(
          4,
          cannotConnect('Node', 'dial tcp: lookup tp-auth-9.example.com on 10.20.0.1:53: no such host'),
        ),
      ),
      readyz('node', starting),
    ],
    first: 'host-name-not-resolved',
  },
  'another program has the port': {
    edits: [
      log('node', 'ERROR: initialization failed', 'listen tcp 0.0.0.0:3022: bind: address already in use'),
      ended('node', 1),
    ],
    first: 'port-already-in-use',
  },
  'the storage is read-only': {
    edits: [log('auth', 'ERROR: initialization failed', 'database is in readonly mode'), ended('auth', 1)],
    first: 'storage-read-only',
  },
  'a copy holds the database': {
    edits: [
      log(
        'auth',
        ...times(
          6,
          'WARN [SQLITE]    Unexpected error in inTransaction: database is locked lite/lite.go:990',
        ),
        'WARN [SQLITE]    SLOW TRANSACTION: 12.1s, lite/lite.go:960',
      ),
      readyz('node', degraded),
    ],
    first: 'storage-locked',
  },
  'the disk of the Auth Service is slow': {
    edits: [
      log('auth', ...times(4, 'WARN [SQLITE]    SLOW TRANSACTION: 14.2s, lite/lite.go:960')),
      metric('auth', 'backend_write_seconds_sum{component="backend"}', 4000),
    ],
    first: 'storage-transactions-slow',
  },
  'descriptors are used up': {
    edits: [
      file('proxy', 'proc/fd_count.txt', () => '8192\n'),
      log(
        'proxy',
        ...times(
          5,
          'ERRO [PROXY]     accept tcp [::]:443: accept4: too many open files multiplexer/multiplexer.go:150',
        ),
      ),
    ],
    first: 'file-descriptors-exhausted',
  },
  'a lock is on a host': {
    edits: [
      log(
        'auth',
        ...times(
          3,
          'WARN [AUTH]      lock targeting Node:"04fe8be0-09b6-4cad-8bfa-dc94cb886f45" is in force: Taken out for maintenance. auth/apiserver.go:215',
        ),
      ),
      readyz('node', degraded),
      log(
        'node',
        ...times(
          4,
          cannotConnect(
            'Node',
            'lock targeting Node:"04fe8be0-09b6-4cad-8bfa-dc94cb886f45" is in force: Taken out for maintenance',
          ),
        ),
      ),
    ],
    first: 'node-locked',
  },
  'two hosts have one UUID': {
    edits: [
      file('tunnelNode', 'identity.json', text =>
        text.replace('3fbbee11-7465-41fd-bfaa-5245e940c546', '04fe8be0-09b6-4cad-8bfa-dc94cb886f45'),
      ),
      log(
        'tunnelNode',
        'INFO [PROC:1]    Service Node has updated principals to ["tp-node-2" "04fe8be0.teleport.example.com"], DNS Names to [], going to request new principals and update. pid:73.1 service/connect.go:700',
      ),
    ],
    first: 'host-uuid-shared',
  },
  'the token of a trusted cluster is wrong': {
    edits: [
      log(
        'proxy',
        ...times(
          3,
          'ERRO [AUTH]      access denied: the cluster token has been rejected auth/trustedcluster.go:300',
        ),
      ),
    ],
    first: 'trust-token-rejected',
  },
  'recording does not start': {
    edits: [
      log(
        'node',
        ...times(
          3,
          'ERRO [NODE]      Failed to initialize session recording, disabling it for this session: mkdir /var/lib/teleport/log/upload: permission denied srv/sess.go:900',
        ),
      ),
    ],
    first: 'session-recording-off-for-session',
  },
  'a scanner opens connections': {
    edits: [
      log(
        'proxy',
        ...times(
          15,
          'WARN [MX:1]      failed to peek connection error:[read tcp 10.20.0.21:443->10.20.0.99:41000: i/o timeout] multiplexer/multiplexer.go:200',
        ),
      ),
    ],
    first: 'idle-connections',
  },
  'a service of the proxy fails': {
    edits: [
      log(
        'proxy',
        'ERRO [PROC:1]    Critical service proxy.web has exited with error context deadline exceeded, aborting. pid:81.1 service/signals.go:130',
      ),
      ended('proxy', 1),
    ],
    first: 'critical-service-exited',
  },
  'a process crashes': {
    edits: [
      log(
        'apps',
        'panic: runtime error: invalid memory address or nil pointer dereference',
        '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x1]',
      ),
      ended('apps', 2),
    ],
    first: 'process-panics',
  },
  'a process starts again and again': {
    edits: [
      log(
        'node',
        ...times(
          6,
          'INFO             Starting Teleport v11.0.0-dev with a config file located at "" common/teleport.go:431',
        ),
      ),
    ],
    first: 'instance-restarts',
  },
  'an outdated key stands in the file': {
    edits: [
      config('node', '  diag_addr:', '  diagaddr:'),
      log(
        'node',
        'ERROR: failed parsing the config file: yaml: unmarshal errors:  line 15: field diagaddr not found in type config.Global',
      ),
      ended('node', 1),
      without('node', 'readyz.json'),
    ],
    first: 'configuration-refused',
  },
  'too many connections come from one address': {
    edits: [
      log(
        'proxy',
        ...times(
          4,
          'WARN [PROXY]     too many connections from 10.20.0.99: 1001, max is 1000 limiter/connlimiter.go:80',
        ),
      ),
    ],
    first: 'connection-limit-reached',
  },
  'the leaf cluster is offline': {
    edits: [metric('proxy', 'remote_clusters{cluster="leaf.example.com"}', 0)],
    first: 'remote-cluster-offline-in-metrics',
  },
  'the disk is nearly full': {
    edits: [
      file('auth', 'df.txt', text => text.replace(/\d+ +\d+ +\d+ +\d+%/, '264212084 250000000 14212084 95%')),
    ],
    first: 'disk-nearly-full',
  },
  'the cloud refuses the keys of the storage': {
    edits: [
      log(
        'auth',
        ...times(
          6,
          'ERRO [DYNAMODB]  AccessDeniedException: User: arn:aws:iam::1:user/x is not authorized to perform: dynamodb:PutItem dynamo/dynamodbbk.go:500',
        ),
      ),
    ],
    first: 'storage-access-denied',
  },
  'a load balancer passes no ALPN on': {
    edits: [
      log(
        'tunnelNode',
        ...times(
          6,
          'WARN [PROXY:AGE] Failed to connect: remote error: tls: no application protocol reversetunnel/agent.go:300',
        ),
      ),
      readyz('tunnelNode', degraded),
    ],
    first: 'tunnel-connections-fail',
  },
  'a firewall resets the tunnel': {
    edits: [
      log(
        'tunnelNode',
        ...times(
          6,
          'WARN [PROXY:AGE] Failed to connect: read tcp 10.20.0.32:40112->10.20.0.21:443: read: connection reset by peer reversetunnel/agent.go:300',
        ),
      ),
      readyz('tunnelNode', degraded),
    ],
    first: 'tunnel-connections-fail',
  },
  'the clock of a host is slow': {
    edits: [
      log(
        'node',
        ...times(
          4,
          cannotConnect(
            'Node',
            'x509: certificate has expired or is not yet valid: current time 2026-11-21T07:34:00Z is before 2026-11-21T09:00:00Z',
          ),
        ),
      ),
      readyz('node', starting),
    ],
    first: 'clock-behind-certificates',
  },
  'a database has a certificate of its own authority': {
    edits: [
      log(
        'apps',
        ...times(
          5,
          'ERRO [DB:SERVIC] Failed to connect to database payments: tls: failed to verify certificate: x509: certificate signed by unknown authority db/server.go:1',
        ),
      ),
    ],
    first: 'database-certificate-not-trusted',
  },
  'a database does not know the certificate of Teleport': {
    edits: [
      log(
        'apps',
        ...times(
          5,
          'ERRO [DB:SERVIC] pq: no pg_hba.conf entry for host "10.0.0.5", user "alice", database "payments" db/server.go:1',
        ),
      ),
    ],
    first: 'served-database-refuses-login',
  },
  'an error nobody knows repeats': {
    edits: [log('proxy', ...times(10, 'ERRO [FROB]      Frobnicator failed: flux inverted frob/frob.go:1'))],
    first: 'errors-repeated-unexplained',
  },
}

export const dumpFaults: Readonly<Record<string, DumpFault>> = {
  ...clusterFaults,
  ...startFaults,
  ...serviceFaults,
}
