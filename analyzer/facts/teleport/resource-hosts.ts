// Hosts that have a folder of their own in the dump, and whether they belong to the cluster that its objects are of: a dump
// of a root cluster may hold hosts of its leaf clusters.
import type { FactInput, Source } from '../types.js'
import { defineFact } from '../types.js'
import { joinTargets } from './config.js'
import { nodeName, nodeRoles } from './node.js'
import { wholeListOf } from './resource-index.js'
import { presences } from './resource-presence.js'

export interface DumpedHost {
  /** UUID; the folder's name where it is none. */
  readonly id: string
  readonly name: string
  /** Folder below `nodes/`. */
  readonly node: string
  readonly roles: readonly string[]
  /** It belongs to another cluster. */
  readonly foreign: boolean
  readonly from: readonly Source[]
}

export const dumpedHosts = defineFact<readonly DumpedHost[]>({
  id: 'teleport.agents.dumped',
  title: 'Hosts with a folder in the dump',
  scope: 'packet',
  derive(input) {
    const nodes = input.nodes.filter(node => node !== '')
    if (nodes.length === 0) return undefined
    const hosts = nodes.map(node => hostOf(input, node))
    const foreign = foreignHosts(input, hosts)
    return { value: hosts.map(host => ({ ...host, foreign: foreign.has(host.node) })), from: [] }
  },
})

function hostOf(input: FactInput, node: string): DumpedHost {
  const roles = input.fact(nodeRoles, node)
  return {
    id: uuidOf(node),
    name: input.fact(nodeName, node)?.value ?? node,
    node,
    roles: roles?.value ?? [],
    foreign: false,
    from: roles?.from.slice(0, 1) ?? [],
  }
}

/** Two hosts with one UUID have the folders `<uuid>` and `<uuid>.2`. */
const uuidOf = (node: string): string => /^([0-9a-f]{8}-[0-9a-f-]{27})\.\d+$/i.exec(node)?.[1] ?? node

/**
 * An Auth Service that this cluster does not list is another cluster's. Where there is one, a host belongs here only when it joins
 * at an address that this cluster's servers have.
 */
function foreignHosts(input: FactInput, hosts: readonly DumpedHost[]): ReadonlySet<string> {
  const auths = wholeListOf(input, 'auth_server')
  if (auths === undefined || auths.length === 0) return new Set()
  const own = new Set(auths.map(({ name }) => name))
  const others = hosts.filter(({ id, roles }) => roles.includes('auth') && !own.has(id))
  if (others.length === 0) return new Set()
  const isHere = joinsHere(input)
  const agents = hosts.filter(({ roles }) => !roles.includes('auth'))
  return new Set([...others, ...agents.filter(({ node }) => !isHere(node))].map(({ node }) => node))
}

function joinsHere(input: FactInput): (node: string) => boolean {
  const servers = (input.fact(presences)?.value ?? []).filter(
    ({ kind }) => kind === 'auth_server' || kind === 'proxy',
  )
  const known = new Set(
    servers
      .flatMap(({ addr, hostname }) => [hostOfAddress(addr), hostname.toLowerCase()])
      .filter(name => name !== ''),
  )
  for (const proxy of wholeListOf(input, 'proxy') ?? []) {
    const { public_addr: one, public_addrs: several } = proxy.value.spec ?? {}
    for (const address of [one, ...(several ?? [])])
      if (address !== undefined) known.add(hostOfAddress(address))
  }
  return node => {
    const targets = input.fact(joinTargets, node)?.value
    // A host that does not say where it joins may be of any cluster.
    if (targets === undefined) return true
    return targets.some(({ host }) => known.has(host) || known.has(host.split('.')[0] ?? host))
  }
}

export const hostOfAddress = (address: string): string =>
  address
    .toLowerCase()
    .replace(/^[a-z]{2,10}:\/\//, '')
    .replace(/\/.*$/, '')
    .replace(/:\d{1,5}$/, '')
    .replace(/^\[|\]$/g, '')
