// Reads an RE2 pattern of ASCII into a tree. What it does not know, it does not guess at: it then gives nothing, and RE2 itself
// is asked.

/** Numbers of the 128 ASCII characters that a part matches: 1 where it does. */
export type CharacterSet = Uint8Array

export type Anchor = 'line-start' | 'line-end' | 'text-start' | 'text-end'

export type PatternTree =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'anchor'; readonly anchor: Anchor }
  /** All in turn; of none, the empty text. */
  | { readonly kind: 'sequence'; readonly parts: readonly PatternTree[] }
  | { readonly kind: 'choice'; readonly parts: readonly PatternTree[] }
  | {
      readonly kind: 'repeat'
      readonly part: PatternTree
      readonly least: number
      /** Infinity for without an end. */
      readonly most: number
    }

interface Flags {
  readonly ignoreCase: boolean
  /** `^` and `$` are ends of lines. */
  readonly lines: boolean
  /** A dot is a newline too. */
  readonly dotAll: boolean
}

interface Reader {
  readonly pattern: string
  at: number
  depth: number
}

const notKnown = Symbol('not known')
/** Deeper nesting is left to RE2, which bounds it too. */
const depthMost = 100

/** The pattern, in which `^` and `$` are ends of lines, as in `compilePattern`; `undefined` for one with parts not known here. */
export function readPatternTree(pattern: string): PatternTree | undefined {
  const reader = { pattern, at: 0, depth: 0 }
  try {
    const tree = readChoice(reader, { ignoreCase: false, lines: true, dotAll: false })
    return reader.at === pattern.length ? tree : undefined
  } catch (error) {
    if (error === notKnown) return undefined
    throw error
  }
}

function giveUp(): never {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- caught above: no stack is wanted
  throw notKnown
}

function readChoice(reader: Reader, outer: Flags): PatternTree {
  if (++reader.depth > depthMost) giveUp()
  const parts: PatternTree[] = []
  let flags = outer
  for (;;) {
    const read = readSequence(reader, flags)
    parts.push(read.tree)
    flags = read.flags
    if (reader.pattern[reader.at] !== '|') break
    reader.at++
  }
  reader.depth--
  return parts.length === 1 ? (parts[0] as PatternTree) : { kind: 'choice', parts }
}

/** Flags such as `(?i)` hold to the end of their group. */
function readSequence(reader: Reader, outer: Flags): { readonly tree: PatternTree; readonly flags: Flags } {
  const parts: PatternTree[] = []
  let flags = outer
  while (reader.at < reader.pattern.length && !'|)'.includes(reader.pattern[reader.at] as string)) {
    const changed = readFlags(reader, flags)
    if (changed === undefined) parts.push(readRepeated(reader, flags))
    else flags = changed
  }
  return { tree: { kind: 'sequence', parts }, flags }
}

/** `(?i)`, `(?s-m)`; undefined where none stands. */
function readFlags(reader: Reader, flags: Flags): Flags | undefined {
  const found = matchAt(/\(\?([imsU]*)(?:-([imsU]+))?\)/y, reader)
  return found === null ? undefined : changedFlags(flags, found[1] ?? '', found[2] ?? '')
}

function changedFlags({ ignoreCase, lines, dotAll }: Flags, on: string, off: string): Flags {
  const changed = (letter: string, before: boolean) =>
    (before || on.includes(letter)) && !off.includes(letter)
  return {
    ignoreCase: changed('i', ignoreCase),
    lines: changed('m', lines),
    dotAll: changed('s', dotAll),
  }
}

function matchAt(form: RegExp, reader: Reader): RegExpExecArray | null {
  form.lastIndex = reader.at
  const found = form.exec(reader.pattern)
  if (found !== null) reader.at = form.lastIndex
  return found
}

