// What the database says of the server: its id, its licence, its version and that of its schema, its connections.
import type { License } from '../documents/diagnostics.js'
import { databaseReason, type Query } from './connect.js'
import { readLicense } from '../installation/license.js'

export interface DatabaseIdentity {
  /** As the engine says it: `15.18 (Debian 15.18-0+deb12u1)`. */
  readonly version: string | undefined
  readonly schemaVersion: string | undefined
  readonly serverId: string | undefined
  readonly license: License | undefined
  /** Connections of this database's users besides our own; the server's, when nobody else works there. */
  readonly connections: number | undefined
  readonly errors: readonly string[]
}

export async function readIdentity(query: Query): Promise<DatabaseIdentity> {
  const errors: string[] = []
  const one = async (what: string, sql: string): Promise<string | undefined> => {
    try {
      const [row] = await query<{ value: string | number | null }>(sql)
      return row?.value === undefined || row.value === null ? undefined : String(row.value)
    } catch (error) {
      errors.push(`error while getting ${what}: ${databaseReason(error)}`)
      return undefined
    }
  }
  const version = await one('DB version', `SELECT current_setting('server_version') AS value`)
  const schemaVersion = await one(
    'DB type and schema version',
    'SELECT version AS value FROM db_migrations ORDER BY version DESC LIMIT 1',
  )
  const serverId = await one('server id', `SELECT value FROM systems WHERE name = 'DiagnosticId'`)
  const licenseBytes = await one(
    'license',
    `SELECT l.bytes AS value FROM licenses l JOIN systems s ON s.value = l.id WHERE s.name = 'ActiveLicenseId'`,
  )
  const connections = await one(
    'DB connections',
    `SELECT count(*) AS value FROM pg_stat_activity
     WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
       AND application_name <> 'support-packet'`,
  )
  return {
    version,
    schemaVersion,
    serverId,
    license: licenseBytes === undefined ? undefined : readLicense(licenseBytes),
    connections: connections === undefined ? undefined : Number(connections),
    errors,
  }
}

/** The active configuration of a server that keeps it in its database. Throws when there is none. */
export async function readStoredConfig(query: Query): Promise<string> {
  const [row] = await query<{ value: string }>(
    'SELECT value FROM configurations WHERE active ORDER BY createat DESC LIMIT 1',
  )
  if (row === undefined) throw new Error('the configurations table has no active configuration')
  return row.value
}
