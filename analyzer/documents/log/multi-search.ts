// Finds many literals in bytes in one pass. Every literal of at least n bytes holds a whole window of four bytes at one
// of any n - 3 neighbouring positions, so only every so many words of the buffer are looked up in a table, and the rest is
// skipped. Two hundred literals cost hardly more than one. Without regard to ASCII case.

export interface Search {
  /** Looks through a range; gives the number of hits, each in `ids` and `positions`. */
  readonly find: (text: SearchText, from: number, end: number) => number
  /** Index into the literals, per hit. */
  readonly ids: Int32Array
  readonly positions: Int32Array
  /** Hits beyond this are not kept, and `find` gives exactly this number. */
  readonly capacity: number
}

/** Bytes and the same bytes as words: reading aligned words from a typed array is the fastest JavaScript has. */
export interface SearchText {
  readonly bytes: Uint8Array
  readonly words: Int32Array
}

/** Copies bytes that do not lie on whole words of their memory. */
export function searchText(bytes: Uint8Array): SearchText {
  const length = (bytes.length + 3) >> 2
  const fits = (bytes.byteOffset & 3) === 0 && bytes.byteOffset + length * 4 <= bytes.buffer.byteLength
  if (fits) return { bytes, words: new Int32Array(bytes.buffer, bytes.byteOffset, length) }
  const words = new Int32Array(length)
  const copy = new Uint8Array(words.buffer, 0, bytes.length)
  copy.set(bytes)
  return { bytes: copy, words }
}

/** Shorter ones may share less than three bytes with each word. */
export const shortestLiteral = 5
/** From here on, one word lies wholly within the literal wherever it begins. */
const shortestWhole = 7
const capacity = 256
const tableBits = 16
const lowerCase = 0x20202020
const lowerBit = 0x20

/** Literals are ASCII of at least `shortestLiteral` characters. */
export function createSearch(literals: readonly string[]): Search {
  const patterns = literals.map(text => Buffer.from(text.toLowerCase(), 'latin1'))
  /** In words. */
  const stride = Math.max(1, (Math.min(64, ...patterns.map(pattern => pattern.length)) - 3) >> 2)
  const table = new Uint16Array(1 << tableBits)
  const chains: Chain[] = [{ ids: [], offsets: [] }]
  patterns.forEach(addWindows)
  const ids = new Int32Array(capacity)
  const positions = new Int32Array(capacity)

  /** A literal is met at one of so many neighbouring windows, whichever they are: the rarest are taken. */
  function addWindows(pattern: Buffer, id: number): void {
    if (pattern.length < shortestWhole) return addShort(pattern, id)
    const first = rarestWindows(pattern, stride * 4)
    for (let offset = first; offset < first + stride * 4; offset++) {
      addWindow(pattern.readInt32LE(offset), id, offset)
    }
  }

  /** Five or six bytes share at least three with one word: its fourth byte is any. */
  function addShort(pattern: Buffer, id: number): void {
    for (let offset = 0; offset + 4 <= pattern.length; offset++)
      addWindow(pattern.readInt32LE(offset), id, offset)
    const tail = pattern.readUIntLE(pattern.length - 3, 3)
    const head = pattern.readUIntLE(0, 3)
    for (let byte = lowerBit; byte < 256; byte++) {
      if ((byte & lowerBit) === 0) continue
      addWindow(tail | (byte << 24), id, pattern.length - 3)
      if (pattern.length === 5) addWindow((head << 8) | byte, id, -1)
    }
  }

  function addWindow(window: number, id: number, offset: number): void {
    const slot = slotOf(window)
    if (table[slot] === 0) table[slot] = chains.push({ ids: [], offsets: [] }) - 1
    const chain = chains[table[slot] as number] as Chain
    chain.ids.push(id)
    chain.offsets.push(offset)
  }

  function find(text: SearchText, from: number, end: number): number {
    const { bytes, words } = text
    const last = (end - 1) >> 2
    let count = 0
    // One word further at both ends: it may hold but a part of a short literal.
    for (let at = from >> 2; at <= last; at += stride) {
      const entry = table[slotOf(words[at] as number)] as number
      if (entry !== 0) count = confirm(bytes, chains[entry] as Chain, at * 4, from, end, count)
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

/** What fields of nearly every line say: windows in it would be met all the time. */
const usualText =
  '","path":"/api/v4/users/channels/posts/teams/status/ids","request_id":"","ip_addr":"127.0.0.1","user_id":"","method":"POST' +
  '","post_id":"","channel_id":"","error":"failed to unable to get the for the user with id = find channel posts' +
  '","err_where":"","http_code":500,"url":"","status_code":"200","plugin_id":"com.mattermost","duration":"ms","arg0":[' +
  'select from where and insert into update set deleteat createat updateat channelid userid'
const usualWindows = new Set(
  Array.from({ length: usualText.length - 3 }, (_, i) => usualText.slice(i, i + 4).toLowerCase()),
)

/** Where the neighbouring windows begin that are least usual. */
function rarestWindows(pattern: Buffer, count: number): number {
  const text = pattern.toString('latin1')
  let best = 0
  let bestUsual = Infinity
  for (let first = 0; first + count + 3 <= text.length; first++) {
    let usual = 0
    for (let i = first; i < first + count; i++) if (usualWindows.has(text.slice(i, i + 4))) usual++
    if (usual >= bestUsual) continue
    best = first
    bestUsual = usual
  }
  return best
}
