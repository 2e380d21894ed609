// Unpacks a rotated log (`mattermost-2026-….log.gz`) on the way to its reader: bounded, and as far as it is sound.
import { createGunzip } from 'node:zlib'
import { logLimits } from './limits.js'

export interface Gunzip {
  write(chunk: Buffer): Promise<void>
  /** After the last chunk. Words for what went wrong; everything before it was given. */
  end(): Promise<string | undefined>
}

/** True for a gzip member's first bytes. */
export function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
}

export function createGunzipTo(sink: (chunk: Buffer) => void): Gunzip {
  const stream = createGunzip({ chunkSize: 1024 * 1024 })
  let failure: string | undefined
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= logLimits.gunzipBytes) sink(chunk)
    else failure ??= `more than ${logLimits.gunzipBytes} bytes when unpacked`
    if (failure) stream.destroy()
  })
  const closed = new Promise<void>(resolve => {
    stream.on('close', resolve)
    stream.on('end', resolve)
    stream.on('error', error => {
      failure ??= error.message
      resolve()
    })
  })
  return {
    async write(chunk) {
      if (failure || stream.destroyed) return
      // The chunk is valid only during the call, so it is waited for.
      await Promise.race([new Promise<void>(resolve => stream.write(chunk, () => resolve())), closed])
    },
    async end() {
      if (!stream.destroyed) stream.end()
      await closed
      return failure
    },
  }
}
