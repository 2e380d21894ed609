// What is wrong with an RE2 pattern, in words.
import { compilePattern } from './pattern.js'

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
