// Masks what looks like a secret inside a text: values of telling names, credentials in addresses, keys, well-known tokens.
import { mask } from '../../../analyzer/documents/masks.js'
import { secretNamePattern } from './secret-names.js'

export interface Masked {
  readonly text: string
  /** How many values were masked. */
  readonly count: number
  /** The values themselves, to look for them elsewhere. */
  readonly values: readonly string[]
}

interface Pattern {
  readonly find: RegExp
  /** What stands in place of a match; the match itself when it is no secret after all. */
  readonly replace: (match: string, groups: Readonly<Record<string, string | undefined>>) => string
}

/** No run of characters in these patterns is unbounded and followed by something that may fail: each is linear. */
const patterns: readonly Pattern[] = [
  {
    // `"password":"…"`, `\"token\": \"…\"`, `client_secret='…'`: up to the same quote that opens it.
    find: new RegExp(
      `(?<name>${secretNamePattern}\\\\{0,3}["']?\\s{0,3}(?::|=>?)\\s{0,3})(?<open>\\\\{0,3}["'])(?<value>.{1,8000}?)(?<!\\\\)(?<close>\\k<open>)`,
      'gi',
    ),
    replace: (match, { name = '', open = '', value = '', close = '' }) =>
      isHarmless(value) ? match : `${name}${open}${mask}${close}`,
  },
  {
    // `"tokens":["…","…"]`
    find: new RegExp(
      `(?<name>${secretNamePattern}\\\\{0,3}["']\\s{0,3}:\\s{0,3}\\[)(?<value>[^\\]\\n]{1,8000})\\]`,
      'gi',
    ),
    replace: (match, { name = '', value = '' }) => (isHarmless(value) ? match : `${name}"${mask}"]`),
  },
  {
    // `password=…`, `token=…&`
    find: new RegExp(
      `(?<name>${secretNamePattern}\\s{0,2}=\\s{0,2})(?<value>[^\\s"'\\\\,;&)}\\]<>]{3,})`,
      'gi',
    ),
    replace: (match, { name = '', value = '' }) => (isHarmless(value) ? match : `${name}${mask}`),
  },
  {
    // `password: …`, in prose: only what does not look like a word.
    find: new RegExp(
      `(?<name>${secretNamePattern}["']?\\s{0,2}:\\s{0,2})(?<value>[^\\s"'\\\\,;&)}\\]<>[{]{4,})`,
      'gi',
    ),
    replace: (match, { name = '', value = '' }) =>
      isHarmless(value) || !looksRandom(value) ? match : `${name}${mask}`,
  },
  {
    find: /(?<name>\b(?:bearer|basic|token)\s{1,3})(?<value>[A-Za-z0-9._~+/=-]{8,})/gi,
    replace: (match, { name = '', value = '' }) => (looksRandom(value) ? `${name}${mask}` : match),
  },
  {
    find: /(?<name>\b(?:set-)?cookies?\\{0,3}["']?\s{0,2}[:=]\s{0,2}\[?\\{0,3}["']?)(?<value>[^"'\\\n]{4,4000})/gi,
    replace: (match, { name = '', value = '' }) => (/[=]/.test(value) ? `${name}${mask}` : match),
  },
  {
    // `postgres://user:password@host`, `https://token@host`. Both are masked, as the server does with data sources.
    find: /(?<scheme>\b[a-z][a-z0-9+.-]{0,20}:\/\/)(?<user>[^\s/:@"'\\<>]{0,256})(?<password>:[^\s/"'\\<>]{0,1000})?@/gi,
    replace: (match, { scheme = '', user = '', password }) =>
      /^(\*{3,}|(%2A){3,})$/i.test(user)
        ? match
        : password === undefined
          ? `${scheme}****@`
          : `${scheme}****:****@`,
  },
  {
    find: /-----BEGIN (?<kind>[A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?)-----(?<value>[\s\S]{0,20000}?)(?:-----END \k<kind>-----|$)/g,
    replace: (_, { kind = '' }) => `-----BEGIN ${kind}-----${mask}-----END ${kind}-----`,
  },
  { find: /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g, replace: () => mask },
  {
    find: /\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|sk-(?:proj|ant)-[\w-]{16,}|[rs]k_live_\w{16,}|AIza[\w-]{30,})/g,
    replace: () => mask,
  },
  // Whoever knows the id of a webhook can post to its channel.
  {
    find: /(?<path>\/hooks\/|\/services\/T\w{6,12}\/B\w{6,12}\/)(?<value>[A-Za-z0-9]{16,})/g,
    replace: (_, { path = '' }) => `${path}${mask}`,
  },
]

/** Everything in a text that looks like a secret, masked. What is masked already stays and does not count. */
export function maskText(text: string): Masked {
  const values: string[] = []
  let count = 0
  let masked = text
  for (const { find, replace } of patterns)
    masked = masked.replace(find, (match: string, ...rest: unknown[]) => {
      const last = rest.at(-1)
      const groups = (typeof last === 'object' ? last : {}) as Record<string, string | undefined>
      const replaced = replace(match, groups)
      if (replaced === match) return match
      count += 1
      const found = groups['value'] ?? groups['password']?.slice(1) ?? groups['user'] ?? match
      // Keys have many lines; lists have many items.
      values.push(...found.split(/\\n|\n|",\s?"/).map(part => part.replace(/^[\s"]+|[\s"]+$/g, '')))
      return replaced
    })
  const traced = maskArguments(masked)
  return { text: traced.text, count: count + traced.count, values: [...values, ...traced.values] }
}

/** A statement that speaks of tokens or passwords has them in its arguments: `"msg":"SELECT … Token …","arg0":["…"]`. */
function maskArguments(text: string): Masked {
  const at = text.indexOf('"arg0":')
  if (at < 0 || !/\b(token|password|mfasecret|authdata|secret)\b/i.test(text.slice(0, at)))
    return { text, count: 0, values: [] }
  const values: string[] = []
  const args = text.slice(at + 7).replace(/"((?:[^"\\]|\\.){8,})"(?!\s*:)/g, (match, value: string) => {
    if (isHarmless(value)) return match
    values.push(value)
    return `"${mask}"`
  })
  return { text: `${text.slice(0, at + 7)}${args}`, count: values.length, values }
}

/** Nothing, asterisks, and words that say that there is nothing. */
function isHarmless(value: string): boolean {
  const bare = value.replace(/^[\s"'\\]+|[\s"'\\]+$/g, '')
  return bare === '' || /^(\*+|null|nil|<nil>|true|false|none|undefined|redacted|\[redacted\])$/i.test(bare)
}

/** Words of a language have no digits and are short. */
function looksRandom(value: string): boolean {
  return (
    (/\d/.test(value) && value.length >= 6) ||
    value.length >= 24 ||
    /[a-z][A-Z].*[a-z][A-Z]|[!@#$%^&*?].*\w/.test(value)
  )
}
