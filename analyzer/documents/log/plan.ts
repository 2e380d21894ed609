// Decides once per distinct (level, msg, caller) what the queries make of it: which match already, which need the
// fields, and which literals tell without reading fields that they cannot match.
import type { Matcher } from './compile-queries.js'
import { createSearch, type Search, type SearchText } from './multi-search.js'
import type { Level } from './types.js'

export interface ClassPlan {
  readonly level: Level
  /** Matchers that every record of the class satisfies. */
  readonly matched: readonly Matcher[]
  readonly pending: readonly Pending[]
  /** Finds the literals of pending matchers; `undefined` when none has literals. */
  readonly search: Search | undefined
  /** Indexes into `pending` by literal. */
  readonly byLiteral: readonly (readonly number[])[]
  /** Indexes into `pending` of those that no literal can rule out. */
  readonly always: readonly number[]
}

export interface Pending {
  readonly matcher: Matcher
  /** Its `text` has not been found in the message and must be in a field. */
  readonly needsText: boolean
  /** Its literals are those of `text`: only fields that hold one can match. */
  readonly filtersByText: boolean
}

/** The head of one record, decoded. `msgText` is the message without escapes. */
export interface DecodedHead {
  readonly level: Level
  readonly msgText: SearchText
  readonly msgFrom: number
  readonly msgEnd: number
  /** Called only where a pattern has to be asked. */
  msg(): string
  caller(): string
}

export type Decide = (head: DecodedHead) => ClassPlan

/** Plans that are remembered: classes share few. */
const rememberedPlans = 4_096
const rememberedLevels = 64

export function createDecider(matchers: readonly Matcher[]): Decide {
  const groups = new Map<Level, LevelGroup>()
  return head => {
    let group = groups.get(head.level)
    if (!group) {
      group = createLevelGroup(head.level, matchers)
      if (groups.size < rememberedLevels) groups.set(head.level, group)
    }
    return decideClass(group, head)
  }
}

/** The matchers that accept a level, sorted by what they need. */
interface LevelGroup {
  readonly level: Level
  /** Satisfied by the level alone. */
  readonly free: readonly Matcher[]
  /** Needs fields, nothing of the head. */
  readonly tail: readonly Matcher[]
  /** Asks for message or caller. */
  readonly headed: readonly Matcher[]
  readonly search: Search | undefined
  /** Matcher by literal: those whose message or text may match when it is found in the message. */
  readonly byLiteral: readonly (readonly Matcher[])[]
  /** Matchers that no literal can rule out for a message. */
  readonly unfiltered: ReadonlySet<Matcher>
  readonly plans: Map<string, ClassPlan>
}

function createLevelGroup(level: Level, matchers: readonly Matcher[]): LevelGroup {
  const own = matchers.filter(matcher => !matcher.levels || matcher.levels.has(level))
  const headed = own.filter(matcher => matcher.message ?? matcher.caller)
  const tail = own.filter(matcher => !headed.includes(matcher) && needsFields(matcher))
  const asked = own.filter(matcher => matcher.message ?? matcher.caller ?? matcher.text)
  const wanted = asked.map(
    matcher => (matcher.message ?? (matcher.caller ? undefined : matcher.text))?.literals,
  )
  const index = indexLiterals(wanted)
  return {
    level,
    free: own.filter(matcher => !headed.includes(matcher) && !tail.includes(matcher)),
    tail,
    headed,
    search: index.search,
    byLiteral: index.byLiteral.map(at => at.map(i => asked[i] as Matcher)),
    unfiltered: new Set(index.always.map(i => asked[i] as Matcher)),
    plans: new Map(),
  }
}

function needsFields(matcher: Matcher): boolean {
  return matcher.text !== undefined || matcher.fields.length > 0
}

/** One search over the literals of many, and whose literal each is. */
function indexLiterals(required: readonly (readonly string[] | undefined)[]) {
  const byText = new Map<string, number[]>()
  const always: number[] = []
  required.forEach((literals, i) => {
    if (!literals || literals.length === 0) always.push(i)
    else for (const text of literals) byText.set(text, [...(byText.get(text) ?? []), i])
  })
  const search = byText.size > 0 ? createSearch([...byText.keys()]) : undefined
  return { search, byLiteral: [...byText.values()], always }
}

