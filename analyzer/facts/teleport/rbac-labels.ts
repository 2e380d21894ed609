// Whether labels of a role fit those of a node, as Teleport compares them: every key must fit, one of its values is enough.
// Regular expressions, expressions and templates are not worked out here: what rests on one cannot be told.

/** Selector of a role: key → text or list of texts. */
export type Selector = Readonly<Record<string, unknown>>

/** Labels of a node: key → text. */
export type Labels = Readonly<Record<string, string>>

/** `undefined`: cannot be told. An empty selector fits nothing. */
export function fits(selector: Selector, labels: Labels): boolean | undefined {
  const keys = Object.keys(selector)
  if (keys.length === 0) return false
  let isUnknown = false
  for (const key of keys) {
    const fitting = keyFits(key, valuesOf(selector[key]), labels)
    if (fitting === false) return false
    if (fitting === undefined) isUnknown = true
  }
  return isUnknown ? undefined : true
}

export function valuesOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.flatMap(item =>
    typeof item === 'string' ? [item] : typeof item === 'number' ? [String(item)] : [],
  )
}

function keyFits(key: string, values: readonly string[], labels: Labels): boolean | undefined {
  if (key === '*') return values.includes('*')
  if (!Object.hasOwn(labels, key)) return false
  const label = labels[key] ?? ''
  const answers = values.map(value => valueFits(value, label))
  if (answers.includes(true)) return true
  return answers.includes(undefined) ? undefined : false
}

function valueFits(value: string, label: string): boolean | undefined {
  if (value === '*' || value === label) return true
  if (isWorkedOut(value)) return undefined
  return value.includes('*') ? globFits(value, label) : false
}

/** A regular expression, or a template that a trait fills. */
const isWorkedOut = (value: string): boolean =>
  (value.startsWith('^') && value.endsWith('$')) || value.includes('{{')

/** `*` stands for any text. Linear: each part is looked for once, after the one before it. */
export function globFits(glob: string, text: string): boolean {
  if (!glob.includes('*')) return glob === text
  const parts = glob.split('*')
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= text.length - last.length
}

/** Every label of every node. */
export const fitsEverything = (selector: Selector | undefined): boolean =>
  selector !== undefined && Object.hasOwn(selector, '*') && valuesOf(selector['*']).includes('*')
