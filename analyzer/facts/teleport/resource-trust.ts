// Facts of trust between clusters: leaf clusters that are gone, trust that is switched off, and role maps that map wrong.
import type { ResourceOf } from '../../documents/teleport/resource-shapes.js'
import { sourceOfEntry } from '../source.js'
import type { FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { hostOfAddress } from './resource-hosts.js'
import { judgeEach, listOf, namesOf, wholeListOf } from './resource-index.js'
import type { Placed } from './resource-index.js'
import { takenAt } from './resource-presence.js'
import { spanWords, timeOf, whenWords } from './resource-times.js'

type Remote = Placed<ResourceOf<'remote_cluster'>>
type Trusted = Placed<ResourceOf<'trusted_cluster'>>

export interface LeafCluster {
  readonly name: string
  /** When it was heard of last; empty where that was never. */
  readonly heard: string
  /** Time since then, in words. */
  readonly ago: string
}

function leafOf(input: FactInput, { name, value }: Remote): LeafCluster {
  const heardMs = timeOf(value.status?.last_heartbeat)
  const takenMs = takenAt(input)
  return {
    name,
    heard: heardMs === undefined ? '' : whenWords(heardMs),
    ago: heardMs === undefined || takenMs === undefined ? '' : spanWords(takenMs - heardMs),
  }
}

const offline = defineFact<readonly LeafCluster[]>({
  id: 'teleport.trust.offline',
  title: 'Leaf clusters without a tunnel to this one, each {name, heard (empty for never), ago}',
  scope: 'packet',
  derive: input =>
    judgeEach(listOf(input, 'remote_cluster'), remote =>
      remote.value.status?.connection === 'offline'
        ? {
            value: leafOf(input, remote),
            from: [remote.at('status', 'connection'), remote.at('status', 'last_heartbeat')],
          }
        : undefined,
    ),
})

/** Leaf clusters are heard of every minute or so. */
const silentMs = 30 * 60_000

const silent = defineFact<readonly LeafCluster[]>({
  id: 'teleport.trust.silent',
  title:
    'Leaf clusters that count as online and were last heard of more than half an hour before the dump, each {name, heard, ago}',
  scope: 'packet',
  derive(input) {
    const takenMs = takenAt(input)
    if (takenMs === undefined) return undefined
    return judgeEach(listOf(input, 'remote_cluster'), remote => {
      const heardMs = timeOf(remote.value.status?.last_heartbeat)
      const isSilent =
        remote.value.status?.connection === 'online' && heardMs !== undefined && takenMs - heardMs > silentMs
      return isSilent
        ? { value: leafOf(input, remote), from: [remote.at('status', 'last_heartbeat')] }
        : undefined
    })
  },
})

const leafs = defineFact<readonly string[]>({
  id: 'teleport.trust.leaf_clusters',
  title: 'Leaf clusters that trust this one, by name',
  scope: 'packet',
  derive(input) {
    const list = wholeListOf(input, 'remote_cluster')
    return list && { value: list.map(({ name }) => name), from: list.map(({ at }) => at()) }
  },
})

const disabled = defineFact<readonly string[]>({
  id: 'teleport.trust.disabled',
  title: 'Root clusters that this one is told to trust and whose trust is switched off, by name',
  scope: 'packet',
  derive: input =>
    judgeEach(listOf(input, 'trusted_cluster'), ({ name, value, at }) =>
      value.spec?.enabled === false ? { value: name, from: [at('spec', 'enabled')] } : undefined,
    ),
})

/** Trust is in force when the leaf has a tunnel object of its own for it. */
const withoutTunnel = defineFact<readonly string[]>({
  id: 'teleport.trust.without_tunnel',
  title: 'Root clusters that this one trusts without a tunnel object for them, by name',
  scope: 'packet',
  derive(input) {
    const tunnels = wholeListOf(input, 'tunnel')
    if (tunnels === undefined) return undefined
    const there = new Set(tunnels.flatMap(({ name, value }) => [name, value.spec?.cluster_name ?? '']))
    return judgeEach(listOf(input, 'trusted_cluster'), ({ name, value, at }) =>
      value.spec?.enabled === true && !there.has(name)
        ? { value: name, from: [at('spec', 'tunnel_addr')] }
        : undefined,
    )
  },
})

export interface RoleMapMistake {
  readonly cluster: string
  readonly roles: readonly string[]
}

const mapsOf = ({ value }: Trusted) => value.spec?.role_map ?? []

const missingRoles = defineFact<readonly RoleMapMistake[]>({
  id: 'teleport.trust.missing_roles',
  title:
    'Roles of this cluster that a role map of a trusted cluster names and that do not exist, each {cluster, roles}',
  scope: 'packet',
  derive(input) {
    const roles = namesOf(input, 'role')
    if (roles === undefined) return undefined
    return judgeEach(listOf(input, 'trusted_cluster'), trusted => {
      const named = mapsOf(trusted).flatMap(({ local }) => local ?? [])
      // `$1` stands for what the expression on the other side caught.
      const missing = [...new Set(named)].filter(role => !role.includes('$') && !roles.has(role))
      return missing.length === 0
        ? undefined
        : { value: { cluster: trusted.name, roles: missing }, from: [trusted.at('spec', 'role_map')] }
    })
  },
})

const everybody = (remote: string | undefined): boolean =>
  remote === '*' || remote === '^.*$' || remote === '^.+$'

const mapsEverybody = defineFact<readonly RoleMapMistake[]>({
  id: 'teleport.trust.maps_everybody',
  title:
    'Trusted clusters whose role map gives roles of this one to every user of the other, each {cluster, roles}',
  scope: 'packet',
  derive: input =>
    judgeEach(listOf(input, 'trusted_cluster'), trusted => {
      const wide = mapsOf(trusted).filter(({ remote }) => everybody(remote))
      const roles = [...new Set(wide.flatMap(({ local }) => local ?? []))]
      return roles.length === 0
        ? undefined
        : { value: { cluster: trusted.name, roles }, from: [trusted.at('spec', 'role_map')] }
    }),
})

const mapsNobody = defineFact<readonly string[]>({
  id: 'teleport.trust.maps_nobody',
  title:
    'Trusted clusters without a role map: nobody of the other cluster may do anything in this one, by name',
  scope: 'packet',
  derive: input =>
    judgeEach(listOf(input, 'trusted_cluster'), trusted => {
      const isMapped = mapsOf(trusted).some(({ local }) => (local ?? []).length > 0)
      return isMapped || (trusted.value.spec?.roles ?? []).length > 0
        ? undefined
        : { value: trusted.name, from: [trusted.at('spec')] }
    }),
})

export interface OddAddress {
  readonly cluster: string
  readonly address: string
  readonly says: string
}

const oddAddresses = defineFact<readonly OddAddress[]>({
  id: 'teleport.trust.odd_addresses',
  title: 'Addresses of trusted clusters that no tunnel can be built to, each {cluster, address, says}',
  scope: 'packet',
  derive: input =>
    judgeEach(listOf(input, 'trusted_cluster'), ({ name, value, at }) => {
      const { tunnel_addr: tunnel, web_proxy_addr: web } = value.spec ?? {}
      for (const [key, address] of [
        ['web_proxy_addr', web],
        ['tunnel_addr', tunnel],
      ] as const) {
        const says = address === undefined ? undefined : oddness(address)
        if (says !== undefined && address !== undefined)
          return { value: { cluster: name, address: `${key} ${address}`, says }, from: [at('spec', key)] }
      }
      return undefined
    }),
})

function oddness(address: string): string | undefined {
  const host = hostOfAddress(address)
  const port = /:(\d{1,5})$/.exec(address)?.[1]
  if (host === '') return 'it is empty'
  if (port === '3025') return '3025 is the port of an Auth Service, and a Proxy Service is wanted'
  if (/^(?:localhost|127\.|0\.0\.0\.0|::1?$)/.test(host)) return 'it is an address of the host itself'
  return port === undefined ? 'it has no port' : undefined
}

const missingAuthorities = defineFact<readonly string[]>({
  id: 'teleport.trust.missing_authorities',
  title:
    'Leaf clusters whose host CA this cluster does not have, so that their hosts are not believed, by name',
  scope: 'packet',
  derive(input) {
    const authorities = wholeListOf(input, 'cert_authority')
    if (authorities === undefined || authorities.length === 0) return undefined
    const hosts = authorities.filter(({ value }) => (value.spec?.type ?? value.sub_kind) === 'host')
    const there = new Set(hosts.map(({ name }) => name))
    const found = judgeEach(listOf(input, 'remote_cluster'), ({ name, at }) =>
      there.has(name) ? undefined : { value: name, from: [at('metadata', 'name')] },
    )
    return (
      found && {
        ...found,
        from: [...found.from, sourceOfEntry('objects/tctl_get_cert_authority.yaml', undefined)],
      }
    )
  },
})

export const trustFacts = [
  leafs,
  offline,
  silent,
  disabled,
  withoutTunnel,
  missingRoles,
  mapsEverybody,
  mapsNobody,
  oddAddresses,
  missingAuthorities,
]
