// Compares bytes eight at a time, as the numbers that they are in memory: the widest that JavaScript reads without making objects.

/** The whole eights of a range. */
export function numbersOf(bytes: Uint8Array, from: number, end: number): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return Float64Array.from({ length: (end - from) >> 3 }, (_, i) => view.getFloat64(from + i * 8, true))
}

/**
 * Whether these bytes stand at a position. Some bytes are the same number and yet others (0 and -0), or no number and so never the
 * same (NaN). Both hold bytes that no text has, and are told from any others here: what is the same is the same bytes.
 */
export function sameNumbers(view: DataView, at: number, numbers: Float64Array): boolean {
  for (let i = 0; i < numbers.length; i++) {
    const number = view.getFloat64(at + i * 8, true)
    if (number !== numbers[i] || number === 0) return false
  }
  return true
}

/** The same of two ranges, of which one holds no byte that is zero: then no two numbers but those of the same bytes are equal. */
export function sameRange(a: DataView, aFrom: number, b: DataView, bFrom: number, length: number): boolean {
  if (length < 8) return sameFew(a, aFrom, b, bFrom, length)
  const last = length - 8
  for (let i = 0; i < last; i += 8) {
    if (a.getFloat64(aFrom + i, true) !== b.getFloat64(bFrom + i, true)) return false
  }
  return a.getFloat64(aFrom + last, true) === b.getFloat64(bFrom + last, true)
}

function sameFew(a: DataView, aFrom: number, b: DataView, bFrom: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a.getUint8(aFrom + i) !== b.getUint8(bFrom + i)) return false
  return true
}
