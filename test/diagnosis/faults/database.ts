// Faults of the database, of its schema and of the way to it.
import {
  config,
  diagnostics,
  failedCall,
  goroutines,
  logs,
  metadata,
  text,
  times,
  warning,
  without,
} from '../edit-sample.js'
import type { Edit, Line } from '../edit-sample.js'
import { pqWait, pqWaitIn, connWait } from '../stacks.js'
import type { Faults } from '../fault.js'

const post = (cause: string): Line => failedCall('CreatePost', 'Unable to save the Post.', cause)
const channel = (cause: string): Line =>
  failedCall(
    'GetPostsForChannel',
    'Unable to get the posts for the channel.',
    cause,
    '/api/v4/channels/oqpkq1b1gifajkdo6ijfqde3ir/posts',
  )

/** Writing and reading fail for the same reason. */
const both = (cause: string, count = 3): Edit =>
  logs([
    ...times(count, post(`failed to save Post: ${cause}`)),
    ...times(count, channel(`failed to find Posts: ${cause}`)),
  ])

const schema = (from: string | RegExp, to: string): Edit =>
  text('database_schema.yaml', tables => tables.replace(from, to))

export const databaseFaults: Faults = {
  'the database password was changed': {
    edits: [both('pq: password authentication failed for user "mmuser"')],
    first: 'database-login-rejected',
  },
  'the database ran out of connections': {
    edits: [both('pq: sorry, too many clients already')],
    first: 'database-connections-exhausted',
  },
  'the role has a limit of connections': {
    edits: [both('pq: too many connections for role "mmuser"')],
    first: 'database-connections-exhausted',
  },
  'the disk of the database is full': {
    edits: [both('pq: could not extend file "base/16384/2619": No space left on device')],
    first: 'database-disk-full',
  },
  'the disk of the write-ahead log is full': {
    edits: [both('pq: could not write to file "pg_wal/xlogtemp.34": No space left on device')],
    first: 'database-disk-full',
  },
  'a right on a table was revoked': {
    edits: [both('pq: permission denied for table posts')],
    first: 'database-permission-missing',
  },
  'a table was dropped': {
    edits: [
      logs(
        times(
          6,
          failedCall(
            'UpsertDraft',
            'Unable to save the Draft.',
            'failed to upsert Draft: pq: relation "drafts" does not exist',
            '/api/v4/drafts',
          ),
        ),
      ),
      schema(/- name: drafts\n(?: .*\n)+/, ''),
    ],
    first: 'schema-tables-missing',
  },
  'a column was dropped': {
    edits: [schema(/ {2}- name: hasreactions\n(?: {4}.*\n)+/, '')],
    first: 'schema-columns-missing',
  },
  'a column was dropped, and posts fail': {
    edits: [
      schema(/ {2}- name: hasreactions\n(?: {4}.*\n)+/, ''),
      both('pq: column "hasreactions" of relation "posts" does not exist'),
    ],
    first: 'schema-columns-missing',
  },
  'an index was dropped': {
    edits: [schema(/ {2}- name: idx_posts_channel_id_delete_at_create_at\n {4}definition: .*\n/, '')],
    first: 'schema-indexes-missing',
  },
  'one small index was dropped': {
    edits: [schema(/ {2}- name: idx_command_webhook_create_at\n {4}definition: .*\n/, '')],
    first: 'schema-indexes-missing',
  },
  'a column has another type': {
    edits: [
      schema(/(- name: message\n {4}data_type: character varying\n {4}max_length: )65535/, '$1' + '4000'),
    ],
    first: 'schema-types-different',
  },
  'the encoding is SQL_ASCII': {
    edits: [schema('database_encoding: UTF8', 'database_encoding: SQL_ASCII')],
    first: 'database-encoding-not-utf8',
  },
  'migrations stopped half way': {
    edits: [diagnostics({ 'database.schema_version': '150' })],
    first: 'database-migrations-behind',
  },
  'the pool has one connection': {
    edits: [
      config({ 'SqlSettings.MaxOpenConns': 1 }),
      diagnostics({ 'database.master_connections': 1 }),
      goroutines(25, 'select', connWait),
    ],
    first: 'database-connection-pool-tiny',
  },
  'the pool has two connections, nobody waits': {
    edits: [
      config({ 'SqlSettings.MaxOpenConns': 2, 'SqlSettings.MaxIdleConns': 2 }),
      diagnostics({ 'database.master_connections': 2 }),
    ],
    first: 'database-connection-pool-tiny',
  },
  'the pool of connections is used up': {
    edits: [diagnostics({ 'database.master_connections': 40 }), goroutines(9, 'select', connWait)],
    first: 'database-connection-pool-full',
  },
  'statement_timeout is one second': {
    edits: [both('pq: canceling statement due to statement timeout')],
    first: 'database-statement-limit-hit',
  },
  'the query timeout is one second': {
    edits: [config({ 'SqlSettings.QueryTimeout': 1 }), both('context deadline exceeded')],
    first: 'database-query-timeout-short',
  },
  deadlocks: { edits: [both('pq: deadlock detected')], first: 'database-deadlocks' },
  'a lock is held on a table': {
    edits: [goroutines(14, 'IO wait', pqWait), both('context deadline exceeded', 2)],
    first: 'requests-waiting-for-one-statement',
  },
  'the database answers slowly': {
    edits: [
      goroutines(6, 'IO wait', pqWait),
      goroutines(6, 'IO wait', pqWaitIn('SqlUserStore).Get', 'getUser')),
    ],
    first: 'requests-waiting-for-database',
  },
  'the database answers very slowly': {
    edits: [
      goroutines(15, 'IO wait, 2 minutes', pqWait),
      goroutines(15, 'IO wait, 2 minutes', pqWaitIn('SqlChannelStore).GetMember', 'getChannelMember')),
    ],
    first: 'requests-waiting-for-database',
  },
  'the database is gone': {
    edits: [
      both('dial tcp 127.0.0.1:5432: connect: connection refused'),
      warning(
        'failed to get user count for support packet: dial tcp 127.0.0.1:5432: connect: connection refused',
      ),
      without('stats.yaml'),
    ],
    first: 'database-unreachable',
  },
  'packets to the database are dropped': {
    edits: [both('dial tcp 10.0.0.7:5432: i/o timeout')],
    first: 'database-connections-timing-out',
  },
  'the name of the database host is gone': {
    edits: [both('dial tcp: lookup db.internal on 127.0.0.11:53: no such host')],
    first: 'database-host-unknown',
  },
  'the database resets connections': {
    edits: [both('read tcp 127.0.0.1:51234->127.0.0.1:5432: read: connection reset by peer')],
    first: 'database-connections-lost',
  },
  'the database ran out of memory': { edits: [both('pq: out of memory')], first: 'database-out-of-memory' },
  'a pooler in transaction mode': {
    edits: [both('pq: prepared statement "3" does not exist')],
    first: 'database-pooler-mode-wrong',
  },
  'the database is starting': {
    edits: [both('pq: the database system is starting up')],
    first: 'database-restarted',
  },
  'the database is corrupt': {
    edits: [both('pq: invalid page in block 42 of relation base/16384/16521')],
    first: 'database-corrupt',
  },
  'a replica has no connections': {
    edits: [
      config({ 'SqlSettings.DataSourceReplicas': ['****'] }),
      diagnostics({ 'database.replica_connections': 0 }),
    ],
    first: 'replicas-without-connections',
  },
  'SSL is demanded by the server only': {
    edits: [both('pq: SSL is not enabled on the server')],
    first: 'database-encryption-mismatch',
  },
  'pg_hba forbids': {
    edits: [
      both(
        'pq: no pg_hba.conf entry for host "10.0.0.3", user "mmuser", database "mattermost", no encryption',
      ),
    ],
    first: 'database-access-not-allowed',
  },
  'statements traced': { edits: [config({ 'SqlSettings.Trace': true })], first: 'sql-tracing' },
  'idle in transaction': {
    edits: [
      diagnostics({
        'server.version': '11.9.0',
        'database.idle_in_transaction_count': 12,
        'database.waiting_for_lock_count': 9,
        'database.longest_query_duration_seconds': 640,
      }),
      metadata({ server_version: '11.9.0' }),
    ],
    first: 'database-transactions-left-open',
  },
  'an unknown error of the database': {
    edits: [both('pq: tuple concurrently updated')],
    first: 'database-answers-with-errors',
  },
  'invalid byte sequence': {
    edits: [both('pq: invalid byte sequence for encoding "UTF8": 0x00')],
    first: 'database-answers-with-errors',
  },
  'connections live for a tenth of a second': {
    edits: [config({ 'SqlSettings.ConnMaxLifetimeMilliseconds': 100 })],
    first: 'database-connections-short-lived',
  },
  'no idle connection is kept': {
    edits: [config({ 'SqlSettings.MaxIdleConns': 0 })],
    first: 'database-connections-short-lived',
  },
  'a primary key was dropped': {
    edits: [schema(/ {2}- name: commandwebhooks_pkey\n {4}definition: .*\n/, '')],
    first: 'schema-indexes-missing',
  },
  'an index has other columns': {
    edits: [
      schema(
        'idx_command_webhook_create_at ON public.commandwebhooks USING btree (createat)',
        'idx_command_webhook_create_at ON public.commandwebhooks USING btree (userid)',
      ),
    ],
    first: 'schema-indexes-changed',
  },
  'autovacuum is off': {
    edits: [
      metadata({ server_version: '11.9.0' }),
      diagnostics({ 'server.version': '11.9.0', 'database.posts_dead_tuples': 50000 }),
    ],
    first: 'posts-table-not-vacuumed',
  },
  'the database has too little memory': {
    edits: [
      metadata({ server_version: '11.9.0' }),
      diagnostics({ 'server.version': '11.9.0', 'database.cache_hit_ratio': 0.61 }),
    ],
    first: 'database-cache-small',
  },
  'queries waited for the pool': {
    edits: [
      metadata({ server_version: '11.9.0' }),
      diagnostics({
        'server.version': '11.9.0',
        'database.master_pool_wait_count': 900,
        'database.master_pool_wait_duration_ms': 400000,
      }),
    ],
    first: 'database-pool-waits',
  },
  'a column is too narrow for long posts': {
    edits: [logs(times(4, post('failed to save Post: pq: value too long for type character varying(4000)')))],
    first: 'posts-too-long',
  },
  'the database was killed in the middle': {
    edits: [
      both('pq: terminating connection due to administrator command'),
      both('pq: the database system is in recovery mode'),
    ],
    first: 'database-crashed',
  },
  'the network to the database is gone': {
    edits: [both('dial tcp 10.0.0.7:5432: connect: no route to host')],
    first: 'database-unreachable',
  },
  'rows are locked for long': {
    edits: [both('pq: canceling statement due to lock timeout')],
    first: 'database-lock-waits',
  },
  'the search of the database fails': {
    edits: [
      logs(
        times(5, {
          level: 'warn',
          msg: 'Query error searching posts.',
          caller: 'sqlstore/post_store.go:2300',
          error: 'pq: text search configuration "pg_catalog.klingon" does not exist',
        }),
      ),
    ],
    first: 'database-functions-missing',
  },

  'the database counted deadlocks': {
    edits: [
      metadata({ server_version: '11.9.0' }),
      diagnostics({ 'server.version': '11.9.0', 'database.deadlocks': 40 }),
    ],
    first: 'database-deadlocks-counted',
  },

  'a column was added by hand': {
    edits: [
      logs(
        times(
          5,
          failedCall(
            'GetUser',
            'We could not get the user.',
            'sql: expected 12 destination arguments in Scan, not 13',
            '/api/v4/users/me',
          ),
        ),
      ),
    ],
    first: 'database-columns-unexpected',
  },
}
