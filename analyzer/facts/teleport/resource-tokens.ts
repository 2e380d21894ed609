// Facts of join tokens: which live too long, which are over, which let in more than they should, and why a host that wants to
// join cannot do so with the one it has. Names of tokens are secrets; none of them is ever told whole.
import { valueAt } from '../../documents/shape.js'
import type { ResourceOf } from '../../documents/teleport/resource-shapes.js'
import type { TeleportConfig } from '../../documents/teleport/config.js'
import { asText } from '../reading.js'
import type { Derived, FactInput, Source } from '../types.js'
import { defineFact } from '../types.js'
import { nodeRoles } from './node.js'
import { dumpedHosts } from './resource-hosts.js'
import type { DumpedHost } from './resource-hosts.js'
import { judgeEach, listOf, wholeListOf } from './resource-index.js'
import type { Judged, Placed } from './resource-index.js'
import { listedHosts, takenAt } from './resource-presence.js'
import { spanWords, timeOf, whenWords } from './resource-times.js'
import { fewOf } from './resource-words.js'
import { documentOf } from './source.js'

type Token = Placed<ResourceOf<'token'>>

export interface TokenFact {
  /** Start of a secret name, or the name of a token that is no secret. */
  readonly name: string
  readonly method: string
  readonly roles: readonly string[]
  /** What it lets in, and by which method: `Node, App`; `Node by iam`. */
  readonly says: string
  /** When it ends; empty for one that never does. */
  readonly expires: string
  /** Time until then, or since, in words. */
  readonly span: string
}

const methodOf = ({ value }: Token): string => value.spec?.join_method ?? 'token'

const rolesOf = ({ value }: Token): readonly string[] => value.spec?.roles ?? []

const expiryOf = ({ value }: Token): number | undefined => timeOf(value.metadata?.expires)

/** Only a token of method `token` is a secret: whoever knows its name may use it. */
const nameOf = (token: Token): string => (methodOf(token) === 'token' ? masked(token.name) : token.name)

const masked = (secret: string): string => (secret.length > 8 ? `${secret.slice(0, 4)}…` : '…')

function tokenFact(token: Token, takenMs: number | undefined): TokenFact {
  const expiresMs = expiryOf(token)
  return {
    name: nameOf(token),
    method: methodOf(token),
    roles: rolesOf(token),
    says: `${fewOf(rolesOf(token))}${isSecret(token) ? '' : ` by ${methodOf(token)}`}`,
    expires: expiresMs === undefined ? '' : whenWords(expiresMs),
    span: expiresMs === undefined || takenMs === undefined ? '' : spanWords(expiresMs - takenMs),
  }
}

/** Tokens that `choose` picks, by the time they have left in milliseconds; infinite for those that never end. */
function tokensWhere(
  input: FactInput,
  choose: (token: Token, leftMs: number) => boolean,
  path: readonly string[] = ['metadata', 'expires'],
): Derived<readonly TokenFact[]> | undefined {
  const takenMs = takenAt(input)
  return judgeEach(listOf(input, 'token'), (token): Judged<TokenFact> | undefined => {
    const expiresMs = expiryOf(token)
    if (expiresMs !== undefined && takenMs === undefined) return undefined
    const leftMs = expiresMs === undefined ? Infinity : expiresMs - (takenMs ?? 0)
    return choose(token, leftMs) ? { value: tokenFact(token, takenMs), from: [token.at(...path)] } : undefined
  })
}

/** Facts that compare with the time of the dump are unknown without one. */
function timed<T>(input: FactInput, derive: () => Derived<T> | undefined): Derived<T> | undefined {
  return takenAt(input) === undefined ? undefined : derive()
}

const dayMs = 86_400_000

const isSecret = (token: Token): boolean => methodOf(token) === 'token'

/** Static tokens come from teleport.yaml, which marks what it makes. */
const isStatic = ({ value }: Token): boolean =>
  value.metadata?.labels?.['teleport.dev/origin'] === 'config-file'

const tokensListed = defineFact<number>({
  id: 'teleport.tokens.count',
  title: 'Number of join tokens',
  scope: 'packet',
  derive(input) {
    const list = wholeListOf(input, 'token')
    return list && { value: list.length, from: [] }
  },
})

const endless = defineFact<readonly TokenFact[]>({
  id: 'teleport.tokens.endless',
  title: 'Secret join tokens that never expire and were made with tctl, each {name, method, roles}',
  scope: 'packet',
  derive: input =>
    tokensWhere(input, (token, leftMs) => isSecret(token) && !isStatic(token) && leftMs === Infinity, [
      'spec',
      'roles',
    ]),
})

