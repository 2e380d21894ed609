// The address of a view: what a person opened, filtered and selected, as a path, a query and a line. Pure both ways.
import type { PacketId } from '../shared/wire.js'
import { isPage, type PageName } from './pages.js'

export type ViewName = 'packets' | 'make' | 'entry' | PageName

export interface Route {
  readonly view: ViewName
  /** Undefined on the list of packets. */
  readonly packet: PacketId | undefined
  /** Position of the entry in the packet, on the page of an entry. */
  readonly entry: number | undefined
  /** 1-based; the line a link points at. */
  readonly line: number | undefined
  readonly query: Query
}

/** What the query may hold; anything else in an address is left out. */
export interface Query {
  /** Severities to show, comma-separated; none means all. */
  readonly sev?: string
  /** Words to search for. */
  readonly q?: string
  /** Fingerprint of the finding that is open. */
  readonly open?: string
  /** Evidence in the panel: `<fingerprint>~<number>`. */
  readonly ev?: string
  /** Entry states to show, comma-separated. */
  readonly status?: string
  /** `line`: the panel shows the selected line. */
  readonly show?: string
  /** Logs: times to look at, as ISO text; both inclusive. */
  readonly since?: string
  readonly until?: string
  /** Logs: `1` when upper and lower case are the same. */
  readonly ic?: string
  /** Logs: the selected record, as `<entry>.<line>`. */
  readonly at?: string
  /** Logs: columns to show, comma-separated. */
  readonly cols?: string
  /** Logs: `templates` for the second tab. */
  readonly tab?: string
  /** Which part of a page is shown, such as all settings instead of those that differ from their default. */
  readonly part?: string
  /** Areas of rules, nodes, and marks of findings to show, comma-separated. */
  readonly area?: string
  readonly node?: string
  readonly mark?: string
  /** The setting in the panel: `SqlSettings.MaxOpenConns`. */
  readonly key?: string
  /** Column that a table is sorted by; with `-` before it, largest first. */
  readonly sort?: string
  /** What a table is narrowed to: `status~error,type~ldap_sync`; `-` for nothing. */
  readonly is?: string
  /** The row of a table in the panel: its id, or `L` and a line of its entry. */
  readonly row?: string
  /** Number of the entry that a page is about, where the packet has several of a kind, and of the one it is compared with. */
  readonly file?: string
  readonly base?: string
  /** Which values of a profile are shown. */
  readonly type?: string
  /** The function of a profile, and the metric, that are looked at. */
  readonly fn?: string
  readonly metric?: string
}

const queryKeys = [
  'sev',
  'q',
  'open',
  'ev',
  'status',
  'show',
  'since',
  'until',
  'ic',
  'at',
  'cols',
  'tab',
  'part',
  'area',
  'node',
  'mark',
  'key',
  'sort',
  'is',
  'row',
  'file',
  'base',
  'type',
  'fn',
  'metric',
] as const

export const packetsRoute: Route = {
  view: 'packets',
  packet: undefined,
  entry: undefined,
  line: undefined,
  query: {},
}

/** Where packets are made; `part`: from what. */
export const makeRoute: Route = { ...packetsRoute, view: 'make' }

export function viewRoute(view: ViewName, packet: PacketId, query: Query = {}): Route {
  return { view, packet, entry: undefined, line: undefined, query }
}

export function entryRoute(packet: PacketId, entry: number, line?: number, query: Query = {}): Route {
  return { view: 'entry', packet, entry, line, query }
}

/** An address that nobody knows leads to the nearest page that exists. */
export function parseRoute(address: string): Route {
  const url = new URL(address, 'http://viewer')
  const query = parseQuery(url.searchParams)
  const [root, packet, page, entry] = url.pathname.split('/').filter(part => part !== '')
  if (root === 'make') return { ...makeRoute, query }
  if (root !== 'p' || packet === undefined) return { ...packetsRoute, query }
  if (isPage(page)) return viewRoute(page, decoded(packet), query)
  if (page === 'entry' && /^\d{1,9}$/.test(entry ?? ''))
    return entryRoute(decoded(packet), Number(entry), lineOf(url.hash), query)
  return viewRoute('overview', decoded(packet), query)
}

export function formatRoute(route: Route): string {
  const parameters = queryKeys.flatMap(key => {
    const value = route.query[key]
    return value === undefined || value === '' ? [] : [`${key}=${encodeURIComponent(value)}`]
  })
  const query = parameters.length === 0 ? '' : `?${parameters.join('&')}`
  return `${pathOf(route)}${query}${route.line === undefined ? '' : `#L${route.line}`}`
}

function pathOf({ view, packet, entry }: Route): string {
  if (view === 'make') return '/make'
  if (packet === undefined) return '/'
  const base = `/p/${encodeURIComponent(packet)}`
  if (view === 'overview') return base
  return view === 'entry' ? `${base}/entry/${entry ?? 0}` : `${base}/${view}`
}

function parseQuery(parameters: URLSearchParams): Query {
  return Object.fromEntries(
    queryKeys.flatMap(key => {
      const value = parameters.get(key)
      return value === null || value === '' ? [] : [[key, value]]
    }),
  )
}

function lineOf(hash: string): number | undefined {
  const digits = /^#L([1-9]\d{0,14})$/.exec(hash)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** A list in the query with one item added, or taken out. */
export function toggled(list: string | undefined, item: string): string {
  const items = listed(list)
  return (items.includes(item) ? items.filter(other => other !== item) : [...items, item]).join(',')
}

export function listed(list: string | undefined): readonly string[] {
  return (list ?? '').split(',').filter(item => item !== '')
}
