// What a real server left behind, unpacked for a test, with its database in a PostgreSQL of the test's own.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../documents/schema-sql/postgres.js'

export interface Left {
  /** Like /opt/mattermost. */
  readonly root: string
  readonly remove: () => void
}

/** A fresh copy, with plugin and file folders as that server had them. */
export function unpackInstallation(): Left {
  const folder = mkdtempSync(join(tmpdir(), 'sp-installation-'))
  execFileSync('tar', ['-xzf', 'test/fixtures/generator/installation-11-0.tar.gz', '-C', folder])
  const root = join(folder, 'mattermost')
  const plugin = join(root, 'plugins', 'com.example.lab-probe')
  mkdirSync(plugin, { recursive: true })
  writeFileSync(join(plugin, 'plugin.json'), JSON.stringify(labProbe))
  return {
    root,
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The manifest of the plugin that the server ran; the archive of the installation has none. */
const labProbe = {
  id: 'com.example.lab-probe',
  name: 'Lab Probe',
  description: 'Exercises the server',
  version: '1.2.0',
  min_server_version: '9.0.0',
  server: { executables: { 'linux-amd64': 'server/plugin' } },
  settings_schema: {
    settings: [
      { key: 'Mode', display_name: 'Mode', type: 'text', default: '' },
      { key: 'ApiToken', display_name: 'Token', type: 'text', secret: true },
    ],
  },
}

export interface LeftDatabase {
  readonly dataSource: string
  query(sql: string): string
  stop(): void
}

/** The server's database, restored. */
export function restoreDatabase(root: string): LeftDatabase {
  const postgres = startPostgres()
  postgres.query(
    'postgres',
    "CREATE DATABASE mattermost ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0",
  )
  postgres.query('mattermost', readFileSync(join(root, 'database.sql'), 'utf8'))
  const socket = postgres.query('postgres', 'SHOW unix_socket_directories').trim()
  return {
    dataSource: `postgres:///mattermost?host=${encodeURIComponent(socket)}&user=tester&sslmode=disable`,
    query: sql => postgres.query('mattermost', sql),
    stop: () => {
      postgres.stop()
    },
  }
}
