// The sizes and checksum that follow the data of an entry which was written in one pass, as servers write packets.
import type { ByteSource } from '../byte-source.js'
import { descriptorMark } from './signatures.js'

export interface Descriptor {
  readonly crc32: number | undefined
  readonly sizeBytes: number | undefined
  /** Bytes it takes; 0 when none was found. */
  readonly lengthBytes: number
}

/** What the data in front of it was measured to be. */
export interface MeasuredData {
  readonly crc32: number
  readonly sizeBytes: number
  readonly compressedBytes: number
}

const none: Descriptor = { crc32: undefined, sizeBytes: undefined, lengthBytes: 0 }

/**
 * Reads the descriptor at `at` in any of its four forms: with or without a mark, sizes of 4 or 8 bytes. The form is
 * told by the compressed size it must state; without that, the common form is taken: marked, 4 bytes.
 */
export async function readDescriptor(
  source: ByteSource,
  at: number,
  compressedBytes: number | undefined,
): Promise<Descriptor> {
  const bytes = await source.read(at, 24)
  const markBytes = descriptorMark.equals(bytes.subarray(0, 4)) ? 4 : 0
  for (const wordBytes of [4, 8] as const) {
    const descriptor = parse(bytes.subarray(markBytes), wordBytes)
    if (descriptor === undefined || descriptor.compressedBytes !== compressedBytes) continue
    const { crc32, sizeBytes } = descriptor
    return { crc32, sizeBytes, lengthBytes: markBytes + 4 + 2 * wordBytes }
  }
  return markBytes === 0 ? none : marked(bytes)
}

/** Its mark is there, its sizes are wrong: it counts, so that reading says what does not fit. */
function marked(bytes: Buffer): Descriptor {
  const descriptor = parse(bytes.subarray(4), 4)
  if (descriptor === undefined) return none
  return { crc32: descriptor.crc32, sizeBytes: descriptor.sizeBytes, lengthBytes: 16 }
}

function parse(bytes: Buffer, wordBytes: 4 | 8): MeasuredData | undefined {
  if (bytes.length < 4 + 2 * wordBytes) return undefined
  const word = (at: number) => (wordBytes === 4 ? bytes.readUInt32LE(at) : Number(bytes.readBigUInt64LE(at)))
  return { crc32: bytes.readUInt32LE(0), compressedBytes: word(4), sizeBytes: word(4 + wordBytes) }
}
