// Facts of connectors to identity providers (SAML, OIDC, GitHub): what they map to, where they send people back to, and how
// long their certificates last.
import type { ResourceOf } from '../../documents/teleport/resource-shapes.js'
import type { Derived, FactInput, Source } from '../types.js'
import { defineFact } from '../types.js'
import { isSecret } from './resource-authorities.js'
import { certificateOf } from './resource-certificates.js'
import { hostOfAddress } from './resource-hosts.js'
import { judgeEach, listOf, namesOf, wholeListOf } from './resource-index.js'
import type { Placed } from './resource-index.js'
import { takenAt } from './resource-presence.js'
import { spanWords, whenWords } from './resource-times.js'

/** A connector of any kind, as far as all have the same. */
export interface Connector {
  readonly kind: 'saml' | 'oidc' | 'github'
  readonly name: string
  /** Roles that it gives, and where they stand. */
  readonly roles: readonly string[]
  readonly mappingPath: string
  /** Where the identity provider sends people back to. */
  readonly returnUrls: readonly string[]
  readonly returnPath: string
  readonly at: Placed<unknown>['at']
}

const connectors = defineFact<readonly Connector[]>({
  id: 'teleport.connectors.all',
  title: 'Connectors of all kinds',
  scope: 'packet',
  derive(input) {
    const [saml, oidc, github] = [listOf(input, 'saml'), listOf(input, 'oidc'), listOf(input, 'github')]
    if (saml === undefined && oidc === undefined && github === undefined) return undefined
    const value = [
      ...(saml ?? []).map(samlConnector),
      ...(oidc ?? []).map(oidcConnector),
      ...(github ?? []).map(githubConnector),
    ]
    return { value, from: [] }
  },
})

function samlConnector({ name, value, at }: Placed<ResourceOf<'saml'>>): Connector {
  const { acs, attributes_to_roles: mapped = [] } = value.spec ?? {}
  return {
    kind: 'saml',
    name,
    roles: mapped.flatMap(({ roles }) => roles ?? []),
    mappingPath: 'attributes_to_roles',
    returnUrls: acs === undefined || acs === '' ? [] : [acs],
    returnPath: 'acs',
    at,
  }
}

function oidcConnector({ name, value, at }: Placed<ResourceOf<'oidc'>>): Connector {
  const { redirect_url: redirect, claims_to_roles: mapped = [] } = value.spec ?? {}
  const urls: readonly unknown[] = Array.isArray(redirect) ? redirect : [redirect]
  return {
    kind: 'oidc',
    name,
    roles: mapped.flatMap(({ roles }) => roles ?? []),
    mappingPath: 'claims_to_roles',
    returnUrls: urls.flatMap(url => (typeof url === 'string' && url !== '' ? [url] : [])),
    returnPath: 'redirect_url',
    at,
  }
}

function githubConnector({ name, value, at }: Placed<ResourceOf<'github'>>): Connector {
  const { redirect_url: redirect, teams_to_roles: mapped = [] } = value.spec ?? {}
  return {
    kind: 'github',
    name,
    roles: mapped.flatMap(({ roles }) => roles ?? []),
    mappingPath: 'teams_to_roles',
    returnUrls: redirect === undefined || redirect === '' ? [] : [redirect],
    returnPath: 'redirect_url',
    at,
  }
}

export interface ConnectorRoles {
  readonly connector: string
  readonly missing: readonly string[]
  /** Roles of it that exist; none left means that nobody can log in by it. */
  readonly left: number
}

const missingRoles = defineFact<readonly ConnectorRoles[]>({
  id: 'teleport.connectors.missing_roles',
  title:
    'Connectors that give roles which do not exist, each {connector, missing, left (roles of it that exist)}',
  scope: 'packet',
  derive(input) {
    const roles = namesOf(input, 'role')
    if (roles === undefined) return undefined
    return judgeEach(input.fact(connectors)?.value, ({ name, roles: given, mappingPath, at }) => {
      const named = [...new Set(given)].filter(role => !role.includes('$') && !role.includes('{{'))
      const missing = named.filter(role => !roles.has(role))
      return missing.length === 0
        ? undefined
        : {
            value: { connector: name, missing, left: new Set(given).size - missing.length },
            from: [at('spec', mappingPath)],
          }
    })
  },
})

const mapsNobody = defineFact<readonly string[]>({
  id: 'teleport.connectors.maps_nobody',
  title: 'Connectors that give nobody a role, by name; GitHub ones with teams_to_logins are not among them',
  scope: 'packet',
  derive(input) {
    const oldMaps = new Set((listOf(input, 'github') ?? []).filter(hasLogins).map(({ name }) => name))
    return judgeEach(input.fact(connectors)?.value, ({ kind, name, roles, mappingPath, at }) =>
      roles.length > 0 || (kind === 'github' && oldMaps.has(name))
        ? undefined
        : { value: name, from: [at('spec', mappingPath)] },
    )
  },
})

