// A folder for what is still in the making, beside where the result goes and closed to others. One that a killed run left behind is
// removed by the next run: what lies there may be a dump whose names are not yet replaced.
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** Tells runs of this machine from those of others that share the disk. */
const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)

/** `.teleport-dump-3f9a1c2e-4711-aBcDeF`: whose it is, and what must be alive while it is needed. Throws when it cannot be made. */
export async function workFolder(parent: string, purpose: 'dump' | 'names'): Promise<string> {
  await removeLeftovers(parent)
  return mkdtemp(join(parent, `.teleport-${purpose}-${machine}-${process.pid}-`))
}

const leftover = new RegExp(`^\\.teleport-(?:dump|names)-${machine}-(\\d{1,10})-[A-Za-z0-9]{6}$`)

/** What cannot be listed or removed stays: it is somebody else's. */
async function removeLeftovers(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => [])
  for (const name of names) {
    const pid = Number(leftover.exec(name)?.[1] ?? NaN)
    if (Number.isNaN(pid) || isAlive(pid)) continue
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Not ours to signal, but there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
