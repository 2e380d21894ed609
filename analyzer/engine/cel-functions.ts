// The functions that rules have beside CEL's own. One table: registration, lint and the guide for authors read it.
import { compareVersions } from './versions.js'
import { durationMs } from './duration.js'
import { formatTime, formatValue } from './format-value.js'

export interface RuleFunction {
  /** CEL signature. */
  readonly signature: string
  /** One sentence for authors. */
  readonly does: string
  readonly run: (...args: never[]) => unknown
}

export const ruleFunctions: readonly RuleFunction[] = [
  {
    signature: 'is_set(dyn): bool',
    does: 'True for any value but null, an empty text, list or map. A masked secret is set.',
    run: isSet,
  },
  {
    signature: 'is_masked(dyn): bool',
    does: 'True for a text that the server replaced by asterisks as a whole; `contains("****")` finds parts.',
    run: (value: unknown) => typeof value === 'string' && /^\*{4,}$/.test(value),
  },
  {
    signature: 'version_at_least(string, string): bool',
    does: 'Compares server versions: `version_at_least(facts.server.version, "10.5")`.',
    run: (version: string, other: string) => versionOrder(version, other) >= 0,
  },
  {
    signature: 'version_below(string, string): bool',
    does: 'The opposite of `version_at_least`.',
    run: (version: string, other: string) => versionOrder(version, other) < 0,
  },
  {
    signature: 'host(string): string',
    does: 'Host of a URL, a MySQL data source or `host:port`, in lower case; empty when there is none.',
    run: (address: string) => splitAddress(address).host,
  },
  {
    signature: 'port(string): int',
    does: 'Port of such an address: the one written, else that of its scheme; 0 when neither is known.',
    run: (address: string) => BigInt(splitAddress(address).port),
  },
  {
    signature: 'scheme(string): string',
    does: 'Scheme of a URL in lower case, without the colon; empty when there is none.',
    run: (address: string) => splitAddress(address).scheme,
  },
  {
    signature: 'is_private_address(string): bool',
    does: 'True for localhost and for addresses of private, loopback and link-local networks; false for other names.',
    run: isPrivateAddress,
  },
  {
    signature: 'lower(string): string',
    does: 'The text in lower case.',
    run: (text: string) => text.toLowerCase(),
  },
  {
    signature: 'percent(dyn, dyn): double',
    does: 'The first number as percentage of the second; an error of the rule when the second is zero.',
    run: percent,
  },
  {
    signature: 'seconds(string): double',
    does: 'Seconds of a duration such as `"30s"`, `"10m"`, `"2h"`, `"1d"` or `"1h30m"`.',
    run: seconds,
  },
  {
    signature: 'seen(dyn): string',
    does: 'How often and when, for messages: `{seen(match)}` gives "5 times between 2026-11-21 08:40:34 and 08:51:02 UTC".',
    run: seen,
  },
]

function isSet(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.keys(value).length > 0
  }
  return true
}

function versionOrder(version: string, other: string): number {
  const order = compareVersions(version, other)
  if (order === undefined) throw new DataMistake(`"${version}" is no version`)
  return order
}

function percent(part: unknown, whole: unknown): number {
  const [numerator, denominator] = [part, whole].map(numberOf) as [number, number]
  if (denominator === 0) throw new DataMistake('percent of zero')
  return (numerator * 100) / denominator
}

function numberOf(value: unknown): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value)
  throw new DataMistake('percent needs numbers')
}

function seconds(text: string): number {
  const ms = durationMs(text)
  if (ms === undefined) throw new DataMistake(`"${text}" is no duration`)
  return ms / 1000
}

/** A count with its first and last time; the day is said once when it is the same. */
function seen(match: unknown): string {
  const { count, at_least: atLeast, first_seen: first, last_seen: last } = match as Record<string, unknown>
  const often = `${atLeast === true ? 'at least ' : ''}${howOften(Number(count))}`
  if (!(first instanceof Date) || !(last instanceof Date)) return often
  const [from, to] = [first, last].map(time =>
    formatTime(time.getTime())
      .replace(/(?:\.\d+)?Z$/, '')
      .split('T'),
  )
  if (from?.join() === to?.join()) return `${often} at ${from?.join(' ') ?? ''} UTC`
  const until = from?.[0] === to?.[0] ? to?.[1] : to?.join(' ')
  return `${often} between ${from?.join(' ') ?? ''} and ${until ?? ''} UTC`
}

function howOften(count: number): string {
  if (count === 1) return 'once'
  return count === 2 ? 'twice' : `${formatValue(count)} times`
}

/** Thrown for values of the packet that a function cannot work with: the rule cannot tell, and is not wrong. */
export class DataMistake extends Error {}

interface Address {
  readonly scheme: string
  readonly host: string
  readonly port: number
}

const defaultPorts: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  redis: 6379,
  rediss: 6379,
  ldap: 389,
  ldaps: 636,
  smtp: 25,
}

/** Tolerant on purpose: masked credentials and Go data sources are no URLs that `URL` would read. */
function splitAddress(address: string): Address {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase() ?? ''
  const mysql = /@(?:tcp|unix)?\(([^)]*)\)/.exec(address)?.[1]
  const authority = mysql ?? authorityOf(scheme === '' ? address : address.slice(scheme.length + 3))
  const parts = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(authority)
  const host = (parts?.[1] ?? '').replace(/^\[|\]$/g, '').toLowerCase()
  const port =
    parts?.[2] === undefined ? (defaultPorts[mysql === undefined ? scheme : 'mysql'] ?? 0) : Number(parts[2])
  return { scheme, host, port }
}

/** What stands before the path; credentials may hold any character but `/`, so the last `@` ends them. */
function authorityOf(rest: string): string {
  const authority = rest.split(/[/?#]/, 1)[0] ?? ''
  return authority.slice(authority.lastIndexOf('@') + 1)
}

/** RFC 1918, loopback, link-local, carrier-grade NAT and unique local IPv6; names are public unless they say localhost. */
function isPrivateAddress(address: string): boolean {
  const host = isBareIpv6(address) ? address.toLowerCase() : splitAddress(address).host
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  return isBareIpv6(host) ? privateIpv6.test(host) : ipv4.test(host) && privateIpv4.test(host)
}

const isBareIpv6 = (text: string): boolean => /^[0-9a-f:.]+$/i.test(text) && text.split(':').length > 2
const ipv4 = /^(?:\d{1,3}\.){3}\d{1,3}$/
const privateIpv4 =
  /^(?:10|127)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./
const privateIpv6 = /^(?:::1$|f[cd]|fe[89ab])/
