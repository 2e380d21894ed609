// Decides once per distinct (level, msg, caller) what the queries make of it: which match already, which need the
// fields, and which literals tell without reading fields that they cannot match.
import type { Matcher } from './compile-queries.js'
import { fieldLiterals, type LiteralIndex, type LiteralTable, reachOf } from './literal-index.js'
import type { SearchText } from './multi-search.js'
import type { Level } from '../types.js'

export interface ClassPlan {
  readonly level: Level
  /** Matchers that every record of the class satisfies. */
  readonly matched: readonly Matcher[]
  readonly pending: readonly Pending[]
  /** Those of `pending` that a literal may rule out, by the index of their matcher. */
  readonly byMatcher: readonly (Pending | undefined)[]
  /** The tables that have these literals. */
  readonly tables: readonly LiteralTable[]
  /** Those of `pending` that no literal can rule out. */
  readonly always: readonly Pending[]
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
  readonly msg: () => string
  readonly caller: () => string
}

export type Decide = (head: DecodedHead) => ClassPlan

/** Plans that are remembered: classes share few. */
const rememberedPlans = 4_096
const rememberedLevels = 64

/** `matchers` are those of the index that apply to the file. */
export function createDecider(matchers: readonly Matcher[], index: LiteralIndex): Decide {
  const groups = new Map<Level, LevelGroup>()
  return head => {
    let group = groups.get(head.level)
    if (!group) {
      group = createLevelGroup(head.level, matchers, index)
      if (groups.size < rememberedLevels) groups.set(head.level, group)
    }
    return decideClass(group, head)
  }
}

/** The matchers that accept a level, sorted by what they need. */
interface LevelGroup {
  readonly level: Level
  readonly index: LiteralIndex
  readonly own: ReadonlySet<Matcher>
  /** Satisfied by the level alone. */
  readonly free: readonly Matcher[]
  /** Needs fields, nothing of the head. */
  readonly tail: readonly Matcher[]
  /** Asks for message or caller, or has its text in the message. */
  readonly headed: ReadonlySet<Matcher>
  readonly anyMessage: readonly Matcher[]
  readonly plans: Map<string, ClassPlan>
}

function createLevelGroup(level: Level, matchers: readonly Matcher[], index: LiteralIndex): LevelGroup {
  const own = matchers.filter(matcher => matcher.levels?.has(level) ?? true)
  const headed = new Set(own.filter(matcher => asksHead(matcher, level)))
  const tail = own.filter(matcher => !headed.has(matcher) && needsFields(matcher))
  const all = new Set(own)
  return {
    level,
    index,
    own: all,
    free: own.filter(matcher => !headed.has(matcher) && !needsFields(matcher)),
    tail,
    headed,
    anyMessage: index.anyMessage.filter(matcher => all.has(matcher)),
    plans: new Map(),
  }
}

function asksHead({ message, caller, text, messageOnlyAt }: Matcher, level: Level): boolean {
  return message !== undefined || caller !== undefined || (text !== undefined && messageOnlyAt.has(level))
}

function needsFields(matcher: Matcher): boolean {
  return matcher.text !== undefined || matcher.fields.length > 0
}

function decideClass(group: LevelGroup, head: DecodedHead): ClassPlan {
  const candidates = messageCandidates(group, head)
  if (candidates.size === 0) return planOf(group, group.free, group.tail, candidates)
  const textDone = new Set<Matcher>()
  const accepted: Matcher[] = []
  for (const matcher of candidates) {
    const isHeaded = group.headed.has(matcher)
    if (isHeaded && !acceptsHead(matcher, head)) continue
    if (matcher.text?.test(head.msg())) textDone.add(matcher)
    else if (matcher.text && matcher.messageOnlyAt.has(group.level)) continue
    if (isHeaded) accepted.push(matcher)
  }
  const isPending = (matcher: Matcher) =>
    matcher.fields.length > 0 || (matcher.text !== undefined && !textDone.has(matcher))
  const open = [...group.tail, ...accepted.sort((a, b) => a.index - b.index)]
  const matched = [...group.free, ...open.filter(matcher => !isPending(matcher))]
  return planOf(group, matched, open.filter(isPending), textDone)
}

/** Matchers of the group whose message pattern, or text, may match the message. */
function messageCandidates(group: LevelGroup, head: DecodedHead): ReadonlySet<Matcher> {
  const { index, own } = group
  const candidates = new Set(group.anyMessage)
  for (const { search, inMessage } of [index.long, index.short]) {
    const hits = search.find(head.msgText, head.msgFrom, head.msgEnd)
    if (hits === search.capacity) return own
    for (let hit = 0; hit < hits; hit++) {
      for (const matcher of inMessage[search.ids[hit] as number] ?? []) {
        if (own.has(matcher)) candidates.add(matcher)
      }
    }
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
  const plan = createPlan(group, matched, open, textDone)
  if (group.plans.size < rememberedPlans) group.plans.set(key, plan)
  return plan
}

function createPlan(
  { level, index }: LevelGroup,
  matched: readonly Matcher[],
  open: readonly Matcher[],
  textDone: ReadonlySet<Matcher>,
): ClassPlan {
  const pending: Pending[] = []
  const always: Pending[] = []
  const byMatcher: (Pending | undefined)[] = []
  const tables = new Set<LiteralTable>()
  for (const matcher of open) {
    const needsText = matcher.text !== undefined && !textDone.has(matcher)
    const literals = fieldLiterals(matcher)
    const isOfText = literals !== undefined && literals === matcher.text?.literals
    const one = { matcher, needsText, filtersByText: needsText && isOfText }
    pending.push(one)
    const reach = reachOf(literals)
    // The literals of a text that was found in the message say nothing about the fields.
    if (reach === 'any' || (isOfText && !needsText)) always.push(one)
    else {
      byMatcher[matcher.index] = one
      tables.add(index[reach])
    }
  }
  return { level, matched, pending, always, byMatcher, tables: [...tables] }
}
