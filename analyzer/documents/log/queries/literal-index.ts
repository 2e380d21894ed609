// One search over the literals of all patterns, made once for a pass over the logs: messages and fields are both looked
// through with it, and a hit tells which matchers are worth asking.
import type { Matcher } from './compile-queries.js'
import { createSearch, type Search, shortestLiteral } from './multi-search.js'
import { createShortSearch } from './short-search.js'

export interface LiteralIndex {
  readonly long: LiteralTable
  /** Literals too short for the fast search. */
  readonly short: LiteralTable
  /** Matchers that no literal can rule out for a message. */
  readonly anyMessage: readonly Matcher[]
}

/** Literals found by one search, and whose they are: lists of matchers by literal. */
export interface LiteralTable {
  readonly search: Search
  /** Their pattern for the message asks for the literal. */
  readonly inMessage: readonly (readonly Matcher[])[]
  /** Their patterns for the fields ask for it. */
  readonly inFields: readonly (readonly Matcher[])[]
}

export function createLiteralIndex(matchers: readonly Matcher[]): LiteralIndex {
  return {
    long: createTable(matchers, 'long'),
    short: createTable(matchers, 'short'),
    anyMessage: matchers.filter(matcher => asksHead(matcher) && reachOf(messageLiterals(matcher)) === 'any'),
  }
}

/** Which search finds the literals of a pattern; `any` when it has none and every text has to be asked. */
export function reachOf(literals: readonly string[] | undefined): 'long' | 'short' | 'any' {
  if (!literals || literals.length === 0) return 'any'
  return shortestOf(literals) >= shortestLiteral ? 'long' : 'short'
}

function createTable(matchers: readonly Matcher[], reach: 'long' | 'short'): LiteralTable {
  const inMessage = byLiteral(matchers, messageLiterals, reach)
  const inFields = byLiteral(matchers, fieldLiterals, reach)
  const literals = [...new Set([...inMessage.keys(), ...inFields.keys()])]
  return {
    search: reach === 'long' ? createSearch(literals) : createShortSearch(literals),
    inMessage: literals.map(literal => inMessage.get(literal) ?? []),
    inFields: literals.map(literal => inFields.get(literal) ?? []),
  }
}

function byLiteral(
  matchers: readonly Matcher[],
  literalsOf: (matcher: Matcher) => readonly string[] | undefined,
  reach: 'long' | 'short',
): ReadonlyMap<string, readonly Matcher[]> {
  const lists = new Map<string, Matcher[]>()
  for (const matcher of matchers) {
    const literals = literalsOf(matcher)
    if (reachOf(literals) !== reach) continue
    for (const literal of new Set(literals)) lists.set(literal, [...(lists.get(literal) ?? []), matcher])
  }
  return lists
}

function asksHead(matcher: Matcher): boolean {
  return (matcher.message ?? matcher.caller ?? matcher.text) !== undefined
}

/** Of what decides by the head alone: `text` of a matcher with `message` or `caller` is asked only after those. */
function messageLiterals(matcher: Matcher): readonly string[] | undefined {
  return (matcher.message ?? (matcher.caller ? undefined : matcher.text))?.literals
}

/** The literals that rule out most: those of the longest among `text` and the fields. */
export function fieldLiterals(matcher: Matcher): readonly string[] | undefined {
  // A record whose message or caller fits already is best asked for the field itself.
  const narrowed = matcher.message ?? matcher.caller
  const offers = matcher.fields.map(field => (narrowed ? field.pattern.literals : field.literals))
  if (matcher.text) offers.unshift(matcher.text.literals)
  let best: readonly string[] | undefined
  for (const offer of offers) if (shortestOf(offer) > shortestOf(best)) best = offer
  return best
}

function shortestOf(literals: readonly string[] | undefined): number {
  return literals === undefined || literals.length === 0 ? 0 : Math.min(...literals.map(text => text.length))
}
