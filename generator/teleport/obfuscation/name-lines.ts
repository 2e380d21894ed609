// A line under other names. Every word is looked at once: is it known, does it look like an address, or does the word before it
// say that it is a name?
//
//   … session.start addr.remote:10.20.0.11:33574 login:dev-1 server_hostname:tp-node-1 user:ops-admin
import { isIPv4, isIPv6 } from 'node:net'
import { otherAddress, otherHardwareAddress } from './addresses.js'
import { throughByteArrays } from './byte-arrays.js'
import type { Keyed } from './keyed.js'
import { isStandIn, type NameKind, type Names } from './names.js'
import { isOrdinary } from './ordinary-words.js'

export type LineChange = (line: string) => string

/** Fields whose value is a name, in lower case. */
const fields: ReadonlyMap<string, NameKind> = new Map<string, NameKind>([
  ...[
    'user',
    'users',
    'username',
    'user_name',
    'user.name',
    'login',
    'logins',
    'principal',
    'principals',
    'participants',
    'invited',
    'reviewer',
    'author',
    'updated_by',
    'requester',
    'requested_by',
    'db_user',
    'db_users',
    'database_user',
    'windows_user',
    'windows_desktop_logins',
    'kubernetes_users',
    'email',
    'os_user',
    'unix_user',
    'allowed_users',
  ].map(name => [name, 'user'] as const),
  ...[
    'hostname',
    'server_hostname',
    'nodename',
    'node_name',
    '_hostname',
    'nodeName',
    'server_addr',
    'remote_host',
    'host_name',
    'desktop_name',
  ].map(name => [name.toLowerCase(), 'host'] as const),
  ...['cluster', 'cluster_name', 'clustername', 'remote_cluster', 'site', 'cluster_id'].map(
    name => [name, 'cluster'] as const,
  ),
  ...['aws_account', 'account_id', 'project_id', 'tenant_id'].map(name => [name, 'name'] as const),
  ...['organization', 'org'].map(name => [name, 'organization'] as const),
])

/** Words after which a name stands without a colon. */
const before: ReadonlyMap<string, NameKind> = new Map<string, NameKind>([
  ['lookup', 'host'],
  ['tcp', 'host'],
])

/** Between a field and its value: `:`, `=`, `":"`, `: [`, `=\"`. */
const assigns = /^\\{0,3}["']?\s?[:=]\s?\[?\\{0,3}["']?(?:\[|map\[)?\\{0,3}["']?$/
/** Between values of one list. */
const continues = /^\\{0,3}["']?,?\s?\\{0,3}["']?$/

const word =
  /(?<![\w:.])(?:[0-9a-fA-F]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4})(?:%[\w.-]{1,20})?(?![\w:])|(?<![\w:.-])(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}(?![\w:-])|[A-Za-z0-9_\u0080-\u00ff](?:[A-Za-z0-9_\u0080-\u00ff.@%+-]*[A-Za-z0-9_\u0080-\u00ff])?/g

/** In quotes `\n` and `\u003e` are no part of the word behind them; `CORP\frank` is of two words. */
const escapedWord = new RegExp(String.raw`\\+[A-Za-z0-9_.-]+|${word.source}`, 'g')

/** Of a host, with its domain, and of an address of mail. */
const longestName = 320

const mostRemembered = 50_000

const hardware = /^(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}$/
const hexadecimal = /^(?:[0-9a-fA-F]{2})+$/
const printable = /^[^ -~]{0,4}[ -~]+$/
const uuidStart = /^[0-9a-f]{8}-[0-9a-f-]*$/

