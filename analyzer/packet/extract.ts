// Writes entries to a directory and never anywhere else: no links followed or made, nothing replaced unless asked for.
import { randomUUID } from 'node:crypto'
import { lstat, mkdir, open, realpath, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { packetProblem, type PacketProblemCode } from './problem-codes.js'
import type { Problem } from './problem.js'
import { safePaths } from './safe-path.js'
import type { Packet, PacketEntry, ReadOutcome } from './types.js'

export interface ExtractOptions {
  /** Which entries; all when absent. */
  readonly entries?: readonly PacketEntry[]
  /** Replace files that exist; they are kept otherwise. */
  readonly overwrite?: boolean
  /** Bytes written in all; the limits of the packet hold besides. */
  readonly totalBytes?: number
}

export interface Extraction {
  readonly files: readonly ExtractedFile[]
  /** What was left out, cut or renamed, and why. */
  readonly problems: readonly Problem[]
}

export interface ExtractedFile {
  readonly entry: PacketEntry
  /** Path on disk. */
  readonly path: string
  readonly sizeBytes: number
}

/** Creates the directory where needed. A damaged entry is written as far as it can be read. Throws when the directory cannot be made. */
export async function extractPacket(
  packet: Packet,
  directory: string,
  options: ExtractOptions = {},
): Promise<Extraction> {
  await mkdir(directory, { recursive: true })
  const root = await realpath(directory)
  const entries = options.entries ?? packet.entries
  const paths = safePaths(packet.entries)
  const files: ExtractedFile[] = []
  const problems: Problem[] = []
  let restBytes = options.totalBytes ?? Infinity
  for (const entry of entries) {
    const path = paths.get(entry.index) ?? entry.name
    const target: Target = { root, path, overwrite: options.overwrite ?? false, mostBytes: restBytes }
    const written = await extractEntry(packet, entry, target)
    if (written.file !== undefined) files.push(written.file)
    restBytes -= written.file?.sizeBytes ?? 0
    problems.push(...written.problems, ...(written.file === undefined ? [] : renamed(entry, path)))
    if (written.isFull) break
  }
  return { files, problems }
}

interface Target {
  readonly root: string
  /** Relative, with `/`. */
  readonly path: string
  readonly overwrite: boolean
  readonly mostBytes: number
}

interface Written {
  readonly file: ExtractedFile | undefined
  readonly problems: readonly Problem[]
  /** The disk has no room for anything further. */
  readonly isFull: boolean
}

async function extractEntry(packet: Packet, entry: PacketEntry, target: Target): Promise<Written> {
  if (!entry.readable) return refused(entry.damage === undefined ? [] : [entry.damage])
  const path = join(target.root, ...target.path.split('/'))
  try {
    const obstacle = await obstacleAt(entry, target, path)
    if (obstacle !== undefined) return refused([obstacle])
    await mkdir(dirname(path), { recursive: true })
    return await writeEntry(packet, entry, path, target)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    const problem = entryProblem(
      'ENTRY_WRITE_FAILED',
      entry,
      `The entry could not be written: ${message}.`,
      code,
    )
    return { ...refused([problem]), isFull: code === 'ENOSPC' || code === 'EDQUOT' }
  }
}

function refused(problems: readonly Problem[]): Written {
  return { file: undefined, problems, isFull: false }
}

/** A link on the way could lead out of the directory, and a file or folder in the place is not ours to replace. */
async function obstacleAt(entry: PacketEntry, target: Target, path: string): Promise<Problem | undefined> {
  const parts = target.path.split('/').slice(0, -1)
  for (let depth = 1; depth <= parts.length; depth++) {
    const folder = join(target.root, ...parts.slice(0, depth))
    const stats = await statsOf(folder)
    if (stats === undefined) break
    if (stats.isDirectory() && !stats.isSymbolicLink()) continue
    return entryProblem(
      'ENTRY_TARGET_BLOCKED',
      entry,
      'A link or file stands where its folder should be.',
      folder,
    )
  }
  const stats = await statsOf(path)
  if (stats === undefined) return undefined
  if (stats.isDirectory())
    return entryProblem('ENTRY_TARGET_BLOCKED', entry, 'A folder stands in its place.', path)
  if (target.overwrite) return undefined
  return entryProblem('ENTRY_EXISTS', entry, 'The file exists already; it was kept.', path)
}

async function statsOf(path: string) {
  try {
    return await lstat(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Under another name first, so that a file is there whole or not at all. */
async function writeEntry(
  packet: Packet,
  entry: PacketEntry,
  path: string,
  { mostBytes }: Target,
): Promise<Written> {
  const temporary = join(dirname(path), `.${randomUUID()}.part`)
  let sizeBytes = 0
  try {
    const handle = await open(temporary, 'wx', 0o600)
    const outcome = await packet
      .read(entry, async chunk => {
        const part = chunk.subarray(0, mostBytes - sizeBytes)
        await handle.writeFile(part)
        sizeBytes += part.length
        if (part.length < chunk.length) return false
        return undefined
      })
      .finally(() => handle.close())
    await rename(temporary, path)
    return {
      file: { entry, path, sizeBytes },
      problems: readProblems(entry, outcome, mostBytes),
      isFull: false,
    }
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

function readProblems(entry: PacketEntry, outcome: ReadOutcome, mostBytes: number): readonly Problem[] {
  switch (outcome.kind) {
    case 'complete':
      return []
    case 'partial':
      return [outcome.problem]
    case 'stopped':
      return [
        entryProblem(
          'ARCHIVE_TOO_LARGE',
          entry,
          'The entry was cut: no more bytes may be written.',
          `${mostBytes} bytes`,
        ),
      ]
  }
}

function renamed(entry: PacketEntry, path: string): readonly Problem[] {
  if (path === entry.name) return []
  return [
    entryProblem(
      'ENTRY_RENAMED',
      entry,
      'The entry was written under a name that every system accepts.',
      path,
    ),
  ]
}

function entryProblem(code: PacketProblemCode, entry: PacketEntry, message: string, found: string): Problem {
  return packetProblem(code, message, { entry: entry.name, found })
}
