// node.error: why the files of an instance could not be collected, in the words of whoever tried.
//
//   no tunnel connection found: no node reverse tunnel for 3fbbee11-….teleport.example.com found
import type { Parser } from '../parser.js'

/** Reasons told apart; `unknown` for any other text. */
export type NodeErrorReason =
  | 'no tunnel'
  | 'connection refused'
  | 'timeout'
  | 'access denied'
  | 'lock in force'
  | 'debug service unreachable'
  | 'not supported'
  | 'unknown'

export interface TeleportNodeError {
  readonly reason: NodeErrorReason
  /** The first line that says something. */
  readonly text: string
}

/** First match wins. */
const reasons: readonly (readonly [RegExp, NodeErrorReason])[] = [
  [/no tunnel connection found|no node reverse tunnel for/i, 'no tunnel'],
  [/lock targeting .{0,200} is in force/i, 'lock in force'],
  [/access denied|permission denied|\b403\b|EACCES/i, 'access denied'],
  [/unable to reach debug service socket/i, 'debug service unreachable'],
  [/connection refused/i, 'connection refused'],
  [/i\/o timeout|deadline exceeded|timed out/i, 'timeout'],
  [/not supported|openssh/i, 'not supported'],
]

const longestText = 500

export const parseTeleportNodeError: Parser<TeleportNodeError> = source => {
  const lines = source.text.slice(0, 64 * 1024).split('\n')
  const at = Math.max(
    0,
    lines.findIndex(line => line.trim() !== ''),
  )
  const text = (lines[at] ?? '').trim().slice(0, longestText)
  const reason = reasons.find(([pattern]) => lines.some(line => pattern.test(line.slice(0, 4096))))?.[1]
  return {
    kind: 'ok',
    value: { reason: reason ?? 'unknown', text },
    locate: () => ({ line: at + 1, column: 1 }),
    problems: source.problems,
  }
}
