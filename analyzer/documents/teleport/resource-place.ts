// Where a key stands in the plain YAML of one object, found by its indentation: a page of ten thousand objects asks for the
// place of each, and the full parser would read every object once more.
//
//   kind: node
//   metadata:
//     name: 04fe8be0     ← ['metadata', 'name']

/** Keys that stand in the text as they are. */
const plainKey = /^[A-Za-z_][\w./-]*$/

/**
 * Offset of the last key of the path in the text of block maps; `undefined` where the full parser has to look: for lists, for keys
 * in quotes, for a path that is not there.
 */
export function plainOffset(text: string, path: readonly (string | number)[]): number | undefined {
  let from = 0
  let column = 0
  let found: number | undefined
  for (const key of path) {
    if (typeof key !== 'string' || !plainKey.test(key)) return undefined
    if (found !== undefined) {
      from = lineAfter(text, found)
      const deeper = columnOf(text, from)
      if (deeper === undefined || deeper <= column) return undefined
      column = deeper
    }
    found = keyAt(text, from, column, key)
    if (found === undefined) return undefined
  }
  return found
}

/** Offset of a key that stands in this column, before a line that stands further left. */
function keyAt(text: string, from: number, column: number, key: string): number | undefined {
  for (let start = from; start < text.length; start = lineAfter(text, start)) {
    const at = columnOf(text, start)
    if (at === undefined) continue
    if (at < column) return undefined
    if (at === column && isKey(text, start + at, key)) return start + at
  }
  return undefined
}

function isKey(text: string, at: number, key: string): boolean {
  return text.startsWith(`${key}:`, at) && /^[ \r\n]?$/.test(text.charAt(at + key.length + 1))
}

/** Spaces before what stands in the line; `undefined` for a line of spaces. */
function columnOf(text: string, start: number): number | undefined {
  let at = start
  while (text.charAt(at) === ' ') at++
  return at >= text.length || text.charAt(at) === '\n' ? undefined : at - start
}

function lineAfter(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end + 1
}
