// Inflates data whose end is not known, to learn where it ends, how large it is and its checksum.
import { crc32 } from 'node:zlib'
import type { ByteSource } from '../byte-source.js'
import { inflate } from '../inflate.js'
import type { Limits } from '../limits.js'

/** How much may still be inflated only to find ends, over all entries of an archive. */
export interface Effort {
  remainingBytes: number
}

export type Measured = MeasuredEnd | { readonly kind: 'cut' | 'corrupt'; readonly reason: string }

export interface MeasuredEnd {
  readonly kind: 'end'
  readonly compressedBytes: number
  readonly sizeBytes: number
  readonly crc32: number
}

/** Measures deflated data from the start of `data`. */
export async function measureDeflated(data: ByteSource, limits: Limits, effort: Effort): Promise<Measured> {
  const mostBytes = effort.remainingBytes
  const read = (offset: number, length: number) =>
    offset < mostBytes ? data.read(offset, length) : Promise.resolve(Buffer.alloc(0))
  const stream = inflate('raw', read)
  let sizeBytes = 0
  let checksum = 0
  try {
    for (;;) {
      const next = await stream.next()
      if (next.done === true) {
        const { kind, reason, consumedBytes } = next.value
        effort.remainingBytes -= consumedBytes
        return kind === 'end'
          ? { kind, compressedBytes: consumedBytes, sizeBytes, crc32: checksum }
          : { kind, reason }
      }
      sizeBytes += next.value.length
      checksum = crc32(next.value, checksum)
      if (sizeBytes > limits.entryBytes) return { kind: 'corrupt', reason: 'too large to be measured' }
    }
  } finally {
    await stream.return({ kind: 'end', consumedBytes: 0, reason: '' })
  }
}
