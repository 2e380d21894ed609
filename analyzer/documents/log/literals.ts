// What text must stand in a line for a pattern to match: found from the pattern, so that most lines need no pattern at all.

import { shortestLiteral } from './multi-search.js'

/** Any of these must occur, without regard to case; `undefined` when nothing is certain. */
export type Required = readonly string[] | undefined

const most = 24

/**
 * Characters that Go's JSON does not escape, so that they stand in the line as they stand in the text: printable ASCII
 * without quotes, backslash, and what it writes as \u00xx.
 */
function isPlain(character: string): boolean {
  return character >= ' ' && character <= '~' && !'"\\<>&'.includes(character)
}

/** Literals of an RE2 pattern. Errs on the side of `undefined`: what it does not understand requires nothing. */
export function requiredLiterals(pattern: string): Required {
  const parser = { pattern, at: 0, failed: false }
  const required = parseAlternatives(parser)
  if (parser.failed || parser.at < pattern.length) return undefined
  return required?.map(text => text.toLowerCase())
}

interface Parser {
  readonly pattern: string
  at: number
  failed: boolean
}

/** One of several must hold: the sum of what each requires. */
function parseAlternatives(parser: Parser): Required {
  const branches = [parseSequence(parser)]
  while (parser.pattern[parser.at] === '|') {
    parser.at++
    branches.push(parseSequence(parser))
  }
  const all: string[] = []
  for (const branch of branches) {
    if (branch === undefined) return undefined
    all.push(...branch)
  }
  return all.length > most ? undefined : all
}

/** All of several must hold: the best one is enough. */
function parseSequence(parser: Parser): Required {
  let best: Required
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
    if (atom.kind === 'character' && repeat === 'once' && isPlain(atom.text)) {
      run += atom.text
      continue
    }
    if (atom.kind === 'character' && repeat === 'some' && isPlain(atom.text)) run += atom.text
    if (atom.kind !== 'nothing' || repeat !== 'once') endRun()
    if (atom.kind === 'group' && repeat !== 'maybe') offer(atom.required)
  }
  endRun()
  return best
}

/** The shortest of a set decides how well it filters. */
function worth(required: Required): number {
  if (required === undefined || required.length === 0) return 0
  return Math.min(...required.map(text => text.length)) - required.length / 100
}

type Atom =
  | { readonly kind: 'character'; readonly text: string }
  | { readonly kind: 'group'; readonly required: Required }
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
  const required = parseAlternatives(parser)
  if (parser.pattern[parser.at++] !== ')') parser.failed = true
  return { kind: 'group', required }
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
