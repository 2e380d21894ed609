// The pages of a packet in one list: addresses, the rail, the palette and the keys are made from it.
import type { EntryInfo } from './words.js'

export interface PageInfo {
  /** The part of the address; unique. */
  readonly view: string
  readonly name: string
  /** `g` and this letter go there. */
  readonly key?: string
  /** Kinds of entries it shows: without any of them in the packet it is not listed. */
  readonly kinds?: readonly EntryInfo['kind'][]
  /** Begins a new group in the rail. */
  readonly apart?: true
}

/** In the order of the rail: the answer, what the server said, how it was set up, what it was doing, what it holds. */
export const pages = [
  { view: 'overview', name: 'Overview', key: 'o' },
  { view: 'findings', name: 'Findings', key: 'f' },
  { view: 'logs', name: 'Logs', key: 'l' },
  { view: 'files', name: 'Files', key: 'e' },
  {
    view: 'cluster',
    name: 'Cluster',
    key: 'n',
    kinds: ['teleport-identity', 'teleport-role', 'teleport-resource'],
    apart: true,
  },
  { view: 'resources', name: 'Resources', key: 'u', kinds: ['teleport-resource'] },
  { view: 'config', name: 'Configuration', key: 'c', kinds: ['config'], apart: true },
  { view: 'profiles', name: 'Profiles', key: 'r', kinds: ['cpu-profile', 'heap-profile'] },
  { view: 'goroutines', name: 'Goroutines', key: 'w', kinds: ['goroutines'] },
  { view: 'metrics', name: 'Metrics', key: 'm', kinds: ['tsdb-dump'] },
  { view: 'stats', name: 'Stats', key: 's', kinds: ['stats', 'support-packet'], apart: true },
  { view: 'jobs', name: 'Jobs', key: 'j', kinds: ['jobs', 'support-packet'] },
  { view: 'plugins', name: 'Plugins', key: 'x', kinds: ['plugins'] },
  { view: 'permissions', name: 'Permissions', key: 'a', kinds: ['permissions'] },
  { view: 'schema', name: 'Schema', key: 'd', kinds: ['database-schema', 'database-schema-sql'] },
] as const satisfies readonly PageInfo[]

export type PageName = (typeof pages)[number]['view']

const byName: ReadonlyMap<string, PageInfo> = new Map(pages.map(page => [page.view, page]))

export function pageNamed(view: string): PageInfo | undefined {
  return byName.get(view)
}

export function isPage(view: string | undefined): view is PageName {
  return view !== undefined && byName.has(view)
}

/**
 * The pages that have something to show, and the one that is shown; while the entries are not known, those that every
 * packet has.
 */
export function pagesOf(
  entries: readonly EntryInfo[],
  shown?: string,
): readonly (PageInfo & { readonly view: PageName })[] {
  const there = new Set(entries.filter(({ status }) => status !== 'absent').map(({ kind }) => kind))
  return pages.filter(
    ({ view, kinds }: PageInfo) =>
      view === shown || kinds === undefined || kinds.some(kind => there.has(kind)),
  )
}
