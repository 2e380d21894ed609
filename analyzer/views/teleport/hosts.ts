// The hosts of a Teleport cluster, each once: as the cluster lists it, as it is connected, and as its own folder tells.
import { connectedHosts, type LostAgent, type UnknownHost } from '../../facts/teleport/resource-agents.js'
import { dumpedHosts, type DumpedHost } from '../../facts/teleport/resource-hosts.js'
import { listedHosts, type ListedHost, type Presence } from '../../facts/teleport/resource-presence.js'
import type { DownInstance } from '../../facts/teleport/cluster.js'
import type { Facts } from '../../facts/index.js'
import { listFact, valueOf } from '../read.js'
import type { Cell, TableColumn, TableRow, TableView, ViewPlace } from '../types.js'
import { mostRows, placeOf } from './rows.js'

const columns: readonly TableColumn[] = [
  { id: 'name', title: 'Host', kind: 'text', main: true },
  { id: 'state', title: 'State', kind: 'text', choices: true, main: true },
  { id: 'part', title: 'Part', kind: 'text', choices: true },
  { id: 'services', title: 'Services', kind: 'text' },
  { id: 'version', title: 'Version', kind: 'code', choices: true },
  { id: 'reached', title: 'Reached', kind: 'text' },
  { id: 'until', title: 'Heartbeat until', kind: 'time' },
  { id: 'end', title: 'How it ended', kind: 'text', hidden: true },
  { id: 'id', title: 'UUID', kind: 'code', hidden: true },
  { id: 'folder', title: 'Folder in the dump', kind: 'code', hidden: true },
]

/** What a host is to the cluster, in the order of the map. */
const parts = [
  'Auth Service',
  'Proxy Service',
  'SSH Service',
  'Kubernetes Service',
  'Database Service',
  'Application Service',
  'Windows Desktop Service',
  'Discovery Service',
] as const
const otherAgent = 'Other agents'
const otherCluster = 'Other clusters'

/** Names of services as marker files and `--roles` have them. */
const serviceOfRole: Readonly<Record<string, string>> = {
  auth: 'Auth Service',
  proxy: 'Proxy Service',
  node: 'SSH Service',
  kube: 'Kubernetes Service',
  db: 'Database Service',
  app: 'Application Service',
  windowsdesktop: 'Windows Desktop Service',
  windows_desktop: 'Windows Desktop Service',
  discovery: 'Discovery Service',
}

export function hostTable(facts: Facts): TableView {
  const rows = hostsOf(facts).map(host => rowOf(host, facts))
  return {
    id: 'hosts',
    title: 'Hosts',
    says: 'What the cluster lists, joined with the folders of the dump. A host without a folder was not collected; one that is not listed is not part of the cluster now.',
    columns,
    rows: sorted(rows).slice(0, mostRows),
    map: { lane: 'part', name: 'name', state: 'state', detail: 'version' },
    empty: 'This dump lists no hosts and has no folder of any.',
  }
}

interface Host {
  readonly id: string
  readonly listed: ListedHost | undefined
  readonly dumped: DumpedHost | undefined
}

/** Two folders of one UUID are two hosts; the list has one of them. */
function hostsOf(facts: Facts): readonly Host[] {
  const listed = valueOf(facts, listedHosts) ?? new Map<string, ListedHost>()
  const dumped = valueOf(facts, dumpedHosts) ?? []
  const withFolder = new Set(dumped.map(({ id }) => id))
  return [
    ...dumped.map(host => ({ id: host.id, listed: listed.get(host.id), dumped: host })),
    ...[...listed.values()]
      .filter(({ id }) => !withFolder.has(id))
      .map(host => ({ id: host.id, listed: host, dumped: undefined })),
  ]
}

function rowOf(host: Host, facts: Facts): TableRow {
  const { id, listed, dumped } = host
  const services = servicesOf(host)
  const { state, light } = stateOf(host, facts)
  const place = placeOfHost(host)
  return {
    id: dumped?.node ?? id,
    cells: [
      dumped?.name ?? listed?.name ?? id,
      state,
      dumped?.foreign === true ? otherCluster : partOf(services),
      services.join(', ') || null,
      versionOf(host, facts),
      reachedBy(listed, facts),
      expiryOf(listed),
      endOf(dumped, facts),
      id,
      dumped === undefined ? null : `nodes/${dumped.node}/`,
    ],
    ...(light === undefined ? {} : { light }),
    ...(place === undefined ? {} : { place }),
  }
}

function servicesOf({ listed, dumped }: Host): readonly string[] {
  const ofFolder = dumped?.roles.map(role => serviceOfRole[role] ?? role) ?? []
  const all = new Set([...ofFolder, ...(listed?.services ?? [])])
  const known = parts.filter(part => all.has(part))
  return [...known, ...[...all].filter(service => !parts.some(part => part === service))]
}

