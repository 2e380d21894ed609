// A function that remembers what it said of texts: logs repeat themselves. Bounded; when full, it begins anew.

const MOST_TEXTS = 1_000
/** Longer texts seldom come again, and would be much to keep. */
const LONGEST = 4_000

/** `compute` must depend on the text alone. */
export function remembering<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly value: T }>()
  return text => {
    const found = known.get(text)
    if (found !== undefined) return found.value
    const value = compute(text)
    if (text.length > LONGEST) return value
    if (known.size >= MOST_TEXTS) known.clear()
    known.set(text, { value })
    return value
  }
}
