// What the first session told: facts of the host, its processes with their configuration, its units.
import { readLaunch, type Launch } from './launch.js'

/** One part of a session that fits into memory. */
export interface Part {
  readonly name: string
  readonly output: Buffer
  readonly notes: readonly string[]
  /** `undefined`: it broke off. */
  readonly exit: number | undefined
  readonly said: string
}

export interface Survey {
  readonly hostname: string | undefined
  readonly kernel: string | undefined
  readonly system: string | undefined
  /** The host's clock when it was asked, in epoch milliseconds. */
  readonly nowMs: number | undefined
  readonly isRoot: boolean
  /** The files of a disk without the machine: whether anything runs is not known. */
  readonly isCopy: boolean
  readonly processes: readonly ProcessSurvey[]
  readonly units: readonly UnitSurvey[]
}

export interface ProcessSurvey {
  /** `undefined`: none runs; the rest is what is known of the one that should. */
  readonly pid: number | undefined
  readonly launch: Launch | undefined
  readonly startedAtMs: number | undefined
  /** Where the process sees its files. */
  readonly base: string
  readonly version: string | undefined
  readonly config: ConfigSurvey
  /** Unit that it belongs to, by its control group. */
  readonly unit: string | undefined
}

export type ConfigSurvey =
  | { readonly kind: 'read'; readonly path: string; readonly bytes: Buffer }
  | { readonly kind: 'denied' | 'absent' | 'failed'; readonly path: string; readonly reason: string }

export interface UnitSurvey {
  readonly name: string
  /** Its file and drop-ins; `undefined` when there is none. */
  readonly text: string | undefined
  readonly properties: Readonly<Record<string, string>>
  /** `systemctl show` as it was printed. */
  readonly shown: string | undefined
}

export function readSurvey(parts: readonly Part[]): Survey {
  const host = pairs(parts.find(part => part.name === 'host')?.output.toString('utf8') ?? '')
  const pids = parts.flatMap(({ name }) => /^cmdline (\d+)$/.exec(name)?.[1] ?? [])
  const units = unitsOf(parts)
  const clock = { bootSeconds: Number(host['btime']), ticks: Number(host['hz'] ?? 100) }
  const processes = (pids.length === 0 ? ['-'] : pids).map(pid => processOf(pid, parts, clock))
  return {
    hostname: nonEmpty(host['hostname']),
    kernel: nonEmpty(host['kernel']),
    system: nonEmpty(host['system']?.replace(/^"(.*)"$/, '$1')),
    nowMs: /^\d{9,11}$/.test(host['now'] ?? '') ? Number(host['now']) * 1000 : undefined,
    isRoot: host['uid'] === '0',
    isCopy: host['copy'] === 'yes',
    processes: processes.map(process => withUnit(process, units)),
    units,
  }
}

const nonEmpty = (text: string | undefined): string | undefined => {
  const shown = text
    ?.replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 300)
  return shown === '' ? undefined : shown
}

function pairs(text: string): Record<string, string> {
  const rows = text.split('\n').flatMap(line => {
    const [, name, value] = /^([A-Za-z_]{1,40})=(.*)$/.exec(line) ?? []
    return name === undefined || value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(rows)
}

interface HostClock {
  readonly bootSeconds: number
  readonly ticks: number
}

function processOf(id: string, parts: readonly Part[], clock: HostClock): ProcessSurvey {
  const part = (name: string): Part | undefined => parts.find(part => part.name === `${name} ${id}`)
  const cmdline = part('cmdline')?.output
  const pid = id === '-' ? undefined : Number(id)
  return {
    pid,
    launch: cmdline === undefined || cmdline.length === 0 ? undefined : readLaunch(cmdline),
    startedAtMs: startOf(part('stat')?.output.toString('latin1') ?? '', clock),
    base: part('base')?.output.toString('utf8') ?? '',
    version: versionIn(part('version')?.output.toString('utf8') ?? ''),
    config: configOf(parts.find(({ name }) => name.startsWith(`config ${id} `))),
    unit: /\/([\w@.\\-]{1,200}\.service)\s*$/m.exec(part('cgroup')?.output.toString('utf8') ?? '')?.[1],
  }
}

/** Field 22 of /proc/PID/stat: ticks since boot. The name before it may hold spaces and brackets. */
function startOf(stat: string, { bootSeconds, ticks }: HostClock): number | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const started = Number(fields[19] ?? NaN) / ticks + bootSeconds
  return Number.isFinite(started) ? Math.round(started * 1000) : undefined
}

/** `Teleport v11.0.0-dev git:v11.0.0-dev-0-gb9f1b45 go1.26.8` */
const versionIn = (text: string): string | undefined =>
  /^Teleport (?:Enterprise )?v\d.{0,200}$/m.exec(text)?.[0].trim()

function configOf(part: Part | undefined): ConfigSurvey {
  const path = part?.name.split(' ').slice(2).join(' ') ?? '/etc/teleport.yaml'
  if (part?.exit === 0) return { kind: 'read', path, bytes: part.output }
  const said = part?.said ?? ''
  if (/no such file|not a directory/i.test(said))
    return { kind: 'absent', path, reason: `${path} is not there` }
  if (/permission denied/i.test(said)) return { kind: 'denied', path, reason: `no right to read ${path}` }
  return { kind: 'failed', path, reason: said === '' ? 'the session broke off' : said.slice(0, 200) }
}

const mostUnits = 8

function unitsOf(parts: readonly Part[]): readonly UnitSurvey[] {
  const names = parts.flatMap(
    ({ name }) => /^unit ([\w@.\\:-]{1,200}\.(?:service|timer))$/.exec(name)?.[1] ?? [],
  )
  return [...new Set(names)].slice(0, mostUnits).flatMap(name => {
    const text = parts.find(part => part.name === `unit ${name}`)
    const shown = parts.find(part => part.name === `show ${name}`)
    const isThere = text?.exit === 0 && text.output.length > 0
    const printed = shown?.exit === 0 ? shown.output.toString('utf8') : undefined
    // A control group may also be that of cron, whose journal is nobody's business.
    if (!/teleport/i.test(`${name} ${text?.output.toString('latin1') ?? ''}`)) return []
    if (!isThere && pairs(printed ?? '')['LoadState'] !== 'loaded') return []
    const unit: UnitSurvey = {
      name,
      text: isThere ? text.output.toString('utf8') : undefined,
      properties: pairs(printed ?? ''),
      shown: printed,
    }
    return [unit]
  })
}

/** A control group may be that of the session which started it by hand. */
const withUnit = (process: ProcessSurvey, units: readonly UnitSurvey[]): ProcessSurvey =>
  units.some(({ name }) => name === process.unit) ? process : { ...process, unit: undefined }
