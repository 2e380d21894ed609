// Facts of all instances of a Teleport dump together: which are down, how versions, clocks and settings differ.
import { isOn } from '../../documents/teleport/config-check.js'
import type { TeleportConfig } from '../../documents/teleport/config.js'
import { valueAt } from '../../documents/shape.js'
import type { ValuePath } from '../../documents/types.js'
import type { Derived, FactInput, Source } from '../types.js'
import { defineFact } from '../types.js'
import { joinTargets, publicAddresses, splitAddress } from './config.js'
import { collectedMs, nodeEnd, nodeName, nodeRoles, nodeRunning, nodeVersion } from './node.js'
import { documentOf, overNodes } from './source.js'

/** An instance that does not run. */
export interface DownInstance {
  readonly name: string
  readonly uuid: string
  readonly roles: readonly string[]
  /** `auth`, `proxy` or `agent`: what of the cluster stops with it. */
  readonly part: 'auth' | 'proxy' | 'agent'
  /** How it ended, as a clause. */
  readonly end: string
}

const down = overNodes<boolean, readonly DownInstance[]>(
  'teleport.cluster.down',
  'Instances that did not run when the dump was made, each {name, uuid, roles, part (auth, proxy, agent), end}',
  nodeRunning,
  (found, input) => {
    const stopped = found.filter(({ value }) => !value)
    return {
      value: stopped.map(({ node }) => downInstance(node, input)),
      from: (stopped.length > 0 ? stopped : found).flatMap(({ from }) => from),
    }
  },
)

function downInstance(node: string, input: FactInput): DownInstance {
  const roles = input.fact(nodeRoles, node)?.value ?? []
  return {
    name: nameOf(node, input),
    uuid: node,
    roles,
    part: roles.includes('auth') ? 'auth' : roles.includes('proxy') ? 'proxy' : 'agent',
    end: input.fact(nodeEnd, node)?.value ?? 'nothing tells how it ended',
  }
}

const nameOf = (node: string, input: FactInput): string => input.fact(nodeName, node)?.value ?? node

/** Instances with a role, whether they run or not. */
function countOf(role: string, title: string) {
  return overNodes<readonly string[], number>(`teleport.cluster.${role}_count`, title, nodeRoles, found => {
    const having = found.filter(({ value }) => value.includes(role))
    return { value: having.length, from: having.flatMap(({ from }) => from) }
  })
}

export interface VersionGroup {
  readonly version: string
  readonly major: number
  readonly names: readonly string[]
}

const versions = overNodes<string, readonly VersionGroup[]>(
  'teleport.cluster.versions',
  'Versions of the instances in the dump, each {version, major, names}',
  nodeVersion,
  (found, input) => {
    const groups = new Map<string, string[]>()
    for (const { node, value } of found) {
      const names = groups.get(value) ?? []
      groups.set(value, [...names, nameOf(node, input)])
    }
    const value = [...groups].map(([version, names]) => ({
      version,
      major: Number(version.split('.')[0]),
      names: names.slice(0, 20),
    }))
    return { value, from: found.flatMap(({ from }) => from) }
  },
)

export interface NewerAgent {
  readonly name: string
  readonly version: string
  readonly auth_version: string
  /** How many majors the instance is ahead of (positive) or behind (negative) the Auth Service. */
  readonly majors: number
}

const skewed = overNodes<string, readonly NewerAgent[]>(
  'teleport.cluster.skewed',
  'Instances that are newer than the Auth Service or more than one major behind, each {name, version, auth_version, majors}',
  nodeVersion,
  (found, input) => {
    const auth = found.filter(({ node }) => input.fact(nodeRoles, node)?.value.includes('auth'))
    const oldest = auth.map(({ value }) => value).sort((a, b) => majorOf(a) - majorOf(b))[0]
    if (oldest === undefined) return undefined
    const others = found.flatMap(({ node, value, from }) => {
      const majors = majorOf(value) - majorOf(oldest)
      if (majors <= 0 && majors >= -1) return []
      return [{ agent: { name: nameOf(node, input), version: value, auth_version: oldest, majors }, from }]
    })
    return {
      value: others.map(({ agent }) => agent),
      from: (others.length > 0 ? others : found).flatMap(({ from }) => from),
    }
  },
)