function partOf(services: readonly string[]): string {
  return parts.find(part => services.includes(part)) ?? otherAgent
}

interface HostState {
  readonly state: Cell
  readonly light?: TableRow['light']
}

/** The worst that is known of it; the rules say the same. */
function stateOf({ id, listed, dumped }: Host, facts: Facts): HostState {
  const is = membership(facts)
  if (dumped !== undefined && is.down.has(dumped.node)) return { state: 'not running', light: 'error' }
  if (is.expired.has(id)) return { state: 'heartbeat ended', light: 'warning' }
  if (is.disconnected.has(id)) return { state: 'not connected', light: 'warning' }
  if (is.unlisted.has(id)) return { state: 'not listed', light: 'warning' }
  if (is.connected?.has(id) === true) return { state: 'connected' }
  if (listed !== undefined) return { state: 'heartbeat lasts' }
  const running = dumped && facts.get('teleport.node.running', dumped.node)?.value
  return { state: running === true ? 'running' : null }
}

interface Membership {
  readonly down: ReadonlySet<string>
  readonly expired: ReadonlySet<string>
  readonly disconnected: ReadonlySet<string>
  readonly unlisted: ReadonlySet<string>
  readonly connected: ReadonlySet<string> | undefined
}

const memberships = new WeakMap<Facts, Membership>()

function membership(facts: Facts): Membership {
  const known = memberships.get(facts)
  if (known !== undefined) return known
  const ids = (fact: string) =>
    new Set((listFact<LostAgent | UnknownHost>(facts, fact)?.value ?? []).map(({ id }) => id))
  const made: Membership = {
    down: new Set(
      (listFact<DownInstance>(facts, 'teleport.cluster.down')?.value ?? []).map(({ uuid }) => uuid),
    ),
    expired: ids('teleport.agents.expired'),
    disconnected: ids('teleport.agents.disconnected'),
    unlisted: ids('teleport.agents.not_registered'),
    connected: valueOf(facts, connectedHosts),
  }
  memberships.set(facts, made)
  return made
}

function versionOf({ listed, dumped }: Host, facts: Facts): Cell {
  const own = dumped && facts.get('teleport.node.version', dumped.node)?.value
  if (typeof own === 'string') return own
  return listed?.presences.find(({ version }) => version !== '')?.version ?? null
}

function endOf(dumped: DumpedHost | undefined, facts: Facts): Cell {
  const end = dumped && facts.get('teleport.node.end', dumped.node)?.value
  return typeof end === 'string' ? end : null
}

/** `10.20.0.31:3022`, or through which proxies its tunnel leads. */
function reachedBy(listed: ListedHost | undefined, facts: Facts): Cell {
  if (listed === undefined) return null
  const tunnels = listed.presences.filter(({ usesTunnel }) => usesTunnel)
  if (tunnels.length > 0) return tunnelWords(tunnels, facts)
  return listed.presences.find(({ addr }) => addr !== '')?.addr ?? null
}

function tunnelWords(tunnels: readonly Presence[], facts: Facts): string {
  const hosts = valueOf(facts, listedHosts)
  const proxies = [...new Set(tunnels.flatMap(({ proxyIds }) => proxyIds))]
  if (proxies.length === 0) return 'tunnel'
  const names = proxies.slice(0, 5).map(id => hosts?.get(id)?.name ?? id.slice(0, 8))
  return `tunnel through ${names.join(', ')}${proxies.length > 5 ? ` and ${proxies.length - 5} more` : ''}`
}

/** The end of its newest heartbeat. */
function expiryOf(listed: ListedHost | undefined): Cell {
  const times = listed?.presences.flatMap(({ expiresMs }) => expiresMs ?? []) ?? []
  return times.reduce<number | null>((newest, ms) => Math.max(newest ?? ms, ms), null)
}

function placeOfHost({ listed, dumped }: Host): ViewPlace | undefined {
  if (dumped !== undefined) return placeOf(dumped.from[0]) ?? { entry: `nodes/${dumped.node}/identity.json` }
  return placeOf(listed?.from[0])
}

const laneOrder = [...parts, otherAgent, otherCluster] as readonly string[]
const lightOrder = ['error', 'warning', 'info', undefined] as const

/** As the map shows them: by part, what is wrong first, then by name. */
function sorted(rows: readonly TableRow[]): readonly TableRow[] {
  const collator = new Intl.Collator('en', { numeric: true })
  return rows.toSorted(
    (a, b) =>
      laneOrder.indexOf(String(a.cells[2])) - laneOrder.indexOf(String(b.cells[2])) ||
      lightOrder.indexOf(a.light) - lightOrder.indexOf(b.light) ||
      collator.compare(String(a.cells[0]), String(b.cells[0])),
  )
}
