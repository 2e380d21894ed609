// Finds literals of three and four bytes (`EOF`, `mail`), which are too short for the search that skips: it looks at each
// pair of neighbouring bytes. Slower, so it is asked only for records that such a literal decides about.
import { matchesAt, searchCapacity, type Search, type SearchText } from './multi-search.js'

/** Without regard to ASCII case, as bits that turn upper into lower case. */
const lowerPair = 0x2020

/** Literals are ASCII of at least two characters. */
export function createShortSearch(literals: readonly string[]): Search {
  const patterns = literals.map(text => Buffer.from(text.toLowerCase(), 'latin1'))
  /** By pair: the literals that begin with it; 0 is none. */
  const table = new Uint16Array(1 << 16)
  const beginnings: number[][] = [[]]
  const ids = new Int32Array(searchCapacity)
  const positions = new Int32Array(searchCapacity)
  patterns.forEach((pattern, id) => {
    const pair = pattern.readUInt16LE(0) | lowerPair
    if (table[pair] === 0) table[pair] = beginnings.push([]) - 1
    beginnings[table[pair] as number]?.push(id)
  })

  function find({ bytes }: SearchText, from: number, end: number): number {
    let count = 0
    let pair = from < end ? (bytes[from] as number) << 8 : 0
    for (let at = from + 1; at < end; at++) {
      pair = (pair >> 8) | ((bytes[at] as number) << 8)
      const entry = table[pair | lowerPair] as number
      if (entry !== 0) count = confirm(bytes, beginnings[entry] as number[], at - 1, end, count)
    }
    return count
  }

  function confirm(bytes: Uint8Array, those: number[], at: number, end: number, counted: number): number {
    let count = counted
    for (const id of those) {
      if (count === searchCapacity || !matchesAt(bytes, at, end, patterns[id] as Buffer)) continue
      ids[count] = id
      positions[count++] = at
    }
    return count
  }

  return { find, ids, positions, capacity: searchCapacity }
}
