// Finds many literals in bytes in one pass. Every literal of at least n bytes holds a whole four-byte window at one of
// any n - 3 neighbouring positions: so one window in n - 3 is looked up in a table, and the rest is skipped. Twenty
// literals cost hardly more than one. Without regard to ASCII case.

export interface Search {
  /** Looks through a range; `view` is over the same bytes. Gives the number of hits, each in `ids` and `positions`. */
  readonly find: (bytes: Uint8Array, view: DataView, from: number, end: number) => number
  /** Index into the literals, per hit. */
  readonly ids: Int32Array
  readonly positions: Int32Array
  /** Hits beyond this are not kept, and `find` gives exactly this number. */
  readonly capacity: number
}

/** Shorter ones cannot be searched for. */
export const shortestLiteral = 4
const capacity = 256
const tableBits = 15
const lowerCase = 0x20202020

/** Literals are ASCII of at least `shortestLiteral` characters. */
export function createSearch(literals: readonly string[]): Search {
  const patterns = literals.map(text => Buffer.from(text.toLowerCase(), 'latin1'))
  const stride = Math.min(64, ...patterns.map(pattern => pattern.length)) - 3
  const table = new Uint16Array(1 << tableBits)
  const chains: Chain[] = [{ ids: [], offsets: [] }]
  patterns.forEach(addWindows)
  const ids = new Int32Array(capacity)
  const positions = new Int32Array(capacity)

  /** A literal may be met at any of its first `stride` windows. */
  function addWindows(pattern: Buffer, id: number): void {
    for (let offset = 0; offset < stride; offset++) {
      const slot = slotOf(pattern.readInt32LE(offset))
      if (table[slot] === 0) table[slot] = chains.push({ ids: [], offsets: [] }) - 1
      const chain = chains[table[slot] as number] as Chain
      chain.ids.push(id)
      chain.offsets.push(offset)
    }
  }

  function find(bytes: Uint8Array, view: DataView, from: number, end: number): number {
    const last = end - 4
    let count = 0
    for (let at = from; at <= last; at += stride) {
      const entry = table[slotOf(view.getInt32(at, true))] as number
      if (entry !== 0) count = confirm(bytes, chains[entry] as Chain, at, from, end, count)
    }
    return count
  }

  function confirm(
    bytes: Uint8Array,
    chain: Chain,
    at: number,
    from: number,
    end: number,
    counted: number,
  ): number {
    let count = counted
    for (let i = 0; i < chain.ids.length && count < capacity; i++) {
      const start = at - (chain.offsets[i] as number)
      const id = chain.ids[i] as number
      if (start < from || !matchesAt(bytes, start, end, patterns[id] as Buffer)) continue
      ids[count] = id
      positions[count++] = start
    }
    return count
  }

  return { find, ids, positions, capacity }
}

interface Chain {
  readonly ids: number[]
  readonly offsets: number[]
}

/** Hash of a window; the bit that tells upper from lower case is set in all its bytes. */
function slotOf(window: number): number {
  return Math.imul(window | lowerCase, 0x9e3779b1) >>> (32 - tableBits)
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
