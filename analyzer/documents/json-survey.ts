// One quick pass over JSON text before it is parsed: how deep it nests, how many keys it has, where numbers are too large.
// It never fails: for broken text the answers are bounds.

export interface JsonSurvey {
  readonly depth: number
  /** Offset of the bracket that goes deepest. */
  readonly deepestAt: number
  /** Colons outside of strings: one a key. */
  readonly keys: number
  /** Offsets of integers beyond 2^53. */
  readonly largeNumbers: readonly number[]
}

const quote = 0x22
const backslash = 0x5c

export function surveyJson(text: string): JsonSurvey {
  let level = 0
  let depth = 0
  let deepestAt = 0
  let keys = 0
  const largeNumbers: number[] = []
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if (code === 0x7b || code === 0x5b) {
      if (++level > depth) [depth, deepestAt] = [level, at]
    } else if (code === 0x7d || code === 0x5d) level--
    else if (code === 0x3a) keys++
    else if (code >= 0x30 && code <= 0x39) {
      const end = endOfDigits(text, at)
      if (end - at > 15 && isLarge(text, at, end)) largeNumbers.push(at)
      at = end - 1
    }
  }
  return { depth, deepestAt, keys, largeNumbers }
}

/** Offset of the closing quote, or of the last character of a text that ends inside the string. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return at
  }
  return text.length
}

function endOfDigits(text: string, start: number): number {
  let at = start
  while (at < text.length && text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at++
  return at
}

/** An integer only: the digits of a fraction are rounded by everybody. */
function isLarge(text: string, start: number, end: number): boolean {
  if (/[.eE]/.test(text[end] ?? '') || text[start - 1] === '.') return false
  return Number(text.slice(start, end)) > Number.MAX_SAFE_INTEGER
}
