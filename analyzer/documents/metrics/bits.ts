// Reads the bits of a chunk with native histograms: single ones, small numbers of changing width, and floats as changes to the one before.
import { malformed } from './cursor.js'

export interface BitReader {
  bit(): number
  /** The next bits, at most 32, as an unsigned number. */
  take(width: number): number
  /** Signed; exact up to 2^53. */
  signed(): number
  unsigned(): number
  /** A float as it stands. */
  float(): number
  /** Bits that are left: what a length may claim at most. */
  left(): number
}

/** Bits of a number by how many ones stand in front of it; eight ones have all 64. */
const widths = [0, 3, 6, 9, 12, 18, 25, 56, 64] as const

const twoTo32 = 0x1_0000_0000

/** Over the bytes from `start` to `end`; throws malformed when they are not enough. */
export function bitReader(bytes: Uint8Array, start: number, end: number): BitReader {
  let at = start * 8
  const last = end * 8
  const view = new DataView(new ArrayBuffer(8))

  function take(width: number): number {
    if (at + width > last) throw malformed('it ends early')
    let value = 0
    for (let left = width; left > 0;) {
      const room = 8 - (at & 7)
      const count = Math.min(room, left)
      const part = ((bytes[at >>> 3] ?? 0) >>> (room - count)) & ((1 << count) - 1)
      value = value * 2 ** count + part
      at += count
      left -= count
    }
    return value
  }

  function width(): number {
    let ones = 0
    while (ones < 8 && take(1) === 1) ones++
    return widths[ones] ?? 0
  }

  /** Upper and lower 32 bits. */
  function halves(bits: number): readonly [number, number] {
    return bits > 32 ? [take(bits - 32), take(32)] : [0, take(bits)]
  }

  return {
    bit: () => take(1),
    take,
    unsigned() {
      const [high, low] = halves(width())
      return high * twoTo32 + low
    },
    signed() {
      const bits = width()
      const [high, low] = halves(bits)
      if (bits === 64) return (high | 0) * twoTo32 + low
      const value = high * twoTo32 + low
      // Prometheus keeps +2^(bits-1) and not -2^(bits-1).
      return bits > 0 && value > 2 ** (bits - 1) ? value - 2 ** bits : value
    },
    float() {
      view.setUint32(0, take(32))
      view.setUint32(4, take(32))
      return view.getFloat64(0)
    },
    left: () => last - at,
  }
}

/** A float of which the next one is written as the bits that differ. */
export interface ChangingFloat {
  readonly value: () => number
  /** Reads the change. */
  readonly next: (bits: BitReader) => number
}

export function changingFloat(first: number): ChangingFloat {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, first)
  let leading = 0
  let trailing = 0

  function change(bits: BitReader): void {
    if (bits.bit() === 1) {
      leading = bits.take(5)
      trailing = 64 - leading - (bits.take(6) || 64)
      if (trailing < 0) throw malformed('a value has more bits than a number')
    }
    const width = 64 - leading - trailing
    const wide = BigInt(width > 32 ? bits.take(width - 32) : 0)
    const low = BigInt(bits.take(Math.min(width, 32)))
    const differing = ((wide << 32n) | low) << BigInt(trailing)
    view.setBigUint64(0, view.getBigUint64(0) ^ differing)
  }

  return {
    value: () => view.getFloat64(0),
    next(bits) {
      if (bits.bit() === 1) change(bits)
      return view.getFloat64(0)
    },
  }
}
