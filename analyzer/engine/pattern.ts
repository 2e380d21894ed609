// RE2 patterns: compiled once, run in linear time whatever the text.
import { RE2JS } from 're2js'

const compiled = new Map<string, RE2JS>()

/** Patterns of rules only: a rule library has hundreds, so nothing is ever thrown out. Throws on a bad pattern. */
export function compilePattern(source: string): RE2JS {
  const known = compiled.get(source)
  if (known !== undefined) return known
  const pattern = RE2JS.compile(source)
  compiled.set(source, pattern)
  return pattern
}

/** What is wrong with a pattern, in words; `undefined` when it is sound. */
export function patternMistake(source: string): string | undefined {
  try {
    compilePattern(source)
    return undefined
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return explain(text.replace(/^error parsing regexp: /, ''))
  }
}

function explain(text: string): string {
  if (/\(\?(?:[=!]|<[=!])/.test(text)) return `${text} (RE2 has no lookahead and lookbehind)`
  if (/`\\[1-9]`/.test(text)) return `${text} (RE2 has no backreferences)`
  return text
}
