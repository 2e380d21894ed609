// Rows of a structured entry: which are in sight when some are folded or words are searched for, and the path of one.
import type { StructureRow } from '../shared/pages.js'

/** Positions of the rows to draw. */
export function visibleRows(
  rows: readonly StructureRow[],
  folded: ReadonlySet<number>,
  words: string,
): readonly number[] {
  const wanted = words.trim().toLowerCase()
  return wanted === '' ? unfolded(rows, folded) : matching(rows, wanted)
}

/** Rows that no folded one hides. */
function unfolded(rows: readonly StructureRow[], folded: ReadonlySet<number>): readonly number[] {
  const seen: number[] = []
  for (let at = 0; at < rows.length; at++) {
    seen.push(at)
    if (folded.has(at)) at = lastInside(rows, at)
  }
  return seen
}

/** Rows that have the words, each below those it is in. */
function matching(rows: readonly StructureRow[], wanted: string): readonly number[] {
  const seen = new Set<number>()
  const above: number[] = []
  rows.forEach(({ depth, key, text, kind }, at) => {
    above.length = depth
    above[depth] = at
    const own = kind === 'map' || kind === 'list' ? '' : text
    if (!`${key}\n${own}`.toLowerCase().includes(wanted)) return
    for (const row of above) seen.add(row)
    // What is asked for by its key is wanted with all that is in it.
    for (let inside = at + 1; inside <= lastInside(rows, at); inside++) seen.add(inside)
  })
  return [...seen].sort((a, b) => a - b)
}

/** The last row inside of one; the row itself when it has nothing inside. */
export function lastInside(rows: readonly StructureRow[], at: number): number {
  const depth = rows[at]?.depth ?? 0
  let last = at
  while (last + 1 < rows.length && (rows[last + 1]?.depth ?? 0) > depth) last++
  return last
}

/** Every row that has others inside. */
export function foldable(rows: readonly StructureRow[]): ReadonlySet<number> {
  return new Set(rows.flatMap((row, at) => ((rows[at + 1]?.depth ?? 0) > row.depth ? [at] : [])))
}

export function pathOf(rows: readonly StructureRow[], at: number): readonly (string | number)[] {
  const path: (string | number)[] = []
  let depth = Infinity
  for (let row = at; row >= 0 && depth > 0; row--) {
    const candidate = rows[row]
    if (candidate === undefined || candidate.depth >= depth) continue
    path.unshift(candidate.key)
    depth = candidate.depth
  }
  return path
}

/** `roles[3].name`, as `jq` and people write it. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step, position) => {
      if (typeof step === 'number') return `[${step}]`
      if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(step)) return `[${JSON.stringify(step)}]`
      return position === 0 ? step : `.${step}`
    })
    .join('')
}
