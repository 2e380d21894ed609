// Facts of the server process and its machine: version, system, capacity, age.
import type { Derived, FactInput } from './types.js'
import { defineFact } from './types.js'
import { asCount, asNumber, asPositive, asText, asTimeMs, readFact, readFirst } from './reading.js'
import { combine } from './combine.js'
import { sourceOfEntry, sourceOfRecord } from './source.js'

export const serverVersion = defineFact({
  id: 'server.version',
  title: 'Version of the server',
  scope: 'packet',
  derive: input =>
    readFirst(
      input,
      [
        ['metadata', 'server_version'],
        ['diagnostics', 'server', 'version'],
        ['support-packet', 'server_version'],
      ],
      asText,
    ) ?? loggedVersion(input),
})

/** A packet without any document still has `Current version is …` in its log, once per start. */
function loggedVersion({ logs }: FactInput): Derived<string> | undefined {
  const start = logs?.lifecycle.findLast(event => event.kind === 'start' && event.version !== undefined)
  if (start?.version === undefined) return undefined
  return { value: start.version, from: [{ ...sourceOfEntry(start.entry, start.node), line: start.line }] }
}

/** Logged once per start, with the value of `enterprise_build` beside it. */
const editions: ReadonlyMap<string, string> = new Map([
  ['Team Edition Build', 'team'],
  ['Enterprise Build', 'enterprise'],
])

const serverEdition = defineFact({
  id: 'server.edition',
  title: 'Edition of the server as its last start logged it: team or enterprise',
  scope: 'packet',
  reads: ['logs'],
  derive: ({ logs }): Derived<string> | undefined => {
    const starts = (logs?.templates ?? []).filter(({ example }) => editions.has(example.msg))
    const last = starts.sort((a, b) => (a.lastSeenMs ?? 0) - (b.lastSeenMs ?? 0)).at(-1)?.example
    const value = last && editions.get(last.msg)
    return last === undefined || value === undefined ? undefined : { value, from: [sourceOfRecord(last)] }
  },
})

export const nodeVersion = readFact({
  id: 'server.node_version',
  title: 'Version this node itself reports',
  scope: 'node',
  spots: [['diagnostics', 'server', 'version']],
  accept: asText,
})

const serverStartedAt = readFact({
  id: 'server.started_at_ms',
  title: 'When the server process of this node started, in epoch milliseconds (servers from 11.8 on)',
  scope: 'node',
  spots: [
    ['diagnostics', 'server', 'started_at'],
    ['host', 'process', 'started_at'],
  ],
  accept: asTimeMs,
})

const hostStartedAt = readFact({
  id: 'server.host_started_at_ms',
  title: 'When the machine of this node started, in epoch milliseconds (servers from 11.8 on)',
  scope: 'node',
  spots: [['diagnostics', 'server', 'host_started_at']],
  accept: asTimeMs,
})

const serverUptime = defineFact({
  id: 'server.uptime_seconds',
  title: 'How long the server process of this node had been running, in seconds',
  scope: 'node',
  derive: input =>
    combine([input.fact(serverStartedAt)], started =>
      input.generatedAtMs === undefined || input.generatedAtMs < started
        ? undefined
        : Math.round((input.generatedAtMs - started) / 1000),
    ),
})

const openFileDescriptors = readFact({
  id: 'server.file_descriptors.open',
  title: 'File descriptors the server process had open (servers from 11.8 on)',
  scope: 'node',
  spots: [
    ['diagnostics', 'server', 'open_file_descriptors'],
    ['host', 'process', 'open_files'],
  ],
  accept: asCount,
})

const maxFileDescriptors = readFact({
  id: 'server.file_descriptors.max',
  title: 'File descriptors the server process may open (servers from 11.8 on)',
  scope: 'node',
  spots: [
    ['diagnostics', 'server', 'max_file_descriptors'],
    ['host', 'process', 'max_open_files'],
  ],
  accept: asPositive,
})

const plainFacts = [
  readFact({
    id: 'server.os',
    title: 'Operating system of the server, as Go names it',
    scope: 'node',
    spots: [
      ['diagnostics', 'server', 'os'],
      ['support-packet', 'server_os'],
    ],
    accept: asText,
  }),
  readFact({
    id: 'server.architecture',
    title: 'Processor architecture of the server, as Go names it',
    scope: 'node',
    spots: [
      ['diagnostics', 'server', 'architecture'],
      ['support-packet', 'server_architecture'],
    ],
    accept: asText,
  }),
  readFact({
    id: 'server.hostname',
    title: 'Host name of the server',
    scope: 'node',
    spots: [['diagnostics', 'server', 'hostname']],
    accept: asText,
  }),
  readFact({
    id: 'server.build_hash',
    title: 'Git commit the server was built from',
    scope: 'node',
    spots: [
      ['diagnostics', 'server', 'build_hash'],
      ['support-packet', 'build_hash'],
    ],
    accept: asText,
  }),
  readFact({
    id: 'server.go_version',
    title: 'Go version the server was built with (servers from 11.8 on)',
    scope: 'node',
    spots: [['diagnostics', 'server', 'go_version']],
    accept: asText,
  }),
  readFact({
    id: 'server.installation_type',
    title: 'How the server was installed, such as docker; unknown where the installation does not say',
    scope: 'node',
    spots: [['diagnostics', 'server', 'installation_type']],
    // The server's own word for "not told" is no installation type.
    accept: value => (value === 'unknown' ? undefined : asText(value)),
  }),
  readFact({
    id: 'server.cpu_cores',
    title: 'Logical processors of the machine (servers from 11.4 on)',
    scope: 'node',
    spots: [
      ['diagnostics', 'server', 'cpu_cores'],
      ['host', 'machine', 'cpus'],
    ],
    accept: asPositive,
  }),
  readFact({
    id: 'server.memory_mb',
    title: 'Memory of the machine in MiB (servers from 11.4 on)',
    scope: 'node',
    spots: [
      ['diagnostics', 'server', 'total_memory_mb'],
      ['host', 'machine', 'memory_mb'],
    ],
    accept: asPositive,
  }),
  readFact({
    id: 'server.container_cpu_limit',
    title: 'Processors the container may use (servers from 11.8 on, where a limit is set)',
    scope: 'node',
    spots: [
      ['diagnostics', 'server', 'container_cpu_limit'],
      ['host', 'machine', 'control_group', 'cpu_limit'],
    ],
    accept: asPositive,
  }),
  readFact({
    id: 'server.container_memory_limit_mb',
    title: 'Memory the container may use in MiB (servers from 11.8 on, where a limit is set)',
    scope: 'node',
    spots: [
      ['diagnostics', 'server', 'container_memory_limit_mb'],
      ['host', 'machine', 'control_group', 'memory_limit_mb'],
    ],
    accept: asPositive,
  }),
  readFact({
    id: 'server.websocket_connections',
    title: 'Websocket connections to this node: clients that are connected right now',
    scope: 'node',
    spots: [
      ['diagnostics', 'websocket', 'connections'],
      ['support-packet', 'websocket_connections'],
    ],
    accept: asCount,
  }),
  readFact({
    id: 'server.diagnostics_format',
    title: 'Format number of diagnostics.yaml: 1 for servers 10.5 to 10.9, 2 from 10.10 on',
    scope: 'node',
    spots: [['diagnostics', 'version']],
    accept: asNumber,
  }),
]

export const serverFacts = [
  serverVersion,
  serverEdition,
  nodeVersion,
  ...plainFacts,
  serverStartedAt,
  hostStartedAt,
  serverUptime,
  openFileDescriptors,
  maxFileDescriptors,
]
