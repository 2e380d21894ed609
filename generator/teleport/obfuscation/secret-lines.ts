// Secrets in lines of any file: keys and certificates, join tokens, password hashes, credentials. Whatever the product or a
// person wrote there, these never leave a host's dump. Lines are byte strings; a block of several lines is remembered.
import { throughByteArrays } from './byte-arrays.js'
import type { Keyed } from './keyed.js'
import { standIn } from './key-stand-ins.js'
import { secretPatterns } from './secret-patterns.js'

export interface SecretLines {
  /** The line without secrets; `undefined` for one that was nothing but a part of a key. */
  change(line: string): string | undefined
  /** What a key that was cut still leaves at the end of the text. */
  end(): string | undefined
  /** Values that are secret wherever they stand, such as join tokens; of less than six characters none is looked for. */
  learn(values: readonly string[]): void
  /** How many values were taken out so far. */
  readonly removed: number
}

/** Any line with a secret has one of these; most lines have none and are passed on as they are. */
const trigger =
  /-----BEGIN|LS0tLS1|pass|pwd|secret|token|apikey|api[_-]key|access[_-]?key|private|signing|auth[_-]?key|salt|credential|authorization|bearer|basic |cookie|eyJ|AKIA|ASIA|\$2[aby]\$|\$argon2|\$6\$|\$5\$|otpauth:|ssh-|ecdsa-sha2|X509Certificate|:\/\/[^\s/]*@|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-|AIza|sk_live|rk_live|pin[:=]|^\s*- ["']?(?:node|proxy|auth|app|db|kube|trusted_cluster|windowsdesktop|discovery|bot)[,:]/i

/** Lines of one key or certificate; what is longer was no key. */
const longestBlock = 400

export function createSecretLines(keyed: Keyed): SecretLines {
  const known = new Set<string>()
  let knownPattern: RegExp | undefined
  let removed = 0
  let block: { readonly kind: string; readonly before: string; lines: string[] } | undefined
  const patterns = secretPatterns(keyed)

  const inLine = (line: string): string => {
    let text = line
    if (trigger.test(text))
      for (const { find, replace } of patterns)
        text = text.replace(find, (match: string, ...groups: string[]) => {
          const replaced = replace(match, ...groups)
          if (replaced !== match) removed++
          return replaced
        })
    return knownPattern === undefined
      ? text
      : text.replace(knownPattern, found => (removed++, keyed.secret(found)))
  }

  const ended = (after: string): string => {
    const { kind = '', before = '', lines = [] } = block ?? {}
    block = undefined
    removed++
    return `${before}${standIn(kind, lines.join('\n'), keyed)}${after}`
  }

  const plain = (line: string): string | undefined => {
    if (block !== undefined) return within(line)
    if (!line.includes('-----BEGIN ')) return inLine(line)
    const begin = /-----BEGIN ([A-Z0-9 ]{1,60})-----/.exec(line)
    if (begin === null || line.includes(`-----END ${begin[1] ?? ''}-----`)) return inLine(line)
    const rest = line.slice(begin.index + begin[0].length)
    // Something else behind it on the line: no block, but a key that was broken off.
    if (rest.trim() !== '')
      return `${inLine(line.slice(0, begin.index))}${standIn(begin[1] ?? '', rest, keyed)}`
    block = { kind: begin[1] ?? '', before: line.slice(0, begin.index), lines: [] }
    return undefined
  }

  const within = (line: string): string | undefined => {
    const end = /-----END [A-Z0-9 ]{1,60}-----/.exec(line)
    if (end !== null) return ended(line.slice(end.index + end[0].length))
    if (block !== undefined && isBody(line, block.before.length) && block.lines.length < longestBlock) {
      block.lines.push(line.trim())
      return undefined
    }
    return `${ended('')}\n${plain(line) ?? ''}`
  }

  return {
    change: line => throughByteArrays(line, plain),
    end: () => (block === undefined ? undefined : ended('')),
    learn(values) {
      for (const value of values) if (value.length >= 6 && known.size < 10_000) known.add(value)
      knownPattern = known.size === 0 ? undefined : anyOf(known)
    },
    get removed() {
      return removed
    },
  }
}

/** Base64, behind what the journal writes at the start of each line, or a heading of an encrypted key. */
const isBody = (line: string, from: number): boolean =>
  /^[A-Za-z0-9+/=]*$/.test(line.trim()) ||
  /^[A-Za-z0-9+/=]+$/.test(line.slice(from).trim()) ||
  /^\s*(?:Proc-Type|DEK-Info|Comment|Version|Hash): /.test(line)

/** Longest first, so that one which is part of another leaves nothing behind. */
const anyOf = (values: ReadonlySet<string>): RegExp =>
  new RegExp(
    [...values]
      .sort((a, b) => b.length - a.length)
      .map(value => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('|'),
    'g',
  )
