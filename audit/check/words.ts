// Values and paths in words, and the known name that was probably meant.

/** `sample-file.options.max_size`, `levels[2].id`. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`))
    .join('')
}

const LONGEST = 80

/** A JSON value as it stands in a message: short, on one line. */
export function found(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const shown = JSON.stringify(value) ?? 'nothing'
  return shown.length <= LONGEST ? shown : `${shown.slice(0, LONGEST)}…`
}

/** The known word that differs only in case, separators, or one or two letters. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = bare(word)
  if (wanted === '' || wanted.length > 40) return undefined
  const most = wanted.length > 4 ? 2 : 1
  return (
    known.find(name => bare(name) === wanted) ??
    known.find(name => lettersOf(bare(name)) === lettersOf(wanted)) ??
    known.find(name => distance(wanted, bare(name)) <= most)
  )
}

const bare = (word: string): string => word.toLowerCase().replace(/[\s_.-]/g, '')

/** The same for words whose letters were only swapped. */
const lettersOf = (word: string): string => [...word].sort().join('')

/** Letters to insert, drop or replace. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Infinity
  let above = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] ?? Infinity) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(replaced, (above[j] ?? Infinity) + 1, (row[j - 1] ?? Infinity) + 1))
    }
    above = row
  }
  return above[b.length] ?? Infinity
}