const staticTokens = defineFact<readonly TokenFact[]>({
  id: 'teleport.tokens.static',
  title: 'Join tokens that teleport.yaml of the Auth Service sets for ever, each {name, method, roles}',
  scope: 'packet',
  derive: input =>
    tokensWhere(input, (token, leftMs) => isStatic(token) && leftMs === Infinity, ['metadata', 'labels']),
})

const longLived = defineFact<readonly TokenFact[]>({
  id: 'teleport.tokens.long_lived',
  title: 'Secret join tokens that are still valid for more than a day, each {name, roles, expires, span}',
  scope: 'packet',
  derive: input =>
    timed(input, () =>
      tokensWhere(input, (token, leftMs) => isSecret(token) && leftMs > dayMs && leftMs !== Infinity),
    ),
})

const expired = defineFact<readonly TokenFact[]>({
  id: 'teleport.tokens.expired',
  title: 'Secret join tokens that are listed and over, each {name, roles, expires, span}',
  scope: 'packet',
  derive: input => timed(input, () => tokensWhere(input, (token, leftMs) => isSecret(token) && leftMs <= 0)),
})

const delegatedOver = defineFact<readonly TokenFact[]>({
  id: 'teleport.tokens.delegated_expired',
  title:
    'Tokens of delegated join methods (iam, kubernetes, …) that are over, each {name, method, roles, expires, span}',
  scope: 'packet',
  derive: input => timed(input, () => tokensWhere(input, (token, leftMs) => !isSecret(token) && leftMs <= 0)),
})

const delegatedSoon = defineFact<readonly TokenFact[]>({
  id: 'teleport.tokens.delegated_ending',
  title:
    'Tokens of delegated join methods that are over within two weeks, each {name, method, roles, expires, span}',
  scope: 'packet',
  derive: input =>
    timed(input, () =>
      tokensWhere(input, (token, leftMs) => !isSecret(token) && leftMs > 0 && leftMs < 14 * dayMs),
    ),
})

/** Services that hold the cluster's keys or its traffic. */
const isPowerful = (role: string): boolean => role === 'Auth' || role === 'Proxy'

const mixedPowers = defineFact<readonly TokenFact[]>({
  id: 'teleport.tokens.mixed_powers',
  title: 'Tokens that let in an Auth or Proxy Service and agents alike, each {name, method, roles}',
  scope: 'packet',
  derive: input =>
    tokensWhere(input, token => rolesOf(token).some(isPowerful) && !rolesOf(token).every(isPowerful), [
      'spec',
      'roles',
    ]),
})

const botless = defineFact<readonly TokenFact[]>({
  id: 'teleport.tokens.bot_mismatch',
  title: 'Tokens with role Bot and no bot, or with a bot and no role Bot, each {name, method, roles}',
  scope: 'packet',
  derive: input =>
    tokensWhere(
      input,
      token => rolesOf(token).includes('Bot') !== ((token.value.spec?.bot_name ?? '') !== ''),
      ['spec', 'roles'],
    ),
})

/** Methods whose `allow` says which machines may join; without one all of the provider may. */
const ruledMethods: ReadonlySet<string> = new Set([
  'iam',
  'ec2',
  'azure',
  'gcp',
  'github',
  'gitlab',
  'circleci',
  'kubernetes',
  'spacelift',
  'terraform_cloud',
  'bitbucket',
  'oracle',
  'tpm',
])

const openToAll = defineFact<readonly TokenFact[]>({
  id: 'teleport.tokens.without_rules',
  title:
    'Tokens of delegated methods without a rule about who may join, or with an empty one, each {name, method, roles}',
  scope: 'packet',
  derive: input =>
    tokensWhere(input, token => ruledMethods.has(methodOf(token)) && allowsAnybody(token), [
      'spec',
      'join_method',
    ]),
})

function allowsAnybody(token: Token): boolean {
  const { spec } = token.value
  const own = valueAt(spec, [methodOf(token), 'allow'])
  const rules: readonly unknown[] = spec?.allow ?? (Array.isArray(own) ? own : [])
  return rules.length === 0 || rules.some(isEmptyRule)
}

const isEmptyRule = (rule: unknown): boolean =>
  typeof rule !== 'object' ||
  rule === null ||
  Object.values(rule).every(value => value === '' || value === null)

/** Why a host cannot join with the token that it has. */
export interface JoinFailure {
  readonly host: string
  readonly node: string
  /** missing, expired, roles, method. */
  readonly reason: 'missing' | 'expired' | 'roles' | 'method'
  /** The judgement as a clause: `has expired at …`. */
  readonly says: string
}

