// The server's process on this machine, and what the system tells of it. Only Linux tells; elsewhere nothing is known.
import { readdir, readFile, readlink } from 'node:fs/promises'
import { parseProcessEnvironment, type Environment } from '../config/environment.js'

export interface ServerProcess {
  readonly pid: number
  readonly executable: string
  readonly environment: Environment
  /** False: only its user and root may read it, and we are neither. */
  readonly environmentReadable: boolean
  readonly startedAt: Date | undefined
  readonly openFiles: number | undefined
  readonly limits: string | undefined
  readonly status: string | undefined
  /** Lines of `/proc/PID/cgroup`. */
  readonly controlGroup: string | undefined
}

/** The first process whose program is `mattermost`, of this installation when its root is known. */
export async function findServerProcess(
  root: string | undefined,
  proc = '/proc',
): Promise<ServerProcess | undefined> {
  const ids = (await list(proc)).filter(name => /^\d+$/.test(name))
  for (const id of ids) {
    const executable = await linkOf(`${proc}/${id}/exe`)
    const name = (await textOf(`${proc}/${id}/comm`))?.trim()
    if (name !== 'mattermost' && !/\/mattermost( \(deleted\))?$/.test(executable ?? '')) continue
    if (root !== undefined && executable !== undefined && !executable.startsWith(`${root}/`)) continue
    if (await isGone(`${proc}/${id}/stat`)) continue
    return describe(Number(id), executable ?? '', proc)
  }
  return undefined
}

/** A process that ended stays listed until its parent has asked how. */
const isGone = async (stat: string): Promise<boolean> => /\) [ZX] /.test((await textOf(stat)) ?? '')

async function describe(pid: number, executable: string, proc: string): Promise<ServerProcess> {
  const folder = `${proc}/${pid}`
  const files = await list(`${folder}/fd`)
  const environment = await textOf(`${folder}/environ`)
  return {
    pid,
    executable,
    environment: parseProcessEnvironment(environment ?? ''),
    environmentReadable: environment !== undefined,
    startedAt: startOf(await textOf(`${folder}/stat`), await textOf(`${proc}/stat`)),
    openFiles: files.length === 0 ? undefined : files.length,
    limits: await textOf(`${folder}/limits`),
    status: await textOf(`${folder}/status`),
    controlGroup: await textOf(`${folder}/cgroup`),
  }
}

/** Field 22 of `stat` counts hundredths of seconds from the start of the machine. */
export function startOf(stat: string | undefined, machine: string | undefined): Date | undefined {
  const ticks = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19])
  const boot = Number(/^btime (\d+)$/m.exec(machine ?? '')?.[1])
  return Number.isFinite(ticks) && Number.isFinite(boot) ? new Date((boot + ticks / 100) * 1000) : undefined
}

async function list(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => [])
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}

async function linkOf(path: string): Promise<string | undefined> {
  return readlink(path).catch(() => undefined)
}
