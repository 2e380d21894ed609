// Secrets of cluster objects that only their place tells: the name of a join token is the secret, and a list of Kubernetes
// Secrets has data whose keys may be called anything. Works on the lines that tctl and kubectl write, an object at a time:
// both sort keys and indent by two, so that nothing has to be parsed and what is left stays byte for byte.
import type { Keyed } from './keyed.js'

/** Lines of one object that are held to look at; of a larger one the rest counts as secret wherever it may be. */
const mostLines = 20_000

export interface ObjectLines {
  /** Gives the lines that are ready. */
  push(line: string): readonly string[]
  /** `cut`: the text ended in mid-line. */
  end(cut: boolean): readonly string[]
}

/** `kind` by the name of the entry: `token`, `secrets`, `pods`. */
export function objectSecrets(kind: string, keyed: Keyed, learn: (secret: string) => void): ObjectLines {
  const isKubernetes = kind.startsWith('kube:')
  const starts = isKubernetes ? /^- / : /^---/
  let held: string[] = []
  const nothing: readonly string[] = []
  const release = (): readonly string[] => {
    const lines = held
    held = []
    return redactedObject(lines, { kind: kind.replace(/^kube:/, ''), isKubernetes, keyed, learn })
  }
  return {
    push(line) {
      const before = held.length > 0 && (starts.test(line) || held.length >= mostLines) ? release() : nothing
      held.push(line)
      return before
    },
    end(cut) {
      // What a run that broke off leaves of an object is no object, and would make the list unreadable.
      if (cut && !held.some(line => line.startsWith('version: '))) held = []
      return release()
    },
  }
}

interface Place {
  readonly kind: string
  readonly isKubernetes: boolean
  readonly keyed: Keyed
  readonly learn: (secret: string) => void
}

function redactedObject(lines: readonly string[], place: Place): readonly string[] {
  return place.isKubernetes ? kubernetesObject(lines, place) : teleportObject(lines, place)
}

const fieldOf = (lines: readonly string[], pattern: RegExp): string | undefined => {
  for (const line of lines) {
    const found = pattern.exec(line)
    if (found !== null) return found[1]
  }
  return undefined
}

/** Keys below which nothing may stay; their values may have many lines. */
const secretKeys =
  /^(\s*)(?:- )?(client_secret|private_key|signing_key|secret_key|access_key|access_key_secret|token|bearer_token|password|password_hash|local_auth|totp|otp_key|recovery_codes|google_service_account|credentials|private_keys?|tls_private_key|ssh_private_key|jwt_private_key):(?:\s+(\S.*))?$/

/** Most lines have none of it. */
const secretWord = /secret|key|token|passw|local_auth|otp|recovery|google_service|credentials/

function teleportObject(lines: readonly string[], { kind, keyed, learn }: Place): readonly string[] {
  const objectKind = fieldOf(lines, /^kind: (\S+)$/) ?? kind
  const result: string[] = []
  // Without a method it is one of method token; cut before it, it may be.
  const isSecretToken =
    objectKind === 'token' && /^(?:token|)$/.test(fieldOf(lines, /^ {2}join_method: (\S*)$/) ?? '')
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    const name = isSecretToken ? /^( {2}name: )(.+)$/.exec(line) : null
    if (name !== null) {
      const value = plainScalar(name[2] ?? '')
      learn(value)
      result.push(`${name[1] ?? ''}${keyed.secret(value)}`)
      continue
    }
    const key = secretWord.test(line) ? secretKeys.exec(line) : null
    if (key === null || !isSecretHere(objectKind, key[2] ?? '', key[3])) {
      result.push(line)
      continue
    }
    const indent = (key[1] ?? '').length
    const end = endOfValue(lines, index, indent)
    const value = [key[3] ?? '', ...lines.slice(index + 1, end)]
      .map(part => part.trim())
      .join('\n')
      .trim()
    const scalar = plainScalar(value)
    if (key[2] === 'token') learn(scalar)
    result.push(isEmpty(value) ? line : `${line.slice(0, line.indexOf(':') + 1)} ${keyed.secret(scalar)}`)
    index = end - 1
  }
  return result
}

