// host.yaml: the machine and the server's process, which no packet of a server tells: limits, memory, control group, disks, clock.
// An entry of our own, beside those of the server.
import { readFile, statfs } from 'node:fs/promises'
import { arch, cpus, freemem, loadavg, platform, release, totalmem, uptime } from 'node:os'
import { dirname } from 'node:path'
import type { YamlMap, YamlValue } from '../../encode/yaml-value.js'
import type { ServerProcess } from './server-process.js'

export interface HostRequest {
  readonly process: ServerProcess | undefined
  /** What each disk is asked for: `logs` → path. */
  readonly folders: Readonly<Record<string, string>>
  readonly toolVersion: string
  readonly collectedAt: Date
  /** Difference between the clock of the database and ours, in milliseconds. */
  readonly databaseClockAheadMs: number | undefined
  /** What was cut, left out or masked. */
  readonly collection: YamlMap
}

export async function hostDocument(request: HostRequest): Promise<YamlMap> {
  const { process } = request
  return {
    collected_by: `support-packet ${request.toolVersion}`,
    collected_at: request.collectedAt.toISOString(),
    machine: {
      os: platform(),
      kernel: release(),
      architecture: goArchitecture(),
      cpus: cpus().length,
      load: loadavg().map(value => Math.round(value * 100) / 100),
      memory_mb: mebibytes(totalmem()),
      free_memory_mb: mebibytes(freemem()),
      uptime_seconds: Math.round(uptime()),
      control_group: await controlGroup(process),
    },
    clock: {
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      database_ahead_ms: request.databaseClockAheadMs,
      synchronized: await clockSynchronized(),
    },
    disks: await disks(request.folders),
    process: process === undefined ? { running: false } : processMap(process),
    collection: request.collection,
  }
}

function processMap(process: ServerProcess): YamlMap {
  const [, soft, hard] = /^Max open files\s+(\S+)\s+(\S+)/m.exec(process.limits ?? '') ?? []
  const status = (name: string): number | undefined =>
    numberOf(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(process.status ?? '')?.[1])
  const kilobytes = (name: string): number | undefined => {
    const value = status(name)
    return value === undefined ? undefined : Math.round(value / 1024)
  }
  return {
    running: true,
    pid: process.pid,
    executable: process.executable === '' ? undefined : process.executable,
    started_at: process.startedAt?.toISOString(),
    open_files: process.openFiles,
    max_open_files: numberOf(soft) ?? soft,
    max_open_files_hard: numberOf(hard) ?? hard,
    threads: status('Threads'),
    resident_mb: kilobytes('VmRSS'),
    peak_resident_mb: kilobytes('VmHWM'),
    swap_mb: kilobytes('VmSwap'),
  }
}

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined

/** Limits of the second version of control groups: of the server's service, else of the container that we are in. */
async function controlGroup(process: ServerProcess | undefined): Promise<YamlMap | undefined> {
  const folder = controlGroupOf(process)
  const { cpuLimit, memoryLimitMb } = await containerLimits(process)
  const used = numberOf((await textOf(`${folder}/memory.current`))?.trim())
  const kills = numberOf(/^oom_kill (\d+)$/m.exec((await textOf(`${folder}/memory.events`)) ?? '')?.[1])
  const group = {
    cpu_limit: cpuLimit,
    memory_limit_mb: memoryLimitMb,
    memory_used_mb: used === undefined ? undefined : mebibytes(used),
    out_of_memory_kills: kills,
  }
  return Object.values(group).every(value => value === undefined) ? undefined : group
}

const groupsRoot = '/sys/fs/cgroup'

/** `0::/system.slice/mattermost.service` → the folder that tells of it. */
function controlGroupOf(process: ServerProcess | undefined, root = groupsRoot): string {
  const path = /^0::(\/.*)$/m.exec(process?.controlGroup ?? '')?.[1] ?? ''
  return path.includes('..') ? root : root + path.replace(/\/$/, '')
}

/** The tightest limit of the group and those above it counts. */
export async function containerLimits(
  process?: ServerProcess,
  root = groupsRoot,
): Promise<{ readonly cpuLimit: number | undefined; readonly memoryLimitMb: number | undefined }> {
  const cpus: number[] = []
  const memories: number[] = []
  for (let folder = controlGroupOf(process, root); ; folder = dirname(folder)) {
    const [, quota, period] = /^(\d+) (\d+)/.exec((await textOf(`${folder}/cpu.max`)) ?? '') ?? []
    const bytes = numberOf((await textOf(`${folder}/memory.max`))?.trim())
    if (quota !== undefined) cpus.push(Number(quota) / Number(period))
    if (bytes !== undefined) memories.push(mebibytes(bytes))
    if (folder.length <= root.length) break
  }
  return { cpuLimit: smallest(cpus), memoryLimitMb: smallest(memories) }
}

const smallest = (numbers: readonly number[]): number | undefined =>
  numbers.length === 0 ? undefined : Math.min(...numbers)

async function clockSynchronized(): Promise<boolean | undefined> {
  return (await textOf('/run/systemd/timesync/synchronized')) === undefined ? undefined : true
}

async function disks(folders: Readonly<Record<string, string>>): Promise<readonly YamlValue[]> {
  const found = await Promise.all(
    Object.entries(folders).map(async ([what, path]): Promise<readonly YamlMap[]> => {
      try {
        const disk = await statfs(path)
        const size = (blocks: number): number => mebibytes(blocks * disk.bsize)
        return [
          {
            of: what,
            path,
            total_mb: size(disk.blocks),
            available_mb: size(disk.bavail),
            inodes: disk.files,
            free_inodes: disk.ffree,
          },
        ]
      } catch {
        return [{ of: what, path, missing: true }]
      }
    }),
  )
  return found.flat()
}

const textOf = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined)

export const mebibytes = (bytes: number): number => Math.floor(bytes / 1024 / 1024)

/** Architectures as Go names them. */
export function goArchitecture(): string {
  const names: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', arm64: 'arm64' }
  return names[arch()] ?? arch()
}