function readRepeated(reader: Reader, flags: Flags): PatternTree {
  const part = readAtom(reader, flags)
  const found = matchAt(/(?:([*+?])|\{(\d{1,4})(,(\d{1,4})?)?\})\??/y, reader)
  if (found === null) return part
  // Two in a row mean different things to different engines.
  if (/[*+?{]/.test(reader.pattern[reader.at] ?? '')) giveUp()
  if (part.kind === 'anchor') giveUp()
  const [, sign, least, comma, most] = found
  if (sign !== undefined) return { kind: 'repeat', part, ...signs[sign as keyof typeof signs] }
  const from = Number(least)
  return { kind: 'repeat', part, least: from, most: comma === undefined ? from : Number(most ?? Infinity) }
}

const signs = {
  '*': { least: 0, most: Infinity },
  '+': { least: 1, most: Infinity },
  '?': { least: 0, most: 1 },
} as const

function readAtom(reader: Reader, flags: Flags): PatternTree {
  const character = reader.pattern[reader.at++] ?? ''
  switch (character) {
    case '(':
      return readGroup(reader, flags)
    case '[':
      return set(readClass(reader, flags))
    case '.':
      return set(setOf(code => flags.dotAll || code !== 0x0a))
    case '^':
      return { kind: 'anchor', anchor: flags.lines ? 'line-start' : 'text-start' }
    case '$':
      return { kind: 'anchor', anchor: flags.lines ? 'line-end' : 'text-end' }
    case '\\':
      return set(readEscape(reader, flags))
    case '*':
    case '+':
    case '?':
      return giveUp()
    default:
      return set(characterSet(character, flags))
  }
}

function set(characters: CharacterSet): PatternTree {
  return { kind: 'set', set: characters }
}

function readGroup(reader: Reader, outer: Flags): PatternTree {
  const opened = matchAt(/\?(?:P?<\w+>|([imsU]*)(?:-([imsU]+))?:)/y, reader)
  if (opened === null && reader.pattern[reader.at] === '?') giveUp()
  const inside = readChoice(reader, changedFlags(outer, opened?.[1] ?? '', opened?.[2] ?? ''))
  if (reader.pattern[reader.at++] !== ')') giveUp()
  return inside
}

/** `[a-z_]`, `[^"\s]`; named classes are not known here. */
function readClass(reader: Reader, flags: Flags): CharacterSet {
  const negated = reader.pattern[reader.at] === '^'
  if (negated) reader.at++
  const found = new Uint8Array(128)
  for (let isFirst = true; isFirst || reader.pattern[reader.at] !== ']'; isFirst = false) {
    if (reader.at >= reader.pattern.length || reader.pattern.startsWith('[:', reader.at)) giveUp()
    readClassItem(reader, found)
  }
  reader.at++
  const folded = flags.ignoreCase ? foldedSet(found) : found
  return negated ? setOf(code => folded[code] === 0) : folded
}

function readClassItem(reader: Reader, into: CharacterSet): void {
  const first = readClassCharacter(reader)
  const isRange = reader.pattern[reader.at] === '-' && reader.pattern[reader.at + 1] !== ']'
  if (!isRange) {
    first.forEach((has, code) => has === 1 && (into[code] = 1))
    return
  }
  reader.at++
  const [low, high] = [only(first), only(readClassCharacter(reader))]
  if (low > high) giveUp()
  into.fill(1, low, high + 1)
}

function readClassCharacter(reader: Reader): CharacterSet {
  const character = reader.pattern[reader.at++] ?? giveUp()
  const noFlags = { ignoreCase: false, lines: true, dotAll: false }
  return character === '\\' ? readEscape(reader, noFlags) : characterSet(character, noFlags)
}

/** The one character of the set. */
function only(characters: CharacterSet): number {
  const at = characters.indexOf(1)
  return at === -1 || characters.includes(1, at + 1) ? giveUp() : at
}

const named: Readonly<Record<string, RegExp>> = { d: /\d/, w: /[0-9A-Za-z_]/, s: /[\t\n\f\r ]/ }
const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }

function readEscape(reader: Reader, flags: Flags): CharacterSet {
  const hex = matchAt(/x([0-7][0-9a-fA-F])/y, reader)?.[1]
  if (hex !== undefined) return characterSet(String.fromCharCode(parseInt(hex, 16)), flags)
  const letter = reader.pattern[reader.at++] ?? giveUp()
  const form = named[letter.toLowerCase()]
  if (form !== undefined) {
    const isNegated = letter !== letter.toLowerCase()
    return setOf(code => form.test(String.fromCharCode(code)) !== isNegated)
  }
  const control = controls[letter]
  if (control !== undefined) return setOf(code => code === control)
  return /[0-9A-Za-z]/.test(letter) ? giveUp() : characterSet(letter, flags)
}

function characterSet(character: string, { ignoreCase }: Flags): CharacterSet {
  const own = character.charCodeAt(0)
  if (own >= 128) giveUp()
  const found = setOf(code => code === own)
  return ignoreCase ? foldedSet(found) : found
}

/** With the letters of the other case. What else Unicode folds to them is not ASCII. */
function foldedSet(characters: CharacterSet): CharacterSet {
  const isIn = (text: string) => characters[text.charCodeAt(0)] === 1
  return setOf(code => {
    const text = String.fromCharCode(code)
    return isIn(text) || isIn(text.toLowerCase()) || isIn(text.toUpperCase())
  })
}

function setOf(holds: (code: number) => boolean): CharacterSet {
  return Uint8Array.from({ length: 128 }, (_, code) => (holds(code) ? 1 : 0))
}
