// teleport.yaml without its secrets, and otherwise as it is: comments, order, indentation, keys that are wrong. Three nets, one
// behind the other: lines whose key names a secret, secrets that the parsed file has in places which lines do not show, and at
// last a look whether any is left.
//
//   auth_token: node-token-a3f1c97e5b2d4860               the value
//   tokens: ["proxy,node:fake-static"]                    what follows the roles
//   headers: ["X-Api-Key: fake-api-key"]                  what follows the name
//   audit_events_uri: postgresql://teleport:fake@db/audit the password
import { parseTeleportConfig } from '../../../../analyzer/documents/teleport/config.js'
import { sourceText } from '../../../../analyzer/documents/text.js'
import { redactLines } from './lines.js'
import { afterColon, headerValue, isHarmlessValue, isSecretKey } from './values.js'

export interface RedactedConfig {
  readonly text: string
  /** As they stood there, to be looked for elsewhere. */
  readonly secrets: readonly string[]
}

/** `hide` gives what stands in place of a secret. */
export function redactConfig(text: string, hide: (value: string) => string): RedactedConfig {
  const parsed = valuesOf(text)
  const secrets = new Set(secretsIn(parsed, joinsByToken(parsed, text)))
  const noted = (value: string): string => {
    secrets.add(value)
    return hide(value)
  }
  let redacted = redactLines(text, noted, joinsByToken(parsed, text))
  // Longest first, so that one which is part of another leaves nothing behind.
  const known = [...secrets].filter(secret => secret.length >= shortestAnywhere).slice(0, mostSecrets)
  for (const secret of known.sort((a, b) => b.length - a.length))
    redacted = replaceAll(redacted, secret, hide(secret))
  return { text: withoutRest(redacted, secrets, hide, text), secrets: [...secrets] }
}

/** A shorter value may be part of any word. */
const shortestAnywhere = 6
/** Looked for in the whole text; no configuration has as many. */
const mostSecrets = 500

function valuesOf(text: string): unknown {
  const parsed = parseTeleportConfig(sourceText(text))
  return parsed.kind === 'ok' ? parsed.value : undefined
}

/** The name of a token is a secret only where the name is all that a joining host needs. */
function joinsByToken(parsed: unknown, text: string): boolean {
  const method =
    at(parsed, ['teleport', 'join_params', 'method']) ?? /\bmethod:\s*["']?([\w-]+)/.exec(text)?.[1]
  return method === undefined || method === 'token'
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined | null)?.[key], value)

const deepest = 40

/** Values of secret keys, in any depth. */
function* secretsIn(value: unknown, byToken: boolean, key = '', depth = 0): Generator<string> {
  if (depth > deepest) return
  if (Array.isArray(value)) {
    for (const item of value) yield* secretsIn(item, byToken, key, depth + 1)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) yield* secretsIn(inner, byToken, name, depth + 1)
  } else if (typeof value === 'string' || typeof value === 'number')
    yield* secretOf(key, String(value), byToken)
}

function* secretOf(key: string, value: string, byToken: boolean): Generator<string> {
  const part = key === 'tokens' ? afterColon(value) : key === 'headers' ? headerValue(value) : undefined
  if (key === 'tokens' || key === 'headers') {
    if (part !== undefined && !isHarmlessValue(part)) yield part
  } else if (isSecretKey(key) && (key !== 'token_name' || byToken) && !isHarmlessValue(value)) yield value
}

/** Also as YAML writes it in quotes. */
function replaceAll(text: string, secret: string, stand: string): string {
  const forms = new Set([secret, JSON.stringify(secret).slice(1, -1), secret.replaceAll("'", "''")])
  return [...forms].reduce((result, form) => result.replaceAll(form, stand), text)
}

/**
 * What a parser still finds at secret keys was written in a way that neither net knew, such as over several lines: then
 * the lines of the value go, whatever else is lost.
 */
function withoutRest(
  text: string,
  secrets: ReadonlySet<string>,
  hide: (value: string) => string,
  original: string,
): string {
  let result = text
  const left = secretsIn(valuesOf(text), joinsByToken(valuesOf(original), original))
  for (const value of left) {
    if (!secrets.has(value)) continue
    const words = value.split(/\s+/).filter(word => word.length >= shortestAnywhere)
    for (const word of words) result = result.replaceAll(word, hide(word))
  }
  return result
}
