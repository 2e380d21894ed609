// Finds a text in bytes sixteen at a time: two of its bytes, those that are rarest in the log, must stand at their distance.
// `Buffer.indexOf` stops at each byte like the first of the text, which in a log is every few bytes; with two bytes at once,
// searching costs hardly more than reading (measured: three times as fast). SIMD is out of reach of JavaScript, so the loop is
// a few instructions of WebAssembly, which every Node.js that this runs on has.

/** Has its own memory, in which the searched bytes must lie. */
export interface PairSearch {
  /** Rooms of equal size, for reading into some while one is searched. */
  readonly rooms: readonly Buffer[]
  /** The bytes, part of one of the rooms, that are searched from now on; `base` is the offset of their first byte. */
  use(bytes: Buffer, base: number): void
  /** Position of the first of the texts at or after `from`, which may only grow; -1 when there is none. */
  next(from: number): number
}

/** Bytes that are compared at once. */
const width = 16
const pageBytes = 64 * 1024
/** What an ASCII letter has in lower case and not in upper case. Below 64, so that it is one byte of code. */
const caseBit = 0x20
/** Bytes that tell how frequent each byte is. */
const sampleBytes = 64 * 1024

/**
 * No text is empty, and each is as its bytes stand in the log; where case does not matter, that of ASCII letters: the texts
 * are then in lower case. Of several, each is searched for by itself.
 */
export function createPairSearch(
  texts: readonly Buffer[],
  { count, bytes: roomBytes }: { readonly count: number; readonly bytes: number },
  ignoreCase = false,
): PairSearch {
  const { memory, find } = instantiate(Math.ceil((count * roomBytes) / pageBytes), ignoreCase)
  const finders = texts.map(text => createFinder(text, find, ignoreCase))
  /** Of each text, where it was last found: it need not be looked for again before that. */
  const places = texts.map(() => -1)
  let searched: Buffer | undefined

  function placeOf(number: number, from: number): number {
    const known = places[number] as number
    if (known >= from || searched === undefined) return known
    const found = finders[number]?.(searched, from) ?? -1
    return (places[number] = found === -1 ? Infinity : found)
  }

  return {
    rooms: Array.from({ length: count }, (_, number) =>
      Buffer.from(memory.buffer, number * roomBytes, roomBytes),
    ),
    use(bytes) {
      searched = bytes
      places.fill(-1)
    },
    next(from) {
      let first = Infinity
      for (let number = 0; number < finders.length; number++) first = Math.min(first, placeOf(number, from))
      return first === Infinity ? -1 : first
    },
  }
}

/** Position of a text at or after `from`; -1 when there is none. */
type Finder = (searched: Buffer, from: number) => number

function createFinder(text: Buffer, find: Find, ignoreCase: boolean): Finder {
  const lower = (byte: number) => (ignoreCase && byte >= 0x41 && byte <= 0x5a ? byte | caseBit : byte)
  let pair: Pair | undefined

  function isHere(searched: Buffer, at: number): boolean {
    for (let i = 0; i < text.length; i++) if (lower(searched[at + i] ?? -1) !== text[i]) return false
    return true
  }

  return (searched, from) => {
    pair ??= rarestPair(text, searched.subarray(0, sampleBytes).map(lower))
    const { first, distance } = pair
    const start = searched.byteOffset
    const last = start + searched.length - width - distance
    for (let at = start + from + first; at <= last;) {
      const found = find(at, last, text[first] ?? 0, text[first + distance] ?? 0, distance)
      if (found === -1) break
      const position = found - first - start
      if (isHere(searched, position)) return position
      at = found + 1
    }
    // What no sixteen bytes fit behind.
    for (let at = Math.max(from, last + 1 - first - start, 0); at + text.length <= searched.length; at++)
      if (isHere(searched, at)) return at
    return -1
  }
}

interface Pair {
  /** Place in the text of the first of the two bytes. */
  readonly first: number
  readonly distance: number
}