const hasLogins = ({ value }: Placed<ResourceOf<'github'>>): boolean =>
  (value.spec?.teams_to_logins ?? []).length > 0

const oldTeamMaps = defineFact<readonly string[]>({
  id: 'teleport.connectors.teams_to_logins',
  title: 'GitHub connectors that still use teams_to_logins, by name',
  scope: 'packet',
  derive: input =>
    judgeEach(listOf(input, 'github'), connector =>
      hasLogins(connector)
        ? { value: connector.name, from: [connector.at('spec', 'teams_to_logins')] }
        : undefined,
    ),
})

export interface WrongReturn {
  readonly connector: string
  readonly url: string
  readonly says: string
}

/** Hosts under which people reach the web page of the cluster. */
export const proxyHosts = defineFact<ReadonlySet<string>>({
  id: 'teleport.connectors.proxy_hosts',
  title: 'Public host names of the proxies',
  scope: 'packet',
  derive(input) {
    const proxies = wholeListOf(input, 'proxy')
    const addresses = (proxies ?? []).flatMap(({ value }) => [
      ...(value.spec?.public_addrs ?? []),
      ...(value.spec?.public_addr === undefined ? [] : [value.spec.public_addr]),
    ])
    const hosts = addresses.map(hostOfAddress).filter(host => host !== '')
    return hosts.length === 0
      ? undefined
      : { value: new Set(hosts), from: (proxies ?? []).map(({ at }) => at('spec', 'public_addr')) }
  },
})

function returnsWhere(
  input: FactInput,
  judge: (url: string, connector: Connector) => string | undefined,
): Derived<readonly WrongReturn[]> | undefined {
  return judgeEach(input.fact(connectors)?.value, connector => {
    for (const url of connector.returnUrls) {
      const says = judge(url, connector)
      if (says !== undefined)
        return {
          value: { connector: connector.name, url, says },
          from: [connector.at('spec', connector.returnPath)],
        }
    }
    return undefined
  })
}

const wrongHosts = defineFact<readonly WrongReturn[]>({
  id: 'teleport.connectors.wrong_hosts',
  title:
    'Connectors that send people back to a host that is no public address of a proxy, each {connector, url, says}',
  scope: 'packet',
  derive(input) {
    const hosts = input.fact(proxyHosts)
    if (hosts === undefined) return undefined
    const known = [...hosts.value].join(', ')
    return returnsWhere(input, url =>
      hosts.value.has(hostOfAddress(url)) ? undefined : `the proxies are known as ${known}`,
    )
  },
})

/** Paths under which the proxy answers; that of SAML may end with the connector's name. */
const returnPaths = {
  saml: /^\/v1\/webapi\/saml\/acs(\/[^/]+)?\/?$/,
  oidc: /^\/v1\/webapi\/oidc\/callback\/?$/,
  github: /^\/v1\/webapi\/github\/callback\/?$/,
} as const

