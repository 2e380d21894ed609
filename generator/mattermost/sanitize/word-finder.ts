// Finds which lines of a text hold one of many words, whatever their case. Skips over most bytes (after Wu and Manber): where
// the two bytes under the cursor end no word, none can end in the next few bytes either. Logs of gigabytes pass through it.

export interface WordFinder {
  /** Where the last byte of the first word at or after `from` is; -1 when there is none before `to`. */
  find(bytes: Buffer, from: number, to: number): number
}

const least = 4

/** Words of four and more characters; ASCII letters match in both cases. */
export function createWordFinder(words: readonly string[]): WordFinder {
  const patterns = words.map(word => Buffer.from(word)).filter(({ length }) => length >= least)
  const shortest = Math.min(...patterns.map(({ length }) => length), 64)
  const longestShift = shortest - 1
  const shifts = new Uint8Array(65_536).fill(longestShift)
  /** Words by the two bytes that end their first `shortest` bytes. */
  const endings = new Map<number, Buffer[]>()
  for (const pattern of patterns) {
    for (let at = 1; at < shortest; at++) {
      for (const pair of casesOf(pattern[at - 1] ?? 0, pattern[at] ?? 0)) {
        shifts[pair] = Math.min(shifts[pair] ?? 0, shortest - 1 - at)
        if (at === shortest - 1) endings.set(pair, [...(endings.get(pair) ?? []), lowered(pattern)])
      }
    }
  }
  return { find: (bytes, from, to) => findFrom(bytes, from, to, { shortest, shifts, endings }) }
}

interface Tables {
  readonly shortest: number
  readonly shifts: Uint8Array
  readonly endings: ReadonlyMap<number, readonly Buffer[]>
}

function findFrom(bytes: Buffer, from: number, to: number, { shortest, shifts, endings }: Tables): number {
  if (endings.size === 0) return -1
  let at = from + shortest - 1
  while (at < to) {
    const pair = ((bytes[at - 1] ?? 0) << 8) | (bytes[at] ?? 0)
    const shift = shifts[pair] ?? 1
    if (shift > 0) {
      at += shift
      continue
    }
    for (const word of endings.get(pair) ?? []) {
      const start = at - shortest + 1
      if (start + word.length <= to && startsWith(bytes, start, word)) return start + word.length - 1
    }
    at += 1
  }
  return -1
}

function startsWith(bytes: Buffer, at: number, word: Buffer): boolean {
  for (let index = 0; index < word.length; index++)
    if (lower(bytes[at + index] ?? 0) !== word[index]) return false
  return true
}

const lower = (byte: number): number => (byte >= 65 && byte <= 90 ? byte + 32 : byte)
const upper = (byte: number): number => (byte >= 97 && byte <= 122 ? byte - 32 : byte)
const lowered = (word: Buffer): Buffer => Buffer.from(word.map(lower))

function casesOf(first: number, second: number): Set<number> {
  const pairs = new Set<number>()
  for (const a of [lower(first), upper(first)])
    for (const b of [lower(second), upper(second)]) pairs.add((a << 8) | b)
  return pairs
}
