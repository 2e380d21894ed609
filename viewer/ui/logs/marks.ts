// Which parts of a message the texts of a query stand for, so that a person sees why a record is there.
import { textsOf, type Term } from '../../shared/log-query.js'

export interface Marks {
  /** In lower case where case does not matter. */
  readonly texts: readonly string[]
  readonly ignoreCase: boolean
}

/** Undefined for a query without texts. Patterns are RE2: the page does not run them. */
export function marksOf(terms: readonly Term[], ignoreCase: boolean): Marks | undefined {
  const texts = textsOf(terms)
  if (texts.length === 0) return undefined
  return { texts: ignoreCase ? texts.map(text => text.toLowerCase()) : texts, ignoreCase }
}

export interface MarkedPart {
  readonly text: string
  readonly isMarked: boolean
}

/** The text in parts, those that are found marked. In time proportional to its length for each text. */
export function markedParts(text: string, marks: Marks | undefined): readonly MarkedPart[] {
  if (marks === undefined) return [{ text, isMarked: false }]
  const searched = marks.ignoreCase ? text.toLowerCase() : text
  // Some letters have another length in lower case: then places would not agree.
  if (searched.length !== text.length) return [{ text, isMarked: false }]
  const isMarked = new Uint8Array(text.length)
  for (const wanted of marks.texts) {
    for (let at = searched.indexOf(wanted); at !== -1; at = searched.indexOf(wanted, at + wanted.length))
      isMarked.fill(1, at, at + wanted.length)
  }
  const parts: MarkedPart[] = []
  for (let from = 0; from < text.length;) {
    let to = from + 1
    while (to < text.length && isMarked[to] === isMarked[from]) to++
    parts.push({ text: text.slice(from, to), isMarked: isMarked[from] === 1 })
    from = to
  }
  return parts
}
