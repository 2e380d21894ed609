// Decodes the samples of a chunk: Facebook's Gorilla compression as Prometheus writes it (encoding 1).
//
// `count u16 | time varint | value f64 | delta uvarint | value bits, then (time bits, value bits)…`: a time is the change of the
// distance to the one before, a value is XORed with the one before it.
import { cursorOver, malformed, readUvarint, readVarint } from './cursor.js'

/** Where decoded samples go: columns with room for the rest. */
export interface Columns {
  readonly times: Float64Array
  readonly values: Float64Array
  /** The values again, as the halves of their bits: a float is written by writing these. */
  readonly words: Uint32Array
  count: number
}

export function columnsOf(most: number): Columns {
  const values = new Float64Array(most)
  return { times: new Float64Array(most), values, words: new Uint32Array(values.buffer), count: 0 }
}

/** Which of the two words of a float holds its sign: the machine decides. */
const highWord = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0

/** Bits of the change of distance by the number of ones in front; four ones have all 64. */
const timeWidths = [0, 14, 17, 20] as const

/** How many samples the chunk states. */
export function statedSamples(bytes: Uint8Array, start: number): number {
  return ((bytes[start] ?? 0) << 8) | (bytes[start + 1] ?? 0)
}

/** Adds the samples from `start` (behind the encoding) up to `end`; throws malformed after what could be read. */
export function decodeXorChunk(bytes: Uint8Array, start: number, end: number, into: Columns): void {
  const total = statedSamples(bytes, start)
  if (total === 0) return
  const header = cursorOver(bytes, start + 2, end)
  let time = readVarint(header)
  if (header.at + 8 > end) throw malformed('it ends early')
  let high = wordAt(bytes, header.at)
  let low = wordAt(bytes, header.at + 4)
  header.at += 8
  push(into, time, high, low)
  if (total === 1) return
  let delta = readUvarint(header)
  let leading = 0
  let trailing = 0
  let at = header.at * 8
  const last = end * 8
  for (let sample = 1; ; sample++) {
    time += delta
    if (bit() === 1) readValue()
    push(into, time, high, low)
    if (sample + 1 === total) return
    if (bit() === 1) delta += changeOfDistance()
  }

  function bit(): number {
    if (at >= last) throw malformed('it ends early')
    const found = ((bytes[at >>> 3] as number) >>> (7 - (at & 7))) & 1
    at++
    return found
  }

  /** The bits that differ from the value before: as many and where they were last, or told anew. */
  function readValue(): void {
    if (bit() === 1) {
      const widths = take(11)
      leading = widths >>> 6
      trailing = 64 - leading - (widths & 63 || 64)
      if (trailing < 0) throw malformed('a value has more bits than a number')
    }
    xorInto(64 - leading - trailing)
  }

  /** The next bits, at most 32, as an unsigned number. */
  function take(width: number): number {
    if (at + width > last) throw malformed('it ends early')
    const word = wordAt(bytes, at >>> 3)
    const shift = at & 7
    const next = (bytes[(at >>> 3) + 4] ?? 0) >>> (8 - shift)
    at += width
    return ((word << shift) | next) >>> (32 - width)
  }

  function xorInto(width: number): void {
    const upper = width > 32 ? take(width - 32) : 0
    const lower = width > 0 ? take(Math.min(width, 32)) : 0
    if (trailing >= 32) {
      high ^= lower << (trailing - 32)
    } else {
      low ^= lower << trailing
      high ^= trailing === 0 ? upper : (upper << trailing) | (lower >>> (32 - trailing))
    }
  }

  /** Behind the first one. */
  function changeOfDistance(): number {
    let ones = 1
    while (ones < 4 && bit() === 1) ones++
    if (ones === 4) return (take(32) | 0) * 0x1_0000_0000 + take(32)
    const width = timeWidths[ones] ?? 0
    const value = take(width)
    // Prometheus keeps +2^(width-1) and not -2^(width-1).
    return value > 2 ** (width - 1) ? value - 2 ** width : value
  }
}

function push(into: Columns, time: number, high: number, low: number): void {
  const at = into.count++
  into.times[at] = time
  into.words[2 * at + highWord] = high
  into.words[2 * at + 1 - highWord] = low
}

/** Beyond the end of a file bytes are undefined, which is 0 here; whether bits are the chunk's is checked by `take`. */
function wordAt(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  )
}
