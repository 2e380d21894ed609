// One RE2 pattern of a rule, ready to be asked many times: with what it requires literally, and its recent answers.
import { RE2JS } from 're2js'
import { requiredLiterals, type Required } from './literals.js'

export interface TextPattern {
  readonly source: string
  /** One of these stands in every text that matches; `undefined` when nothing is certain. */
  readonly literals: Required
  test(text: string): boolean
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
  return {
    source,
    literals: requiredLiterals(source),
    test(text) {
      const known = answers.get(text)
      if (known !== undefined) return known
      const answer = compiled.test(text)
      if (text.length > longestRemembered) return answer
      if (answers.size >= remembered) answers.clear()
      answers.set(text, answer)
      return answer
    },
    groups(text) {
      return namedGroups(compiled, text)
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
