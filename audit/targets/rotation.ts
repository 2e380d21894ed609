// Rotation as the server's logger does it (lumberjack): `audit.log` is renamed to `audit-2026-11-21T08-36-07.639.log`, with the time in
// UTC, and afterwards old files are compressed and removed, by number and by the time in their names.
import { createReadStream, createWriteStream } from 'node:fs'
import { access, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import type { FileConfig } from '../config/target-config.js'

const DAY_MS = 24 * 60 * 60 * 1000

interface NameParts {
  readonly folder: string
  readonly stem: string
  readonly extension: string
}

function partsOf(filename: string): NameParts {
  const extension = extname(filename)
  return { folder: dirname(filename), stem: basename(filename, extension), extension }
}

/** `2026-11-21T08-36-07.639` */
function stampOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, -1).replaceAll(':', '-')
}

function timeOf(stamp: string): number {
  return Date.parse(`${stamp.slice(0, 10)}T${stamp.slice(11).replaceAll('-', ':')}Z`)
}

/** Gives the file the name of an old one. Does nothing when it is gone. */
export async function moveAway(filename: string, nowMs = Date.now()): Promise<void> {
  const { folder, stem, extension } = partsOf(filename)
  for (let timeMs = nowMs; ; timeMs++) {
    const old = join(folder, `${stem}-${stampOf(timeMs)}${extension}`)
    if ((await exists(old)) || (await exists(`${old}.gz`))) continue
    await rename(filename, old).catch((error: unknown) => {
      if (!isAbsent(error)) throw error
    })
    return
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** A rotated file, newest first in lists. */
export interface OldFile {
  readonly path: string
  readonly timeMs: number
  readonly compressed: boolean
}

export async function oldFiles(filename: string): Promise<readonly OldFile[]> {
  const { folder, stem, extension } = partsOf(filename)
  const names = await readdir(folder).catch(() => [])
  return names.flatMap(name => oldFile(name)).sort((a, b) => b.timeMs - a.timeMs)

  function oldFile(name: string): readonly OldFile[] {
    const compressed = name.endsWith('.gz')
    const plain = compressed ? name.slice(0, -3) : name
    if (!plain.startsWith(`${stem}-`) || !plain.endsWith(extension)) return []
    const stamp = plain.slice(stem.length + 1, plain.length - extension.length)
    const timeMs = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}$/.test(stamp) ? timeOf(stamp) : NaN
    return Number.isNaN(timeMs) ? [] : [{ path: join(folder, name), timeMs, compressed }]
  }
}

export interface Housekeeping {
  /** Compresses and removes old files, one run at a time; a failure leaves a file for the next run. */
  start(): void
  finish(): Promise<void>
}

type Keeping = Pick<FileConfig['options'], 'filename' | 'max_age' | 'max_backups' | 'compress'>

export function createHousekeeping(keeping: Keeping): Housekeeping {
  let running: Promise<void> = Promise.resolve()
  return {
    start() {
      running = running.then(() => keepHouse(keeping)).catch(() => undefined)
    },
    finish: () => running,
  }
}

/** One run. `nowMs`: what ages are counted from. */
export async function keepHouse(keeping: Keeping, nowMs = Date.now()): Promise<void> {
  const { max_age: maxAge, max_backups: maxBackups, compress } = keeping
  if (maxAge === 0 && maxBackups === 0 && !compress) return
  const files = await oldFiles(keeping.filename)
  // A file and its compressed form, when the machine went down between the two, are one.
  const moments = [...new Set(files.map(({ timeMs }) => timeMs))]
  const kept = new Set(
    moments
      .slice(0, maxBackups === 0 ? undefined : maxBackups)
      .filter(timeMs => maxAge === 0 || timeMs >= nowMs - maxAge * DAY_MS),
  )
  for (const { path, timeMs, compressed } of files) {
    if (!kept.has(timeMs)) await rm(path, { force: true })
    else if (compress && !compressed) await compressFile(path)
  }
}

/** A writer in another process looks for the file by its name that often at least; until then it may write to the old one. */
const SETTLED_AFTER_MS = 300
/** One that writes all the same makes the work be done again. */
const MOST_TRIES = 3

async function compressFile(path: string): Promise<void> {
  const partial = `${path}.gz.partial`
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { size, mode, mtimeMs } = await stat(path)
    await sleep(Math.min(SETTLED_AFTER_MS, Math.max(0, mtimeMs + SETTLED_AFTER_MS - Date.now())))
    await pipeline(createReadStream(path), createGzip(), createWriteStream(partial, { mode: mode & 0o777 }))
    if ((await stat(path)).size !== size) continue
    await rename(partial, `${path}.gz`)
    await rm(path)
    return
  }
  await rm(partial, { force: true })
}
