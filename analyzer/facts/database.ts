// Facts of the database itself: engine, version, address, and what PostgreSQL tells of its health.
import { valueAt } from '../documents/shape.js'
import type { FactInput } from './types.js'
import { defineFact } from './types.js'
import { asCount, asList, asNumber, asNumeral, asText, asTimeMs, readFact, readFirst } from './reading.js'
import { combine } from './combine.js'
import { parseDataSourceName } from './dsn.js'
import type { DataSourceName } from './dsn.js'
import { compareReleases, releaseOf } from './version.js'
import { postgresqlMinimums } from './data/postgresql-minimum.js'
import { postgresqlEnds } from './data/postgresql-releases.js'
import { serverVersion } from './server.js'

const DAY_MS = 86_400_000

const databaseType = readFact({
  id: 'database.type',
  title: 'Database engine: postgres or mysql',
  scope: 'packet',
  spots: [
    ['diagnostics', 'database', 'type'],
    ['support-packet', 'database_type'],
    ['config', 'SqlSettings', 'DriverName'],
  ],
  accept: asText,
})

const databaseVersion = defineFact({
  id: 'database.version',
  title: 'Version of the database engine, as the engine words it',
  scope: 'packet',
  derive: input =>
    readFirst(input, [['diagnostics', 'database', 'version']], asText) ??
    // Before 7.10 this key held the schema version, and the key for that did not exist.
    (saysSchemaVersion(input)
      ? readFirst(input, [['support-packet', 'database_version']], asText)
      : undefined),
})

function saysSchemaVersion({ documents, node }: FactInput): boolean {
  return valueAt(documents.get('support-packet', node)?.value, ['database_schema_version']) !== undefined
}

const databaseMajorVersion = defineFact({
  id: 'database.major_version',
  title: 'Major version of the database engine',
  scope: 'packet',
  derive: input =>
    combine([input.fact(databaseVersion)], version => {
      const digits = /\d+/.exec(version)?.[0]
      return digits === undefined ? undefined : asNumber(Number(digits))
    }),
})

export const databaseSchemaVersion = defineFact({
  id: 'database.schema_version',
  title: 'Number of the last migration that ran on the database',
  scope: 'packet',
  derive: input =>
    readFirst(
      input,
      [
        ['diagnostics', 'database', 'schema_version'],
        ['support-packet', 'database_schema_version'],
      ],
      asNumeral,
    ),
})

const databaseMinimumVersion = defineFact({
  id: 'database.minimum_version',
  title: 'Oldest major version of PostgreSQL that this server release supports',
  scope: 'packet',
  derive: input =>
    combine([input.fact(serverVersion), input.fact(databaseType)], (version, type) => {
      const release = releaseOf(version)
      if (release === undefined || !type.startsWith('postgres')) return undefined
      return postgresqlMinimums.findLast(line => compareReleases(line.since, release) <= 0)?.major
    }),
})

const databaseBelowMinimum = defineFact({
  id: 'database.below_minimum',
  title: 'Whether the database is older than this server release supports',
  scope: 'packet',
  derive: input =>
    combine(
      [input.fact(databaseMajorVersion), input.fact(databaseMinimumVersion)],
      (major, minimum) => major < minimum,
    ),
})

const databaseEnd = defineFact({
  id: 'database.end_of_support',
  title: 'ISO date of the last release of this major version of PostgreSQL',
  scope: 'packet',
  derive: input =>
    combine([input.fact(databaseMajorVersion), input.fact(databaseType)], (major, type) =>
      type.startsWith('postgres') ? postgresqlEnds.get(major) : undefined,
    ),
})

const databaseSupportDaysLeft = defineFact({
  id: 'database.support_days_left',
  title: 'Whole days of support left for PostgreSQL when the packet was made; negative when it had ended',
  scope: 'packet',
  derive: input => {
    const { generatedAtMs } = input
    return generatedAtMs === undefined
      ? undefined
      : combine([input.fact(databaseEnd)], end =>
          Math.floor((Date.parse(end) + DAY_MS - generatedAtMs) / DAY_MS),
        )
  },
})

const dataSource = defineFact({
  id: 'database.dsn',
  title: 'Readable parts of the database address',
  scope: 'node',
  derive: input =>
    readFirst(input, [['config', 'SqlSettings', 'DataSource']], value =>
      typeof value === 'string' ? parseDataSourceName(value) : undefined,
    ),
})