/** `token` is also a field of sign-in settings and of bots, where it says which; only long or odd ones matter there. */
const isSecretHere = (objectKind: string, key: string, value: string | undefined): boolean =>
  key !== 'token' || objectKind === 'trusted_cluster' || (value ?? '').length > 12

const isEmpty = (value: string): boolean => /^(?:""|''|null|~|\{\}|\[\]|true|false|)$/.test(value)

const plainScalar = (value: string): string =>
  value.replace(/^(["'])(.*)\1$/s, '$2').replace(/^[|>][+-]?\n/, '')

/** The first line behind a value: its lines are indented more, or items of a list at the same depth. */
function endOfValue(lines: readonly string[], at: number, indent: number): number {
  let end = at + 1
  while (end < lines.length) {
    const line = lines[end] ?? ''
    const depth = /^\s*/.exec(line)?.[0].length ?? 0
    const isItem = depth === indent && line.startsWith('- ', indent)
    if (line.trim() !== '' && depth <= indent && !isItem) break
    end++
  }
  return end
}

const secretVariable = /passw|secret|token|key|credential|dsn|conn|auth|pin$/i

function kubernetesObject(lines: readonly string[], { kind, keyed }: Place): readonly string[] {
  const objectKind = fieldOf(lines, /^(?:- |  )?kind: (\S+)$/)
  const isSecret = objectKind === 'Secret' || (kind === 'secrets' && objectKind !== 'List')
  const result: string[] = []
  let variable = ''
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    const [, indent = '', item = '', key = ''] = /^(\s*)(- )?["']?([^\s:"']+)["']?:/.exec(line) ?? []
    const depth = indent.length + item.length
    if (isSecret && /^(?:data|stringData)$/.test(key) && depth <= 2) {
      const end = endOfValue(lines, index, depth)
      result.push(line, ...secretData(lines.slice(index + 1, end), keyed))
      index = end - 1
      continue
    }
    if (/last-applied-configuration$|^values\.yaml$/.test(key)) {
      const end = endOfValue(lines, index, depth)
      result.push(`${' '.repeat(depth)}${key}: redacted`)
      index = end - 1
      continue
    }
    if (key === 'name') variable = line.slice(line.indexOf(':') + 1).trim()
    if (key === 'value' && secretVariable.test(variable)) {
      const end = endOfValue(lines, index, depth)
      const value = lines.slice(index, end).join('\n')
      result.push(
        `${line.slice(0, line.indexOf(':') + 1)} ${keyed.secret(value.slice(value.indexOf(':') + 1).trim())}`,
      )
      index = end - 1
      continue
    }
    result.push(line)
  }
  return result
}

/** Keys stay, each with the size of what it had. */
function secretData(lines: readonly string[], keyed: Keyed): readonly string[] {
  const first = lines.find(line => line.trim() !== '')
  const indent = /^\s*/.exec(first ?? '')?.[0].length ?? 0
  const result: string[] = []
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    const end = endOfValue(lines, index, indent)
    const value = lines.slice(index, end).join('\n')
    const colon = value.search(/:(?:\s|$)/)
    const content = value.slice(colon + 1).trim()
    if (colon >= 0)
      result.push(
        `${line.slice(0, line.search(/:(?:\s|$)/))}: ${isEmpty(content) ? '""' : `${keyed.secret(content)} # ${sizeOf(content)} bytes`}`,
      )
    index = end - 1
  }
  return result
}

/** Of base64; what is in clear text counts as it is. */
const sizeOf = (text: string): number =>
  /^[A-Za-z0-9+/\s]+={0,2}$/.test(text) ? Buffer.from(text, 'base64').length : text.length
