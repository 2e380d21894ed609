// Facts of agents: whose heartbeats stopped, who is listed but not connected, who never joined, whose clock is off, who is
// there twice. Compares three views of the same hosts: objects, connections to the Auth Service, folders of the dump.
import type { Listing } from '../../documents/teleport/resource-table.js'
import type { Document } from '../../documents/types.js'
import { combine } from '../combine.js'
import type { Derived, FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { nodeName } from './node.js'
import { groupBy } from './resource-groups.js'
import { dumpedHosts } from './resource-hosts.js'
import type { DumpedHost } from './resource-hosts.js'
import { listedHosts, presences, takenAt } from './resource-presence.js'
import type { ListedHost, Presence } from './resource-presence.js'
import { singletonOf, wholeListOf } from './resource-index.js'
import { spanWords, whenWords } from './resource-times.js'
import { fewOf } from './resource-words.js'

/** Hosts that held a connection to the Auth Service: the first column of `tctl inventory status --connected`. */
export const connectedHosts = defineFact<ReadonlySet<string>>({
  id: 'teleport.agents.connected_ids',
  title: 'UUIDs of hosts that are connected to the Auth Service',
  scope: 'packet',
  derive(input) {
    const listings = input.documents.of('teleport-listing') as readonly Document<Listing>[]
    const listing = listings.find(({ entry, value }) => /inventory/.test(entry) && value.rows.some(hasServer))
    if (listing === undefined || listsAll(listings, listing.entry)) return undefined
    const ids = listing.value.rows.flatMap(({ cells }) => cells.serverid ?? [])
    return { value: new Set(ids), from: [input.at(listing, [])] }
  },
})

const hasServer = ({ cells }: Listing['rows'][number]): boolean => cells.serverid !== undefined

/** `tctl inventory list` names hosts that are gone as well; lists.tsv tells which command it was. */
function listsAll(listings: readonly Document<Listing>[], entry: string): boolean {
  const commands = listings.find(document => document.entry.endsWith('lists.tsv'))
  const row = commands?.value.rows.find(({ cells }) => cells.file !== undefined && entry.endsWith(cells.file))
  return / (?:ls|list)\b/.test(row?.cells.argv ?? '')
}

export interface LostAgent {
  readonly name: string
  readonly id: string
  readonly services: readonly string[]
  /** When its last heartbeat ends or ended. */
  readonly expires: string
  readonly expires_ms: number
  /** Time since then, in words; empty while it lasts. */
  readonly ago: string
}

function lostAgent({ id, name, services }: ListedHost, expiresMs: number, takenMs: number): LostAgent {
  const ago = expiresMs < takenMs ? spanWords(takenMs - expiresMs) : ''
  return { name, id, services, expires: whenWords(expiresMs), expires_ms: expiresMs, ago }
}

/** The end of a host's newest heartbeat. */
function lastExpiry({ presences: found }: ListedHost): number | undefined {
  const times = found.flatMap(({ expiresMs }) => expiresMs ?? [])
  return times.length === 0 ? undefined : times.reduce((newest, ms) => Math.max(newest, ms))
}

function hostsWhere(
  input: FactInput,
  choose: (host: ListedHost, expiresMs: number, takenMs: number) => boolean,
): Derived<readonly LostAgent[]> | undefined {
  const hosts = input.fact(listedHosts)
  const takenMs = takenAt(input)
  if (hosts === undefined || takenMs === undefined) return undefined
  const found = [...hosts.value.values()].flatMap(host => {
    const expiresMs = lastExpiry(host)
    return expiresMs !== undefined && choose(host, expiresMs, takenMs) ? [{ host, expiresMs }] : []
  })
  return {
    value: found.map(({ host, expiresMs }) => lostAgent(host, expiresMs, takenMs)),
    from: found.flatMap(({ host }) => host.from),
  }
}

const expired = defineFact<readonly LostAgent[]>({
  id: 'teleport.agents.expired',
  title:
    'Hosts whose heartbeat had ended when the dump was made and that are not known to be connected, each {name, id, services, expires, ago}',
  scope: 'packet',
  derive: input =>
    hostsWhere(
      input,
      ({ id }, expiresMs, takenMs) =>
        expiresMs < takenMs && input.fact(connectedHosts)?.value.has(id) !== true,
    ),
})

const disconnected = defineFact<readonly LostAgent[]>({
  id: 'teleport.agents.disconnected',
  title:
    'Hosts that are listed with a heartbeat that still lasts and have no connection to the Auth Service, each {name, id, services, expires}; versions before 10 never have one',
  scope: 'packet',
  derive(input) {
    const connected = input.fact(connectedHosts)
    if (connected === undefined) return undefined
    return hostsWhere(
      input,
      ({ id, presences: found }, expiresMs, takenMs) =>
        expiresMs >= takenMs &&
        !connected.value.has(id) &&
        found.some(({ version }) => staysConnected(version)),
    )
  },
})

/** Agents keep a connection for inventory since version 10. */
function staysConnected(version: string): boolean {
  return Number(/^v?(\d{1,3})\./.exec(version)?.[1]) >= 10
}

/** What heartbeats of these services last for (measured with 11.0.0-dev). */
const heartbeatMs = 600_000
/** Objects are listed some minutes after or before the hosts' files are collected. */
const skewMs = 300_000

export interface SkewedClock {
  readonly name: string
  readonly id: string
  /** How far the clock is off, in words. */
  readonly by: string
}

function skewed(
  input: FactInput,
  skewOf: (host: ListedHost, expiresMs: number, takenMs: number) => number,
): Derived<readonly SkewedClock[]> | undefined {
  const hosts = hostsWhere(input, (host, expiresMs, takenMs) => skewOf(host, expiresMs, takenMs) > skewMs)
  const all = input.fact(listedHosts)?.value
  const takenMs = takenAt(input)
  if (hosts === undefined || all === undefined || takenMs === undefined) return undefined
  const value = hosts.value.flatMap(({ name, id, expires_ms: expiresMs }) => {
    const host = all.get(id)
    return host === undefined ? [] : [{ name, id, by: spanWords(skewOf(host, expiresMs, takenMs)) }]
  })
  return { value, from: hosts.from }
}

const clockAhead = defineFact<readonly SkewedClock[]>({
  id: 'teleport.agents.clock_ahead',
  title:
    'Hosts whose heartbeats end later than ten minutes after the dump was made, so that their clock is ahead by more than five minutes, each {name, id, by}',
  scope: 'packet',
  derive: input => skewed(input, (_, expiresMs, takenMs) => expiresMs - takenMs - heartbeatMs),
})

const clockBehind = defineFact<readonly SkewedClock[]>({
  id: 'teleport.agents.clock_behind',
  title:
    'Hosts that are connected although their heartbeats had ended more than five minutes before the dump was made, so that their clock is behind, each {name, id, by}',
  scope: 'packet',
  derive(input) {
    const connected = input.fact(connectedHosts)
    if (connected === undefined) return undefined
    return skewed(input, ({ id }, expiresMs, takenMs) => (connected.value.has(id) ? takenMs - expiresMs : 0))
  },
})

export interface UnknownHost {
  readonly name: string
  readonly id: string
  /** Services that its marker files name: node, app, db. */
  readonly roles: readonly string[]
  readonly node: string
}

/** Kinds of which every host with the service has an object of its own UUID, whatever else it serves. */
const alwaysListed: Readonly<Record<string, 'node' | 'proxy'>> = { node: 'node', proxy: 'proxy' }

const notRegistered = defineFact<readonly UnknownHost[]>({
  id: 'teleport.agents.not_registered',
  title:
    'Hosts with a folder in the dump that are neither listed in the cluster nor connected to it: they never joined or are long gone, each {name, id, roles, node}',
  scope: 'packet',
  derive(input) {
    const hosts = input.fact(dumpedHosts)
    const listed = input.fact(listedHosts)
    if (hosts === undefined || listed === undefined) return undefined
    const missing = hosts.value.filter(
      host => !host.foreign && !listed.value.has(host.id) && isMissed(input, host),
    )
    return { value: missing.map(unknownHost), from: missing.flatMap(({ from }) => from) }
  },
})

/** Missing from the connections where they are known, else from the list that its service would put it on. */
function isMissed(input: FactInput, { id, roles }: DumpedHost): boolean {
  if (roles.includes('auth')) return false
  const connected = input.fact(connectedHosts)
  if (connected !== undefined) return !connected.value.has(id)
  const kinds = roles.flatMap(role => alwaysListed[role] ?? [])
  return kinds.length > 0 && kinds.every(kind => wholeListOf(input, kind) !== undefined)
}

function unknownHost({ name, id, roles, node }: DumpedHost): UnknownHost {
  return { name, id, roles, node }
}

const withoutFolder = defineFact<readonly { readonly name: string; readonly id: string }[]>({
  id: 'teleport.agents.without_folder',
  title: 'Hosts that the cluster lists and that have no folder in the dump, each {name, id}',
  scope: 'packet',
  derive: input =>
    combine([input.fact(listedHosts), input.fact(dumpedHosts)], (listed, dumped) => {
      const ids = new Set(dumped.map(({ id }) => id))
      return [...listed.values()].filter(({ id }) => !ids.has(id)).map(({ name, id }) => ({ name, id }))
    }),
})

const listedNames = (host: ListedHost | undefined): readonly string[] =>
  host === undefined ? [] : host.presences.flatMap(({ hostname }) => (hostname === '' ? [] : [hostname]))

export interface Renamed {
  readonly id: string
  readonly listed: string
  readonly own: string
}

const renamed = defineFact<readonly Renamed[]>({
  id: 'teleport.agents.other_name',
  title: 'Hosts that the cluster lists under another name than their own, each {id, listed, own}',
  scope: 'packet',
  derive(input) {
    const hosts = input.fact(dumpedHosts)
    const listed = input.fact(listedHosts)
    if (hosts === undefined || listed === undefined) return undefined
    const found = hosts.value.flatMap(host => {
      const names = listedNames(listed.value.get(host.id))
      const own = input.fact(nodeName, host.node)?.value
      return own === undefined || names.length === 0 || names.includes(own)
        ? []
        : [{ value: { id: host.id, listed: names[0] ?? '', own }, from: host.from }]
    })
    return { value: found.map(({ value }) => value), from: found.flatMap(({ from }) => from) }
  },
})

export interface SharedValue {
  readonly value: string
  readonly count: number
  readonly ids: readonly string[]
}

/** SSH nodes that have the same text in common; such a text leads a client to none of them, or to the wrong one. */
function sharedBy(
  input: FactInput,
  textOf: (presence: Presence) => string,
): Derived<readonly SharedValue[]> | undefined {
  if (wholeListOf(input, 'node') === undefined) return undefined
  const nodes = (input.fact(presences)?.value ?? []).filter(({ kind }) => kind === 'node')
  const found = [...groupBy(nodes, textOf)].filter(([text, same]) => text !== '' && same.length > 1)
  return {
    value: found.map(([value, same]) => ({
      value,
      count: same.length,
      ids: same.slice(0, 5).map(({ id }) => id),
    })),
    from: found.flatMap(([, same]) => same.slice(0, 2).map(({ at }) => at('spec', 'hostname'))),
  }
}

const sharedNames = defineFact<readonly SharedValue[]>({
  id: 'teleport.agents.shared_names',
  title: 'Host names that several SSH nodes have, each {value, count, ids}',
  scope: 'packet',
  derive: input => sharedBy(input, ({ hostname }) => hostname.toLowerCase()),
})

const sharedAddresses = defineFact<readonly SharedValue[]>({
  id: 'teleport.agents.shared_addresses',
  title:
    'Addresses that several SSH nodes listen on, each {value, count, ids}; loopback addresses are no such',
  scope: 'packet',
  derive: input =>
    sharedBy(input, ({ addr }) => (/^(?:127\.|localhost|\[?::1|0\.0\.0\.0|\[::\])/.test(addr) ? '' : addr)),
})

export interface PartlyReachable {
  readonly name: string
  /** Names of proxies it has no tunnel to. */
  readonly missing: readonly string[]
  readonly says: string
}

const partlyReachable = defineFact<readonly PartlyReachable[]>({
  id: 'teleport.agents.proxies_missed',
  title:
    'Agents behind a tunnel that are connected to some of the listed proxies only, each {name, missing, says}; not with proxy peering',
  scope: 'packet',
  derive(input) {
    const all = input.fact(presences)
    const proxies = wholeListOf(input, 'proxy')
    const strategy = singletonOf(input, 'cluster_networking_config')?.value.spec?.tunnel_strategy?.type
    if (all === undefined || proxies === undefined || strategy === 'proxy_peering') return undefined
    const names = new Map(proxies.map(({ name, value }) => [name, value.spec?.hostname ?? name]))
    const found = all.value.flatMap(presence => {
      const missing = [...names].filter(([id]) => !presence.proxyIds.includes(id)).map(([, name]) => name)
      return presence.usesTunnel && presence.proxyIds.length > 0 && missing.length > 0
        ? [
            {
              value: { name: presence.hostname, missing, says: fewOf(missing) },
              from: presence.at('spec', 'proxy_ids'),
            },
          ]
        : []
    })
    return { value: found.map(({ value }) => value), from: found.map(({ from }) => from) }
  },
})

/** How many of the listed hosts are lost, for judging whether it is one host or the network. */
const lostShare = defineFact<{ readonly lost: number; readonly listed: number }>({
  id: 'teleport.agents.lost',
  title: 'Hosts whose heartbeat ended or that are not connected, and hosts that are listed: {lost, listed}',
  scope: 'packet',
  derive: input =>
    combine([input.fact(expired), input.fact(listedHosts)], (ended, hosts) => ({
      lost: ended.length + (input.fact(disconnected)?.value.length ?? 0),
      listed: hosts.size,
    })),
})

export const connected = defineFact<number>({
  id: 'teleport.agents.connected',
  title: 'Hosts that were connected to the Auth Service when the dump was made',
  scope: 'packet',
  derive: input => combine([input.fact(connectedHosts)], ids => ids.size),
})

export const agentFacts = [
  connected,
  expired,
  disconnected,
  lostShare,
  notRegistered,
  withoutFolder,
  clockAhead,
  clockBehind,
  renamed,
  sharedNames,
  sharedAddresses,
  partlyReachable,
]
