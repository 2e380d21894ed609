// A connection to the server's database that can do no harm: read only, with time limits, and named so that people see who it is.
import pg from 'pg'
import { plainReason } from '../connection-words.js'

/** Gives the rows of one statement, or throws what the database said. */
export type Query = <Row>(sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>

export interface Database {
  readonly query: Query
  close(): Promise<void>
}

/** No count of a big table takes longer than this; the lock limit is for tables that a migration holds. */
const statementTimeoutMs = 30_000
const lockTimeoutMs = 2_000
const connectTimeoutMs = 10_000
/** A server that does not even say that it took too long. */
const silenceMs = statementTimeoutMs + 5_000
const goodbyeMs = 1_000

/** Throws what kept it from connecting, without user and password. */
export async function openDatabase(dataSource: string): Promise<Database> {
  const client = new pg.Client({
    ...clientOptions(dataSource),
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: silenceMs,
    application_name: 'support-packet',
  })
  // A connection that breaks between two statements is told by the next of them.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await begin(client)
  } catch (error) {
    await leave(client)
    throw error
  }
  let gone: Error | undefined
  return {
    // Who was silent once is not asked again: thirty statements would wait one after the other.
    query: async (sql, values) => {
      if (gone !== undefined) throw gone
      try {
        return await savepoint(client, sql, values)
      } catch (error) {
        if (error instanceof Error && isSilence(error)) gone = error
        throw error
      }
    },
    close: () => leave(client),
  }
}

const isSilence = (error: Error): boolean =>
  /timeout|terminated|not queryable|closed/i.test(error.message) && !('severity' in error)

/** The server undoes the transaction by itself when the connection ends. */
async function leave(client: pg.Client): Promise<void> {
  const patience = new Promise<void>(resolve => setTimeout(resolve, goodbyeMs).unref())
  await Promise.race([client.end().catch(() => undefined), patience])
}

/** One transaction for all: everything is of one moment, and nothing can be written, whatever a statement tries. */
async function begin(client: pg.Client): Promise<void> {
  await client.query(`SET statement_timeout = ${statementTimeoutMs}`)
  await client.query(`SET lock_timeout = ${lockTimeoutMs}`)
  await client.query('SET idle_in_transaction_session_timeout = 60000')
  await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
}

/** A statement that fails would end the transaction; the next ones shall still work. */
async function savepoint<Row>(
  client: pg.Client,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  await client.query('SAVEPOINT one')
  try {
    const { rows } = await client.query(sql, [...values])
    await client.query('RELEASE SAVEPOINT one')
    return rows as readonly Row[]
  } catch (error) {
    await client.query('ROLLBACK TO SAVEPOINT one').catch(() => undefined)
    throw error
  }
}

/**
 * Go's driver and this one read the same addresses, but for parameters that only Go's knows, and for `sslmode=require`, which
 * there means: encrypted, whoever answers.
 */
function clientOptions(dataSource: string): pg.ClientConfig {
  if (!dataSource.includes('://')) return keywordOptions(dataSource)
  const url = new URL(dataSource)
  const sslmode = url.searchParams.get('sslmode') ?? 'disable'
  for (const name of ['sslmode', 'connect_timeout', 'binary_parameters', 'sslinline', 'target_session_attrs'])
    url.searchParams.delete(name)
  const ssl = sslOptions(sslmode)
  return { connectionString: url.href, ...(ssl === undefined ? {} : { ssl }) }
}

function sslOptions(mode: string): pg.ClientConfig['ssl'] {
  if (mode === 'disable' || mode === 'allow' || mode === 'prefer') return undefined
  return { rejectUnauthorized: mode === 'verify-full' || mode === 'verify-ca' }
}

/** `host=db user=mm password='a b' dbname=mattermost`. */
function keywordOptions(dataSource: string): pg.ClientConfig {
  const found = dataSource.matchAll(/(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|[^\s']\S*)/g)
  const words = new Map(
    [...found].map(([, key = '', value = '']) => [key, value.replace(/^'|'$/g, '').replace(/\\(.)/g, '$1')]),
  )
  const port = Number(words.get('port') ?? 5432)
  const ssl = sslOptions(words.get('sslmode') ?? 'disable')
  return {
    ...optional('host', words.get('host')),
    ...optional('user', words.get('user')),
    ...optional('password', words.get('password')),
    ...optional('database', words.get('dbname')),
    port: Number.isInteger(port) && port > 0 && port < 65_536 ? port : 5432,
    ...(ssl === undefined ? {} : { ssl }),
  }
}

const optional = <K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, string>)

/** What a database error says to a person. */
export const databaseReason = (error: unknown): string =>
  plainReason(error).replace(/\s+/g, ' ').slice(0, 500)
