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
