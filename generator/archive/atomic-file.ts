// A file that appears whole or not at all: written beside its final name, synced, then given the name in one step.
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

export interface AtomicFile {
  /** Where it is being written. */
  readonly path: string
  /** Appends; resolves when the system has taken it. */
  write(chunk: Buffer): Promise<void>
  /**
   * Gives it a name. With `overwrite` false a file that exists stays: then this throws EEXIST and the work is still
   * there, under `path`.
   */
  commit(path: string, overwrite: boolean): Promise<void>
  /** Closes and removes it. */
  discard(): Promise<void>
}

/** Opens a file in the folder of `finalPath`, which is the only place from where it can be renamed in one step. */
export async function createAtomicFile(finalPath: string): Promise<AtomicFile> {
  const folder = dirname(finalPath)
  await mkdir(folder, { recursive: true })
  const path = join(folder, `.${basename(finalPath)}.${randomBytes(4).toString('hex')}.tmp`)
  // A packet is for its maker's eyes until it is given on.
  const handle = await open(path, 'wx', 0o600)
  let open_ = true
  const close = async (): Promise<void> => {
    if (open_) await handle.close()
    open_ = false
  }
  return {
    path,
    async write(chunk) {
      for (let offset = 0; offset < chunk.length;) offset += (await handle.write(chunk, offset)).bytesWritten
    },
    async commit(target, overwrite) {
      if (open_) await handle.sync()
      await close()
      if (overwrite) await rename(path, target)
      else await renameToNew(path, target)
      await syncFolder(dirname(target))
    },
    async discard() {
      await close()
      await rm(path, { force: true })
    },
  }
}

/** A hard link fails where a file exists; `rename` would replace it. */
async function renameToNew(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (!lacksLinks(error)) throw error
    // File systems without hard links (FAT, some network drives): claim the name, then replace the claim.
    await (await open(to, 'wx', 0o600)).close()
    await rename(from, to)
    return
  }
  await rm(from, { force: true })
}

const lacksLinks = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'UNKNOWN'].includes(String(error.code))

/** The name itself must reach the disk. Windows cannot open folders; there the system does it. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch {
    // Nothing more can be done: the file is there, only a power failure could take its name away.
  }
}
