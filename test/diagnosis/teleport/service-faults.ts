// Faults of what Teleport serves and of how hosts reach each other: the traces each leaves, and the rule that has to name the cause.
import { config, file, log, metric, readyz, times, without } from './edit-dump.js'
import type { DumpFault } from './fault.js'

const starting = "teleport is starting and hasn't joined the cluster yet"
const degraded = 'teleport is in a degraded state, check logs for details'

const cannotConnect = (why: string): string =>
  `ERRO [PROC:1]    Node failed to establish connection to cluster: ${why}. pid:73.1 service/connect.go:113`

const neverJoins = (why: string): DumpFault['edits'] => [
  log('node', ...times(4, cannotConnect(why))),
  readyz('node', starting),
]

const toDatabase = (why: string): DumpFault['edits'] => [
  log('apps', ...times(5, `ERRO [DB:SERVIC] Failed to handle connection. error:[${why}] db/server.go:956`)),
]

const postgres = 'failed to connect to `host=127.0.0.1 user=alice database=orders`'

export const serviceFaults: Readonly<Record<string, DumpFault>> = {
  'an application is down': {
    edits: [
      log(
        'apps',
        ...times(
          5,
          'WARN [APP:SERVI] Failed to serve request error:[dial tcp 127.0.0.1:8080: connect: connection refused] app/server.go:800',
        ),
      ),
    ],
    first: 'application-unreachable',
  },
  'an application is down, as its forwarder says it': {
    edits: [
      log(
        'apps',
        ...times(
          5,
          'ERRO [APP:SERVI] Error forwarding to http://127.0.0.1:8080/, err: dial tcp 127.0.0.1:8080: connect: connection refused forward/fwd.go:175',
        ),
      ),
    ],
    first: 'application-unreachable',
  },
  'a database is down': {
    edits: toDatabase('dial tcp 127.0.0.1:5432: connect: connection refused'),
    first: 'served-database-unreachable',
  },
  'a database refuses the password': {
    edits: toDatabase(
      `${postgres}: server error (FATAL: password authentication failed for user "alice" (SQLSTATE 28P01))`,
    ),
    first: 'served-database-refuses-login',
  },
  'a database has an authority of its own': {
    edits: toDatabase(`${postgres}: tls error (x509: certificate signed by unknown authority)`),
    first: 'database-certificate-not-trusted',
  },
  'a database speaks no TLS': {
    edits: toDatabase(`${postgres}: tls error (server refused TLS connection)`),
    first: 'served-database-without-tls',
  },
  'a database has a certificate for another name': {
    edits: toDatabase(
      `${postgres}: tls error (x509: certificate is valid for db.example.com, not 127.0.0.1)`,
    ),
    first: 'certificate-for-another-name',
  },
  'the shell of a user is not installed': {
    edits: [
      log(
        'node',
        ...times(
          5,
          'WARN [NODE]      Local command [/bin/zsh] failed to start: fork/exec /bin/zsh: no such file or directory srv/exec.go:181',
        ),
      ),
    ],
    first: 'commands-do-not-start',
  },
  'users of a root cluster get no role in the leaf': {
    edits: [
      log(
        'node',
        ...times(
          3,
          String.raw`WARN [SSH:NODE]  "Dropping inbound ssh connection due to error: no roles mapped for remote user \"ops-admin\" from cluster \"root.example.com\" with remote roles [ops]" sshutils/server.go:500`,
        ),
      ),
    ],
    first: 'remote-users-without-roles',
  },
  'GitHub refuses the client secret': {
    edits: [
      log(
        'auth',
        ...times(
          4,
          'ERRO [GITHUB]    Failed to exchange code. error:[incorrect_client_credentials: The client_id and/or client_secret passed are incorrect.] auth/github.go:480',
        ),
      ),
    ],
    first: 'single-sign-on-fails',
  },
  'the certificate of a SAML provider is over': {
    edits: [
      log(
        'auth',
        ...times(
          4,
          'WARN [SAML]      Received response with incorrect or missing attribute statements. error:[error validating response: Cert is not valid at this time] auth/saml.go:400',
        ),
      ),
    ],
    first: 'single-sign-on-fails',
  },
  'a firewall drops the packets to the proxy': {
    edits: [
      log(
        'tunnelNode',
        ...times(
          6,
          'WARN [PROXY:AGE] Failed to connect: dial tcp 10.20.0.21:443: i/o timeout. reversetunnel/agent.go:300',
        ),
        cannotConnect(
          'Get "https://teleport.example.com:443/webapi/find": dial tcp 10.20.0.21:443: i/o timeout',
        ),
      ),
      readyz('tunnelNode', degraded),
    ],
    first: 'proxy-unreachable',
  },
  'agents ask for the tunnel port of a proxy that has one port only': {
    edits: [
      log(
        'tunnelNode',
        ...times(
          6,
          'WARN [PROXY:AGE] Failed to connect: dial tcp 10.20.0.21:3024: connect: connection refused. reversetunnel/agent.go:300',
        ),
      ),
      readyz('tunnelNode', degraded),
    ],
    first: 'proxy-unreachable',
  },
  'a host joins at the port for SSH clients': {
    edits: [
      config('node', ':3025', ':3023'),
      ...neverJoins(
        'failed dialing through tunnel (ssh: handshake failed: ssh: overflow reading version string) or directly (Get "https://teleport.cluster.local/v2/configuration/name": dial tcp 10.20.0.11:3023: connect: connection refused)',
      ),
    ],
    first: 'join-port-of-other-service',
  },
  'the authority was rotated while a host was away': {
    edits: [
      ...neverJoins(
        'Get "https://teleport.cluster.local/v2/configuration/name": x509: certificate signed by unknown authority',
      ),
      log(
        'node',
        'ERRO [PROC:1]    Was this node already registered to a different cluster? To join this node to a new cluster, remove `/var/lib/teleport` and try again pid:73.1 service/connect.go:268',
      ),
    ],
    first: 'joined-another-cluster',
  },
  'the certificate of a host is over': {
    edits: neverJoins(
      'Get "https://teleport.cluster.local/v2/configuration/name": remote error: tls: expired certificate',
    ),
    first: 'certificate-expired',
  },
  'the file with the token is missing': {
    edits: neverJoins('open /etc/teleport/token: no such file or directory'),
    first: 'join-token-file-missing',
  },
  'the file host_uuid is empty': {
    edits: neverJoins('missing parameter HostID'),
    first: 'host-uuid-broken',
  },
  'a process is stopped and holds its connections': {
    edits: [
      file('auth', 'http.tsv', text => text.replace(/^(\/\S+)\t.*$/gm, '$1\t0\t28\t0')),
      without('auth', 'readyz.json'),
      log(
        'node',
        ...times(
          5,
          'WARN [PROC:1]    Connection problem: sync rotation state: context deadline exceeded. pid:74.1 service/connect.go:792',
        ),
      ),
      readyz('node', degraded),
    ],
    first: 'instance-hangs',
  },
  'recordings find no bucket': {
    edits: [
      log(
        'node',
        ...times(
          6,
          'WARN [UPLOAD]    Upload failed. error:[NoSuchBucket: The specified bucket does not exist status code: 404, request id: X, host id: Y] filesessions/fileasync.go:260',
        ),
      ),
    ],
    first: 'recordings-not-uploaded',
  },
  'the audit log may not be written': {
    edits: [
      log(
        'auth',
        ...times(
          6,
          'ERRO [AUDIT]     Failed to emit audit event. error:[open /var/lib/teleport/log/2026-11-21.00:00:00.log: permission denied] events/emitter.go:200',
        ),
      ),
    ],
    first: 'audit-events-lost',
  },
  'a Kubernetes agent may not impersonate': {
    edits: [
      log(
        'apps',
        ...times(
          3,
          'ERRO [KUBERNETE] Failed to test the necessary Kubernetes permissions. The target Kubernetes cluster may be down or have misconfigured RBAC. error:[Unauthorized] proxy/auth.go:150',
        ),
      ),
    ],
    first: 'kubernetes-permissions-missing',
  },
  'the public_addr of the proxy leads to no host': {
    edits: [
      log(
        'tunnelNode',
        ...times(
          5,
          'WARN [PROXY:AGE] Failed to connect: dial tcp 10.20.0.99:443: connect: no route to host. reversetunnel/agent.go:300',
        ),
      ),
      readyz('tunnelNode', starting),
    ],
    first: 'proxy-unreachable',
  },
  'a lock refuses a user again and again': {
    edits: [
      log(
        'proxy',
        ...times(
          6,
          String.raw`WARN [SSH:PROXY] "Dropping inbound ssh connection due to error: lock targeting User:\"dev-1\" is in force: gone" sshutils/server.go:500`,
        ),
      ),
    ],
    first: 'people-refused-by-lock',
  },
  'goroutines pile up': {
    edits: [metric('proxy', 'go_goroutines', 250_000)],
    first: 'goroutines-pile-up',
  },
}
