// Cuts a log into parts as the reader does, and keeps the parts.
import {
  createSegmenter,
  type CutPart,
  type SegmentSizes,
} from '../../../analyzer/documents/log/scan/segmenter.js'

/** Parts of a log whose bytes come in chunks of these sizes, over and over. */
export async function partsOf(
  content: Buffer,
  sizes: SegmentSizes,
  chunkSizes: readonly number[],
): Promise<CutPart[]> {
  const parts: CutPart[] = []
  const segmenter = createSegmenter(
    {
      buffer: bytes => Buffer.alloc(bytes, 0x7b),
      part: part => void parts.push({ ...part, bytes: Buffer.from(part.bytes) }),
    },
    sizes,
  )
  for (let at = 0, i = 0; at < content.length; i++) {
    const size = chunkSizes[i % chunkSizes.length] ?? 1
    await segmenter.write(content.subarray(at, at + size))
    at += size
  }
  await segmenter.end()
  return parts
}
