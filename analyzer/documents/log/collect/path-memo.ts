// Remembers what was found of paths that differ in their ids alone. Three of four lines of a debug log name a path, so a path
// is recognised by its characters, without making strings of its segments.

/** Longer paths are not remembered. */
const LONGEST = 300
/** Shapes of one length that are remembered: those of a server are some. */
const MOST_OF_LENGTH = 16

/** Stands for any character of an id: no character has this code. */
const ANY_OF_ID = -1
const ids = /(?<=^|\/)[a-z0-9]{26}(?=\/|$)/g

interface KnownPath<T> {
  /** UTF-16 units of the path. */
  readonly codes: Int32Array
  readonly value: T
}

/**
 * Calls `compute` for the first path of a shape only: it must give the same for paths that differ in segments of 26 lower
 * case letters and digits alone. `undefined` is not remembered.
 */
export function rememberingPaths<T>(
  compute: (path: string) => T | undefined,
): (path: string) => T | undefined {
  const byLength = Array.from({ length: LONGEST + 1 }, (): KnownPath<T>[] => [])

  return path => {
    const known = byLength[path.length]
    if (known === undefined) return compute(path)
    for (let i = 0; i < known.length; i++) {
      const { codes, value } = known[i] as KnownPath<T>
      if (hasShape(path, codes)) return value
    }
    const value = compute(path)
    if (value !== undefined && known.length < MOST_OF_LENGTH) known.push({ codes: codesOf(path), value })
    return value
  }
}

function codesOf(path: string): Int32Array {
  const codes = Int32Array.from(path.split(''), unit => unit.charCodeAt(0))
  for (const id of path.matchAll(ids)) codes.fill(ANY_OF_ID, id.index, id.index + id[0].length)
  return codes
}

/** From the end: that is where paths of one length differ. */
function hasShape(path: string, codes: Int32Array): boolean {
  for (let at = path.length - 1; at >= 0; at--) {
    const code = path.charCodeAt(at)
    const wanted = codes[at]
    if (code !== wanted && !(wanted === ANY_OF_ID && isOfId(code))) return false
  }
  return true
}

function isOfId(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57)
}
