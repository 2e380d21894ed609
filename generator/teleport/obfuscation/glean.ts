// Which names a dump has, by the entries that say so outright: identities, configurations, objects of the cluster.
import { isPublicLabel, type Names } from './names.js'
import { spokenUsers } from './spoken-users.js'
import { yamlPlaces, type YamlPlace } from './yaml-places.js'

export type Gleaner = (line: string) => void

/** What to do with the lines of an entry; `undefined` for one that tells no names outright. */
export function gleanerFor(entry: string, names: Names): Gleaner | undefined {
  if (entry.endsWith('/identity.json')) return identityLine(names)
  if (/^objects\/tctl_status\.txt$/.test(entry)) return statusLine(names)
  if (/\.error$/.test(entry)) return errorLine(names)
  if (/^nodes\/.*(?:\.log|\/log\.(?:txt|json))$|^kube\/.*\.log$/.test(entry)) return recordLine(names)
  if (/^nodes\/.*\/(?:backend_keys\.txt|sqlite\.sql)$/.test(entry)) return keyLine(names)
  if (/\/teleport\.ya?ml$|^objects\/.*\.ya?ml$|^kube\/.*\.ya?ml$/.test(entry))
    return yamlLine(names, /^objects\/tctl_get_(\w+)\./.exec(entry)?.[1] ?? '', entry.startsWith('kube/'))
  return undefined
}

const identityLine =
  (names: Names): Gleaner =>
  line => {
    const [, name] = /"hostname"\s*:\s*"([^"]+)"/.exec(line) ?? []
    if (name !== undefined) learnHostName(names, name)
  }

function learnHostName(names: Names, name: string): void {
  names.learnHost('host', name)
  const [first = ''] = name.split('.')
  names.learn('host', first)
}

const statusLine =
  (names: Names): Gleaner =>
  line => {
    const [, name] = /^(?:Cluster\s+|Remote \w+ CA ")([\w.-]+)/.exec(line) ?? []
    if (name !== undefined) names.learnHost('cluster', name)
  }

/** Fields that say it outright; users of a cluster that lists none are only in its log. */
const field = /(user|login|server_hostname|cluster_name)\\{0,3}"?[:=]\\{0,3}"?([\w.@+\u00a0-\uffff-]{2,100})/g

function recordLine(names: Names): Gleaner {
  // Most lines repeat what the one before said.
  const seen = new Set<string>()
  return line => {
    for (const user of spokenUsers(line)) names.learn('user', user)
    for (const [whole, name, value = ''] of line.matchAll(field)) {
      if (seen.has(whole)) continue
      if (seen.size < 10_000) seen.add(whole)
      if (name === 'cluster_name') names.learnHost('cluster', value)
      else if (name === 'server_hostname') learnHostName(names, value)
      else names.learn('user', value)
    }
  }
}

/** What programs said, in sentences alone. */
const errorLine =
  (names: Names): Gleaner =>
  line => {
    for (const user of spokenUsers(line)) names.learn('user', user)
  }

/** `key=/web/users/dev-1/params value_bytes=…` */
const keyLine =
  (names: Names): Gleaner =>
  line => {
    const [, user] = /\/(?:web\/users|user_token|semaphores\/connection)\/([^/\s]{2,100})/.exec(line) ?? []
    if (user !== undefined) names.learn('user', user)
  }

const labelSections = /^(?:labels|static_labels|[a-z_]*_labels|suggested_labels)$/

const addressKeys =
  /^(?:addr|public_addrs?|\w+_public_addr|tunnel_addr|web_proxy_addr|auth_servers?|proxy_server|\w*_?listen_addr|peer_addr|uri|url|\w+_url|acs|audience|advertise_ip|rp_id|issuer|domain|ldap_addr|host)$/
const hostKeys = /^(?:hostname|nodename|nodeName)$/
const clusterKeys = /^(?:cluster_name|kube_cluster_name)$/
const userKeys =
  /^(?:user|username|login|logins|windows_logins|kubernetes_users|db_users|windows_desktop_logins|participants|email)$/

/** Kinds whose objects have the name of a person, or of a cluster. */
const userKinds = new Set(['user', 'semaphore', 'bot'])
const clusterKinds = new Set(['remote_cluster', 'trusted_cluster', 'cert_authority'])

function yamlLine(names: Names, kind: string, isKubernetes: boolean): Gleaner {
  const placeOf = yamlPlaces()
  return line => {
    const place = placeOf(line)
    if (place === undefined || place.value === '') return
    const { path, value } = place
    const key = path.at(-1) ?? ''
    const label = isKubernetes ? undefined : labelOf(place)
    if (label !== undefined) {
      for (const [name, text] of label) names.learnLabel(name, text)
    } else if (hostKeys.test(key)) learnHostName(names, value)
    else if (clusterKeys.test(key)) names.learnHost('cluster', value)
    else if (addressKeys.test(key)) {
      for (const address of value.split(/[\s,[\]"']+/)) names.learnHost('host', address)
    } else if (path.length === 2 && path[0] === 'metadata' && key === 'name') learnObject(names, kind, value)
    else if (isUser(path)) {
      for (const name of value.split(/[\s,[\]"']+/)) names.learn('user', name)
    }
  }
}

/** Traits are what an identity provider said of a person. */
const isUser = (path: readonly string[]): boolean =>
  userKeys.test(path.at(-1) ?? '') || (path.includes('traits') && path.at(-1) !== 'traits')

function learnObject(names: Names, kind: string, name: string): void {
  if (userKinds.has(kind)) names.learn('user', name)
  else if (clusterKinds.has(kind)) names.learnHost('cluster', name)
}

/** Names and values of the labels on a line below a section of them; `undefined` elsewhere. */
export function labelOf({ path, value }: YamlPlace): readonly (readonly [string, string])[] | undefined {
  const at = path.findIndex(key => labelSections.test(key))
  const dynamic = path.indexOf('cmd_labels')
  if (dynamic >= 0 && path.at(-1) === 'result' && path.length === dynamic + 3)
    return [[path[dynamic + 1] ?? '', value]]
  if (at < 0 || dynamic >= 0) return undefined
  if (at === path.length - 1) return flowLabels(value)
  const key = path[at + 1] ?? ''
  const items = /^\[(.*)\]$/.exec(value)?.[1]?.split(',') ?? [value]
  return items.map(item => [key, item.trim().replace(/^(["'])(.*)\1$/, '$2')] as const)
}

/** `{env: prod, "tier": web}` */
const flowLabels = (value: string): readonly (readonly [string, string])[] | undefined =>
  value.startsWith('{')
    ? [...value.matchAll(/["']?([\w./-]+)["']?\s*:\s*["']?([^,"'}]+?)["']?\s*(?=[,}])/g)].map(
        ([, key = '', text = '']) => [key, text] as const,
      )
    : undefined

/** A line of labels with stand-ins; `undefined` for a line that is none. */
export function labelLine(place: YamlPlace | undefined, names: Names): string | undefined {
  if (place === undefined || place.value === '' || place.value.startsWith('{')) return undefined
  const label = labelOf(place)
  if (label === undefined || label.length === 0) return undefined
  const [[key] = ['']] = label
  if (isPublicLabel(key) || /[*{}]/.test(place.value)) return undefined
  const values = label.map(([, text]) => names.label(text))
  return `${place.head}${values.length > 1 ? `[${values.join(', ')}]` : (values[0] ?? '')}`
}
