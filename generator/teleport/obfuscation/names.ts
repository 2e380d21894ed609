// The names that a dump knows, and what stands in their place. One word has one stand-in, whatever it names and wherever it
// stands: a login that is called like a user is still seen to be.
import { asBytes } from './lines.js'
import type { Keyed } from './keyed.js'
import { isOrdinary } from './ordinary-words.js'

export type NameKind = 'user' | 'host' | 'cluster' | 'organization' | 'label' | 'name'

export interface Names {
  /** Learns a name that stands alone: a user, a host name without its domain. Ordinary words and UUIDs are not learned. */
  learn(kind: NameKind, name: string): void
  /** Learns an address: `host`, `host.example.com:443`, `https://host.example.com/path`. */
  learnHost(kind: 'host' | 'cluster', address: string): void
  learnLabel(key: string, value: string): void
  /** The stand-in of a known word, by any spelling of its case. */
  known(word: string): string | undefined
  /** The stand-in of a word that is a name because of where it stands; ordinary words stay. Learned from then on. */
  named(kind: NameKind, word: string): string
  /** The stand-in of a value of a label. */
  label(value: string): string
  isLabel(key: string, value: string): boolean
  /** The same name under other labels; last labels that say what it is, as `.com`, stay. */
  domain(name: string): string
  /** Whether a word with dots is the name of a host. */
  isDomain(word: string): boolean
  /** Grows with everything that is learned. */
  revision(): number
}

/** Bounded: a log may name any number. Names beyond it are still replaced where they stand as names. */
const mostNames = 200_000

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Logins that Teleport makes up for those who have none. */
const builtIn = /^no-login-|^teleport-(?:nologin|internal)-/

/** Domains of the product, of libraries and of standards: in every installation the same. */
const publicDomain =
  /(?:^|\.)(?:teleport\.(?:dev|sh|internal)|teleport\.cluster\.local|goteleport\.com|gravitational\.(?:com|io)|(?:x-)?k8s\.io|kubernetes\.io|cert-manager\.io|helm\.sh|github\.com|golang\.org|gopkg\.in|google\.golang\.org|openssh\.com|libssh\.org|openssl\.org|w3\.org|ietf\.org|oasis\.org|xmlsoap\.org|letsencrypt\.org|debian\.org|ubuntu\.com|svc\.cluster\.local|cluster\.local)$/i

const lastLabels =
  /^(?:com|net|org|edu|gov|mil|io|dev|cloud|local|internal|lan|corp|home|intra|intranet|private|localdomain|test|invalid|eu|de|uk|fr|nl|ch|es|se|dk|fi|cz|ru|cn|jp|br|au|ca|mx|kr|ai|co|tech|arpa)$/i

const domainForm = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]?$/i

