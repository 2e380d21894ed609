// A folder only this user can read, for uploads and unpacked entries. Gone when the process ends; where it was killed, when the
// next one starts.
import { createHash } from 'node:crypto'
import { lstatSync, readlinkSync, rmSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

export interface PrivateDirectory {
  readonly path: string
  /** A name no other caller got. */
  newPath(fileName: string): string
  remove(): Promise<void>
}

/** Names whose folder it is: the process and, as several machines may share the place, where its number counts. */
const nameForm = /^support-packet-view-([1-9]\d{0,9})-([0-9a-f]{16})-\w+$/

/** mkdtemp makes the folder with mode 0700 under a name nobody can foresee. */
export async function makePrivateDirectory(parent = tmpdir()): Promise<PrivateDirectory> {
  await removeLeftBehind(parent)
  const path = await mkdtemp(join(parent, `support-packet-view-${process.pid}-${processSpace()}-`))
  const forget = removeWhenProcessEnds(path)
  let files = 0
  return {
    path,
    newPath: fileName => join(path, `${++files}-${fileName}`),
    remove: async () => {
      forget()
      await rm(path, { recursive: true, force: true })
    },
  }
}

/** Removes folders of processes of this user that were killed. What cannot be read or removed stays, and hinders nobody. */
async function removeLeftBehind(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => [])
  for (const name of names.filter(isLeftBehind)) {
    const path = join(parent, name)
    if (isOwnFolder(path)) await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** A link, or what belongs to another user, is none of ours. */
function isOwnFolder(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found?.isDirectory() === true && (process.getuid === undefined || found.uid === process.getuid())
}

function isLeftBehind(name: string): boolean {
  const [, pid, space] = nameForm.exec(name) ?? []
  return pid !== undefined && space === processSpace() && !isRunning(Number(pid))
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

/** A signal that nobody else handles still ends the process, after the folder is gone. Returns how to stop watching. */
function removeWhenProcessEnds(path: string): () => void {
  const removeNow = () => rmSync(path, { recursive: true, force: true })
  const onSignal = (signal: NodeJS.Signals) => {
    forget()
    removeNow()
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }
  const forget = () => {
    process.off('exit', removeNow)
    for (const signal of endingSignals) process.off(signal, onSignal)
  }
  process.once('exit', removeNow)
  for (const signal of endingSignals) process.once(signal, onSignal)
  return forget
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