/** `isTable`: cells that end in three dots were cut, and so may be a part of a name. */
export function nameLines(names: Names, keyed: Keyed, isTable = false): LineChange {
  const inText = (line: string): string => {
    let previous = ''
    let previousEnd = 0
    let list: NameKind | undefined
    return line.replace(line.includes('"') ? escapedWord : word, (found: string, offset: number) => {
      if (found.startsWith('\\')) return escaped(found)
      const gap = line.slice(previousEnd, offset)
      const key = previous
      const field = fieldBefore(key, gap)
      if (gap.includes(']') || gap.length > 8) list = undefined
      const kind = field ?? (list !== undefined && continues.test(gap) ? list : undefined)
      if (field !== undefined) list = gap.includes('[') ? field : undefined
      previous = found.includes('+') ? found.slice(found.lastIndexOf('+') + 1) : found
      previousEnd = offset + found.length
      if (isTable && isCut(line, previousEnd)) return cutCell(found)
      if (isValueOf(key, gap, found)) return names.label(found)
      return one(found, kind ?? (gap.endsWith('://') ? 'host' : undefined))
    })
  }

  const isValueOf = (key: string, gap: string, found: string): boolean =>
    gap.length < longestGap && assigns.test(gap) && names.isLabel(key, found)

  /** The start of something; of a UUID it says no more than the whole, which stays. */
  const cutCell = (found: string): string =>
    uuidStart.test(found) || isOrdinary(found) || isStandIn(found)
      ? found
      : `cut-${keyed.digest('cut', found)}`

  const escaped = (found: string): string => {
    const [slashes = ''] = /^\\+/.exec(found) ?? []
    const rest = found.slice(slashes.length)
    if (names.known(rest) !== undefined) return slashes + one(rest, undefined)
    const [sign = ''] = /^(?:u[0-9a-fA-F]{4}|[nrtbf])/.exec(rest) ?? []
    return slashes + sign + inText(rest.slice(sign.length))
  }

  /** Words come again and again. What stands for one changes when another name is learned. */
  const remembered = new Map<string, string>()
  let revision = -1
  const one = (found: string, kind: NameKind | undefined): string => {
    if (kind !== undefined) return changed(found, kind)
    if (revision !== names.revision() || remembered.size > mostRemembered) remembered.clear()
    revision = names.revision()
    const known = remembered.get(found)
    if (known !== undefined) return known
    const made = changed(found, undefined)
    if (found.length < 100 && revision === names.revision()) remembered.set(found, made)
    return made
  }

  const changed = (found: string, kind: NameKind | undefined): string => {
    const first = found.charCodeAt(0)
    if (found.includes(':') || (found.includes('-') && hardware.test(found))) return numbers(found)
    if (first <= 57 && first >= 48 && isIPv4(found)) return otherAddress(found, keyed)
    const known = names.known(found)
    if (known !== undefined) return known
    if (found.length >= 16 && hexadecimal.test(found)) return inHexadecimal(found)
    // Nothing has a name as long; base64 may be.
    if (found.length > longestName) return found
    // Parts of a distinguished name: `L=deploy+L=dev-1`. An address of mail has a sign in it that looks the same.
    if (found.includes('+') && !/@|%40/.test(found))
      return found
        .split('+')
        .map((part, index) => one(part, index === 0 ? kind : undefined))
        .join('+')
    if (found.includes('@')) return mail(found)
    if (found.includes('%40')) return mail(found.replace('%40', '@')).replace('@', '%40')
    if (found.includes('.')) return dotted(found, kind)
    if (kind === 'name' && /^\d{12}$/.test(found)) return otherAccount(found, keyed)
    if (kind !== undefined) return names.named(kind, found)
    return found.includes('-') ? compound(found) : found
  }

  /** Certificates print values they do not know so, with two bytes that tell type and length before the text. */
  const inHexadecimal = (found: string): string => {
    const text = Buffer.from(found, 'hex').toString('latin1')
    if (!printable.test(text)) return found
    const other = Buffer.from(inText(text), 'latin1').toString('hex')
    return other === found.toLowerCase() ? found : other
  }

  const numbers = (found: string): string => {
    if (hardware.test(found)) return otherHardwareAddress(found, keyed)
    return isIPv6(found.replace(/%.*$/, '')) ? otherAddress(found, keyed) : found
  }

  const mail = (found: string): string => {
    const at = found.lastIndexOf('@')
    const [local, host] = [found.slice(0, at), found.slice(at + 1)]
    // Algorithms of ssh are called so: `curve25519-sha256@libssh.org`.
    if (/^(?:openssh\.com|libssh\.org)$/.test(host)) return found
    const isName = names.isDomain(host) || names.known(host) !== undefined || isIPv4(host)
    return `${isName ? names.named('user', local) : one(local, undefined)}@${one(host, isName ? 'host' : undefined)}`
  }

  const dotted = (found: string, kind: NameKind | undefined): string => {
    if (names.isDomain(found)) return names.domain(found)
    if (kind === 'host' || kind === 'cluster') return /[a-z]/i.test(found) ? names.domain(found) : found
    if (kind !== undefined) return names.named(kind, found)
    return found
      .split('.')
      .map(part => names.known(part) ?? part)
      .join('.')
  }

  /** `tp-node-1-state`, `unknown-tp-node-1`: a known name with something before or behind it. */
  const compound = (found: string): string => {
    for (let at = found.indexOf('-'); at > 0; at = found.indexOf('-', at + 1)) {
      const head = names.known(found.slice(0, at))
      if (head !== undefined) return `${head}${found.slice(at)}`
      const tail = names.known(found.slice(at + 1))
      if (tail !== undefined) return `${found.slice(0, at + 1)}${tail}`
    }
    return found
  }

  return line => throughByteArrays(line.includes('arn:') ? withoutAccounts(line, keyed) : line, inText) ?? ''
}

/** `arn:aws:iam::123456789012:role/x` */
const withoutAccounts = (line: string, keyed: Keyed): string =>
  line.replace(
    /(arn:[\w-]*:[\w-]*:[\w-]*:)(\d{12})/g,
    (_, start: string, account: string) => start + otherAccount(account, keyed),
  )

/** Of twelve digits, as clouds number their customers. */
const otherAccount = (account: string, keyed: Keyed): string =>
  String(BigInt(`0x${keyed.digest('account', account)}`) % 1_000_000_000_000n).padStart(12, '0')

/** Three dots, or what a name may hold before them: `env=canary-...`. */
const isCut = (line: string, at: number): boolean => /^[-.:/@_]{0,3}\.\.\./.test(line.slice(at, at + 6))

/** Characters between a field and its value. */
const longestGap = 14

function fieldBefore(previous: string, gap: string): NameKind | undefined {
  if (gap === '' || gap.length >= longestGap) return undefined
  if (gap === ' ') return before.get(previous)
  if (gap === '/' && /^(?:home|users)$/.test(previous)) return 'user'
  if (!assigns.test(gap)) return /^ \\{0,3}"$/.test(gap) ? quoted(previous) : undefined
  return fields.get(previous.toLowerCase())
}

/** `user "alice"`, `principal \"root\"`; a list or a kind in quotes comes after other words. */
const quoted = (previous: string): NameKind | undefined =>
  /^(?:user|principal|login)$/i.test(previous) ? 'user' : undefined
