// Writes the logs into the archive: the part that is asked for, masked as it streams by.
import { basename } from 'node:path'
import type { Level, ZipWriter } from '../../archive/zip-writer.js'
import { systemWords } from '../connection-words.js'
import type { LogMasker } from '../sanitize/log-masker.js'
import { rotatedFilesOf, type LogFile } from './log-files.js'
import { journalOf, openLog, openRotated } from './log-source.js'
import type { LogOptions } from './options.js'

export interface LogsWritten {
  readonly errors: readonly string[]
  readonly masked: Readonly<Record<string, number>>
  /** Logs that the size limit cut. */
  readonly cut: readonly string[]
}

/** Logs pack well even when it is done fast, and the machine may be in trouble. */
const level: Level = 1

export interface LogWriting {
  readonly zip: ZipWriter
  /** `''`, or the folder of the node with a slash. */
  readonly folder: string
  readonly options: LogOptions
  /** `undefined`: logs go in as they are. */
  readonly masker: LogMasker | undefined
  readonly signal: AbortSignal | undefined
  readonly onStep: ((step: string) => void) | undefined
}

export async function writeLogs(files: readonly LogFile[], writing: LogWriting): Promise<LogsWritten> {
  const errors: string[] = []
  const cut: string[] = []
  const masked: Record<string, number> = {}
  const names = new Set<string>()
  const add = async (name: string, bytes: AsyncIterable<Buffer>): Promise<void> => {
    const free = freeName(name, names)
    const before = writing.masker?.masked ?? 0
    const { error } = await writing.zip.add(writing.folder + free, through(bytes, writing), level)
    writing.signal?.throwIfAborted()
    if (error !== undefined) errors.push(`${free} breaks off: ${reasonOf(error)}`)
    const count = (writing.masker?.masked ?? 0) - before
    if (count > 0) masked[writing.folder + free] = count
  }
  for (const file of files) {
    writing.onStep?.(file.name)
    if (await addFile(file, writing, add, errors)) cut.push(file.name)
    if (writing.options.rotated) await addRotated(file, writing, add, errors)
  }
  await addJournal(names, writing, add, errors)
  return { errors, masked, cut }
}

type Add = (name: string, bytes: AsyncIterable<Buffer>) => Promise<void>

/** True when the size limit left something out. */
async function addFile(file: LogFile, { options }: LogWriting, add: Add, errors: string[]): Promise<boolean> {
  try {
    const log = await openLog(file.path, options)
    try {
      await add(file.name, log.bytes)
      return log.range.cutBytes > 0
    } finally {
      await log.close()
    }
  } catch (error) {
    if (!isFileError(error)) throw error
    if (file.failure !== undefined) errors.push(`${file.failure}: ${reasonOf(error)}`)
    return false
  }
}

async function addRotated(file: LogFile, { options }: LogWriting, add: Add, errors: string[]): Promise<void> {
  for (const path of await rotatedFilesOf(file)) {
    const name = basename(path).replace(/\.gz$/, '')
    try {
      const bytes = await openRotated(path, options.since)
      if (bytes !== undefined) await add(name, bytes)
    } catch (error) {
      if (!isFileError(error)) throw error
      errors.push(`failed to read rotated log file at path ${path}: ${reasonOf(error)}`)
    }
  }
}

/** The console's lines are those of the log: the same format, kept by the journal. */
async function addJournal(
  names: ReadonlySet<string>,
  { options }: LogWriting,
  add: Add,
  errors: string[],
): Promise<void> {
  if (options.journalUnit === undefined || names.has('mattermost.log')) return
  try {
    const source = journalOf(options.journalUnit, options)
    const first = await source.next()
    if (first.done === true) {
      errors.push(`the journal has nothing of ${options.journalUnit}, in place of the mattermost log`)
      return
    }
    await add('mattermost.log', resumed(first.value, source))
  } catch (error) {
    errors.push(
      `failed to read the journal of ${options.journalUnit}, in place of the mattermost log: ${reasonOf(error)}`,
    )
  }
}

async function* resumed(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first
  yield* rest
}

async function* through(
  bytes: AsyncIterable<Buffer>,
  { masker, signal }: LogWriting,
): AsyncGenerator<Buffer> {
  for await (const chunk of masker === undefined ? bytes : masker.mask(bytes)) {
    signal?.throwIfAborted()
    yield chunk
  }
}

function freeName(name: string, names: Set<string>): string {
  let free = name
  for (let number = 2; names.has(free); number++) free = name.replace(/(\.\w+)?$/, `-${number}$1`)
  names.add(free)
  return free
}

const isFileError = (error: unknown): boolean => error instanceof Error && 'code' in error && 'errno' in error

/** In the words of Go, as they stand in packets of servers. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return systemWords(code) ?? (error instanceof Error ? error.message : String(error))
}