export function createNames(keyed: Keyed): Names {
  const standIns = new Map<string, string>()
  const domains = new Set<string>()
  const labels = new Map<string, Set<string>>()

  const tokenOf = (kind: NameKind, word: string): string =>
    `${kind}-${keyed.digest('name', word.toLowerCase())}`

  const known = (word: string): string | undefined => standIns.get(word) ?? standIns.get(word.toLowerCase())

  const isName = (word: string): boolean =>
    word.length > 1 &&
    !isOrdinary(word) &&
    !uuid.test(word) &&
    !isStandIn(word) &&
    !builtIn.test(word) &&
    !/[{}*$<>]/.test(word)

  const remember = (kind: NameKind, word: string): string => {
    const found = known(word)
    if (found !== undefined) return found
    // Users and roles of bots are told by it.
    if (word.startsWith('bot-') && word.length > 6) return `bot-${remember(kind, word.slice(4))}`
    const made = tokenOf(kind, word)
    if (word.length > 2 && standIns.size < mostNames) standIns.set(word.toLowerCase(), made)
    return made
  }

  const labelOf = (label: string): string => {
    if (uuid.test(label) || isOrdinary(label) || isStandIn(label)) return label
    return known(label) ?? hexOf(label) ?? tokenOf('name', label)
  }

  /** Inside the cluster names of clusters stand in hexadecimal: `74656c65….teleport.cluster.local`. */
  const hexOf = (label: string): string | undefined => {
    if (!/^(?:[0-9a-f]{2}){4,120}$/.test(label)) return undefined
    const text = Buffer.from(label, 'hex').toString('latin1')
    if (!/^[\w.-]+$/.test(text)) return undefined
    return Buffer.from(text.includes('.') ? domain(text) : labelOf(text), 'latin1').toString('hex')
  }

  const domain = (name: string): string => {
    const fixed = publicDomain.exec(name)
    const own = fixed === null ? name : name.slice(0, fixed.index)
    const rest = fixed === null ? '' : name.slice(fixed.index)
    if (own === '') return name
    const parts = own.split('.')
    return parts.map(labelOf).join('.') + rest
  }

  const learnDomain = (name: string): void => {
    const parts = name.toLowerCase().split('.')
    for (let from = 0; from < parts.length - 1 && domains.size < mostNames; from++)
      domains.add(parts.slice(from).join('.'))
  }

  const isDomain = (word: string): boolean => {
    if (!domainForm.test(word)) return false
    if (lastLabels.test(word.slice(word.lastIndexOf('.') + 1))) return true
    const lower = word.toLowerCase()
    for (let at = -1; ;) {
      if (domains.has(lower.slice(at + 1))) return true
      at = lower.indexOf('.', at + 1)
      if (at < 0) return false
    }
  }

  return {
    revision: () => standIns.size + domains.size,
    known,
    domain,
    isDomain,
    learn(kind, name) {
      const bytes = asBytes(name)
      if (bytes.includes('@')) {
        for (const [index, part] of bytes.split('@').entries())
          if (index > 0 && part.includes('.')) learnDomain(part)
          else if (isName(part)) remember(kind, part)
      } else if (isName(bytes)) remember(kind, bytes)
    },
    learnHost(kind, address) {
      const host = asBytes(address)
        .trim()
        .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
        .replace(/^[^@/]*@/, '')
        .replace(/[/?#].*$/, '')
        .replace(/:\d+$/, '')
      if (host === '' || /^[\d.]+$|[:[\]]|\s/.test(host)) return
      if (!host.includes('.')) {
        if (isName(host)) remember(kind, host)
        return
      }
      learnDomain(host)
      const [first = ''] = host.split('.')
      // Longer ones alone: `db.example.com` makes no name of `db`.
      if (kind === 'host' && /[-\d]/.test(first) && isName(first)) remember('host', first)
    },
    learnLabel(key, value) {
      if (isPublicLabel(key) || value === '' || value.includes('*') || value.includes('{{')) return
      const values = labels.get(asBytes(key)) ?? new Set<string>()
      if (values.size < 10_000) values.add(asBytes(value))
      if (labels.size < 10_000) labels.set(asBytes(key), values)
    },
    named: (kind, word) => {
      if (!isName(word)) return word
      if (isDomain(word)) return domain(word)
      return remember(kind, word)
    },
    label: value => (isStandIn(value) ? value : tokenOf('label', value)),
    isLabel: (key, value) => labels.get(key)?.has(value) ?? false,
  }
}

/** Labels that Teleport, Kubernetes and clouds set by themselves say what something is, and for whom. */
export const isPublicLabel = (key: string): boolean =>
  /^(?:(?:[\w.-]+\.)?teleport\.(?:dev|internal|hidden)|(?:[\w.-]+\.)?(?:k8s|kubernetes)\.io|helm\.sh)\//.test(
    key,
  )

export const isStandIn = (word: string): boolean =>
  /^(?:user|host|cluster|organization|label|name|secret|cut|removed-[a-z-]+)-[0-9a-f]{12}$/.test(word)
