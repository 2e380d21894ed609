// Random access to the bytes of an archive, whatever holds them: a file, memory, or a part of either.
import { open } from 'node:fs/promises'
import { createHash } from 'node:crypto'

export interface ByteSource {
  readonly sizeBytes: number
  /** The bytes from `position`; fewer than `length` only at the end. Throws when the disk fails. */
  read(position: number, length: number): Promise<Buffer>
  /** Safe to call twice. */
  close(): Promise<void>
}

/** Files up to this size are loaded at once: a normal packet then costs one read, not three an entry. */
const loadedBytes = 4 * 1024 * 1024

/** Bytes a sequential reader asks for at a time. */
export const readBytes = 1024 * 1024

/** Opens a regular file; throws what `fs` throws. */
export async function fileSource(path: string): Promise<ByteSource> {
  const handle = await open(path, 'r')
  try {
    const sizeBytes = (await handle.stat()).size
    const source = handleSource(handle, sizeBytes)
    if (sizeBytes > loadedBytes) return source
    const bytes = await source.read(0, sizeBytes)
    await handle.close()
    return memorySource(bytes)
  } catch (error) {
    await handle.close()
    throw error
  }
}

type FileHandle = Awaited<ReturnType<typeof open>>

/** A source over an open file; closing the source closes the file. */
export function handleSource(handle: FileHandle, sizeBytes: number): ByteSource {
  let closing: Promise<void> | undefined
  return {
    sizeBytes,
    read: (position, length) => readFully(handle, position, Math.min(length, sizeBytes - position)),
    close: () => (closing ??= handle.close()),
  }
}

async function readFully(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  if (length <= 0) return Buffer.alloc(0)
  const buffer = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

export function memorySource(bytes: Buffer): ByteSource {
  return {
    sizeBytes: bytes.length,
    read: (position, length) => Promise.resolve(bytes.subarray(position, position + length)),
    close: () => Promise.resolve(),
  }
}

/** A part of another source; closing it leaves the other open. */
export function viewOf(source: ByteSource, start: number, end: number): ByteSource {
  const sizeBytes = Math.max(0, Math.min(end, source.sizeBytes) - start)
  return {
    sizeBytes,
    read: (position, length) =>
      source.read(start + position, Math.max(0, Math.min(length, sizeBytes - position))),
    close: () => Promise.resolve(),
  }
}

/** Bytes that a windowed source reads for a small request. */
const windowBytes = 64 * 1024

/** The same source for many small reads close to each other: it keeps the last window it read. */
export function windowed(source: ByteSource): ByteSource {
  let start = 0
  let window: Promise<Buffer> = Promise.resolve(Buffer.alloc(0))
  let end = 0
  return {
    sizeBytes: source.sizeBytes,
    async read(position, length) {
      const wantedEnd = Math.min(position + length, source.sizeBytes)
      if (length > windowBytes || wantedEnd <= position) return source.read(position, length)
      if (position < start || wantedEnd > end) {
        start = position
        end = Math.min(position + windowBytes, source.sizeBytes)
        window = source.read(start, windowBytes)
      }
      const offset = position - start
      return (await window).subarray(offset, offset + wantedEnd - position)
    },
    close: () => source.close(),
  }
}

/** All bytes in order. */
export async function* chunksOf(
  source: ByteSource,
  start = 0,
  end = source.sizeBytes,
): AsyncGenerator<Buffer> {
  for (let position = start; position < end;) {
    const chunk = await source.read(position, Math.min(readBytes, end - position))
    if (chunk.length === 0) return
    yield chunk
    position += chunk.length
  }
}

/** Lower-case hex SHA-256 over all bytes. */
export async function sha256Of(source: ByteSource): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of chunksOf(source)) hash.update(chunk)
  return hash.digest('hex')
}
