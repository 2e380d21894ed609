// One RE2 pattern of a rule, ready to be asked many times: with what it requires literally, and its recent answers.
// Compiling costs half a millisecond, and of hundreds of patterns a log concerns few: so it is done when one is asked.
import { RE2JS } from 're2js'
import { rangeText } from '../formats/field-table.js'
import { logLimits } from '../limits.js'
import { readPattern, type Required } from './literals.js'
import { NO_ID, type ValueIds } from './value-ids.js'

/** Text of a value in the working buffer; `id` is its number while the batch lasts. */
export interface ValueRange {
  readonly from: number
  readonly end: number
  readonly escaped: boolean
  readonly id: number
}

export interface TextPattern {
  readonly source: string
  /** One of these stands in every text that matches; `undefined` when nothing is certain. */
  readonly literals: Required
  readonly test: (text: string) => boolean
  /** The same for text that stands in bytes; makes no string for a text that came before. */
  readonly testValue: (bytes: Buffer, value: ValueRange) => boolean
  /** Named captures of the first match; empty when it does not match. */
  groups(text: string): Record<string, string>
}

/** Messages repeat themselves: the answers to this many are remembered. */
const remembered = 1_024
const longestRemembered = 2_048

const UNKNOWN = 0
const NO = 1
const YES = 2

/** Asking a pattern that is not RE2 throws: rules are checked before they come here. */
export function compilePattern(source: string, ids: ValueIds): TextPattern {
  const { required, alternatives, least } = readPattern(source)
  let compiled: RE2JS | undefined
  const pattern = () => (compiled ??= RE2JS.compile(source))
  const ask = alternatives
    ? (text: string) => alternatives.some(alternative => text.includes(alternative))
    : (text: string) => pattern().test(text)
  const messages = new Map<string, boolean>()
  const answers = createAnswers(ids)

  function test(text: string): boolean {
    if (text.length < least) return false
    const known = messages.get(text)
    if (known !== undefined) return known
    const answer = ask(text)
    if (text.length > longestRemembered) return answer
    if (messages.size >= remembered) messages.clear()
    messages.set(text, answer)
    return answer
  }

  function testValue(bytes: Buffer, { from, end, escaped, id }: ValueRange): boolean {
    // No character takes less than a byte, with escapes or without.
    if (end - from < least) return false
    const known = answers.get(id)
    if (known !== UNKNOWN) return known === YES
    const answer = ask(rangeText(bytes, from, Math.min(end, from + logLimits.valueBytes), escaped))
    answers.set(id, answer)
    return answer
  }

  return { source, literals: required, test, testValue, groups: text => namedGroups(pattern(), text) }
}

interface Answers {
  get(id: number): number
  set(id: number, answer: boolean): void
}

/** What a pattern said of each numbered text. */
function createAnswers(ids: ValueIds): Answers {
  let byId: Uint8Array | undefined
  let generation = -1

  function current(): Uint8Array {
    byId ??= new Uint8Array(logLimits.rememberedValues)
    if (generation !== ids.generation) byId.fill(UNKNOWN)
    generation = ids.generation
    return byId
  }

  return {
    get: id => (id === NO_ID ? UNKNOWN : (current()[id] as number)),
    set(id, answer) {
      if (id !== NO_ID) current()[id] = answer ? YES : NO
    },
  }
}

function namedGroups(compiled: RE2JS, text: string): Record<string, string> {
  const names = Object.keys(compiled.namedGroups())
  const matcher = compiled.matcher(text)
  if (names.length === 0 || !matcher.find()) return {}
  const groups: Record<string, string> = {}
  for (const name of names) {
    const value = matcher.group(name)
    if (value !== null) groups[name] = value
  }
  return groups
}
