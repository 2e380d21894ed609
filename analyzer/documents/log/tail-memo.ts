// Remembers what came of the records of one class by the bytes of their fields: a plugin that is down, a table that cannot
// be written say the same a thousand times over. Gives up on classes whose records differ, as those with request ids do.
import type { Matcher } from './compile-queries.js'

/** What came of a record: the matchers it satisfies. */
export interface TailVerdict {
  readonly matchers: readonly Matcher[]
}

export interface TailMemo {
  /** Of a record whose fields are these bytes. */
  readonly find: (bytes: Buffer, from: number, end: number) => TailVerdict | undefined
  readonly add: (bytes: Buffer, from: number, end: number, matchers: readonly Matcher[]) => void
}

const places = 4
const longest = 1_024
/** After so many more misses than hits, no more is tried. */
const patience = 32
const mostCredit = 1_000

interface Place {
  readonly tail: Uint8Array
  readonly verdict: TailVerdict
}

export function createTailMemo(): TailMemo {
  const kept: Place[] = []
  let next = 0
  let credit = patience

  function find(bytes: Buffer, from: number, end: number): TailVerdict | undefined {
    if (credit === 0) return undefined
    for (const { tail, verdict } of kept) {
      if (!isSame(bytes, from, end, tail)) continue
      if (credit < mostCredit) credit++
      return verdict
    }
    credit--
    return undefined
  }

  function add(bytes: Buffer, from: number, end: number, matchers: readonly Matcher[]): void {
    if (credit === 0 || end - from > longest) return
    const tail = Uint8Array.from(bytes.subarray(from, end))
    kept[next] = { tail, verdict: { matchers: [...matchers] } }
    next = (next + 1) % places
  }

  return { find, add }
}

/** From the end on: that is where texts with the same beginning differ. */
function isSame(bytes: Buffer, from: number, end: number, tail: Uint8Array): boolean {
  if (end - from !== tail.length) return false
  for (let i = tail.length - 1; i >= 0; i--) if (bytes[from + i] !== tail[i]) return false
  return true
}
