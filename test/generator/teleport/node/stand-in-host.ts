// A stand-in for a host that runs Teleport: a folder with the files that a real one had, recorded, below its root. Its databases
// are real (sqlite), its diagnostic endpoint is a real server that gives recorded answers; only journalctl is a script.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const fixtures = 'test/fixtures/generate-teleport/nodes'

export const hosts = {
  auth: '0b5c0b87-af07-419f-8533-ac3a811595f4',
  node: '04fe8be0-09b6-4cad-8bfa-dc94cb886f45',
  /** Logs to a file. */
  fileLog: '3fbbee11-7465-41fd-bfaa-5245e940c546',
  app: '02898b90-36ca-4be2-b433-72c08ed4bdd7',
} as const

export interface StandInHost {
  readonly root: string
  /** With the script before the system's programs. */
  readonly environment: NodeJS.ProcessEnv
  readonly uuid: string
  write(path: string, content: string | Buffer): void
  readConfig(): string
  readonly remove: () => Promise<void>
}

export interface HostOptions {
  /** False: the process is gone, its files are there. */
  readonly running?: boolean
  /** Changes teleport.yaml before anybody reads it. */
  readonly config?: (text: string) => string
  readonly pid?: number
  /** The process runs with --debug: profiles are behind the diagnostic endpoint. */
  readonly profiles?: boolean
  /** As since Teleport 17: a socket in the data directory answers, too. */
  readonly debugSocket?: boolean
}

/** Not text, with a newline and zeros in it. */
export const profile = Buffer.from([0x1f, 0x8b, 8, 0, 10, 0, 255, 13, 10, 10, 0])

/** What stands in every value of the databases: must never leave. */
export const storedSecret = 'CANARYprivateKeyOfSqlite'

export async function createHost(uuid: string, options: HostOptions = {}): Promise<StandInHost> {
  const { running = true, config = text => text, pid = 75 } = options
  const root = mkdtempSync(join(tmpdir(), 'sp-teleport-host-'))
  const recorded = join(fixtures, uuid)
  const write = (path: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  const text = (name: string): string => readFileSync(join(recorded, name), 'utf8')
  const identity = JSON.parse(text('identity.json')) as { hostname: string }
  const server = running ? await serve(recorded, options) : undefined
  const port = server === undefined ? 9 : (server.address() as AddressInfo).port

  write('etc/teleport.yaml', config(text('teleport.yaml').replace('127.0.0.1:3000', `127.0.0.1:${port}`)))
  write('etc/os-release', 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')
  write('etc/systemd/system/teleport.service', text('teleport.service/teleport.service'))
  write('proc/sys/kernel/hostname', `${identity.hostname}\n`)
  write('proc/stat', 'cpu  1 2 3 4\nbtime 1795246320\n')
  if (running) writeProcess(write, recorded, pid)
  write('var/lib/teleport/host_uuid', uuid)
  database(join(root, 'var/lib/teleport/proc/sqlite.db'), text('proc/sqlite.sql'))
  if (existsSync(join(recorded, 'backend_keys.txt')))
    database(
      join(root, 'var/lib/teleport/backend/sqlite.db'),
      `${schema(text('proc/sqlite.sql'))}\n${text('backend_keys.txt')}`,
    )
  if (existsSync(join(recorded, 'audit')))
    cpSync(join(recorded, 'audit'), join(root, 'var/lib/teleport/log'), { recursive: true })
  if (existsSync(join(recorded, 'logs')))
    cpSync(join(recorded, 'logs'), join(root, 'var/log/teleport'), { recursive: true })
  const socket =
    options.debugSocket === true
      ? await serve(recorded, { profiles: true }, join(root, 'var/lib/teleport/debug.sock'))
      : undefined
  write('bin/journalctl', journalctl(recorded))
  chmodSync(join(root, 'bin/journalctl'), 0o755)
  return {
    root,
    uuid,
    write,
    environment: { ...process.env, PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}` },
    readConfig: () => readFileSync(join(root, 'etc/teleport.yaml'), 'utf8'),
    remove: async () => {
      for (const open of [server, socket])
        if (open !== undefined) await new Promise<void>(resolve => open.close(() => resolve()))
      rmSync(root, { recursive: true, force: true })
    },
  }
}

type Write = StandInHost['write']

function writeProcess(write: Write, recorded: string, pid: number): void {
  const copy = (from: string, to: string): void =>
    write(`proc/${pid}/${to}`, readFileSync(join(recorded, from)))
  copy('cmdline', 'cmdline')
  copy('proc/limits.txt', 'limits')
  copy('proc/status.txt', 'status')
  write(`proc/${pid}/comm`, 'teleport\n')
  write(`proc/${pid}/cgroup`, '0::/system.slice/teleport.service\n')
  const fields = ['S', ...Array<string>(18).fill('0'), '729160', '0']
  write(`proc/${pid}/stat`, `${pid} (teleport) ${fields.join(' ')}\n`)
  for (let number = 0; number < 7; number++) write(`proc/${pid}/fd/${number}`, '')
  // A session of a user: the same program, but not the service.
  write('proc/99/comm', 'teleport\n')
  write('proc/99/cmdline', '/usr/local/bin/teleport\0exec\0')
}

const schema = (sql: string): string => sql.slice(0, sql.indexOf('\nkey='))

/** Rows as the list of keys has them. */
function database(path: string, sql: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`
  const rows = [...sql.matchAll(/^key=(\S+) value_bytes=(\d+) expires=(.*)$/gm)].map(
    ([, key = '', bytes = '', expires = '']) => {
      const value = storedSecret.padEnd(Number(bytes), '.').slice(0, Number(bytes))
      return `INSERT INTO kv VALUES (${quoted(key)}, 1, ${expires === '' ? 'NULL' : quoted(expires)}, ${quoted(value)});`
    },
  )
  const result = spawnSync('sqlite3', ['-batch', '-init', '/dev/null', path], {
    input: ['BEGIN;', schema(sql), ...rows, 'COMMIT;'].join('\n'),
    encoding: 'utf8',
  })
  if (result.status !== 0) throw new Error(`sqlite3: ${result.error?.message ?? result.stderr}`)
}

/** Gives what the recorded host answered. */
async function serve(
  recorded: string,
  { profiles = false }: Pick<HostOptions, 'profiles'>,
  socket?: string,
): Promise<Server> {
  const bodies: Readonly<Record<string, string>> = {
    '/metrics': 'metrics.prom',
    '/readyz': 'readyz.json',
    '/healthz': 'healthz.json',
  }
  const server = createServer(({ url = '' }, response) => {
    const file = bodies[url]
    if (file !== undefined) response.end(readFileSync(join(recorded, file)))
    else if (url === '/log-level' && socket !== undefined) response.end('INFO\n')
    else if (profiles && url.startsWith('/debug/pprof/')) response.end(profile)
    else response.writeHead(404).end('404 page not found\n')
  })
  await new Promise<void>(resolve => {
    if (socket === undefined) server.listen(0, '127.0.0.1', resolve)
    else server.listen(socket, resolve)
  })
  return server
}

const journalctl = (recorded: string): string => `#!/bin/sh
# Stand-in for journalctl: prints what a real one of systemd 252 printed on a recorded host. Knows only -o json and other forms.
case " $* " in
  *' -o json '*) exec cat '${join(process.cwd(), recorded)}/teleport.service/log.json' ;;
  *) exec cat '${join(process.cwd(), recorded)}/teleport.service/log.txt' ;;
esac
`
