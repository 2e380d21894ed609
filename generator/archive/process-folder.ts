// Folders that a process needs while it runs, closed to others. What a killed process left behind is removed when the next one makes its
// own: it may hold what was to leave no machine.
import { createHash } from 'node:crypto'
import { lstatSync, readlinkSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

/**
 * Gives the path of a new folder, such as `.teleport-dump-4711-3f9a1c2e5b7d9f01-aBcDeF`: whose it is is in its name. mkdtemp makes
 * it with mode 0700 under a name nobody can foresee. Throws when it cannot be made.
 */
export async function makeProcessFolder(parent: string, prefix: string): Promise<string> {
  await removeLeftBehind(parent, prefix)
  return mkdtemp(join(parent, `${prefix}-${process.pid}-${processSpace()}-`))
}

/** Removes folders of processes of this user that were killed. What cannot be read or removed stays, and hinders nobody. */
async function removeLeftBehind(parent: string, prefix: string): Promise<void> {
  const names = await readdir(parent).catch(() => [])
  for (const name of names) {
    const path = join(parent, name)
    if (name.startsWith(`${prefix}-`) && isLeftBehind(name.slice(prefix.length)) && isOwnFolder(path))
      await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Behind the prefix: the process and, as several machines may share the place, where its number counts. */
const nameForm = /^-([1-9]\d{0,9})-([0-9a-f]{16})-\w+$/

function isLeftBehind(name: string): boolean {
  const [, pid, space] = nameForm.exec(name) ?? []
  return pid !== undefined && space === processSpace() && !isRunning(Number(pid))
}

/** A link, or what belongs to another user, is none of ours. */
function isOwnFolder(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found?.isDirectory() === true && (process.getuid === undefined || found.uid === process.getuid())
}

/** Machines and containers count their processes each by themselves. */
function processSpace(): string {
  return createHash('sha256').update(`${hostname()} ${pidNamespace()}`).digest('hex').slice(0, 16)
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return 'one'
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
