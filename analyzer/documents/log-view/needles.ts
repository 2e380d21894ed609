// Texts of which one must stand in every record that is wanted: found by a search over whole buffers, so that the lines
// between two finds are never looked at. `indexOf` runs at memory speed; reading the head of a line does not.
import { requiredLiterals } from '../log/literals.js'

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
}

export function createNeedleSearch({ texts, ignoreCase }: Needles): NeedleSearch {
  const searches = texts.map(text => (ignoreCase ? foldedIndex(text) : exactIndex(text)))
  /** Per needle, as offset in the file: its next place, or where to go on looking for it. */
  const places = texts.map(() => ({ known: false, offset: 0 }))
  let bytes: Buffer = Buffer.alloc(0)
  let folded = ''
  let base = 0

  function find(at: number, from: number): number {
    const place = places[at] as { known: boolean; offset: number }
    if (place.known && place.offset >= base + from) return place.offset - base
    const begin = Math.max(from, place.offset - base)
    const found = searches[at]?.(bytes, folded, begin) ?? -1
    place.known = found !== -1
    // What is not there yet may begin in the last bytes and end in the next chunk.
    const length = texts[at]?.length ?? 0
    place.offset = base + (found === -1 ? Math.max(begin, bytes.length - length * 4) : found)
    return found
  }

  return {
    use(newBytes, newBase) {
      bytes = newBytes
      base = newBase
      // One byte a character: positions stay those of the bytes.
      if (ignoreCase) folded = newBytes.toString('latin1').toLowerCase()
    },
    next(from) {
      let first = -1
      for (let i = 0; i < places.length; i++) {
        const found = find(i, from)
        if (found !== -1 && (first === -1 || found < first)) first = found
      }
      return first
    },
  }
}

type Find = (bytes: Buffer, folded: string, from: number) => number

function exactIndex(text: string): Find {
  const needle = Buffer.from(text, 'utf8')
  return (bytes, _folded, from) => bytes.indexOf(needle, from)
}

function foldedIndex(text: string): Find {
  return (_bytes, folded, from) => folded.indexOf(text, from)
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
