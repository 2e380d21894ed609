// Unpacks a rotated log (`….log.gz`) for a reader that may have to wait: unpacking then waits as well.
import { createGunzip } from 'node:zlib'
import { logLimits } from '../log/limits.js'

/** False when no more is wanted. */
export type PatientSink = (chunk: Buffer) => Promise<boolean>

export interface PatientGunzip {
  /** False when no more is wanted, or can be read. */
  write(chunk: Buffer): Promise<boolean>
  /** After the last chunk. Words for what went wrong; everything before it was given. */
  end(): Promise<string | undefined>
}

export function createPatientGunzip(sink: PatientSink): PatientGunzip {
  const stream = createGunzip({ chunkSize: 1024 * 1024 })
  let failure: string | undefined
  let thrown: unknown
  let size = 0
  const pumped = pump().catch((error: unknown) => {
    thrown = error
    stream.destroy()
  })

  async function pump(): Promise<void> {
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        size += chunk.length
        if (size > logLimits.gunzipBytes) failure = `more than ${logLimits.gunzipBytes} bytes when unpacked`
        if (failure !== undefined || !(await sink(chunk))) break
      }
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('Z_')) throw error
      failure = error.message
    }
  }

  return {
    async write(chunk) {
      if (stream.destroyed || stream.readableEnded) return failure === undefined && stream.readableEnded
      // The chunk is valid only during the call, so it is waited for.
      await Promise.race([new Promise<void>(resolve => stream.write(chunk, () => resolve())), pumped])
      return !stream.destroyed
    },
    async end() {
      if (!stream.destroyed) stream.end()
      await pumped
      if (thrown !== undefined) throw thrown as Error
      return failure
    },
  }
}