const unusable = defineFact<readonly JoinFailure[]>({
  id: 'teleport.tokens.unusable',
  title:
    'Hosts that are not in the cluster and whose teleport.yaml has a token they cannot join with, each {host, node, reason (missing, expired, roles, method), says}',
  scope: 'packet',
  derive(input) {
    const hosts = input.fact(dumpedHosts)
    const listed = input.fact(listedHosts)
    const tokens = wholeListOf(input, 'token')
    if (hosts === undefined || listed === undefined || tokens === undefined) return undefined
    const byName = new Map(tokens.map(token => [token.name, token]))
    const outside = hosts.value.filter(
      ({ id, foreign, roles }) => !foreign && !listed.value.has(id) && !roles.includes('auth'),
    )
    const found = outside.flatMap(host => failureOf(input, host, byName) ?? [])
    return { value: found.map(({ value }) => value), from: found.flatMap(({ from }) => from) }
  },
})

function failureOf(
  input: FactInput,
  { name: host, node }: DumpedHost,
  tokens: ReadonlyMap<string, Token>,
): Judged<JoinFailure> | undefined {
  const wanted = wantedToken(input, node)
  if (wanted === undefined) return undefined
  const token = tokens.get(wanted.name)
  const told = token === undefined ? missing(wanted) : mismatch(input, node, wanted, token)
  return (
    told && {
      value: { host, node, ...told },
      from: [wanted.from, ...(token === undefined ? [] : [token.at('spec')])],
    }
  )
}

interface WantedToken {
  readonly name: string
  readonly method: string
  readonly from: Source
}

/** What stands in the file itself; a path of a file with the token tells nothing, and neither does a masked one. */
function wantedToken(input: FactInput, node: string): WantedToken | undefined {
  const document = documentOf<TeleportConfig>(input, 'teleport-config', node)
  if (document === undefined) return undefined
  const method = asText(valueAt(document.value, ['teleport', 'join_params', 'method'])) ?? 'token'
  for (const path of [
    ['teleport', 'join_params', 'token_name'],
    ['teleport', 'auth_token'],
  ]) {
    const name = asText(valueAt(document.value, path))
    if (name === undefined || /^\/|redacted|^secret-|\*{3}/i.test(name)) continue
    return { name, method, from: input.at(document, ['teleport']) }
  }
  return undefined
}

type Told = Pick<JoinFailure, 'reason' | 'says'>

function missing({ method }: WantedToken): Told {
  return {
    reason: 'missing',
    says:
      method === 'token'
        ? 'is expired or not found: the cluster does not list it'
        : 'is not found in the cluster',
  }
}

function mismatch(input: FactInput, node: string, wanted: WantedToken, token: Token): Told | undefined {
  const expiresMs = expiryOf(token)
  const takenMs = takenAt(input)
  if (expiresMs !== undefined && takenMs !== undefined && expiresMs <= takenMs)
    return { reason: 'expired', says: `expired at ${whenWords(expiresMs)}` }
  if (wanted.method !== methodOf(token))
    return {
      reason: 'method',
      says: `is for join method ${methodOf(token)}, and the host uses ${wanted.method}`,
    }
  const lacking = servicesWithout(input.fact(nodeRoles, node)?.value ?? [], rolesOf(token))
  if (lacking.length === 0) return undefined
  return {
    reason: 'roles',
    says: `does not allow ${lacking.join(' and ')}, only ${rolesOf(token).join(', ')}`,
  }
}

/** Services of the host that the token does not let in; names differ in case only. */
function servicesWithout(services: readonly string[], roles: readonly string[]): readonly string[] {
  const allowed = new Set(roles.map(role => role.toLowerCase()))
  return services.filter(service => !allowed.has(service))
}

export interface ServiceAccountMismatch {
  readonly name: string
  readonly accounts: readonly string[]
}

export const kubernetesAccounts = defineFact<readonly ServiceAccountMismatch[]>({
  id: 'teleport.tokens.kubernetes_accounts',
  title:
    'Tokens of join method kubernetes with the service accounts that may use them, each {name, accounts}',
  scope: 'packet',
  derive: input =>
    judgeEach(listOf(input, 'token'), token => {
      if (methodOf(token) !== 'kubernetes') return undefined
      const accounts = (token.value.spec?.kubernetes?.allow ?? []).flatMap(rule => rule.service_account ?? [])
      return { value: { name: token.name, accounts }, from: [token.at('spec', 'kubernetes')] }
    }),
})

export const tokenFacts = [
  tokensListed,
  endless,
  staticTokens,
  longLived,
  expired,
  delegatedOver,
  delegatedSoon,
  mixedPowers,
  botless,
  openToAll,
  unusable,
  kubernetesAccounts,
]
