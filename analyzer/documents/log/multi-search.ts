// Finds many literals in bytes in one pass, skipping most bytes (after Wu and Manber): a block of two bytes tells how far
// the nearest possible match is. Twenty literals cost hardly more than one. Without regard to ASCII case.

export interface Search {
  /** Looks through a range; gives the number of hits, each in `ids` and `positions`. */
  find(bytes: Uint8Array, from: number, end: number): number
  /** Index into the literals, per hit. */
  readonly ids: Int32Array
  readonly positions: Int32Array
  /** Hits beyond this are not kept, and `find` gives exactly this number. */
  readonly capacity: number
}

const capacity = 256

/** Literals are ASCII of at least two characters. */
export function createSearch(literals: readonly string[]): Search {
  const shortest = Math.min(255, ...literals.map(text => text.length))
  const patterns = literals.map(text => Buffer.from(text.toLowerCase(), 'latin1'))
  const shifts = new Uint8Array(65_536).fill(shortest - 1)
  const bucketOf = new Uint16Array(65_536)
  const buckets: number[][] = [[]]
  patterns.forEach((pattern, id) => addPattern(pattern, id))
  const ids = new Int32Array(capacity)
  const positions = new Int32Array(capacity)

  function addPattern(pattern: Buffer, id: number): void {
    for (let i = 0; i + 1 < shortest; i++) {
      for (const block of caseVariants(pattern[i] ?? 0, pattern[i + 1] ?? 0)) {
        shifts[block] = Math.min(shifts[block] ?? 0, shortest - 2 - i)
        if (i + 2 === shortest) addToBucket(block, id)
      }
    }
  }

  function addToBucket(block: number, id: number): void {
    if (bucketOf[block] === 0) bucketOf[block] = buckets.push([]) - 1
    buckets[bucketOf[block] ?? 0]?.push(id)
  }

  function find(bytes: Uint8Array, from: number, end: number): number {
    const lead = shortest - 2
    const last = end - 2
    let count = 0
    for (let at = from + lead; at <= last;) {
      const block = ((bytes[at] as number) << 8) | (bytes[at + 1] as number)
      const shift = shifts[block] as number
      if (shift !== 0) {
        at += shift
        continue
      }
      for (const id of buckets[bucketOf[block] as number] as number[]) {
        if (!matchesAt(bytes, at - lead, end, patterns[id] as Buffer)) continue
        if (count === capacity) return count
        ids[count] = id
        positions[count++] = at - lead
      }
      at++
    }
    return count
  }

  return { find, ids, positions, capacity }
}

function matchesAt(bytes: Uint8Array, at: number, end: number, pattern: Uint8Array): boolean {
  if (at + pattern.length > end) return false
  for (let i = 0; i < pattern.length; i++) {
    let byte = bytes[at + i] as number
    if (byte >= 65 && byte <= 90) byte += 32
    if (byte !== pattern[i]) return false
  }
  return true
}

/** Both cases of both bytes, as blocks. */
function caseVariants(first: number, second: number): number[] {
  const blocks = new Set<number>()
  for (const a of [first, upper(first)]) for (const b of [second, upper(second)]) blocks.add((a << 8) | b)
  return [...blocks]
}

function upper(byte: number): number {
  return byte >= 97 && byte <= 122 ? byte - 32 : byte
}
