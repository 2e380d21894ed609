// One search over the literals of all patterns, made once for a pass over the logs: messages and fields are both looked
// through with it, and a hit tells which matchers are worth asking.
import type { Matcher } from './compile-queries.js'
import { createSearch, type Search } from './multi-search.js'

export interface LiteralIndex {
  /** `undefined` when no pattern has literals. */
  readonly search: Search | undefined
  /** By literal: the matchers whose pattern for the message asks for it. */
  readonly inMessage: readonly (readonly Matcher[])[]
  /** By literal: the matchers whose patterns for the fields ask for it. */
  readonly inFields: readonly (readonly Matcher[])[]
  /** Matchers that no literal can rule out for a message. */
  readonly anyMessage: readonly Matcher[]
  /** Matchers that no literal can rule out for the fields. */
  readonly anyFields: ReadonlySet<Matcher>
}

export function createLiteralIndex(matchers: readonly Matcher[]): LiteralIndex {
  const ids = new Map<string, number>()
  const inMessage: Matcher[][] = []
  const inFields: Matcher[][] = []
  const add = (lists: Matcher[][], matcher: Matcher, literals: readonly string[]) => {
    for (const literal of new Set(literals)) {
      const id = ids.get(literal) ?? ids.set(literal, ids.size).size - 1
      inMessage[id] ??= []
      inFields[id] ??= []
      lists[id]?.push(matcher)
    }
  }
  for (const matcher of matchers) {
    add(inMessage, matcher, messageLiterals(matcher) ?? [])
    add(inFields, matcher, fieldLiterals(matcher) ?? [])
  }
  return {
    search: ids.size > 0 ? createSearch([...ids.keys()]) : undefined,
    inMessage,
    inFields,
    anyMessage: matchers.filter(matcher => asksHead(matcher) && !messageLiterals(matcher)?.length),
    anyFields: new Set(matchers.filter(matcher => !fieldLiterals(matcher)?.length)),
  }
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