function rarestPair(text: Buffer, sample: Uint8Array): Pair {
  const counts = new Uint32Array(256)
  for (const byte of sample) counts[byte] = (counts[byte] ?? 0) + 1
  const places = [...text.keys()].sort((a, b) => (counts[text[a] ?? 0] ?? 0) - (counts[text[b] ?? 0] ?? 0))
  const [rarest = 0, next = rarest] = places
  return { first: Math.min(rarest, next), distance: Math.abs(rarest - next) }
}

/** Place in memory, from `at` on and not after `last`, of the first byte with the second so far behind it; -1 without. */
type Find = (at: number, last: number, first: number, second: number, distance: number) => number

function instantiate(
  pages: number,
  ignoreCase: boolean,
): { readonly memory: WebAssembly.Memory; readonly find: Find } {
  const module = new WebAssembly.Module(moduleBytes(pages, codeOf(ignoreCase)))
  const { memory, find } = new WebAssembly.Instance(module).exports
  return { memory: memory as WebAssembly.Memory, find: find as Find }
}

const i32 = 0x7f
const v128 = 0x7b

/**
 * Local variables by number: the parameters; the two bytes, and the bit that tells the cases apart, in all sixteen places; the
 * places that are equal.
 */
const [at, last, first, second, distance, firsts, seconds, cases, equal] = [0, 1, 2, 3, 4, 5, 6, 7, 8]

const get = (local: number) => [0x20, local]
const set = (local: number) => [0x21, local]
const simd = (code: number) => [0xfd, code]
const load = [...simd(0x00), 0, 0]
const splat = simd(0x0f)
const equals = simd(0x23)
const and = simd(0x4e)
const or = simd(0x50)
const bits = simd(0x64)
const add = 0x6a
const trailingZeros = 0x68
const returnNow = 0x0f
const end = 0x0b
const ifThen = [0x04, 0x40]

/** With the case bit set, letters are equal in both cases, and so are some other bytes: `isHere` tells. */
function codeOf(ignoreCase: boolean): readonly number[] {
  const fold = ignoreCase ? [...get(cases), ...or] : []
  const loop = [
    // if at > last: return -1
    ...[...get(at), ...get(last), 0x4b, ...ifThen, 0x41, 0x7f, returnNow, end],
    // equal = bits of (bytes at `at` = first) and (bytes at `at + distance` = second)
    ...[...get(at), ...load, ...fold, ...get(firsts), ...equals],
    ...[...get(at), ...get(distance), add, ...load, ...fold, ...get(seconds), ...equals],
    ...[...and, ...bits, 0x22, equal],
    // if any: return at + the number of the first
    ...[...ifThen, ...get(at), ...get(equal), trailingZeros, add, returnNow, end],
    // at += 16, and again
    ...[...get(at), 0x41, width, add, ...set(at), 0x0c, 0],
  ]
  return [
    ...[2, 3, v128, 1, i32],
    ...[0x41, caseBit, ...splat, ...set(cases)],
    ...[...get(first), ...splat, ...fold, ...set(firsts)],
    ...[...get(second), ...splat, ...fold, ...set(seconds)],
    ...[0x03, 0x40, ...loop, end],
    // never reached: the loop ends by returning
    ...[0x00, end],
  ]
}

/** The module: one function, and the memory that it searches. */
function moduleBytes(pages: number, code: readonly number[]): Uint8Array<ArrayBuffer> {
  const name = (text: string) => [text.length, ...Buffer.from(text)]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 5, i32, i32, i32, i32, i32, 1, i32]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, ...number(pages)]),
    ...section(7, [2, ...name('memory'), 2, 0, ...name('find'), 0, 0]),
    ...section(10, [1, ...number(code.length), ...code]),
  ])
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...number(content.length), ...content]
}

/** In groups of seven bits, the lowest first. */
function number(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...number(value >>> 7)]
}