const majorOf = (version: string): number => Number(version.split('.')[0])

const spread = overNodes<number, number>(
  'teleport.cluster.collection_seconds',
  'Time between the first and the last collection of an instance, in seconds',
  collectedMs,
  found => {
    const times = found.map(({ value }) => value)
    if (times.length < 2) return undefined
    const first = times.reduce((least, ms) => Math.min(least, ms))
    const last = times.reduce((most, ms) => Math.max(most, ms))
    return { value: Math.round((last - first) / 1000), from: found.flatMap(({ from }) => from) }
  },
)

/** A UUID that several instances have: one image was cloned with its data directory. */
export interface SharedUuid {
  readonly uuid: string
  readonly names: readonly string[]
}

const sharedUuids = defineFact<readonly SharedUuid[]>({
  id: 'teleport.cluster.shared_uuids',
  title: 'Host UUIDs that several hosts have, each {uuid, names}',
  scope: 'packet',
  derive(input) {
    const groups = new Map<string, { names: Set<string>; from: Source[] }>()
    for (const node of input.nodes) {
      const document = documentOf(input, 'teleport-identity', node)
      const uuid = document && valueAt(document.value, ['host_uuid'])
      if (document === undefined || typeof uuid !== 'string' || uuid === '') continue
      const group = groups.get(uuid) ?? { names: new Set<string>(), from: [] }
      group.names.add(nameOf(node, input))
      group.from.push(input.at(document, ['host_uuid']))
      groups.set(uuid, group)
    }
    if (groups.size === 0) return undefined
    const shared = [...groups].filter(([, { names }]) => names.size > 1)
    return {
      value: shared.map(([uuid, { names }]) => ({ uuid, names: [...names] })),
      from: (shared.length > 0 ? shared : [...groups]).flatMap(([, { from }]) => from),
    }
  },
})

export interface UnknownTarget {
  readonly name: string
  readonly address: string
  readonly known: readonly string[]
}

/** Proxies whose address is not stated answer under any name, so that nothing can be said then. */
const unknownTargets = defineFact<readonly UnknownTarget[]>({
  id: 'teleport.cluster.unknown_targets',
  title:
    'Instances that join through a proxy at a host that is no public address of a proxy in the dump, each {name, address, known}',
  scope: 'packet',
  derive(input) {
    const known = input.nodes.flatMap(node => input.fact(publicAddresses, node) ?? [])
    if (known.length === 0 || known.some(({ value }) => value.length === 0)) return undefined
    const hosts = new Set(known.flatMap(({ value }) => value.map(address => splitAddress(address, 443).host)))
    const found = input.nodes.flatMap(node => {
      const targets = input.fact(joinTargets, node)
      const foreign =
        targets?.value.filter(({ through, host }) => through === 'proxy' && !hosts.has(host)) ?? []
      return foreign.map(({ address }) => ({ name: nameOf(node, input), address, from: targets?.from ?? [] }))
    })
    return {
      value: found.map(({ name, address }) => ({ name, address, known: [...hosts] })),
      from: [...found.flatMap(({ from }) => from), ...known.flatMap(({ from }) => from)],
    }
  },
})

const publicHosts = overNodes<readonly string[], readonly string[]>(
  'teleport.cluster.public_hosts',
  'Hosts of the public addresses of all proxies in the dump, in lower case',
  publicAddresses,
  found => ({
    value: [...new Set(found.flatMap(({ value }) => value.map(address => splitAddress(address, 443).host)))],
    from: found.flatMap(({ from }) => from),
  }),
)

