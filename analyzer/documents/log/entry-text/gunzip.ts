// Unpacks a rotated log (`mattermost-2026-….log.gz`) on the way to its reader, who may have to wait: unpacking then waits as well.
// Bounded, and as far as it is sound.
import { createGunzip } from 'node:zlib'
import { logLimits } from '../limits.js'

/** False when no more is wanted. The chunk is valid until the answer. */
export type GunzipSink = (chunk: Buffer) => void | false | Promise<void | false>

export interface Gunzip {
  /** False when no more is wanted, or can be read. Rejects with what the sink throws. */
  write(chunk: Buffer): Promise<boolean>
  /** After the last chunk. Words for what went wrong; everything before it was given. */
  end(): Promise<string | undefined>
}

/** True for a gzip member's first bytes. */
export function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
}

export function createGunzipTo(sink: GunzipSink): Gunzip {
  const stream = createGunzip({ chunkSize: 1024 * 1024 })
  let failure: string | undefined
  let thrown: { readonly error: unknown } | undefined
  let size = 0
  const pumped = pump().catch((error: unknown) => {
    thrown = { error }
    stream.destroy()
  })

  async function pump(): Promise<void> {
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        size += chunk.length
        if (size > logLimits.gunzipBytes) failure = `more than ${logLimits.gunzipBytes} bytes when unpacked`
        if (failure !== undefined || (await sink(chunk)) === false) break
      }
    } catch (error) {
      if (!isZlibError(error)) throw error
      failure = error.message
    }
  }

  return {
    async write(chunk) {
      if (!stream.destroyed && !stream.readableEnded) {
        // The chunk is valid only during the call, so it is waited for.
        await Promise.race([new Promise<void>(resolve => stream.write(chunk, () => resolve())), pumped])
      }
      if (thrown) throw thrown.error
      return !stream.destroyed || (stream.readableEnded && failure === undefined)
    },
    async end() {
      if (!stream.destroyed) stream.end()
      await pumped
      if (thrown) throw thrown.error
      return failure
    },
  }
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
}
