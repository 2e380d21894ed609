// How secrets look: keys, hashes, tokens of this product and of others, values of telling names. Each pattern is linear: no
// unbounded run of characters is followed by something that may fail.
import { secretNamePattern } from '../../mattermost/sanitize/secret-names.js'
import { standIn, standInForBase64 } from './key-stand-ins.js'
import type { Keyed } from './keyed.js'

export interface SecretPattern {
  readonly find: RegExp
  /** The match itself when it is no secret after all. */
  readonly replace: (match: string, ...groups: string[]) => string
}

/** In this order: what has a form of its own first, names last. */
export const secretPatterns = (keyed: Keyed): readonly SecretPattern[] => [
  ...keyPatterns(keyed),
  ...teleportPatterns(keyed),
  ...namedPatterns(keyed),
  ...wellKnownPatterns(keyed),
]

const keyPatterns = (keyed: Keyed): readonly SecretPattern[] => [
  // A key on one line, with `\n` for its newlines as in JSON, or with none.
  {
    find: /-----BEGIN ([A-Z0-9 ]{1,60})-----([^-]*)-----END [A-Z0-9 ]{1,60}-----(?:\\+n)?/g,
    replace: (_, kind = '', body = '') => standIn(kind, body.replace(/\\+n/g, '\n'), keyed),
  },
  // The same in base64.
  { find: /LS0tLS1[A-Za-z0-9+/]{20,}={0,2}/g, replace: match => standInForBase64(match, keyed) },
  {
    find: /(<(?:\w{1,10}:)?X509Certificate>)([^<]{1,20000})/g,
    replace: (_, open = '', body = '') => `${open}${standIn('CERTIFICATE', body, keyed)}`,
  },
  // Public keys and certificates of ssh, with the comment that may name a person.
  {
    find: /\b((?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp\d{3}|sk-ssh-ed25519)(?:-cert-v01)?(?:@openssh\.com)?) AAAA([A-Za-z0-9+/=]{16,})(?: [\w.-]{1,64}@[\w.-]{1,128})?/g,
    replace: (_, kind = '', body = '') => `${kind} removed-key-${keyed.digest('key', body)}`,
  },
  // ssh keys in base64 once more, as the cluster's objects have them: `ssh-…` begins with `c3NoL`, `ecdsa-` with `ZWNkc2Et`.
  {
    find: /\b(?:c3NoL|ZWNkc2Et)[A-Za-z0-9+/]{40,}={0,2}/g,
    replace: match => `removed-key-${keyed.digest('key', match)}`,
  },
  // bcrypt, crypt and argon2, also in base64 (`JDJh`, `JDJi`, `JDJ5`).
  {
    find: /\$(?:2[aby]|5|6|argon2(?:id|i|d))\$[A-Za-z0-9./$=,+]{20,}|\bJDJ[hi5]JD[A-Za-z0-9+/]{50,}={0,2}/g,
    replace: match => keyed.secret(match),
  },
  { find: /otpauth:\/\/[^\s"'\\]{4,2000}/g, replace: match => keyed.secret(match) },
]

const teleportPatterns = (keyed: Keyed): readonly SecretPattern[] => [
  // `--token=…`, `--token …`, and procfs' form with NUL.
  {
    find: /(--(?:token|auth-token|password|secret)(?:[= \0]|\\u0000)["']?)([^\s"'\0\\]{3,})/g,
    replace: (_, flag = '', value = '') => flag + secretOf(value, keyed),
  },
  // Keys of the backend: `/tokens/<name>`, and what metrics leave of one: `/tokens/****…b2d4860`.
  {
    find: /(\/tokens\/)([^\s"'/\\,;)\]]{2,})/g,
    replace: (_, path = '', value = '') => path + secretOf(value.replace(/^\*+/, ''), keyed),
  },
  // `tokens: ["node:secret"]`, `- "proxy,node:secret"`: static tokens.
  {
    find: /^(\s*- ["']?(?:(?:node|proxy|auth|app|db|kube|trusted_cluster|windowsdesktop|discovery|bot)(?:,|:))+)([^\s"'/:,][^\s"':,]{5,})(["']?\s*)$/gi,
    replace: (_, roles = '', value = '', end = '') => roles + secretOf(value, keyed) + end,
  },
  {
    find: /^(\s*(?:- )?["']?(?:token_name|password_hash|pin|otp_key|totp_key|recovery_codes?|session_secret)["']?\s*:\s+)(\S.*)$/g,
    replace: (_, key = '', value = '') => key + shownOr(unquoted(value), value, keyed),
  },
]

const name = secretNamePattern

const namedPatterns = (keyed: Keyed): readonly SecretPattern[] => [
  // `"password":"…"`, `\"token\": \"…\"`, `client_secret='…'`: up to the quote that opens it.
  {
    find: new RegExp(
      `(${name}\\\\{0,3}["']?\\s{0,3}(?::|=>?)\\s{0,3})(\\\\{0,3}["'])(.{1,8000}?)(?<!\\\\)\\2`,
      'gi',
    ),
    replace: (_, key = '', quote = '', value = '') => `${key}${quote}${shownOr(value, value, keyed)}${quote}`,
  },
  // `"tokens":["…","…"]`
  {
    find: new RegExp(`(${name}\\\\{0,3}["']\\s{0,3}:\\s{0,3}\\[)([^\\]\\n]{1,8000})\\]`, 'gi'),
    replace: (match, key = '', value = '') => (isHarmless(value) ? match : `${key}"${keyed.secret(value)}"]`),
  },
  // `password=…`, `token=…&`
  {
    find: new RegExp(`(${name}\\s{0,2}=\\s{0,2})([^\\s"'\\\\,;&)}\\]<>\\0]{3,})`, 'gi'),
    replace: (_, key = '', value = '') => key + shownOr(value, value, keyed),
  },
  // `password: …` as YAML has it, and `token:…` of a log: of prose only what does not look like a word.
  {
    find: new RegExp(`^(\\s*(?:- )?["']?[\\w.-]{0,60}${name}["']?:\\s+)([^\\s"'|>{[&*!#].*)$`, 'gi'),
    replace: (_, key = '', value = '') => key + shownOr(value.trim(), value, keyed),
  },
  {
    find: new RegExp(`(${name}["']?\\s{0,2}:\\s{0,2})([^\\s"'\\\\,;&)}\\]<>[{]{4,})`, 'gi'),
    replace: (match, key = '', value = '') =>
      looksRandom(value) ? key + shownOr(value, value, keyed) : match,
  },
  {
    find: /(\b(?:bearer|basic|token)\s{1,3})(?!-)([A-Za-z0-9._~+/=-]{8,})/gi,
    replace: (match, key = '', value = '') =>
      looksRandom(value) ? key + shownOr(value, value, keyed) : match,
  },
  {
    find: /(\b(?:set-)?cookies?\\{0,3}["']?\s{0,2}[:=]\s{0,2}\[?\\{0,3}["']?)([^"'\\\n]{4,4000})/gi,
    replace: (match, key = '', value = '') => (value.includes('=') ? key + keyed.secret(value) : match),
  },
]

const wellKnownPatterns = (keyed: Keyed): readonly SecretPattern[] => [
  // `postgres://user:password@host`, `https://token@host`.
  {
    find: /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)([^\s/:@"'\\<>]{0,256})(:[^\s/"'\\<>]{0,1000})?@/gi,
    replace: (_, scheme = '', user = '', password?: string) => {
      const shown = (text: string): string => (isStandIn(text) ? text : keyed.secret(text))
      return password === undefined
        ? `${scheme}${shown(user)}@`
        : `${scheme}${shown(user)}:${shown(password.slice(1))}@`
    },
  },
  { find: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, replace: match => keyed.secret(match) },
  {
    find: /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g,
    replace: match => keyed.secret(match),
  },
  {
    find: /\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|sk-(?:proj|ant)-[\w-]{16,}|[rs]k_live_\w{16,}|AIza[\w-]{30,})/g,
    replace: match => keyed.secret(match),
  },
]

const unquoted = (value: string): string => value.trim().replace(/^(["'])(.*)\1,?$/, '$2')

/** A path is where the secret lies, and no secret. */
const secretOf = (value: string, keyed: Keyed): string =>
  /^\/\w/.test(value) || isStandIn(value) ? value : keyed.secret(value)

/** The value as it was when it is no secret: nothing, yes or no, a path, a stand-in. */
const shownOr = (value: string, asWritten: string, keyed: Keyed): string =>
  isHarmless(value) || /^\/\w/.test(value) ? asWritten : keyed.secret(value)

const isStandIn = (value: string): boolean => /^(?:secret-[0-9a-f]{12}|\*+|(?:%2A)+)$/i.test(value)

function isHarmless(value: string): boolean {
  const bare = value.replace(/^[\s"'\\]+|[\s"'\\,]+$/g, '')
  return (
    bare === '' ||
    isStandIn(bare) ||
    /^(?:null|nil|<nil>|~|true|false|yes|no|on|off|none|undefined|redacted|\[redacted\]|removed-.*|\d{1,3}|\{\}|\[\])$/i.test(
      bare,
    )
  )
}

/** Words of a language have no digits and are short. */
const looksRandom = (value: string): boolean =>
  (/\d/.test(value) && value.length >= 6) ||
  value.length >= 24 ||
  /[a-z][A-Z].*[a-z][A-Z]|[!@#$%^&*?].*\w/.test(value)