/** Settings that every Auth Service of a cluster has to have alike. */
const alike: readonly (readonly [string, ValuePath])[] = [
  ['auth_service.cluster_name', ['auth_service', 'cluster_name']],
  ['auth_service.tokens', ['auth_service', 'tokens']],
  ['teleport.storage', ['teleport', 'storage']],
]

const authDifferences = defineFact<readonly string[]>({
  id: 'teleport.cluster.auth_differences',
  title: 'Settings in which Auth Services of one cluster differ, of cluster_name, tokens and storage',
  scope: 'packet',
  derive(input): Derived<readonly string[]> | undefined {
    const documents = input.nodes.flatMap(node => {
      const document = documentOf<TeleportConfig>(input, 'teleport-config', node)
      return document !== undefined && isOn(document.value, 'auth_service') ? [document] : []
    })
    const name = (value: unknown) => JSON.stringify(value) ?? ''
    // A leaf cluster's own Auth Service may be in the same dump: only those of one name belong together.
    const clusters = new Set(
      documents.map(({ value }) => name(valueAt(value, ['auth_service', 'cluster_name']))),
    )
    if (documents.length === 0) return undefined
    const comparable = clusters.size === 1
    const different = alike.filter(
      ([, path]) => comparable && new Set(documents.map(({ value }) => name(valueAt(value, path)))).size > 1,
    )
    return {
      value: different.map(([key]) => key),
      from: documents.flatMap(document => different.map(([, path]) => input.at(document, path))),
    }
  },
})

/** Auth Services with the same cluster name; one that sets none has a cluster of its own. */
const authPeers = defineFact<number>({
  id: 'teleport.auth.peers',
  title: 'Auth Services in the dump that have the cluster_name of this one, itself included',
  scope: 'node',
  derive(input) {
    const own = documentOf<TeleportConfig>(input, 'teleport-config')
    if (own === undefined || !isOn(own.value, 'auth_service')) return undefined
    const path = ['auth_service', 'cluster_name']
    const name = valueAt(own.value, path)
    if (name === undefined) return { value: 1, from: [input.at(own, ['auth_service'])] }
    const same = input.nodes.flatMap(node => {
      const document = documentOf<TeleportConfig>(input, 'teleport-config', node)
      const isPeer =
        document !== undefined &&
        isOn(document.value, 'auth_service') &&
        valueAt(document.value, path) === name
      return isPeer ? [document] : []
    })
    return { value: same.length, from: same.map(document => input.at(document, path)) }
  },
})

/** Proxies of one cluster join at the same host, or have a public name in common. */
const proxyPeers = defineFact<number>({
  id: 'teleport.proxy.peers',
  title:
    'Proxies in the dump that join at the host of this one or share a public name with it, itself included',
  scope: 'node',
  derive(input) {
    const own = proxyHosts(input, input.node)
    if (own === undefined) return undefined
    const same = input.nodes.filter(
      node => node === input.node || proxyHosts(input, node)?.value.some(host => own.value.includes(host)),
    )
    return { value: same.length, from: same.flatMap(node => proxyHosts(input, node)?.from ?? []) }
  },
})

function proxyHosts(input: FactInput, node: string): Derived<readonly string[]> | undefined {
  const [known, targets] = [input.fact(publicAddresses, node), input.fact(joinTargets, node)]
  if (known === undefined) return undefined
  const names = known.value.map(address => splitAddress(address, 443).host)
  return {
    value: [...names, ...(targets?.value.map(({ host }) => host) ?? [])],
    from: [...known.from, ...(targets?.from ?? [])],
  }
}

export const clusterFacts = [
  authPeers,
  proxyPeers,
  down,
  countOf('auth', 'Auth Services in the dump'),
  countOf('proxy', 'Proxy Services in the dump'),
  versions,
  skewed,
  spread,
  sharedUuids,
  publicHosts,
  unknownTargets,
  authDifferences,
]
