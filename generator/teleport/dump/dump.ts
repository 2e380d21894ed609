// A dump while it is made: entries go into one zip in turn, what agents send at once waits on disk, what was tried is kept.
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createAtomicFile, type AtomicFile } from '../../archive/atomic-file.js'
import { makeProcessFolder } from '../../archive/process-folder.js'
import { isSafeName } from '../../archive/entry-name.js'
import { commitFree, type Destination } from '../../archive/free-name.js'
import { createZipWriter, type Sink, type ZipWriter } from '../../archive/zip-writer.js'
import type { Attempt } from './attempt.js'
import { createBudget, defaultCaps, type Budget, type Caps } from './caps.js'
import {
  pieces,
  unchanged,
  type EntrySink,
  type Kept,
  type NewEntry,
  type Source,
  type Transform,
} from './entry.js'
import { spoolFile, type SpoolFile } from './spool-file.js'

/** Begins the names of all folders for what is in the making: whichever a killed run left, the next one removes it. */
export const workPrefix = '.teleport-dump'

/** Where a dump goes; `sink` for standard output, which nothing can be taken back from. */
export type DumpDestination = Destination | { readonly kind: 'sink'; readonly write: Sink }

export interface DumpOptions {
  readonly destination: DumpDestination
  /** Of the file in a directory: `teleport-dump-2026-11-21.zip`. */
  readonly fileName: string
  /** Time stamp of all entries. */
  readonly now: Date
  readonly caps?: Caps
  readonly transform?: Transform
  readonly onAttempt?: (attempt: Attempt) => void
}

export interface DumpEntry {
  readonly name: string
  readonly bytes: number
  readonly cut?: Kept['cut']
  readonly originalBytes?: number
}

export interface Finished {
  /** `undefined` for a sink. */
  readonly path: string | undefined
  /** Of the archive. */
  readonly sizeBytes: number
}

/**
 * Entries may be added by many at once: each is first whole on disk, so that a slow source never holds up another.
 */
export interface Dump extends EntrySink {
  /** Room of one agent, whose folder has no name until it told its UUID. */
  spool(): Spool
  attempted(attempt: Attempt): void
  readonly attempts: readonly Attempt[]
  /** In the order of the archive. */
  readonly entries: readonly DumpEntry[]
  has(name: string): boolean
  /** The folder if it is free, else `<folder>.2`, `<folder>.3`, …; taken from then on. */
  claimFolder(wanted: string): string
  readonly transform: Transform
  /** Closes the archive and gives it its name; with what is there, also after a cancel. */
  finish(): Promise<Finished>
  /** Removes everything that is not finished. Harmless after `finish`. */
  discard(): Promise<void>
}

export interface Spool extends EntrySink {
  /** Names so far, below the folder to come. */
  readonly names: readonly string[]
  /** Moves all into the archive below `folder`, and frees the room. */
  moveTo(folder: string): Promise<void>
  discard(): Promise<void>
}

/** Throws when the destination cannot be written. */
export async function createDump(options: DumpOptions): Promise<Dump> {
  const { destination, caps = defaultCaps, transform = unchanged } = options
  const file =
    destination.kind === 'sink' ? undefined : await createAtomicFile(wantedPath(options, destination))
  const write: Sink = destination.kind === 'sink' ? destination.write : async chunk => file?.write(chunk)
  // Beside the dump, since the folder for temporary files is often memory.
  const parent = file === undefined ? tmpdir() : dirname(file.path)
  const folder = await makeProcessFolder(parent, workPrefix)
  const shared: Shared = {
    folder,
    caps,
    transform,
    budget: createBudget(caps.totalBytes),
    number: 0,
  }
  const archive = createArchive(createZipWriter(write, options.now))
  const attempts: Attempt[] = []
  const folders = new Set<string>()
  return {
    transform,
    claimFolder(wanted) {
      let free = wanted
      for (let number = 2; folders.has(free); number++) free = `${wanted}.${number}`
      folders.add(free)
      return free
    },
    attempts,
    entries: archive.entries,
    has: name => archive.has(name),
    attempted(attempt) {
      attempts.push(attempt)
      options.onAttempt?.(attempt)
    },
    async add(entry, source) {
      archive.claim(entry.name)
      const spooled = await toDisk(entry, source, shared)
      await archive.take(entry.name, spooled)
      return spooled.kept
    },
    spool: () => createSpool(shared, archive),
    async finish() {
      const sizeBytes = await archive.finish()
      await rm(folder, { recursive: true, force: true })
      return { path: await nameOf(file, options), sizeBytes }
    },
    async discard() {
      await rm(folder, { recursive: true, force: true })
      await file?.discard()
    },
  }
}

