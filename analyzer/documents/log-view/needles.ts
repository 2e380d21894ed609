// Texts of which one must stand in every record that is wanted: found by a search over whole buffers, so that the lines
// between two finds are never looked at. `indexOf` runs at memory speed; reading the head of a line does not.
import { requiredLiterals } from '../log/queries/literals.js'
import { exactFinder, foldedFinders } from './text-finder.js'

export interface Needles {
  readonly texts: readonly string[]
  /** Compare without regard to (ASCII) case; the texts are then in lower case. */
  readonly ignoreCase: boolean
}

export interface NeedleSearch {
  /** The bytes that are searched from now on. `base` is the offset of their first byte in the file. */
  use(bytes: Buffer, base: number): void
  /** Position of the first needle at or after `from`, which may only grow; -1 when there is none. */
  next(from: number): number
  /** Whether a needle stands anywhere in other bytes, or goes over from those in use to them. */
  isIn(chunk: Buffer): boolean
}

export function createNeedleSearch({ texts, ignoreCase }: Needles): NeedleSearch {
  const finders = texts.flatMap(text => (ignoreCase ? foldedFinders(text) : [exactFinder(text)]))
  /** Per finder, as offset in the file: its next place, or where to go on looking for it. */
  const places = finders.map(() => ({ known: false, offset: 0 }))
  const longest = Math.max(0, ...texts.map(text => text.length))
  let searched: Buffer = Buffer.alloc(0)
  let base = 0

  function find(at: number, from: number): number {
    const place = places[at] as { known: boolean; offset: number }
    if (place.known && place.offset >= base + from) return place.offset - base
    const begin = Math.max(from, place.offset - base)
    const found = finders[at]?.(searched, begin) ?? -1
    place.known = found !== -1
    // What is not there yet may begin in the last bytes and end in the next chunk.
    place.offset = base + (found === -1 ? Math.max(begin, searched.length - longest + 1) : found)
    return found
  }

  const isAnyIn = (bytes: Buffer): boolean => finders.some(finder => finder(bytes, 0) !== -1)

  return {
    use(bytes, newBase) {
      searched = bytes
      base = newBase
    },
    next(from) {
      let first = -1
      for (let i = 0; i < places.length; i++) {
        const found = find(i, from)
        if (found !== -1 && (first === -1 || found < first)) first = found
      }
      return first
    },
    isIn(chunk) {
      if (isAnyIn(chunk)) return true
      if (longest < 2) return false
      const before = searched.subarray(Math.max(0, searched.length - longest + 1))
      return isAnyIn(Buffer.concat([before, chunk.subarray(0, longest - 1)]))
    },
  }
}

/** Stands in a log line as it stands in the text: nothing that JSON escapes, and nothing beyond ASCII. */
const unescaped = /^[ !#-;=?-[\]-~]+$/
const metaCharacters = /[\\^$.|?*+()[\]{}]/

/** True when finding the text is all that matching the pattern means. */
export function isLiteral(pattern: string): boolean {
  return unescaped.test(pattern) && !metaCharacters.test(pattern)
}

/** Needles of a text that must occur; `undefined` when JSON may write it in another way. */
export function needlesOfText(text: string): Needles | undefined {
  return unescaped.test(text) ? { texts: [text], ignoreCase: false } : undefined
}

/** Needles of an RE2 pattern; `undefined` when none is certain. */
export function needlesOfPattern(pattern: string): Needles | undefined {
  if (isLiteral(pattern)) return { texts: [pattern], ignoreCase: false }
  const required = requiredLiterals(pattern)
  if (required === undefined || required.length === 0) return undefined
  if (/\(\?[a-zA-Z]*i/.test(pattern)) return { texts: required, ignoreCase: true }
  const written = required.map(text => spellings(pattern, text))
  if (written.some(found => found.length === 0)) return undefined
  return { texts: [...new Set(written.flat())], ignoreCase: false }
}

/** `requiredLiterals` gives lower case; here is how the pattern writes them. Two spellings in one pattern are both kept. */
function spellings(pattern: string, lower: string): readonly string[] {
  const plain = pattern.replace(/\\([^a-zA-Z0-9])/g, '$1')
  const folded = plain.toLowerCase()
  const found = new Set<string>()
  for (let at = folded.indexOf(lower); at !== -1; at = folded.indexOf(lower, at + 1)) {
    found.add(plain.slice(at, at + lower.length))
  }
  return [...found]
}

/** Of several that must all hold, the one that leaves the fewest lines: the longest. */
export function bestNeedles(candidates: readonly (Needles | undefined)[]): Needles | undefined {
  const worth = ({ texts, ignoreCase }: Needles) =>
    Math.min(...texts.map(text => text.length)) - texts.length / 100 - (ignoreCase ? 2 : 0)
  return candidates.reduce(
    (best, next) => (!best || (next && worth(next) > worth(best)) ? next : best),
    undefined,
  )
}
