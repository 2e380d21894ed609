// What text must stand in a line for a pattern to match: found from the pattern, so that most lines need no pattern at all.

/** Any of these must occur, without regard to case; `undefined` when nothing is certain. */
export type Required = readonly string[] | undefined

const most = 24
/** Shorter ones stand in nearly every line. */
const shortestLiteral = 3

/**
 * Characters that Go's JSON does not escape, so that they stand in the line as they stand in the text: printable ASCII
 * without quotes, backslash, and what it writes as \u00xx.
 */
function isPlain(character: string): boolean {
  return character >= ' ' && character <= '~' && !'"\\<>&'.includes(character)
}

/** What is certain of every text that an RE2 pattern matches. Where it does not understand a pattern, nothing is. */
export interface PatternNeeds {
  readonly required: Required
  /** No shorter text matches. In characters. */
  readonly least: number
  /** The pattern is no more than these texts, any of them and as they are written: no engine is needed to ask it. */
  readonly alternatives: readonly string[] | undefined
}

export function readPattern(pattern: string): PatternNeeds {
  const parser = { pattern, at: 0, failed: false }
  const { required, least } = parseAlternatives(parser)
  if (parser.failed || parser.at < pattern.length) {
    return { required: undefined, least: 0, alternatives: undefined }
  }
  return {
    required: required?.map(text => text.toLowerCase()),
    least,
    alternatives: plainAlternatives(pattern),
  }
}

/** Literals of an RE2 pattern. Errs on the side of `undefined`: what it does not understand requires nothing. */
export function requiredLiterals(pattern: string): Required {
  return readPattern(pattern).required
}

/** `a|b` and `(?P<name>a|b)`, with nothing in `a` and `b` but characters that stand for themselves. */
function plainAlternatives(pattern: string): readonly string[] | undefined {
  const inside = /^\(\?P<\w+>([^()]*)\)$/.exec(pattern)?.[1] ?? pattern
  const branches = inside.split('|').map(branch => branch.replace(/\\([.\-/'])/g, '$1'))
  const isPlainText =
    /^(?:[\w :,;/@#%&='"<>!~-]|\\[.\-/'])+(?:\|(?:[\w :,;/@#%&='"<>!~-]|\\[.\-/'])+)*$/.test(inside)
  return isPlainText ? branches : undefined
}

interface Parser {
  readonly pattern: string
  at: number
  failed: boolean
}

/** What a part of a pattern requires, and how long its shortest match is. */
interface Part {
  readonly required: Required
  readonly least: number
}

/** One of several must hold: the sum of what each requires. */
function parseAlternatives(parser: Parser): Part {
  const branches = [parseSequence(parser)]
  while (parser.pattern[parser.at] === '|') {
    parser.at++
    branches.push(parseSequence(parser))
  }
  const least = Math.min(...branches.map(branch => branch.least))
  const all: string[] = []
  for (const { required } of branches) {
    if (required === undefined) return { required, least }
    all.push(...required)
  }
  return { required: all.length > most ? undefined : all, least }
}

/** All of several must hold: the best one is enough. */
function parseSequence(parser: Parser): Part {
  let best: Required
  let least = 0
  let run = ''
  const offer = (candidate: Required) => {
    if (candidate !== undefined && worth(candidate) > worth(best)) best = candidate
  }
  const endRun = () => {
    if (run.length >= shortestLiteral) offer([run])
    run = ''
  }
  while (parser.at < parser.pattern.length && !parser.failed) {
    const character = parser.pattern[parser.at]
    if (character === '|' || character === ')') break
    const atom = parseAtom(parser)
    const repeat = parseRepeat(parser)
    if (repeat !== 'maybe') least += leastOf(atom)
    if (atom.kind === 'character' && repeat === 'once' && isPlain(atom.text)) {
      run += atom.text
      continue
    }
    if (atom.kind === 'character' && repeat === 'some' && isPlain(atom.text)) run += atom.text
    if (atom.kind !== 'nothing' || repeat !== 'once') endRun()
    if (atom.kind === 'group' && repeat !== 'maybe') offer(atom.required)
  }
  endRun()
  return { required: best, least }
}

function leastOf(atom: Atom): number {
  if (atom.kind === 'group') return atom.least
  return atom.kind === 'nothing' ? 0 : 1
}

/** The shortest of a set decides how well it filters. */
function worth(required: Required): number {
  if (required === undefined || required.length === 0) return 0
  return Math.min(...required.map(text => text.length)) - required.length / 100
}

type Atom =
  | { readonly kind: 'character'; readonly text: string }
  | ({ readonly kind: 'group' } & Part)
  /** Matches some text that is not known. */
  | { readonly kind: 'any' }
  /** Matches no text: an anchor or a flag. */
  | { readonly kind: 'nothing' }

function parseAtom(parser: Parser): Atom {
  const character = parser.pattern[parser.at++] ?? ''
  switch (character) {
    case '(':
      return parseGroup(parser)
    case '[':
      skipClass(parser)
      return { kind: 'any' }
    case '.':
      return { kind: 'any' }
    case '^':
    case '$':
      return { kind: 'nothing' }
    case '\\':
      return parseEscape(parser)
    case '*':
    case '+':
    case '?':
      parser.failed = true
      return { kind: 'any' }
    default:
      return { kind: 'character', text: character }
  }
}

function parseGroup(parser: Parser): Atom {
  const flags = /^\?(?:P?<\w+>|[imsU-]*:)/.exec(parser.pattern.slice(parser.at))
  if (flags) parser.at += flags[0].length
  else if (parser.pattern[parser.at] === '?') {
    const inline = /^\?[imsU-]+\)/.exec(parser.pattern.slice(parser.at))
    if (!inline) parser.failed = true
    parser.at += inline?.[0].length ?? 0
    return { kind: 'nothing' }
  }
  const part = parseAlternatives(parser)
  if (parser.pattern[parser.at++] !== ')') parser.failed = true
  return { kind: 'group', ...part }
}

function parseEscape(parser: Parser): Atom {
  const character = parser.pattern[parser.at++] ?? ''
  if (/[AbBzZ]/.test(character)) return { kind: 'nothing' }
  if (/[a-zA-Z0-9]/.test(character)) {
    if (!/[dDwWsSntrfv]/.test(character)) parser.failed = true
    return { kind: 'any' }
  }
  return { kind: 'character', text: character }
}

function skipClass(parser: Parser): void {
  if (parser.pattern[parser.at] === '^') parser.at++
  if (parser.pattern[parser.at] === ']') parser.at++
  while (parser.at < parser.pattern.length && parser.pattern[parser.at] !== ']') {
    const named = /^\[:\^?\w+:\]/.exec(parser.pattern.slice(parser.at))
    parser.at += named ? named[0].length : parser.pattern[parser.at] === '\\' ? 2 : 1
  }
  if (parser.pattern[parser.at++] !== ']') parser.failed = true
}

function parseRepeat(parser: Parser): 'once' | 'maybe' | 'some' {
  const match = /^(?:\*|\+|\?|\{(\d+)(?:,\d*)?\})\??/.exec(parser.pattern.slice(parser.at))
  if (!match) return 'once'
  parser.at += match[0].length
  if (match[0].startsWith('*') || match[0].startsWith('?')) return 'maybe'
  return match[1] !== undefined && Number(match[1]) === 0 ? 'maybe' : 'some'
}
