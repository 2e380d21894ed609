// A problem of the packet as a sentence: its message with what was expected and what was found.
import type { Problem } from '../analysis.js'

export function problemText({ message, expected, found }: Problem): string {
  const sides = [
    ...(expected === undefined ? [] : [`expected ${expected}`]),
    ...(found === undefined ? [] : [`found ${found}`]),
  ]
  return sides.length === 0 ? message : `${message} (${sides.join(', ')})`
}
