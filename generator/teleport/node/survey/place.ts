// Where the things of one process lie, from its configuration and its flags, with Teleport's defaults for what neither says.
import type { Launch } from './launch.js'

export interface Place {
  readonly nodeName: string | undefined
  readonly dataDir: string
  /** `127.0.0.1:3000`; `undefined`: the diagnostic endpoint is off. */
  readonly diagnostics: string | undefined
  /** Log files that the configuration names. */
  readonly logFiles: readonly string[]
  /** Of the Auth Service, when it keeps its state in sqlite. */
  readonly backend: string | undefined
  readonly roles: readonly string[]
  /** The configuration could not be read: the rest are defaults. */
  readonly isGuessed: boolean
}

const defaultDataDir = '/var/lib/teleport'

type Section = Readonly<Record<string, unknown>>

const sectionOf = (config: Section | undefined, name: string): Section => {
  const value = config?.[name]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Section) : {}
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined

/** Section → name of the role's marker, and whether the service runs when the file does not say. */
const services: readonly (readonly [section: string, role: string, byDefault: boolean])[] = [
  ['auth_service', 'auth', true],
  ['proxy_service', 'proxy', true],
  ['ssh_service', 'node', true],
  ['app_service', 'app', false],
  ['db_service', 'db', false],
  ['kubernetes_service', 'kube', false],
  ['windows_desktop_service', 'windowsdesktop', false],
  ['discovery_service', 'discovery', false],
]

/** `config` as the parser of teleport.yaml gives it, whose flags are booleans. */
export function placeOf(config: Section | undefined, launch: Launch | undefined): Place {
  const teleport = sectionOf(config, 'teleport')
  const storage = sectionOf(teleport, 'storage')
  const dataDir = absolute(textOf(teleport['data_dir'])) ?? defaultDataDir
  const roles = rolesOf(config, launch)
  const type = textOf(storage['type']) ?? 'sqlite'
  const isSqlite = ['sqlite', 'dir', 'bolt'].includes(type)
  return {
    nodeName: launch?.nodeName ?? textOf(teleport['nodename']),
    dataDir,
    diagnostics: reachable(launch?.diagnostics ?? textOf(teleport['diag_addr'])),
    logFiles: logFilesOf(sectionOf(teleport, 'log')),
    backend:
      roles.includes('auth') && isSqlite
        ? `${absolute(textOf(storage['path'])) ?? `${dataDir}/backend`}/sqlite.db`
        : undefined,
    roles,
    isGuessed: config === undefined,
  }
}

function rolesOf(config: Section | undefined, launch: Launch | undefined): readonly string[] {
  const known = services.map(([, role]) => role)
  const named = launch?.roles?.map(role => aliases[role.trim()] ?? role.trim())
  if (named !== undefined) return known.filter(role => named.includes(role))
  // Without a configuration and flags a process is all three; of one that could not be read nothing is known.
  if (config === undefined) return []
  return services.flatMap(([section, role, byDefault]) => {
    const enabled = sectionOf(config, section)['enabled']
    return (typeof enabled === 'boolean' ? enabled : byDefault) ? [role] : []
  })
}

const aliases: Readonly<Record<string, string>> = {
  ssh: 'node',
  kubernetes: 'kube',
  windowsdesktop: 'windowsdesktop',
  windows_desktop: 'windowsdesktop',
}

const absolute = (path: string | undefined): string | undefined =>
  path?.startsWith('/') === true && !/[\0\n]/.test(path) ? path.replace(/\/+$/, '') : undefined

const console: ReadonlySet<string> = new Set([
  '',
  'stderr',
  'err',
  '2',
  'stdout',
  'out',
  '1',
  'error',
  'syslog',
])

function logFilesOf(log: Section): readonly string[] {
  const output = textOf(log['output'])?.replace(/^file:(\/\/)?/, '')
  const path = output === undefined || console.has(output) ? undefined : absolute(output)
  return path === undefined ? [] : [path]
}

/** An address to listen at as one to ask: those of every interface are asked at the loopback. */
function reachable(address: string | undefined): string | undefined {
  const [, host = '', port] = /^(?:https?:\/\/|tcp:\/\/)?(.*):(\d{1,5})\/?$/.exec(address ?? '') ?? []
  if (port === undefined || !/^(?:[A-Za-z0-9.-]*|\[[0-9a-fA-F:.]+\])$/.test(host)) return undefined
  if (host === '' || host === '0.0.0.0') return `127.0.0.1:${port}`
  return host === '[::]' ? `[::1]:${port}` : `${host}:${port}`
}
