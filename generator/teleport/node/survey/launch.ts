// How a process was started: flags of `teleport start` that say where things lie and which services run.

export interface Launch {
  readonly arguments: readonly string[]
  /** `start`, or `app start` and `db start`, whose only service has the name before. */
  readonly command: string
  readonly roles: readonly string[] | undefined
  readonly diagnostics: string | undefined
  readonly nodeName: string | undefined
  readonly tokens: readonly string[]
}

const mostArguments = 1000

const valueFlags: ReadonlySet<string> = new Set([
  'config',
  'roles',
  'token',
  'ca-pin',
  'auth-server',
  'proxy-server',
  'diag-addr',
  'nodename',
  'labels',
  'pid-file',
  'advertise-ip',
  'listen-ip',
  'apply-on-startup',
  'bootstrap',
])

const longNames: Readonly<Record<string, string>> = { c: 'config', r: 'roles', l: 'listen-ip', d: 'debug' }

/** Of the bytes of procfs: arguments end with NUL. */
export function readLaunch(cmdline: Buffer): Launch {
  const all = cmdline.toString('utf8').split('\0').slice(0, mostArguments)
  if (all.at(-1) === '') all.pop()
  const flags = new Map<string, string[]>()
  const words: string[] = []
  for (let index = 1; index < all.length; index++) {
    const argument = all[index] ?? ''
    const [, name, value] = /^--?([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(argument) ?? []
    if (name === undefined) {
      words.push(argument)
      continue
    }
    const long = longNames[name] ?? name
    const taken = value ?? (valueFlags.has(long) ? all[++index] : undefined) ?? ''
    flags.set(long, [...(flags.get(long) ?? []), taken])
  }
  const last = (name: string): string | undefined => flags.get(name)?.at(-1)
  const command = words.slice(0, words.indexOf('start') + 1).join(' ')
  return {
    arguments: all,
    command,
    roles: last('roles')?.split(',') ?? /^(app|db) start$/.exec(command)?.slice(1, 2),
    diagnostics: last('diag-addr'),
    nodeName: last('nodename'),
    tokens: flags.get('token') ?? [],
  }
}
