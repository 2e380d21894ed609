// Text as SARIF messages want it: `{0}` would be a placeholder and `[x](1)` a link, so neither may come from a packet.
import { boundedLines } from '../bounded-text.js'
import type { Message } from './format.js'

/** No viewer shows more of a message; one that is longer has swallowed a log line. */
const longestMessage = 4000

/** Never empty: the format asks for a text. */
export function messageOf(text: string): Message {
  return { text: messageText(text) }
}

export function messageText(text: string): string {
  const shown = boundedLines(text, longestMessage).trim()
  return shown === '' ? '(no text)' : shown.replace(/[{}]/g, '$&$&').replaceAll('](', '] (')
}
