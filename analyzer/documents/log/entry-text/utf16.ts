// Text in UTF-16, as PowerShell's `>` and the Windows editors write it, as UTF-8.
import type { EntryText } from './entry-text.js'

export type Utf16Order = 'utf-16le' | 'utf-16be'

/** By its byte order mark, or by a `{` or `[` that it begins with; `undefined` for any other text. */
export function utf16Order(sample: Buffer): Utf16Order | undefined {
  const [first, second, third, fourth] = sample
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  const beginsObject = (a: number | undefined, b: number | undefined) => a === 0x7b && b === 0x22
  if (second === 0 && fourth === 0 && beginsObject(first, third)) return 'utf-16le'
  if (first === 0 && third === 0 && beginsObject(second, fourth)) return 'utf-16be'
  return undefined
}

/** Half a character at the end of a chunk waits for the next one; what is none becomes U+FFFD. The mark is left out. */
export function createUtf16Decoder(order: Utf16Order): EntryText {
  const decoder = new TextDecoder(order)
  return {
    decode: chunk => Buffer.from(decoder.decode(chunk, { stream: true })),
    end: () => Buffer.from(decoder.decode()),
  }
}
