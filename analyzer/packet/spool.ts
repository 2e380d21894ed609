// Keeps a stream that can be read only once: in memory while it is small, else in a private file that vanishes with the packet.
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { handleSource, memorySource, type ByteSource } from './byte-source.js'
import type { Limits } from './limits.js'

export interface Spooled {
  readonly source: ByteSource
  /** The stream was longer than is accepted. */
  readonly isCut: boolean
}

export interface Spooler {
  /** Takes a copy; false when no more is accepted. */
  add(chunk: Uint8Array): Promise<boolean>
  /** What was taken; nothing may be added afterwards. */
  finish(): Spooled
  /** Forgets everything. */
  abort(): Promise<void>
}

export function spooler(limits: Limits): Spooler {
  const kept: Buffer[] = []
  let sizeBytes = 0
  let file: TemporaryFile | undefined
  let isCut = false
  return {
    async add(chunk) {
      const part = chunk.subarray(0, limits.streamBytes - sizeBytes)
      sizeBytes += part.length
      isCut = part.length < chunk.length
      kept.push(Buffer.from(part))
      if (sizeBytes > limits.spoolBytes) {
        file ??= await temporaryFile()
        for (const bytes of kept.splice(0)) await file.append(bytes)
      }
      return !isCut
    },
    finish: () => ({ source: file?.source(sizeBytes) ?? memorySource(Buffer.concat(kept)), isCut }),
    abort: async () => file?.close(),
  }
}

/** Takes a whole stream. */
export async function spool(chunks: AsyncIterable<Uint8Array>, limits: Limits): Promise<Spooled> {
  const taken = spooler(limits)
  try {
    for await (const chunk of chunks) if (!(await taken.add(chunk))) break
    return taken.finish()
  } catch (error) {
    await taken.abort()
    throw error
  }
}

interface TemporaryFile {
  append(bytes: Buffer): Promise<void>
  source(sizeBytes: number): ByteSource
  close(): Promise<void>
}

/**
 * In a directory that only this user may enter. Where the system lets go of the names of open files, both vanish at once,
 * whatever ends the process; on Windows on close, or when the process exits before.
 */
async function temporaryFile(): Promise<TemporaryFile> {
  const folder = await mkdtemp(join(tmpdir(), 'support-packet-'))
  const removeNow = () => {
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', removeNow)
  const handle = await open(join(folder, randomUUID()), 'wx+', 0o600)
  if (process.platform !== 'win32') removeNow()
  let closing: Promise<void> | undefined
  const close = async () => {
    await handle.close()
    await rm(folder, { recursive: true, force: true })
    process.off('exit', removeNow)
  }
  const closeOnce = () => (closing ??= close())
  return {
    append: async bytes => {
      await handle.appendFile(bytes)
    },
    source: sizeBytes => ({ ...handleSource(handle, sizeBytes), close: closeOnce }),
    close: closeOnce,
  }
}
