// A PostgreSQL server of the tests' own: in a temporary directory, on a Unix socket, gone when the tests are.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

export interface Postgres {
  /** Runs SQL in a database; rows as JSON when the statement gives any. */
  query(database: string, sql: string): string
  /** Plain `pg_dump --schema-only`, with more options. */
  dump(database: string, ...options: string[]): string
  stop(): void
}

/** Starts one. PostgreSQL refuses to run as root, so root runs it as another user. */
export function startPostgres(): Postgres {
  const home = mkdtempSync(join(tmpdir(), 'sp-postgres-'))
  chmodSync(home, 0o777)
  try {
    return startedIn(home)
  } catch (error) {
    rmSync(home, { recursive: true, force: true })
    throw error
  }
}

function startedIn(home: string): Postgres {
  const data = join(home, 'data')
  run('initdb', ['-D', data, '-U', 'tester', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'])
  run('pg_ctl', ['-D', data, '-w', '-l', join(home, 'log'), '-o', serverOptions(home), 'start'])
  const connection = ['-h', home, '-U', 'tester']
  return {
    query: (database, sql) =>
      run('psql', [...connection, '-d', database, '-XAtq', '-v', 'ON_ERROR_STOP=1'], sql),
    dump: (database, ...options) => run('pg_dump', [...connection, '--schema-only', ...options, database]),
    stop() {
      run('pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop'])
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function serverOptions(socketFolder: string): string {
  return `-k ${socketFolder} -c listen_addresses='' -c fsync=off -c max_connections=10 -c shared_buffers=16MB`
}

function run(program: string, args: readonly string[], input = ''): string {
  const command = [binary(program), ...args]
  const [file = '', ...rest] = process.getuid?.() === 0 ? [...asOrdinaryUser(), ...command] : command
  // The server must not hold the pipes of the program that started it.
  const stdio = program === 'pg_ctl' ? 'ignore' : 'pipe'
  const options = { cwd: tmpdir(), input, encoding: 'utf8', stdio, maxBuffer: 64 * 2 ** 20 } as const
  return execFileSync(file, rest, options) ?? ''
}

function asOrdinaryUser(): readonly string[] {
  return ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--']
}

/** Debian keeps the programs of each major version in a folder of its own. */
function binary(name: string): string {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map(version => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ]
  const found = folders.map(folder => join(folder, name)).find(path => existsSync(path))
  if (found === undefined) throw new Error(`${name} is not installed`)
  return found
}
