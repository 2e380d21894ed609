// The symbols of an index: every name and value of a label once. `len u32 | count u32 | (uvarint length, bytes)… | crc u32`.
import { checkedSection, malformed, readU32, readUvarint } from './cursor.js'
import { crc32c } from './crc32c.js'
import { metricsLimits } from './limits.js'

/** Symbols by number. Their text is decoded when somebody looks at it. */
export interface Symbols {
  readonly count: number
  /** Text of a symbol; malformed when there is none of that number. */
  text(number: number): string
  /** Where the section ends in the file. */
  readonly endsAt: number
}

const decoder = new TextDecoder()

export function readSymbols(bytes: Uint8Array, at: number): Symbols {
  const section = checkedSection(bytes, at, crc32c)
  const count = readU32(section)
  // Each has at least the byte of its length.
  if (count > section.end - section.at || count > metricsLimits.symbols)
    throw malformed('it states more symbols than it can hold')
  const starts = new Uint32Array(count)
  const ends = new Uint32Array(count)
  for (let number = 0; number < count; number++) {
    const length = readUvarint(section)
    starts[number] = section.at
    section.at += length
    if (section.at > section.end) throw malformed('a symbol is longer than the section')
    ends[number] = section.at
  }
  const texts: string[] = []
  return {
    count,
    endsAt: section.end + 4,
    text(number) {
      const known = texts[number]
      if (known !== undefined) return known
      const start = starts[number]
      if (start === undefined) throw malformed('a series has a label that is no symbol')
      return (texts[number] = decoder.decode(bytes.subarray(start, ends[number])))
    },
  }
}
