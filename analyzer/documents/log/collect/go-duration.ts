// Reads durations as Go writes them (`2.2ms`, `103.5µs`, `1m3.25s`): how log lines say how long something took.

const unitNs: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3, // U+00B5, what Go writes
  μs: 1e3, // U+03BC, what Go reads as well
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
}
const part = /(\d*)(?:\.(\d*))?([a-zµμ]+)/y
/** What Go's durations hold: 292 years. */
const MOST_NS = 2 ** 63
/** Go's longest duration has 22 characters; leading zeros are nobody's. */
const LONGEST = 64

/**
 * Whole nanoseconds, as Go's `ParseDuration` counts them: exact up to 104 days, the nearest number above, cut below one
 * nanosecond. `undefined` for what is no duration; a bare `0` is one.
 */
export function goDurationNs(text: string): number | undefined {
  const sign = text[0] === '-' ? -1 : 1
  let at = text[0] === '-' || text[0] === '+' ? 1 : 0
  if (text.length === at + 1 && text[at] === '0') return 0
  if (text.length === at || text.length > LONGEST) return undefined
  let sum = 0
  while (at < text.length) {
    part.lastIndex = at
    const found = part.exec(text)
    const ns = found === null ? undefined : partNs(found[1] ?? '', found[2] ?? '', found[3] ?? '')
    if (ns === undefined) return undefined
    sum += ns
    at = part.lastIndex
  }
  if (sum > MOST_NS) return undefined
  return sum === 0 ? 0 : sign * sum
}

function partNs(whole: string, fraction: string, unit: string): number | undefined {
  const size = unitNs[unit]
  if (size === undefined || (whole === '' && fraction === '')) return undefined
  const ns = Number(whole) * size
  return fraction === '' ? ns : ns + fractionNs(fraction, size)
}

function fractionNs(fraction: string, size: number): number {
  const digits = digitsOf[size]
  if (digits === undefined) return exactFractionNs(fraction, size)
  if (fraction.length > digits) return Number(fraction.slice(0, digits))
  return Number(fraction) * 10 ** (digits - fraction.length)
}

/** Decimals down to the nanosecond of the units that are powers of ten: all that Go itself writes with a fraction. */
const digitsOf: Readonly<Record<number, number>> = { 1: 0, 1e3: 3, 1e6: 6, 1e9: 9 }

/** Big numbers, for `0.123456789h` would lose its last digits in a float. */
function exactFractionNs(fraction: string, size: number): number {
  return Number((BigInt(fraction) * BigInt(size)) / 10n ** BigInt(fraction.length))
}
