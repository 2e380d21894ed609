// Facts of the connections that each node keeps to the database: limits, and what is in use.
import { defineFact } from './types.js'
import type { FactDefinition } from './types.js'
import { asCount, asList, asPositive, readFact, readFirst } from './reading.js'
import type { Spot } from './reading.js'

/** [id, title, keys in order of preference]; all belong to the node that wrote them. */
const counters: readonly (readonly [id: string, title: string, ...spots: Spot[]])[] = [
  [
    'database.pool.open',
    'Connections of this node to the master database',
    ['diagnostics', 'database', 'master_connections'],
    ['support-packet', 'master_db_connections'],
  ],
  [
    'database.pool.in_use',
    'Connections to the master in use at the moment of the packet (servers from 11.9 on)',
    ['diagnostics', 'database', 'master_connections_in_use'],
  ],
  [
    'database.pool.idle',
    'Idle connections to the master (servers from 11.9 on)',
    ['diagnostics', 'database', 'master_connections_idle'],
  ],
  [
    'database.pool.wait_count',
    'Times a query waited for a connection since the server started (servers from 11.9 on)',
    ['diagnostics', 'database', 'master_pool_wait_count'],
  ],
  [
    'database.pool.wait_ms',
    'Milliseconds queries waited for a connection since the server started (servers from 11.9 on)',
    ['diagnostics', 'database', 'master_pool_wait_duration_ms'],
  ],
  [
    'database.pool.closed_max_idle',
    'Connections closed because too many were idle, since the server started (servers from 11.9 on)',
    ['diagnostics', 'database', 'master_connections_closed_max_idle'],
  ],
  [
    'database.pool.closed_max_lifetime',
    'Connections closed because of their age, since the server started (servers from 11.9 on)',
    ['diagnostics', 'database', 'master_connections_closed_max_lifetime'],
  ],
  [
    'database.replica.open',
    'Connections of this node to all read replicas',
    ['diagnostics', 'database', 'replica_connections'],
    ['support-packet', 'read_db_connections'],
  ],
  [
    'database.replica.in_use',
    'Connections to replicas in use at the moment of the packet (servers from 11.9 on)',
    ['diagnostics', 'database', 'replica_connections_in_use'],
  ],
  [
    'database.replica.idle',
    'Idle connections to replicas (servers from 11.9 on)',
    ['diagnostics', 'database', 'replica_connections_idle'],
  ],
  [
    'database.replica.wait_count',
    'Times a query waited for a connection to a replica since the server started (servers from 11.9 on)',
    ['diagnostics', 'database', 'replica_pool_wait_count'],
  ],
  [
    'database.replica.wait_ms',
    'Milliseconds queries waited for a connection to a replica since the server started (servers from 11.9 on)',
    ['diagnostics', 'database', 'replica_pool_wait_duration_ms'],
  ],
  [
    'database.search_replica.open',
    'Connections of this node to all search replicas',
    ['diagnostics', 'database', 'search_connections'],
  ],
]

const counterFacts = counters.map(([id, title, ...spots]) =>
  readFact({ id, title, scope: 'node', spots, accept: asCount }),
)

/** How many addresses a list of the configuration names; masked addresses count too. */
function addressCount(id: string, title: string, key: string): FactDefinition<number> {
  return defineFact({
    id,
    title,
    scope: 'node',
    derive: input =>
      readFirst(input, [['config', 'SqlSettings', key]], value => asList(value)?.filter(isAddress).length),
  })
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== ''
}

export const databasePoolFacts = [
  readFact({
    id: 'database.pool.max_open',
    title: 'Most connections this node may open to the master, as configured',
    scope: 'node',
    spots: [['config', 'SqlSettings', 'MaxOpenConns']],
    // Zero and below mean no limit.
    accept: asPositive,
  }),
  readFact({
    id: 'database.pool.max_idle',
    title: 'Most idle connections this node keeps to the master, as configured',
    scope: 'node',
    spots: [['config', 'SqlSettings', 'MaxIdleConns']],
    accept: asCount,
  }),
  ...counterFacts,
  addressCount('database.replica.count', 'Read replicas configured', 'DataSourceReplicas'),
  addressCount('database.search_replica.count', 'Search replicas configured', 'DataSourceSearchReplicas'),
]
