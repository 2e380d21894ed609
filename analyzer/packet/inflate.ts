// Streaming decompression for zip and gzip: bounded memory, and every byte before a damage is delivered.
import { createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib'
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

/** Near a damage the input is fed in pieces of this size: zlib drops the output of the piece that holds the fault. */
const carefulBytes = 16

/** Far from it pieces may be larger, but without back-pressure they must not inflate to much: 1032 times at most. */
const steadyBytes = 4096

/** Inflates from the start of the input until the compressed stream, or the input, ends. */
export async function* inflate(
  wrapping: Wrapping,
  read: ReadInput,
  expectedBytes: number | undefined = undefined,
): AsyncGenerator<Buffer, InflateEnd, void> {
  const progress: Progress = { fedBytes: 0, givenBytes: 0 }
  const end = yield* inflateFast(wrapping, read, expectedBytes, progress)
  if (end.kind !== 'corrupt') return end
  return yield* inflateUpTo(wrapping, read, progress)
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

/** Writes all input; the next piece is read while the last one is inflated. */
async function feed(inflater: InflateRaw | Gunzip, read: ReadInput, progress: Progress): Promise<void> {
  const write = writerTo(inflater)
  try {
    let next = read(0, readBytes)
    for (;;) {
      const piece = await next
      if (inflater.destroyed) return
      if (piece.length === 0) return void inflater.end()
      next = read(progress.fedBytes + piece.length, readBytes)
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

/** Inflates once more in small pieces and gives what the fast way could not hand on before the fault. */
async function* inflateUpTo(
  wrapping: Wrapping,
  read: ReadInput,
  { fedBytes, givenBytes }: Progress,
): AsyncGenerator<Buffer, InflateEnd, void> {
  const inflater = createInflater(wrapping, undefined)
  const write = writerTo(inflater)
  const output: Buffer[] = []
  let reason = 'invalid data'
  inflater.on('error', error => (reason = error.message))
  inflater.on('data', (chunk: Buffer) => output.push(chunk))
  let skip = givenBytes
  let offset = 0
  try {
    for (;;) {
      const step = offset < fedBytes ? Math.min(steadyBytes, fedBytes - offset) : carefulBytes
      const piece = await read(offset, step)
      const taken = piece.length > 0 && (await write(piece))
      for (const chunk of output.splice(0)) {
        const fresh = chunk.subarray(Math.min(skip, chunk.length))
        skip -= chunk.length - fresh.length
        if (fresh.length > 0) yield fresh
      }
      if (!taken) return { kind: 'corrupt', consumedBytes: offset, reason }
      offset += piece.length
    }
  } finally {
    inflater.destroy()
  }
}