const wantedPath = ({ fileName }: DumpOptions, destination: Destination): string =>
  destination.kind === 'file' ? destination.path : join(destination.path, fileName)

async function nameOf(file: AtomicFile | undefined, options: DumpOptions): Promise<string | undefined> {
  const { destination } = options
  if (file === undefined || destination.kind === 'sink') return undefined
  const isFile = destination.kind === 'file'
  const path = await commitFree(
    file,
    wantedPath(options, destination),
    isFile,
    isFile && destination.overwrite,
  )
  await file.discard()
  return path
}

/** What all who write have in common. */
interface Shared {
  readonly folder: string
  readonly caps: Caps
  readonly transform: Transform
  readonly budget: Budget
  /** Of the next temporary file. */
  number: number
}

async function toDisk(entry: NewEntry, source: Source, shared: Shared): Promise<SpoolFile> {
  const { caps, transform, budget, folder } = shared
  const bytes = pieces(source)
  const passed = entry.content === 'own' ? bytes : transform.bytes(entry, bytes)
  const maxBytes = Math.min(entry.maxBytes ?? Infinity, caps.entryBytes)
  const path = join(folder, String(shared.number++))
  // What says how complete a dump is may not fall to the limit that made it incomplete.
  const own = entry.content === 'own' ? createBudget(Infinity) : budget
  return spoolFile(path, passed, { keep: entry.keep ?? 'head', maxBytes, budget: own })
}

interface Archive {
  readonly entries: DumpEntry[]
  has(name: string): boolean
  /** Throws for a name that is not safe or taken. */
  claim(name: string): void
  /** In turn: waits for those before. */
  take(name: string, spooled: SpoolFile): Promise<void>
  finish(): Promise<number>
}

function createArchive(zip: ZipWriter): Archive {
  const names = new Set<string>()
  const entries: DumpEntry[] = []
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }
  return {
    entries,
    has: name => names.has(name),
    claim(name) {
      if (!isSafeName(name)) throw new Error(`not a name of an entry: ${JSON.stringify(name.slice(0, 100))}`)
      if (names.has(name)) throw new Error(`${name} is in the dump already`)
      names.add(name)
    },
    take: (name, spooled) =>
      inTurn(async () => {
        // Logs pack well even when it is done fast.
        const { error } = await zip.add(name, spooled.read(), spooled.kept.bytes > fastFromBytes ? 1 : 6)
        if (error !== undefined) throw new Error('a temporary file cannot be read', { cause: error })
        const { bytes, cut, originalBytes } = spooled.kept
        entries.push({
          name,
          bytes,
          ...(cut === undefined ? {} : { cut }),
          ...(originalBytes === undefined ? {} : { originalBytes }),
        })
      }),
    finish: () => inTurn(() => zip.finish()),
  }
}

const fastFromBytes = 4 * 1024 * 1024

function createSpool(shared: Shared, archive: Archive): Spool {
  const files = new Map<string, SpoolFile>()
  const names: string[] = []
  return {
    names,
    async add(entry, source) {
      if (!isSafeName(entry.name))
        throw new Error(`not a name of an entry: ${JSON.stringify(entry.name.slice(0, 100))}`)
      if (names.includes(entry.name)) throw new Error(`${entry.name} is there already`)
      names.push(entry.name)
      const spooled = await toDisk(entry, source, shared)
      files.set(entry.name, spooled)
      return spooled.kept
    },
    async moveTo(folder) {
      // All names at once, so that nothing comes between.
      for (const name of files.keys()) archive.claim(`${folder}/${name}`)
      for (const [name, file] of files) {
        await archive.take(`${folder}/${name}`, file)
        files.delete(name)
      }
    },
    async discard() {
      for (const file of files.values()) await file.remove()
      files.clear()
    },
  }
}