/** One part of the address; servers up to 10.9 mask it whole. */
function addressFact<T>(id: string, title: string, part: (dsn: DataSourceName) => T | undefined) {
  return defineFact({ id, title, scope: 'node', derive: input => combine([input.fact(dataSource)], part) })
}

const addressFacts = [
  addressFact(
    'database.dsn.host',
    'Database host with its port, as configured (servers from 10.10 on)',
    dsn => (dsn.hosts.length === 0 ? undefined : dsn.hosts.join(',')),
  ),
  addressFact(
    'database.dsn.hosts',
    'Database hosts with their ports, as configured (servers from 10.10 on)',
    dsn => (dsn.hosts.length === 0 ? undefined : dsn.hosts),
  ),
  addressFact('database.dsn.name', 'Name of the database (servers from 10.10 on)', dsn => dsn.database),
  addressFact(
    'database.dsn.sslmode',
    'Parameter sslmode of the database address',
    dsn => dsn.params['sslmode'],
  ),
  addressFact('database.dsn.params', 'Parameters of the database address, by name', dsn => dsn.params),
]

/** A read replica of the configuration, as far as its address can be read. */
export interface Replica {
  readonly host: string
  /** Name of the database. */
  readonly name: string
}

const replicas = defineFact<readonly Replica[]>({
  id: 'database.replicas',
  title:
    'Read replicas as configured, those whose address can be read, each {host, name} (servers from 10.10 on)',
  scope: 'node',
  derive: input =>
    readFirst(input, [['config', 'SqlSettings', 'DataSourceReplicas']], value =>
      asList(value)?.flatMap(source => replicaOf(asText(source)) ?? []),
    ),
})

function replicaOf(source: string | undefined): Replica | undefined {
  const dsn = source === undefined ? undefined : parseDataSourceName(source)
  return dsn?.database === undefined ? undefined : { host: dsn.hosts.join(','), name: dsn.database }
}

/** What PostgreSQL tells of itself, in diagnostics.yaml since 11.9. */
const healthFacts = [
  health(
    'database.cache_hit_ratio',
    'Share of blocks found in the cache of PostgreSQL, 0 to 1',
    'cache_hit_ratio',
  ),
  health('database.deadlocks', 'Deadlocks since the statistics of PostgreSQL were reset', 'deadlocks'),
  health('database.rollbacks', 'Transactions rolled back since the statistics were reset', 'rollbacks'),
  health('database.temp_files', 'Temporary files written since the statistics were reset', 'temp_files'),
  health('database.temp_mb', 'Megabytes of temporary files since the statistics were reset', 'temp_bytes_mb'),
  health(
    'database.idle_in_transaction',
    'Sessions that hold a transaction open and do nothing',
    'idle_in_transaction_count',
  ),
  health('database.waiting_for_lock', 'Sessions that wait for a lock', 'waiting_for_lock_count'),
  health(
    'database.longest_query_seconds',
    'Seconds the longest query had been running',
    'longest_query_duration_seconds',
  ),
  health('database.posts_dead_tuples', 'Dead rows in the posts table', 'posts_dead_tuples'),
]

function health(id: string, title: string, key: string) {
  return readFact({
    id,
    title: `${title} (servers from 11.9 on)`,
    scope: 'packet',
    spots: [['diagnostics', 'database', key]],
    accept: asCount,
  })
}

export const databaseFacts = [
  databaseType,
  databaseVersion,
  databaseMajorVersion,
  databaseMinimumVersion,
  databaseBelowMinimum,
  databaseEnd,
  databaseSupportDaysLeft,
  databaseSchemaVersion,
  ...addressFacts,
  replicas,
  ...healthFacts,
  readFact({
    id: 'database.posts_last_autovacuum_ms',
    title: 'When the posts table was last vacuumed by itself, in epoch milliseconds (servers from 11.9 on)',
    scope: 'packet',
    spots: [['diagnostics', 'database', 'posts_last_autovacuum']],
    accept: asTimeMs,
  }),
  readFact({
    id: 'database.encoding',
    title: 'Encoding of the database',
    scope: 'packet',
    spots: [
      ['database-schema', 'database_encoding'],
      ['database-schema-sql', 'database_encoding'],
    ],
    accept: asText,
  }),
  readFact({
    id: 'database.collation',
    title: 'Collation of the database',
    scope: 'packet',
    spots: [
      ['database-schema', 'database_collation'],
      ['database-schema-sql', 'database_collation'],
    ],
    accept: asText,
  }),
]
