// A pattern of a rule as people read it: the texts it looks for, with an ellipsis for whatever varies. For display only; a
// form that it does not know becomes an ellipsis too.

/** What a pattern looks for, such as `starts with "Failed to save …" or "Error …"`. */
export function patternWords(pattern: string): string {
  const texts = [...new Set(expand(pattern).map(tidy))].filter(text => withoutAnchors(text) !== '')
  if (texts.length === 0) return 'is not empty'
  const [how = ''] = [...new Set(texts.map(howOf))].sort().reverse()
  const same = texts.every(text => howOf(text) === how)
  return `${same ? how : 'contains'} ${listed(texts.map(text => `"${withoutAnchors(text)}"`))}`
}

const textsShown = 4

function listed(texts: readonly string[]): string {
  const distinct = [...new Set(texts)]
  // One text more takes no more room than saying that there is one.
  const shown = distinct.length <= textsShown + 1 ? distinct : distinct.slice(0, textsShown)
  const more = distinct.length - shown.length
  if (more > 0) return `${shown.join(', ')} or one of ${more} more texts`
  return shown.length === 1 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1) ?? ''}`
}

const start = '\u0001'
const end = '\u0002'
const varying = '…'

function howOf(text: string): string {
  if (text.startsWith(start)) return text.endsWith(end) ? 'is' : 'starts with'
  return text.endsWith(end) ? 'ends with' : 'contains'
}

const withoutAnchors = (text: string): string => text.replaceAll(start, '').replaceAll(end, '')

/** What varies at either side of an open end says nothing. */
function tidy(text: string): string {
  return text.replace(/…(?:\s*…)+/g, varying).replace(/^…\s*|\s*…$/g, '')
}

/** More alternatives than these are not told apart: the part that makes them becomes an ellipsis. */
const alternativesLimit = 40

interface Reading {
  readonly pattern: string
  at: number
}

function expand(pattern: string): readonly string[] {
  return readAlternatives({ pattern: pattern.replace(/^\(\?[a-z]+\)/, ''), at: 0 })
}

function readAlternatives(reading: Reading): readonly string[] {
  const all = [...readSequence(reading)]
  while (reading.pattern[reading.at] === '|') {
    reading.at++
    all.push(...readSequence(reading))
  }
  return all
}

function readSequence(reading: Reading): readonly string[] {
  let texts: readonly string[] = ['']
  while (reading.at < reading.pattern.length && !'|)'.includes(reading.pattern[reading.at] ?? '')) {
    const options = readQuantified(reading)
    const product = texts.flatMap(text => options.map(option => text + option))
    texts = product.length > alternativesLimit ? texts.map(text => text + varying) : product
  }
  return texts
}

function readQuantified(reading: Reading): readonly string[] {
  const options = readAtom(reading)
  const quantifier = /^(?:[*+?]|\{\d*,?\d*\})\??/.exec(reading.pattern.slice(reading.at))?.[0]
  if (quantifier === undefined) return options
  reading.at += quantifier.length
  return quantifier === '?' ? [...options, ''] : [varying]
}

function readAtom(reading: Reading): readonly string[] {
  const { pattern } = reading
  const character = pattern[reading.at++] ?? ''
  switch (character) {
    case '^':
      return [start]
    case '$':
      return [end]
    case '.':
      return [varying]
    case '\\':
      return [escaped(pattern[reading.at++] ?? '')]
    case '[':
      return [readClass(reading)]
    case '(':
      return readGroup(reading)
    default:
      return [character]
  }
}

const escaped = (character: string): string => (/\w/.test(character) ? varying : character)

/** `[Ll]` is the letter, any other class varies. */
function readClass(reading: Reading): string {
  const inside = /^\^?\]?(?:\\.|[^\]\\])*/.exec(reading.pattern.slice(reading.at))?.[0] ?? ''
  reading.at += inside.length + 1
  const [one = '', other = ''] = inside
  return inside.length === 2 && one.toLowerCase() === other.toLowerCase() ? other : varying
}

function readGroup(reading: Reading): readonly string[] {
  const head = /^\?(?:[a-z]*:|P?<\w+>)/.exec(reading.pattern.slice(reading.at))?.[0] ?? ''
  reading.at += head.length
  const options = readAlternatives(reading)
  reading.at++
  return options
}
