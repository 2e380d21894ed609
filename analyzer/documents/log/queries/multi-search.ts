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
/** Hits of one call that are kept. */
export const searchCapacity = 256
const tableBits = 16
const lowerCase = 0x20202020
const lowerBit = 0x20
const multiplier = 0x9e3779b1
const tableShift = 32 - tableBits

/** Literals are ASCII of at least `shortestLiteral` characters. */
export function createSearch(literals: readonly string[]): Search {
  const patterns = literals.map(text => Buffer.from(text.toLowerCase(), 'latin1'))
  /** In words. */
  const stride = Math.max(1, (Math.min(64, ...patterns.map(pattern => pattern.length)) - 3) >> 2)
  const table = new Uint16Array(1 << tableBits)
  const chains: Candidate[][] = [[]]
  patterns.forEach(addWindows)
  const { starts, columns } = flatten(chains)
  const ids = new Int32Array(searchCapacity)
  const positions = new Int32Array(searchCapacity)

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
    if (table[slot] === 0) table[slot] = chains.push([]) - 1
    chains[table[slot] as number]?.push({ id, offset, ...wordAfter(patterns[id] as Buffer, offset + 4) })
  }

  function find(text: SearchText, from: number, end: number): number {
    const { words } = text
    const last = (end - 1) >> 2
    let count = 0
    // The first and the last word may hold but a part of a short literal.
    let at = nextEntry(words, table, from >> 2, last, stride)
    while (at <= last) {
      count = confirm(text, at, from, end, count)
      at = nextEntry(words, table, at + stride, last, stride)
    }
    return count
  }

  /** Asks the word after the window first: most windows that are met stand in other words. */
  function confirm(text: SearchText, at: number, from: number, end: number, counted: number): number {
    const next = (text.words[at + 1] as number) | lowerCase
    const entry = table[slotOf(text.words[at] as number)] as number
    let count = counted
    for (let i = starts[entry] as number; i < (starts[entry + 1] as number); i += candidateColumns) {
      if (((next ^ (columns[i] as number)) & (columns[i + 1] as number)) !== 0 || count === searchCapacity)
        continue
      const start = at * 4 - (columns[i + 2] as number)
      const id = columns[i + 3] as number
      if (start < from || !matchesAt(text.bytes, start, end, patterns[id] as Buffer)) continue
      ids[count] = id
      positions[count++] = start
    }
    return count
  }

  return { find, ids, positions, capacity: searchCapacity }
}

/** A literal that a window may belong to, and what the word after the window would be. */
interface Candidate {
  readonly id: number
  readonly offset: number
  readonly word: number
  /** Bytes of the word that belong to the literal. */
  readonly mask: number
}

const candidateColumns = 4

/** Candidates of all windows side by side: word, mask, offset, id. Following objects would cost more than comparing. */
function flatten(chains: readonly (readonly Candidate[])[]): { starts: Int32Array; columns: Int32Array } {
  const starts = new Int32Array(chains.length + 1)
  chains.forEach((chain, i) => (starts[i + 1] = (starts[i] as number) + chain.length * candidateColumns))
  const columns = Int32Array.from(
    chains.flat().flatMap(({ word, mask, offset, id }) => [word, mask, offset, id]),
  )
  return { starts, columns }
}

function wordAfter(pattern: Buffer, offset: number): { word: number; mask: number } {
  const length = Math.max(0, Math.min(4, pattern.length - offset))
  const bytes = Buffer.alloc(4)
  bytes.set(pattern.subarray(offset, offset + length))
  return { word: bytes.readInt32LE() | lowerCase, mask: length === 4 ? -1 : (1 << (8 * length)) - 1 }
}

/** The loop that most of the time goes to: a function of its own, without calls that the compiler could not see through. */
function nextEntry(
  words: Int32Array,
  table: Uint16Array,
  from: number,
  last: number,
  stride: number,
): number {
  let at = from
  while (at <= last && table[Math.imul((words[at] as number) | lowerCase, multiplier) >>> tableShift] === 0)
    at += stride
  return at
}

/** Hash of a window; the bit that tells upper from lower case is set in all its bytes. */
function slotOf(window: number): number {
  return Math.imul(window | lowerCase, multiplier) >>> tableShift
}

export function matchesAt(bytes: Uint8Array, at: number, end: number, pattern: Uint8Array): boolean {
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
