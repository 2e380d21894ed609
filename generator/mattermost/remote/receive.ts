// Streams a packet from a response into a file, and tells whether all of it came.
import { open } from 'node:fs/promises'
import type { AtomicFile } from '../../archive/atomic-file.js'
import { cutReason } from './connection-failures.js'
import { headerOf, type Response } from './api.js'
import type { GenerationEvent } from './request-types.js'

export type Received =
  | { readonly kind: 'whole'; readonly sizeBytes: number }
  | { readonly kind: 'cut'; readonly sizeBytes: number; readonly reason: string }
  /** Begins unlike a zip file; `start` is the text it begins with. */
  | { readonly kind: 'foreign'; readonly start: string }
  | { readonly kind: 'cannot-write'; readonly error: unknown }

/** Reads the body to its end, or to where it breaks off. Rejects only when `signal` was aborted. */
export async function receive(
  response: Response,
  body: AsyncIterable<Buffer>,
  file: AtomicFile,
  onEvent: ((event: GenerationEvent) => void) | undefined,
  signal: AbortSignal | undefined,
): Promise<Received> {
  const totalBytes = sizeOf(headerOf(response, 'content-length'))
  let doneBytes = 0
  try {
    for await (const chunk of body) {
      if (doneBytes === 0 && chunk.length >= 2 && chunk.toString('latin1', 0, 2) !== 'PK')
        return { kind: 'foreign', start: chunk.toString('utf8', 0, 64 * 1024) }
      const failure = await written(file, chunk)
      if (failure !== undefined) return { kind: 'cannot-write', error: failure.error }
      doneBytes += chunk.length
      onEvent?.({ kind: 'receiving', doneBytes, totalBytes })
    }
  } catch (error) {
    if (signal?.aborted === true) throw error
    return { kind: 'cut', sizeBytes: doneBytes, reason: cutReason(error) }
  }
  return { kind: 'whole', sizeBytes: doneBytes }
}

async function written(file: AtomicFile, chunk: Buffer): Promise<{ readonly error: unknown } | undefined> {
  try {
    await file.write(chunk)
    return undefined
  } catch (error) {
    return { error }
  }
}

function sizeOf(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined
}

/** The record that ends every zip file, at the earliest place where its comment still fits. */
const endRecord = Buffer.from('PK\u0005\u0006')
const endRecordSpan = 22 + 65_535

/**
 * True when the file has the end that every zip file has. A chunked answer can stop early without the connection
 * noticing: a proxy may end it properly.
 */
export async function endsAsZip(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const length = Math.min(size, endRecordSpan)
    const tail = Buffer.alloc(length)
    await file.read(tail, 0, length, size - length)
    return tail.lastIndexOf(endRecord) >= 0
  } finally {
    await file.close()
  }
}
