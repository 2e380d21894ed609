// Facts of the database, its address and its connections.
import { expect, test } from 'vitest'
import { parseDataSourceName } from '../../analyzer/facts/dsn.js'
import { factOf } from './facts-of.js'

test('before 7.10 the key of the engine version held the schema version', () => {
  expect(factOf('database.version', { 'support-packet': { database_version: '104' } })).toBeUndefined()
  const newer = { database_version: '13.10', database_schema_version: '104' }
  expect(factOf('database.version', { 'support-packet': newer })).toBe('13.10')
  expect(factOf('database.schema_version', { 'support-packet': newer })).toBe(104)
})

test('the major version is the first number of what the engine says', () => {
  const major = (version: string) =>
    factOf('database.major_version', { diagnostics: { database: { version } } })
  expect(major('15.18 (Debian 15.18-0+deb12u1)')).toBe(15)
  expect(major('PostgreSQL 9.6')).toBe(9)
  expect(major('none')).toBeUndefined()
})

const below = (server: string, version: string, type = 'postgres') =>
  factOf('database.below_minimum', {
    metadata: { server_version: server },
    diagnostics: { database: { type, version } },
  })

test('the oldest PostgreSQL depends on the server release', () => {
  expect([below('10.5.0', '11.2'), below('10.5.0', '10.4')]).toEqual([false, true])
  expect([below('10.6.0', '12.9'), below('10.11.4', '13.1')]).toEqual([true, false])
  expect([below('11.0.0', '13.9'), below('12.3.0', '14.0')]).toEqual([true, false])
})

test('for servers before the first known requirement and for other engines there is none', () => {
  expect(below('9.5.0', '9.4')).toBeUndefined()
  expect(below('10.5.0', '8.0', 'mysql')).toBeUndefined()
})

test('a masked address keeps host, name and parameters', () => {
  expect(
    parseDataSourceName(
      'postgres://****:****@db-1:5432,db-2:5432/mattermost?connect_timeout=10&sslmode=disable',
    ),
  ).toEqual({
    hosts: ['db-1:5432', 'db-2:5432'],
    database: 'mattermost',
    params: { connect_timeout: '10', sslmode: 'disable' },
  })
})

test('an address of 10.9 and before is asterisks, which say nothing', () => {
  expect(parseDataSourceName('********************************')).toBeUndefined()
  expect(parseDataSourceName('')).toBeUndefined()
})

test('the keyword spelling keeps its password in clear, and it goes no further', () => {
  const dsn = parseDataSourceName(
    "//****:****@host=db port=5433 user=mm password='se cret' dbname=chat sslmode=require",
  )
  expect(dsn).toEqual({ hosts: ['db:5433'], database: 'chat', params: { sslmode: 'require' } })
})

test('MySQL names its host in brackets', () => {
  expect(parseDataSourceName('****:****@tcp(db:3306)/mattermost?charset=utf8mb4')).toEqual({
    hosts: ['db:3306'],
    database: 'mattermost',
    params: { charset: 'utf8mb4' },
  })
})

test('a socket directory counts as host, and an @ in a parameter is no credential', () => {
  expect(parseDataSourceName('postgres:///chat?host=/var/run/postgresql')?.hosts).toEqual([
    '/var/run/postgresql',
  ])
  expect(parseDataSourceName('postgres://****:****@db/chat?application_name=a@b')).toMatchObject({
    hosts: ['db'],
    params: { application_name: 'a@b' },
  })
})

test('no limit is not a limit of zero', () => {
  const limit = (MaxOpenConns: number) =>
    factOf('database.pool.max_open', { config: { SqlSettings: { MaxOpenConns } } })
  expect([limit(300), limit(0), limit(-1)]).toEqual([300, undefined, undefined])
})

test('connections by their names of each generation', () => {
  expect(factOf('database.pool.open', { 'support-packet': { master_db_connections: 19 } })).toBe(19)
  const database = { master_connections: 40, master_connections_in_use: 5, master_pool_wait_duration_ms: 220 }
  expect(factOf('database.pool.open', { diagnostics: { database } })).toBe(40)
  expect(factOf('database.pool.in_use', { diagnostics: { database } })).toBe(5)
  expect(factOf('database.pool.wait_ms', { diagnostics: { database } })).toBe(220)
  expect(factOf('database.pool.idle', { diagnostics: { database } })).toBeUndefined()
})

test('masked replicas are replicas too', () => {
  const SqlSettings = {
    DataSourceReplicas: ['********************************', ''],
    DataSourceSearchReplicas: [],
  }
  expect(factOf('database.replica.count', { config: { SqlSettings } })).toBe(1)
  expect(factOf('database.search_replica.count', { config: { SqlSettings } })).toBe(0)
})

test('replicas are told as far as their address can be read', () => {
  const replicas = (...sources: string[]) =>
    factOf('database.replicas', { config: { SqlSettings: { DataSourceReplicas: sources } } })
  expect(replicas('postgres://****:****@db2:5433/chat?sslmode=disable', '********')).toEqual([
    { host: 'db2:5433', name: 'chat' },
  ])
  expect(replicas()).toEqual([])
})
