// Finds a text in bytes by the part of it that is rarest there: `Buffer.indexOf` runs from one byte like the first to the
// next at memory speed, but is slow at each of them. `refused` is found three times as fast by looking for `fused`.
import { startsWithAt } from '../log/bytes.js'

/** Position of the text at or after `from`, or -1. */
export type TextFinder = (bytes: Buffer, from: number) => number

/** Bytes that tell how frequent each byte, and each pair of them, is. */
const enoughSample = 32 * 1024

/** What a byte like the first costs, and a pair like the first two, in bytes that are passed over in the same time. */
const byteCost = 100
const pairCost = 2_000

/** The text, in ASCII, as it is written. */
export function exactFinder(text: string): TextFinder {
  const needle = Buffer.from(text, 'latin1')
  return anchoredFinder(
    at => needle.subarray(at),
    sample => rarestAt([needle], sample),
    (bytes, at) => startsWithAt(bytes, at, needle),
  )
}

/**
 * The text, in ASCII and lower case, in any case: one finder for each way in which two of its characters may be written.
 * Two more characters that Unicode holds for a k and an s are not looked for.
 */
export function foldedFinders(text: string): readonly TextFinder[] {
  const lower = Buffer.from(text, 'latin1')
  const upper = Buffer.from(text.toUpperCase(), 'latin1')
  const both = [lower, upper]
  const isHere = (bytes: Buffer, at: number): boolean => {
    for (let i = 0; i < lower.length; i++) {
      const byte = bytes[at + i]
      if (byte !== lower[i] && byte !== upper[i]) return false
    }
    return true
  }
  const choose = (sample: Buffer): number => rarestAt(both, sample)
  return both.flatMap(first =>
    both.map(second => {
      const written = (at: number) =>
        Buffer.concat([first.subarray(at, at + 1), second.subarray(at + 1, at + 2)])
      const isOther = (at: number) => isWrittenTwice(both, first, at) || isWrittenTwice(both, second, at + 1)
      return anchoredFinder(at => (isOther(at) ? undefined : written(at)), choose, isHere)
    }),
  )
}

/** A character without case is written in one way: the finders of the second have nothing to do. */
function isWrittenTwice([lower, upper]: readonly Buffer[], written: Buffer, at: number): boolean {
  return written === upper && (at >= written.length || lower?.[at] === upper[at])
}

/** Chooses the anchor anew when there is more to judge by: at first there may be only a few bytes. */
function anchoredFinder(
  anchorAt: (at: number) => Buffer | undefined,
  choose: (sample: Buffer) => number,
  isHere: (bytes: Buffer, at: number) => boolean,
): TextFinder {
  let at = 0
  let anchor = anchorAt(0)
  let sampleBytes = 0
  return (bytes, from) => {
    if (sampleBytes < enoughSample && bytes.length > sampleBytes) {
      sampleBytes = bytes.length
      at = choose(bytes.subarray(0, enoughSample))
      anchor = anchorAt(at)
    }
    if (!anchor) return -1
    for (
      let found = bytes.indexOf(anchor, from + at);
      found !== -1;
      found = bytes.indexOf(anchor, found + 1)
    ) {
      if (isHere(bytes, found - at)) return found - at
    }
    return -1
  }
}

/** Position in the text, written in these ways, at which to look for it; not its last, for one byte is found too often. */
function rarestAt(ways: readonly Buffer[], sample: Buffer): number {
  const { bytes, pairs } = frequencies(sample)
  const length = ways[0]?.length ?? 0
  let best = 0
  let least = Infinity
  for (let at = 0; at < Math.max(1, length - 1); at++) {
    const firsts = new Set(ways.map(way => way[at] ?? 0))
    const seconds = new Set(ways.map(way => way[at + 1] ?? 0))
    let cost = 0
    for (const first of firsts) {
      for (const second of seconds) {
        const found = byteCost * (bytes[first] ?? 0) + pairCost * (pairs[first * 256 + second] ?? 0)
        cost += sample.length + found
      }
    }
    if (cost < least) {
      least = cost
      best = at
    }
  }
  return best
}

function frequencies(sample: Buffer): { readonly bytes: Uint32Array; readonly pairs: Uint32Array } {
  const bytes = new Uint32Array(256)
  const pairs = new Uint32Array(65_536)
  let before = 0
  for (const byte of sample) {
    bytes[byte] = (bytes[byte] ?? 0) + 1
    pairs[before * 256 + byte] = (pairs[before * 256 + byte] ?? 0) + 1
    before = byte
  }
  return { bytes, pairs }
}
