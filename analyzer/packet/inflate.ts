// Streaming decompression for zip and gzip: bounded memory, and every byte before a damage is delivered.
import { createGunzip, createInflateRaw, inflateRawSync, type Gunzip, type InflateRaw } from 'node:zlib'
import { readBytes } from './byte-source.js'

/** How the compressed stream ended, and how many compressed bytes were used up. */
export interface InflateEnd {
  readonly kind: 'end' | 'cut' | 'corrupt'
  readonly consumedBytes: number
  /** In words of zlib, for `cut` and `corrupt`. */
  readonly reason: string
}

/** The compressed bytes from an offset; empty at the end. */
export type ReadInput = (offset: number, length: number) => Promise<Buffer>

export type Wrapping = 'raw' | 'gzip'

/** Output is asked for in pieces of this size: measured about twice as fast as the default of 16 KiB. */
const outputBytes = 1 << 20

/**
 * zlib drops the output of the input piece that holds a fault. To get it, the input is fed again, around the fault in
 * smaller and smaller pieces: a fault is within 1 MiB after the first way, then within 4 KiB, then within 16 bytes.
 */
const carefulBytes = [4096, 16] as const

/** Far from the fault. Without back-pressure a piece must not inflate to much: 1032 times at most. */
const steadyBytes = 4096

/** Inflates from the start of the input until the compressed stream, or the input, ends. */
export async function* inflate(
  wrapping: Wrapping,
  read: ReadInput,
  expectedBytes: number | undefined = undefined,
): AsyncGenerator<Buffer, InflateEnd, void> {
  const progress: Progress = { fedBytes: 0, givenBytes: 0 }
  let end = yield* inflateFast(wrapping, read, expectedBytes, progress)
  for (const stepBytes of carefulBytes) {
    if (end.kind !== 'corrupt') break
    end = yield* inflateUpTo(wrapping, read, progress, stepBytes)
  }
  return end
}

interface Progress {
  /** Input taken completely; a fault lies behind it. */
  fedBytes: number
  /** Output handed on. */
  givenBytes: number
}

async function* inflateFast(
  wrapping: Wrapping,
  read: ReadInput,
  expectedBytes: number | undefined,
  progress: Progress,
): AsyncGenerator<Buffer, InflateEnd, void> {
  const inflater = createInflater(wrapping, expectedBytes)
  const feeding = feed(inflater, read, progress)
  try {
    for await (const chunk of inflater as AsyncIterable<Buffer>) {
      progress.givenBytes += chunk.length
      yield chunk
    }
    return { kind: 'end', consumedBytes: inflater.bytesWritten, reason: '' }
  } catch (error) {
    return endFrom(error, inflater)
  } finally {
    inflater.destroy()
    await feeding
  }
}

function createInflater(wrapping: Wrapping, expectedBytes: number | undefined): InflateRaw | Gunzip {
  const wanted = expectedBytes === undefined ? outputBytes : expectedBytes + 1
  const options = { chunkSize: Math.min(outputBytes, Math.max(4096, wanted)) }
  const inflater = wrapping === 'raw' ? createInflateRaw(options) : createGunzip(options)
  inflater.on('error', () => undefined) // the reader sees it; a late one after the read was stopped must not end the process
  return inflater
}

function endFrom(error: unknown, inflater: InflateRaw | Gunzip): InflateEnd {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === undefined || !code.startsWith('Z_')) throw error
  const kind = code === 'Z_BUF_ERROR' ? 'cut' : 'corrupt'
  return { kind, consumedBytes: inflater.bytesWritten, reason: message }
}

/** The first piece; each further one is four times larger, up to `readBytes`: most entries are small. */
const firstReadBytes = 16 * 1024

/** Writes all input; the next piece is read while the last one is inflated. */
async function feed(inflater: InflateRaw | Gunzip, read: ReadInput, progress: Progress): Promise<void> {
  const write = writerTo(inflater)
  let pieceBytes = firstReadBytes
  try {
    let next = read(0, pieceBytes)
    for (;;) {
      const piece = await next
      if (inflater.destroyed) return
      if (piece.length === 0) return void inflater.end()
      pieceBytes = Math.min(readBytes, 4 * pieceBytes)
      next = read(progress.fedBytes + piece.length, pieceBytes)
      next.catch(() => undefined) // seen by the await above, unless inflating ends first
      if (!(await write(piece))) return
      progress.fedBytes += piece.length
    }
  } catch (error) {
    inflater.destroy(error as Error)
  }
}

/** Resolves true when a piece was taken, false when the inflater is done: it never calls back for input after its end. */
function writerTo(inflater: InflateRaw | Gunzip): (piece: Buffer) => Promise<boolean> {
  let settle: ((taken: boolean) => void) | undefined
  inflater.once('close', () => settle?.(false))
  inflater.once('end', () => settle?.(false))
  return piece =>
    new Promise(resolve => {
      settle = resolve
      if (inflater.destroyed || inflater.readableEnded) return resolve(false)
      inflater.write(piece, failure => {
        resolve(failure === null || failure === undefined)
      })
    })
}

/** Inflates once more from the start and gives what was not handed on before the fault; moves `progress` closer to it. */
async function* inflateUpTo(
  wrapping: Wrapping,
  read: ReadInput,
  progress: Progress,
  stepBytes: number,
): AsyncGenerator<Buffer, InflateEnd, void> {
  const inflater = createInflater(wrapping, undefined)
  const write = writerTo(inflater)
  const output: Buffer[] = []
  let reason = 'invalid data'
  inflater.on('error', error => (reason = error.message))
  inflater.on('data', (chunk: Buffer) => output.push(chunk))
  const { fedBytes, givenBytes } = progress
  let skip = givenBytes
  let offset = 0
  try {
    for (;;) {
      const piece = await read(
        offset,
        offset < fedBytes ? Math.min(steadyBytes, fedBytes - offset) : stepBytes,
      )
      const isTaken = piece.length > 0 && (await write(piece))
      for (const chunk of output.splice(0)) {
        const fresh = chunk.subarray(Math.min(skip, chunk.length))
        skip -= chunk.length - fresh.length
        progress.givenBytes += fresh.length
        if (fresh.length > 0) yield fresh
      }
      if (!isTaken) return { kind: 'corrupt', consumedBytes: offset, reason }
      offset += piece.length
      progress.fedBytes = Math.max(fedBytes, offset)
    }
  } finally {
    inflater.destroy()
  }
}

/** Largest input and output that are inflated in one go: below this, setting up a stream costs more than inflating. */
const smallInputBytes = 128 * 1024
const smallOutputBytes = 512 * 1024

/** Small raw data at once; `undefined` when it is not small, or not what was stated: then streaming tells more. */
export async function inflateSmall(
  read: ReadInput,
  compressedBytes: number,
  sizeBytes: number | undefined,
): Promise<Buffer | undefined> {
  if (sizeBytes === undefined || sizeBytes > smallOutputBytes || compressedBytes > smallInputBytes)
    return undefined
  const input = await read(0, compressedBytes)
  try {
    const output = inflateRawSync(input, {
      chunkSize: Math.max(64, sizeBytes + 1),
      maxOutputLength: sizeBytes + 1,
    })
    return output.length === sizeBytes ? output : undefined
  } catch {
    return undefined
  }
}