const wrongPaths = defineFact<readonly WrongReturn[]>({
  id: 'teleport.connectors.wrong_paths',
  title:
    'Connectors that send people back to a path or scheme under which no proxy answers, each {connector, url, says}',
  scope: 'packet',
  derive: input =>
    returnsWhere(input, (url, { kind, name }) => {
      if (!/^https:\/\//i.test(url)) return 'it is no https address'
      const path = url.replace(/^https:\/\/[^/?#]*/i, '').replace(/[?#].*$/, '')
      if (!returnPaths[kind].test(path)) return `a ${kind} connector answers at ${expectedPath[kind]}`
      const ownName = kind === 'saml' ? /acs\/([^/]+)\/?$/.exec(path)?.[1] : undefined
      return ownName === undefined || ownName === name
        ? undefined
        : `it ends with the name of another connector, ${ownName}`
    }),
})

const expectedPath = {
  saml: '/v1/webapi/saml/acs/NAME',
  oidc: '/v1/webapi/oidc/callback',
  github: '/v1/webapi/github/callback',
} as const

export interface EndingCertificate {
  readonly connector: string
  /** Whose it is: of the identity provider, or of the connector's own signing key. */
  readonly which: string
  readonly at: string
  readonly span: string
}

function certificatesWhere(
  input: FactInput,
  choose: (leftMs: number) => boolean,
): Derived<readonly EndingCertificate[]> | undefined {
  const takenMs = takenAt(input)
  if (takenMs === undefined) return undefined
  return judgeEach(listOf(input, 'saml'), connector => {
    for (const { text, which, from } of certificatesOf(connector)) {
      const certificate = certificateOf(text)
      if (certificate === undefined || !choose(certificate.notAfterMs - takenMs)) continue
      const { notAfterMs } = certificate
      const value = {
        connector: connector.name,
        which,
        at: whenWords(notAfterMs),
        span: spanWords(notAfterMs - takenMs),
      }
      return { value, from: [from] }
    }
    return undefined
  })
}

interface HeldCertificate {
  readonly text: string | undefined
  readonly which: string
  readonly from: Source
}

function certificatesOf({ value, at }: Placed<ResourceOf<'saml'>>): readonly HeldCertificate[] {
  const {
    cert,
    entity_descriptor: descriptor,
    signing_key_pair: signing,
    assertion_key_pair: assertion,
  } = value.spec ?? {}
  const described = /<(?:\w{1,10}:)?X509Certificate>([^<]{1,20000})</.exec(descriptor ?? '')?.[1]
  return [
    { text: cert, which: 'the identity provider', from: at('spec', 'cert') },
    { text: described, which: 'the identity provider', from: at('spec', 'entity_descriptor') },
    { text: signing?.cert, which: "the connector's signing key", from: at('spec', 'signing_key_pair') },
    { text: assertion?.cert, which: "the connector's assertion key", from: at('spec', 'assertion_key_pair') },
  ]
}

const monthMs = 30 * 86_400_000

const certificatesOver = defineFact<readonly EndingCertificate[]>({
  id: 'teleport.connectors.certificates_expired',
  title: 'SAML connectors with a certificate that is over, each {connector, which, at, span}',
  scope: 'packet',
  derive: input => certificatesWhere(input, leftMs => leftMs <= 0),
})

const certificatesEnding = defineFact<readonly EndingCertificate[]>({
  id: 'teleport.connectors.certificates_ending',
  title:
    'SAML connectors with a certificate that is over within thirty days, each {connector, which, at, span}',
  scope: 'packet',
  derive: input => certificatesWhere(input, leftMs => leftMs > 0 && leftMs < monthMs),
})

const withoutProvider = defineFact<readonly string[]>({
  id: 'teleport.connectors.without_provider',
  title:
    'SAML connectors that neither describe their identity provider nor say where it describes itself, by name',
  scope: 'packet',
  derive: input =>
    judgeEach(listOf(input, 'saml'), ({ name, value, at }) => {
      const { entity_descriptor: text, entity_descriptor_url: url, issuer, sso } = value.spec ?? {}
      const isDescribed = [text, url].some(isFilled) || (isFilled(issuer) && isFilled(sso))
      return isDescribed ? undefined : { value: name, from: [at('spec')] }
    }),
})

const isFilled = (text: string | undefined): boolean => text !== undefined && text.trim() !== ''

const oddIssuers = defineFact<readonly WrongReturn[]>({
  id: 'teleport.connectors.odd_issuers',
  title: 'OIDC connectors whose issuer_url cannot be an issuer, each {connector, url, says}',
  scope: 'packet',
  derive: input =>
    judgeEach(listOf(input, 'oidc'), ({ name, value, at }) => {
      const url = value.spec?.issuer_url ?? ''
      const says = issuerOddness(url)
      return says === undefined
        ? undefined
        : { value: { connector: name, url, says }, from: [at('spec', 'issuer_url')] }
    }),
})

function issuerOddness(url: string): string | undefined {
  if (!isFilled(url)) return 'it is empty'
  if (!/^https:\/\//i.test(url)) return 'it is no https address'
  if (url.includes('/.well-known/')) return 'Teleport adds /.well-known/openid-configuration itself'
  return /\s/.test(url) ? 'it has spaces' : undefined
}

const secrets = defineFact<readonly string[]>({
  id: 'teleport.connectors.secrets',
  title: 'Connectors whose client secret or private key is in the dump, by name',
  scope: 'packet',
  derive(input) {
    if (input.fact(connectors) === undefined) return undefined
    const found = [
      ...(listOf(input, 'oidc') ?? []).filter(({ value }) => isSecret(value.spec?.client_secret)),
      ...(listOf(input, 'github') ?? []).filter(({ value }) => isSecret(value.spec?.client_secret)),
      ...(listOf(input, 'saml') ?? []).filter(
        ({ value }) =>
          isSecret(value.spec?.signing_key_pair?.private_key) ||
          isSecret(value.spec?.assertion_key_pair?.private_key),
      ),
    ]
    return { value: found.map(({ name }) => name), from: found.map(({ at }) => at('metadata', 'name')) }
  },
})

const listed = defineFact<readonly { readonly kind: string; readonly name: string }[]>({
  id: 'teleport.connectors.listed',
  title: 'Connectors to identity providers, each {kind (saml, oidc, github), name}',
  scope: 'packet',
  derive(input) {
    const isKnown = (['saml', 'oidc', 'github'] as const).every(
      kind => wholeListOf(input, kind) !== undefined,
    )
    const all = input.fact(connectors)
    if (!isKnown || all === undefined) return undefined
    return {
      value: all.value.map(({ kind, name }) => ({ kind, name })),
      from: all.value.map(({ at }) => at('metadata', 'name')),
    }
  },
})

export const connectorFacts = [
  listed,
  missingRoles,
  mapsNobody,
  oldTeamMaps,
  wrongHosts,
  wrongPaths,
  certificatesOver,
  certificatesEnding,
  withoutProvider,
  oddIssuers,
  secrets,
]
