// One RE2 pattern of a rule, ready to be asked many times: with what it requires literally, and its recent answers.
import { RE2JS } from 're2js'
import { rangeText } from './field-table.js'
import { logLimits } from './limits.js'
import { requiredLiterals, type Required } from './literals.js'

export interface TextPattern {
  readonly source: string
  /** One of these stands in every text that matches; `undefined` when nothing is certain. */
  readonly literals: Required
  test(text: string): boolean
  /** The same for text that stands in bytes; makes no string for one of the last few texts. */
  testRange(bytes: Buffer, from: number, end: number, escaped: boolean): boolean
  /** Named captures of the first match; empty when it does not match. */
  groups(text: string): Record<string, string>
}

/** Logs repeat themselves: the answers to this many texts are remembered. */
const remembered = 1_024
const longestRemembered = 2_048

/** Throws for a pattern that is not RE2: rules are checked before they come here. */
export function compilePattern(source: string): TextPattern {
  const compiled = RE2JS.compile(source)
  const answers = new Map<string, boolean>()
  const recent = createRecentAnswers()

  function test(text: string): boolean {
    const known = answers.get(text)
    if (known !== undefined) return known
    const answer = compiled.test(text)
    if (text.length > longestRemembered) return answer
    if (answers.size >= remembered) answers.clear()
    answers.set(text, answer)
    return answer
  }

  function testRange(bytes: Buffer, from: number, end: number, escaped: boolean): boolean {
    const known = recent.find(bytes, from, end, escaped)
    if (known !== undefined) return known
    const answer = compiled.test(rangeText(bytes, from, Math.min(end, from + logLimits.valueBytes), escaped))
    recent.add(bytes, from, end, escaped, answer)
    return answer
  }

  return {
    source,
    literals: requiredLiterals(source),
    test,
    testRange,
    groups: text => namedGroups(compiled, text),
  }
}

interface RecentAnswers {
  find(bytes: Buffer, from: number, end: number, escaped: boolean): boolean | undefined
  add(bytes: Buffer, from: number, end: number, escaped: boolean, answer: boolean): void
}

/** The last few texts by their bytes, so that `"200"` a million times makes one string. */
function createRecentAnswers(): RecentAnswers {
  const places = 8
  const longest = 256
  const texts = Array.from({ length: places }, () => Buffer.alloc(longest))
  const lengths = new Int32Array(places).fill(-1)
  const escapes = new Array<boolean>(places).fill(false)
  const answers = new Array<boolean>(places).fill(false)
  let next = 0

  function find(bytes: Buffer, from: number, end: number, escaped: boolean): boolean | undefined {
    const length = end - from
    for (let place = 0; place < places; place++) {
      if (lengths[place] !== length || escapes[place] !== escaped) continue
      if (sameBytes(bytes, from, texts[place] as Buffer, length)) return answers[place]
    }
    return undefined
  }

  function add(bytes: Buffer, from: number, end: number, escaped: boolean, answer: boolean): void {
    if (end - from > longest) return
    bytes.copy(texts[next] as Buffer, 0, from, end)
    lengths[next] = end - from
    escapes[next] = escaped
    answers[next] = answer
    next = (next + 1) % places
  }

  return { find, add }
}

function sameBytes(bytes: Buffer, from: number, text: Buffer, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[from + i] !== text[i]) return false
  return true
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
