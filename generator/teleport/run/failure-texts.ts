// What ssh, tsh and kubectl say when they do not reach a host, as reasons. Sources: OpenSSH 9, tsh 11 and 13, kubectl 1.32.
import type { UnreachableReason } from './runner.js'

/** What tsh adds to any failure, whatever it was. */
const guess = /This usually means that the agent is offline or has disconnected/

/** First match wins. */
const reasons: readonly (readonly [RegExp, UnreachableReason])[] = [
  [/no tunnel connection found|no node reverse tunnel for|is offline|no active tunnels to/i, 'no tunnel'],
  [/lock targeting .{0,200} is in force/i, 'lock in force'],
  [
    /host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|host key .{0,80} changed/i,
    'host key',
  ],
  [/could not resolve hostname|no such host|name or service not known|\(NotFound\)/i, 'name unknown'],
  [/node .{0,100} (?:not found|offline)|no matching nodes|could not find .{0,60}node/i, 'name unknown'],
  [/connection refused|was refused/i, 'connection refused'],
  [/timed out|i\/o timeout|deadline exceeded|no route to host|network is unreachable/i, 'timeout'],
  [
    /access denied|permission denied|unable to authenticate|administratively prohibited|\((?:Forbidden|Unauthorized)\)|must be logged in|not logged in|credentials have expired/i,
    'access denied',
  ],
]

export function unreachableReason(text: string): UnreachableReason {
  const said = text.replace(guess, '')
  return reasons.find(([pattern]) => pattern.test(said))?.[1] ?? 'unknown'
}

const longestMessage = 500

/** Escape sequences, other control characters and blank lines taken out; at most 500 characters. */
export function plainMessage(stderr: Buffer | string): string {
  const text = typeof stderr === 'string' ? stderr : stderr.toString('utf8')
  const lines = text
    .slice(-16 * 1024)
    // Colours, which tsh and tctl write to files as well.
    .replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '')
    .split(/[\r\n]+/)
    .map(line => line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim())
    .filter(line => line !== '' && !isNoise(line))
  return lines.join(' ').slice(0, longestMessage)
}

/** Banners of ssh, and frames of a Go trace. */
const isNoise = (line: string): boolean =>
  /^(?:\*\*\s|Warning: Permanently added|[\w./@-]+\.go:\d+ |User Message: failed to get auditd status)/.test(
    line,
  )