function decideClass(group: LevelGroup, head: DecodedHead): ClassPlan {
  const candidates = messageCandidates(group, head)
  if (candidates.size === 0) return planOf(group, group.free, group.tail, noMatchers)
  const accepted = group.headed.filter(matcher => candidates.has(matcher) && acceptsHead(matcher, head))
  const textDone = new Set<Matcher>()
  for (const matcher of [...accepted, ...group.tail]) {
    if (!matcher.text) continue
    const mayMatch = matcher.message ?? matcher.caller ?? (candidates.has(matcher) || undefined)
    if (mayMatch && matcher.text.test(head.msg())) textDone.add(matcher)
  }
  const isPending = (matcher: Matcher) =>
    matcher.fields.length > 0 || (matcher.text !== undefined && !textDone.has(matcher))
  const open = [...group.tail, ...accepted]
  const matched = [...group.free, ...open.filter(matcher => !isPending(matcher))]
  return planOf(group, matched, open.filter(isPending), textDone)
}

const noMatchers: ReadonlySet<Matcher> = new Set()

function messageCandidates(group: LevelGroup, head: DecodedHead): ReadonlySet<Matcher> {
  const hits = group.search?.find(head.msgText, head.msgFrom, head.msgEnd) ?? 0
  if (hits === 0) return group.unfiltered
  if (hits === group.search?.capacity) return new Set([...group.headed, ...group.tail])
  const candidates = new Set(group.unfiltered)
  for (let hit = 0; hit < hits; hit++) {
    for (const matcher of group.byLiteral[group.search?.ids[hit] ?? 0] ?? []) candidates.add(matcher)
  }
  return candidates
}

function acceptsHead(matcher: Matcher, head: DecodedHead): boolean {
  if (matcher.message && !matcher.message.test(head.msg())) return false
  return !matcher.caller || matcher.caller.test(head.caller())
}

function planOf(
  group: LevelGroup,
  matched: readonly Matcher[],
  open: readonly Matcher[],
  textDone: ReadonlySet<Matcher>,
): ClassPlan {
  const key =
    matched.map(matcher => matcher.index).join() +
    '|' +
    open.map(matcher => `${matcher.index}${textDone.has(matcher) ? 'm' : ''}`).join()
  const known = group.plans.get(key)
  if (known) return known
  const plan = createPlan(group.level, matched, open, textDone)
  if (group.plans.size < rememberedPlans) group.plans.set(key, plan)
  return plan
}

function createPlan(
  level: Level,
  matched: readonly Matcher[],
  open: readonly Matcher[],
  textDone: ReadonlySet<Matcher>,
): ClassPlan {
  const choices = open.map(matcher =>
    chooseLiterals(matcher, matcher.text !== undefined && !textDone.has(matcher)),
  )
  const index = indexLiterals(choices.map(choice => choice.literals))
  return { level, matched, pending: choices.map(choice => choice.pending), ...index }
}

/** The literals that rule out most: those of the longest among `text` and the fields. */
function chooseLiterals(matcher: Matcher, needsText: boolean) {
  // A record whose message or caller fits already is best asked for the field itself.
  const narrowed = matcher.message ?? matcher.caller
  const offers = matcher.fields.map(field => (narrowed ? field.pattern.literals : field.literals))
  if (needsText) offers.unshift(matcher.text?.literals)
  let best: readonly string[] | undefined
  for (const offer of offers) if (shortestOf(offer) > shortestOf(best)) best = offer
  const filtersByText = needsText && best !== undefined && best === matcher.text?.literals
  return { literals: best, pending: { matcher, needsText, filtersByText } satisfies Pending }
}

function shortestOf(literals: readonly string[] | undefined): number {
  return literals === undefined || literals.length === 0 ? 0 : Math.min(...literals.map(text => text.length))
}
