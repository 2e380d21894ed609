// Gives the text of bytes; short ones that came before are the same string again, which spares making it. For values that come
// often (a method, a status, a route); where they do not, as with ids, it gives up.

export interface TextCache {
  readonly text: (bytes: Buffer, from: number, end: number) => string
}

/** A power of two. */
const places = 256
const longest = 48
/** After so many more misses than hits, no more is kept. */
const patience = 128
const mostCredit = 2_000

export function createTextCache(): TextCache {
  let kept: { readonly texts: string[]; readonly lengths: Int32Array; readonly bytes: Uint8Array } | undefined
  let credit = patience

  function text(bytes: Buffer, from: number, end: number): string {
    const length = end - from
    if (length > longest || credit === 0) return bytes.toString('utf8', from, end)
    kept ??= {
      texts: [],
      lengths: new Int32Array(places).fill(-1),
      bytes: new Uint8Array(places * longest),
    }
    const place = hashOf(bytes, from, end) & (places - 1)
    if (kept.lengths[place] === length && isSame(bytes, from, kept.bytes, place * longest, length)) {
      if (credit < mostCredit) credit++
      return kept.texts[place] as string
    }
    credit--
    const made = bytes.toString('utf8', from, end)
    kept.texts[place] = made
    kept.lengths[place] = length
    for (let i = 0; i < length; i++) kept.bytes[place * longest + i] = bytes[from + i] as number
    return made
  }

  return { text }
}

function hashOf(bytes: Buffer, from: number, end: number): number {
  let hash = end - from
  for (let at = from; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  return hash ^ (hash >>> 15)
}

function isSame(bytes: Buffer, from: number, kept: Uint8Array, at: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[from + i] !== kept[at + i]) return false
  return true
}
