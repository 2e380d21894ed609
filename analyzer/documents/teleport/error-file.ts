// objects/tctl_get_<kind>.error and kube/kubectl_get_<resource>.error: what the program printed to standard error. Most are
// empty; some hold notes of a list that worked; the others say why there is no list. Texts as of tctl 11 and kubectl 1.32.
//
//   ERROR: access denied to perform action "list" on "token", access denied to perform action "read" on "token"
//   Is the auth server running on "0.0.0.0:3025"?
//   Error from server (Forbidden): pods is forbidden: User "dev" cannot list resource "pods" in API group "" in …
import { problem } from '../problem-codes.js'
import type { SourceText } from '../text.js'
import type { Parsed } from '../types.js'

/**
 * Why there is no list. `unsupported`: the program does not know the kind. `credentials`: who asked is not known, or not any
 * more. `connection`: nobody answered. `note`: something was printed that names no failure.
 */
export type FailureReason =
  | 'denied'
  | 'unsupported'
  | 'not-found'
  | 'credentials'
  | 'connection'
  | 'timeout'
  | 'name-unknown'
  | 'certificate'
  | 'usage'
  | 'other'
  | 'note'

export interface ErrorFile {
  readonly reason: FailureReason
  /** The sentence that says what failed, without colours and usage text. */
  readonly message: string
  /** What the server refused, such as `list` on `token`. */
  readonly denied: readonly Denial[]
  /** Where the program tried to connect to: `0.0.0.0:3025`. */
  readonly address: string | undefined
}

export interface Denial {
  readonly verb: string
  readonly kind: string
}

/** Longest message kept, in UTF-16 units; Teleport repeats its texts. */
const messageLimit = 500
/** Refusals kept of one file; tctl names three at most. */
const denialLimit = 20
/** What is looked at: the end of the file has the error, before it stand usage and log lines. */
const textLimit = 20_000

export function parseErrorFile(source: SourceText): Parsed<ErrorFile> {
  const text = plainText(source.text)
  if (text === '')
    return {
      kind: 'unreadable',
      problem: problem('ENTRY_EMPTY', 'The document is empty.', { found: 'nothing' }),
    }
  const message = messageOf(text)
  const value: ErrorFile = {
    reason: reasonOf(message, text),
    message: message.slice(0, messageLimit),
    denied: denialsOf(message),
    address: /Is the auth server running on "([^"\n]{1,200})"/.exec(text)?.[1] ?? kubernetesAddress(text),
  }
  return { kind: 'ok', value, locate: () => placeOfMessage(source, message), problems: source.problems }
}

/** tctl colours its errors even when nobody looks at a terminal. */
function plainText(text: string): string {
  return text
    .slice(-textLimit)
    .replace(/\x1b\[[0-9;]*m/g, '')
    .trim()
}

/** From the last mark of an error on, else all of a text that is no log line, else the last log line. */
function messageOf(text: string): string {
  const marks = [...text.matchAll(/^(?:ERROR: |error: |Error: |Error from server |tctl: error: )/gm)]
  const last = marks.at(-1)
  if (last !== undefined) return oneLine(text.slice(last.index).replace(/^(?:ERROR|error|Error): /, ''))
  const connect = text.lastIndexOf('Cannot connect to the auth server')
  if (connect >= 0) return oneLine(text.slice(connect))
  const lines = text.split('\n').filter(line => !isClientNoise(line))
  return oneLine(lines.length === 0 ? text : lines.join('\n'))
}

/** kubectl's client logs five lines of its own before it says what it means. */
const isClientNoise = (line: string): boolean => /^[EWI]\d{4} /.test(line) || line.trim() === ''

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

function placeOfMessage(source: SourceText, message: string) {
  const at = source.text.lastIndexOf(message.slice(0, 40))
  return source.placeOf(Math.max(0, at))
}

/** First match wins: a connection error repeats texts of other kinds inside it. */
const reasons: readonly (readonly [RegExp, FailureReason])[] = [
  [
    /access denied to perform action|\(Forbidden\)|requires builtin admin role|only executed by an admin/i,
    'denied',
  ],
  [/unsupported resource:|getting "[^"]*" is not supported|does not support 'tctl get'/i, 'unsupported'],
  [/doesn't have a resource type|\(MethodNotAllowed\)|could not find the requested resource/i, 'unsupported'],
  [/unknown (?:long |short )?flag|unknown command|unsupported format|expected command but got/i, 'usage'],
  [
    /expired certificate|certificate has expired|credentials have expired|Unauthorized|access denied \[00\]/i,
    'credentials',
  ],
  [
    /must be (?:either )?used on (?:the|an) auth|provided with credentials|failed to parse identity|SSH cert in the identity/i,
    'credentials',
  ],
  [/host UUID file|also requires --auth-server|permission denied/i, 'credentials'],
  [/no such host|server misbehaving/i, 'name-unknown'],
  [
    /connection refused|connection reset|was refused|no route to host|network is unreachable|broken pipe|\bEOF\b/i,
    'connection',
  ],
  [/deadline exceeded|i\/o timeout|timed out|timeout/i, 'timeout'],
  [/x509:|certificate signed by unknown authority|tls: /i, 'certificate'],
  [/\(NotFound\)|is not found|not found/i, 'not-found'],
  [/cannot connect to the auth server|unable to connect to the server/i, 'connection'],
]

function reasonOf(message: string, text: string): FailureReason {
  const found = reasons.find(([pattern]) => pattern.test(message))?.[1]
  if (found !== undefined) return found
  return /^(?:ERROR|error|Error): |^Error from server |Cannot connect/m.test(text) ? 'other' : 'note'
}

function denialsOf(message: string): readonly Denial[] {
  const tctl = [...message.matchAll(/access denied to perform action "([a-z_]{1,40})" on "([a-z_]{1,60})"/g)]
  const kubectl = [...message.matchAll(/cannot ([a-z]{1,20}) resource "([a-z0-9.]{1,100})"/g)]
  const all = [...tctl, ...kubectl].map(([, verb = '', kind = '']) => ({ verb, kind }))
  const distinct = new Map(all.map(denial => [`${denial.verb} ${denial.kind}`, denial]))
  return [...distinct.values()].slice(0, denialLimit)
}

function kubernetesAddress(text: string): string | undefined {
  return /The connection to the server (\S{1,200}) was refused/.exec(text)?.[1]
}
